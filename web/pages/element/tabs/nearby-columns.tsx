/** The columns of the nearest genes. */

import type { Answer } from '../../../api/ask.ts';
import type { Column } from '../../../parts/data-table.tsx';
import { GeneName } from '../../../parts/marks.tsx';
import { geneType } from '../../../words/genes.ts';
import { RNA_WORDS } from '../../../words/links.ts';
import { count, fixed, place, pValue } from '../../../words/numbers.ts';
import type { Sure } from '../element.ts';

export type Gene = Sure<Answer<'/api/v1/ccres/{accession}/genes'>['genes'][number], 'distance'>;

/** What is measured from where to where, and which assay is correlated. */
export interface NearbyAsked {
  readonly anchor: 'edge' | 'centre';
  readonly to: 'tss' | 'body';
  readonly assay: string;
}

/** "Edge to TSS": what a distance is. */
export const measureOf = ({ anchor, to }: NearbyAsked): string =>
  `${anchor === 'edge' ? 'Edge' : 'Centre'} to ${to === 'tss' ? 'TSS' : 'body'}`;

export const nearbyColumns = (asked: NearbyAsked): readonly Column<Gene>[] => [
  {
    key: 'gene',
    head: 'Gene',
    name: 'Gene',
    sortBy: ({ symbol, id }) => symbol ?? id,
    cell: ({ symbol, id }) => <GeneName id={id} name={symbol ?? id} />,
  },
  {
    key: 'type',
    head: 'Type',
    name: 'Type',
    sortBy: ({ type }) => type,
    cell: ({ type }) => (type === null ? 'not given' : geneType(type)),
  },
  {
    key: 'place',
    head: 'Place',
    name: 'Place',
    width: '1.6fr',
    sortBy: ({ start }) => start,
    cell: (gene) => (
      <>
        {place(gene)} <span className="soft">{gene.strand.replace('-', '\u2212')}</span>
      </>
    ),
  },
  {
    key: 'distance',
    head: `${measureOf(asked)}, bp`,
    name: `${measureOf(asked)}, bp`,
    isNumber: true,
    width: 132,
    sortBy: ({ distance }) => distance,
    cell: ({ distance }) => count(distance),
  },
  {
    key: 'r',
    head: `r, ${asked.assay}-RNA`,
    name: `Pearson r of Z of ${asked.assay} and expression; ${RNA_WORDS}`,
    isNumber: true,
    width: 124,
    sortBy: ({ correlation }) => correlation?.r,
    cell: ({ correlation }) =>
      correlation === null ? <span className="soft">no data</span> : fixed(correlation.r, 2),
  },
  {
    key: 'p',
    head: 'p',
    name: 'p of r',
    isNumber: true,
    width: 108,
    isSmallestFirst: true,
    sortBy: ({ correlation }) => correlation?.p,
    cell: ({ correlation }) =>
      correlation?.p == null ? <span className="soft">no data</span> : pValue(correlation.p),
  },
  {
    key: 'n',
    head: 'n',
    name: 'Biosamples with both',
    isNumber: true,
    width: 56,
    sortBy: ({ correlation }) => correlation?.n,
    cell: ({ correlation }) => count(correlation?.n ?? 0),
  },
];
