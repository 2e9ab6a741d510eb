/** How methods, distance and correlation become one confidence. */

import { type ReactNode, useId } from 'react';
import { WEAK_WORDS } from '../../../words/links.ts';

export function ConfidenceNote(): ReactNode {
  const id = useId();
  return (
    <span className="confidence-note">
      Confidence combines the methods, 0 to 1; {WEAK_WORDS[0]!.toLowerCase() + WEAK_WORDS.slice(1)}.{' '}
      <button type="button" className="link" popoverTarget={id}>
        How
      </button>
      <div id={id} popover="auto" className="popover how">
        <h3>How the confidence is made</h3>
        <p>
          It begins with the distance, and every piece of evidence multiplies the odds. More, stronger or
          nearer evidence never lowers it.
        </p>
        <pre>
          {
            'odds       = p / (1 − p) × promoter × correlation × methods × refuted\nconfidence = odds / (1 + odds)'
          }
        </pre>
        <dl>
          <dt>p, distance</dt>
          <dd>0.1 / (1 + d / 20 kb), from the edge of the element to the nearest TSS</dd>
          <dt>promoter</dt>
          <dd>× 1,000 where the element is the promoter of the gene</dd>
          <dt>correlation</dt>
          <dd>
            × (0.6 + 14 r²) of DNase and expression over biosamples, r made smaller by what chance may add; ×
            1 with fewer than 5 biosamples
          </dd>
          <dt>methods</dt>
          <dd>
            × (1 + w s) for each method; w is 60 for contacts (Hi-C, ChIA-PET), 60 for variants (eQTL), 300
            for perturbations (CRISPR), 40 for predictions; s from 0 to 1 is the strength of its best row,
            divided by the pairs that it speaks for
          </dd>
          <dt>refuted</dt>
          <dd>× 0.25 where it was perturbed, and nothing found anywhere</dd>
        </dl>
        <p className="soft">
          Below 0.10 a pair has less for it than a start site beside the element has by distance alone: it is
          called weak. The constants were set on simulated data. Read it as an order, not as a probability,
          with the evidence beside.
        </p>
      </div>
    </span>
  );
}
