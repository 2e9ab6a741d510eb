/** Methods and definitions: what the words and numbers of these pages mean. */

import type { ReactNode } from 'react';
import { PageLink } from '../../frame/link.tsx';
import { useRegistry } from '../../frame/registry.ts';
import { useTitle } from '../../frame/title.ts';
import { ClassName } from '../../parts/marks.tsx';
import { wordsOfClass } from '../../words/classes.ts';
import './about.css';

/** Steps of the method, in its order. */
const STEPS = [
  [
    'Anchors',
    'DNase peaks of all biosamples are pooled; of those that overlap the strongest stays. It is the representative DHS (rDHS).',
  ],
  [
    'Signal',
    'The mean signal of every experiment over every rDHS: DNase and CTCF over the rDHS itself, H3K4me3 and H3K27ac with 500 bp more at each side.',
  ],
  [
    'Z-score',
    'log10 of the signal, standardised over all rDHSs of the experiment. Above 1.64 it is high (the upper 5 % of a normal distribution).',
  ],
  ['max-Z', 'The highest Z of an rDHS in an assay over all biosamples.'],
  [
    'Element',
    'A candidate cis-regulatory element (cCRE) is an rDHS with high DNase and, in the scheme of 2020, another high mark.',
  ],
  [
    'Class',
    'From the max-Z of the four assays and the distance to the nearest transcription start site. In one biosample, from its own Z-scores.',
  ],
] as const;

const WORDS = [
  ['high', 'assayed, with a Z above 1.64'],
  ['low', 'assayed, with signal, and not above 1.64'],
  ['no signal', 'assayed, and the signal is 0: no Z can be made of it'],
  ['no data', 'not assayed in this biosample: neither high nor low'],
  ['τ (tau)', 'tissue specificity, from 0 (the same everywhere) to 1 (in one tissue)'],
  ['core, partial, ancillary', 'biosamples with all four assays; with DNase and some others; without DNase'],
  [
    'tier',
    'in the scheme of 2020: how many of the assays that support an element come from the same biosample',
  ],
  ['TSS', 'transcription start site; distances are between it and the centre of an element'],
  ['confidence', 'of an element with a gene: all methods of linking together, from 0 to 1'],
  ['fold', 'LD groups that hold an active element, over the mean of the matched controls'],
] as const;

export function MethodsPage(): ReactNode {
  const { classes, scheme } = useRegistry();
  useTitle('Methods and definitions');
  return (
    <main className="prose">
      <h1>Methods and definitions</h1>
      <p>
        This registry is made as ENCODE described in 2020 (<i>Nature</i> 583, 699-710), with cisreg; its
        scheme is {scheme}. Each element says itself why it has its class: open one and look at “Why this
        class”.
      </p>
      <h2>How elements come about</h2>
      <dl className="definitions">
        {STEPS.map(([name, text]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      <h2>Classes</h2>
      <dl className="definitions">
        {classes.map((name) => (
          <div key={name}>
            <dt>
              <ClassName name={name} />
            </dt>
            <dd>{wordsOfClass(name)}</dd>
          </div>
        ))}
        {scheme === 'encode3' ? (
          <div>
            <dt>CTCF-bound</dt>
            <dd>a suffix: CTCF is high in some biosample, whatever the class</dd>
          </div>
        ) : null}
      </dl>
      <h2>Words</h2>
      <dl className="definitions">
        {WORDS.map(([name, text]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      <h2>Positions</h2>
      <p>
        On pages positions are 1-based and inclusive, as in UCSC and Ensembl. BED files, and{' '}
        <code>start</code> and <code>end</code> of the <PageLink to="api">API</PageLink>, are 0-based and
        half-open.
      </p>
      <h2>Variants and studies</h2>
      <p>
        Leads of a study are expanded to what is linked with them (r² above the threshold that the study's
        page names). Controls have the same minor allele frequency and distance to a TSS (quartiles of the
        panel). Each LD group counts once in a biosample. Z and p come from the controls, FDR from all
        biosamples of the study.
      </p>
    </main>
  );
}
