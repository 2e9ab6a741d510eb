/** What speaks for a link between an element and a gene, strongest first. */

import type { ReactNode } from 'react';
import { Panel } from '../../parts/panel.tsx';
import { isWeakLink } from '../../words/links.ts';
import { count, pValue } from '../../words/numbers.ts';
import type { Link } from './element-columns.tsx';

const FAMILIES = {
  contact: '3D contact',
  variant: 'eQTL',
  perturbation: 'CRISPR',
  prediction: 'prediction',
} as const;

export function EvidencePanel({
  accession,
  link,
}: {
  readonly accession: string;
  readonly link: Link;
}): ReactNode {
  const { evidence, isPromoter } = link;
  return (
    <Panel
      title="Evidence"
      note={`${accession}, confidence ${link.confidence.toFixed(2)}${isWeakLink(link.confidence) ? ', weak' : ''}`}
    >
      {isPromoter ? (
        <p className="note">
          It is a promoter of the gene. That gives most of its confidence: it multiplies by 1,000 the odds
          that distance gives.
        </p>
      ) : null}
      {evidence.length === 0 ? (
        <p className="note">
          {isPromoter
            ? 'No experiment: being a promoter, distance and correlation alone.'
            : 'No experiment: distance and correlation alone.'}
        </p>
      ) : (
        <div className="plain-table evidence" tabIndex={0} role="region" aria-label="Evidence">
          <table>
            <thead>
              <tr>
                <th scope="col">Method</th>
                <th scope="col">In</th>
                <th scope="col" className="number">
                  p
                </th>
                <th scope="col" className="number">
                  Strength
                </th>
              </tr>
            </thead>
            <tbody>
              {evidence.map((one) => (
                <tr key={`${one.file} ${one.name} ${one.experiment} ${one.biosample} ${one.score}`}>
                  <td title={[one.name, one.experiment, one.file].filter(Boolean).join(', ')}>
                    {one.method} <span className="soft">{verdict(one)}</span>
                  </td>
                  <td>{one.biosample ?? <span className="soft">not said</span>}</td>
                  <td className="number">
                    {one.p === null ? <span className="soft">not said</span> : pValue(one.p)}
                  </td>
                  <td className="number">{one.strength.toFixed(2)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <p className="note">{count(evidence.length)} in all; strength from 0 to 1 counts in the confidence.</p>
    </Panel>
  );
}

function verdict(one: Link['evidence'][number]): string {
  if (one.isNegative) return 'tested, nothing found';
  if (one.isUnknown) return 'outcome not said';
  return FAMILIES[one.family] === one.method ? '' : FAMILIES[one.family];
}
