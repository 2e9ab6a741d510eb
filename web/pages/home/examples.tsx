/** Things to try, drawn from what is served: each of them finds something. */

import type { ReactNode } from 'react';
import { useAnswer } from '../../api/answer.ts';
import { PageLink } from '../../frame/link.tsx';
import { useRegistry } from '../../frame/registry.ts';
import { place, plainPlace } from '../../words/numbers.ts';
import './examples.css';

/** Around the example element. */
const FLANK_BP = 40_000;

export function Examples(): ReactNode {
  const { annotations } = useRegistry();
  const has = (kind: string) => annotations.includes(kind);
  const { data: elements } = useAnswer('/api/v1/ccres', {
    query: { class: 'PLS,pELS,dELS', sort: '-maxZ.H3K27ac', limit: '1' },
  });
  const element = elements?.elements[0];
  const region = element && {
    chrom: element.chrom,
    start: Math.max(0, element.start - FLANK_BP),
    end: element.end + FLANK_BP,
  };
  const { data: genes } = useAnswer(
    '/api/v1/genes',
    { query: { region: region === undefined ? '' : plainPlace(region), limit: '1' } },
    { isWanted: has('genes') && region !== undefined },
  );
  const { data: variants } = useAnswer(
    '/api/v1/variants',
    { query: { limit: '1' } },
    { isWanted: has('variants') },
  );
  const { data: biosamples } = useAnswer('/api/v1/biosamples', { query: { limit: '1' } });
  const gene = genes?.genes[0]?.symbol ?? element?.nearestGene ?? undefined;
  const tissue = biosamples?.biosamples[0]?.metadata.tissue;
  const examples = [
    has('genes') ? gene : undefined,
    region && place(region),
    variants?.variants[0]?.id,
    element?.accession,
    gene && tissue && `${gene} enhancer ${tissue}`,
    tissue && `${tissue} promoters`,
  ].filter((text): text is string => typeof text === 'string');
  return (
    <p className="examples">
      <span className="soft">Try</span>
      {examples.map((text) => (
        <PageLink key={text} to="search" query={{ q: text }}>
          {text}
        </PageLink>
      ))}
    </p>
  );
}
