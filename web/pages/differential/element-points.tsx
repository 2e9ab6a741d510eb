/** Elements that differ, as points, rows of a table and lines of a file. */

import type { ReactNode } from 'react';
import type { Column } from '../../parts/data-table.tsx';
import { Accession, ClassName } from '../../parts/marks.tsx';
import type { PlotTable } from '../../parts/plot-frame.tsx';
import { colourOfClass, shapeOfClass } from '../../words/classes.ts';
import { count, fixed, place, pValue } from '../../words/numbers.ts';
import type { ElementDifference } from './use-difference.ts';
import type { VolcanoPoint } from './volcano-drawing.ts';

export const elementKey = ({ accession, rdhs }: ElementDifference): string => accession ?? rdhs;

/** Elements with a change as points; both groups have an assay where there is one. */
export function elementPoints(elements: readonly ElementDifference[]): VolcanoPoint[] {
  return elements.flatMap((own) => {
    const { change, meanA, meanB, p, fdr, assay } = own;
    if (change === null || meanA === null || meanB === null) return [];
    const name = own.class ?? 'none';
    const { fill, edge } = colourOfClass(name);
    return [
      {
        key: elementKey(own),
        name: elementKey(own),
        words: `${elementKey(own)}, ${name}\n${place(own)}\n${assay}: ΔZ ${fixed(change, 2)}, from ${fixed(meanA, 2)} to ${fixed(meanB, 2)}\n${said(p, fdr)}`,
        change,
        meanA,
        meanB,
        p,
        fdr,
        look: { shape: shapeOfClass(name), fill, stroke: edge },
      },
    ];
  });
}

/** "p 0.0010, FDR 0.012", or that there is none. */
export const said = (p: number | null, fdr: number | null): string =>
  p === null || fdr === null ? 'no p' : `p ${pValue(p)}, FDR ${pValue(fdr)}`;

export const elementTable = (elements: readonly ElementDifference[]): PlotTable => ({
  head: [
    'accession',
    'class',
    'chrom',
    'start (0-based)',
    'end',
    'assay',
    'mean Z A',
    'mean Z B',
    'change',
    'p',
    'FDR',
  ],
  rows: elements.map((own) => [
    elementKey(own),
    own.class,
    own.chrom,
    own.start,
    own.end,
    own.assay,
    own.meanA,
    own.meanB,
    own.change,
    own.p,
    own.fdr,
  ]),
});

export const None = ({ words = 'no data' }: { readonly words?: string }): ReactNode => (
  <span className="soft">{words}</span>
);

const number = (
  key: 'meanA' | 'meanB',
  head: string,
  high: 'highA' | 'highB',
): Column<ElementDifference> => ({
  key,
  head,
  name: `mean Z in ${head.slice(-1)}`,
  width: 60,
  isNumber: true,
  sortBy: (own) => own[key],
  cell: (own) =>
    own[key] === null ? <None /> : <span title={`high in ${own[high]}`}>{fixed(own[key], 2)}</span>,
});

/** p or FDR of what differs. */
export const probability = <Row extends { readonly p: number | null; readonly fdr: number | null }>(
  key: 'p' | 'fdr',
  head: string,
): Column<Row> => ({
  key,
  head,
  name: head,
  width: 100,
  isNumber: true,
  isSmallestFirst: true,
  sortBy: (own) => own[key],
  cell: (own) => (own[key] === null ? <None words="no p" /> : pValue(own[key])),
});

export const elementColumns: readonly Column<ElementDifference>[] = [
  {
    key: 'accession',
    head: 'Element',
    name: 'accession',
    width: 132,
    sortBy: elementKey,
    cell: (own) => (
      <span title={place(own)}>
        <Accession accession={elementKey(own)} />
      </span>
    ),
  },
  {
    key: 'class',
    head: 'Class',
    name: 'class',
    width: 140,
    sortBy: (own) => own.class,
    cell: (own) => <ClassName name={own.class ?? 'none'} />,
  },
  {
    key: 'position',
    head: 'Place',
    name: 'place',
    width: '1fr',
    sortBy: ({ chrom, start }) => `${chrom} ${String(start).padStart(10, '0')}`,
    cell: ({ chrom, start, end }) => `${chrom}:${count(Math.round((start + 1 + end) / 2))}`,
  },
  number('meanA', 'Z in A', 'highA'),
  number('meanB', 'Z in B', 'highB'),
  {
    key: 'change',
    head: 'ΔZ',
    name: 'change',
    width: 68,
    isNumber: true,
    // In either direction.
    sortBy: ({ change }) => (change === null ? null : Math.abs(change)),
    cell: ({ change, assay }) => (change === null ? <None /> : <span title={assay}>{signed(change)}</span>),
  },
  probability('p', 'p'),
  probability('fdr', 'FDR'),
];

/** With its sign, also where it is up. */
export const signed = (value: number): string => `${value > 0 ? '+' : ''}${fixed(value, 2)}`;

export function NarrowDifference({ element: own }: { readonly element: ElementDifference }): ReactNode {
  return (
    <>
      <div>
        <Accession accession={elementKey(own)} />
        <ClassName name={own.class ?? 'none'} />
      </div>
      <div className="soft">
        <span>{own.change === null ? 'no data' : `${own.assay} ΔZ ${signed(own.change)}`}</span>
        <span>{said(own.p, own.fdr)}</span>
      </div>
    </>
  );
}
