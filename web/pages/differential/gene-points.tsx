/** Genes that differ, as points, rows of a table and lines of a file. */

import type { ReactNode } from 'react';
import type { Column } from '../../parts/data-table.tsx';
import { GeneName } from '../../parts/marks.tsx';
import type { PlotTable } from '../../parts/plot-frame.tsx';
import { MARK } from '../../words/classes.ts';
import { geneType } from '../../words/genes.ts';
import { count, fixed, place, tpm } from '../../words/numbers.ts';
import { probability, said, signed } from './element-points.tsx';
import type { GeneDifference } from './use-difference.ts';
import type { VolcanoPoint } from './volcano-drawing.ts';

const log2 = (value: number) => Math.log2(value + 1);

export const genePoints = (genes: readonly GeneDifference[]): VolcanoPoint[] =>
  genes.map((own) => ({
    key: own.id,
    name: own.symbol,
    words: `${own.symbol}\n${place(own)}\nlog₂ fold change ${fixed(own.change, 2)}, from ${tpm(own.meanA)} to ${tpm(own.meanB)} TPM\n${said(own.p, own.fdr)}`,
    change: own.change,
    meanA: log2(own.meanA),
    meanB: log2(own.meanB),
    p: own.p,
    fdr: own.fdr,
    look: { shape: 'circle', fill: MARK.fill, stroke: MARK.edge },
  }));

export const geneTable = (genes: readonly GeneDifference[]): PlotTable => ({
  head: ['symbol', 'id', 'chrom', 'start (0-based)', 'end', 'TPM A', 'TPM B', 'log2 fold change', 'p', 'FDR'],
  rows: genes.map((own) => [
    own.symbol,
    own.id,
    own.chrom,
    own.start,
    own.end,
    own.meanA,
    own.meanB,
    own.change,
    own.p,
    own.fdr,
  ]),
});

const mean = (
  key: 'meanA' | 'meanB',
  of: 'experimentsA' | 'experimentsB',
  head: string,
): Column<GeneDifference> => ({
  key,
  head,
  name: head,
  width: 84,
  isNumber: true,
  sortBy: (own) => own[key],
  cell: (own) => <span title={`mean of ${count(own[of])} experiments`}>{tpm(own[key])}</span>,
});

export const geneColumns: readonly Column<GeneDifference>[] = [
  {
    key: 'symbol',
    head: 'Gene',
    name: 'symbol',
    width: '1fr',
    sortBy: ({ symbol }) => symbol,
    cell: ({ symbol, id }) => <GeneName name={symbol} id={id} />,
  },
  {
    key: 'type',
    head: 'Type',
    name: 'type',
    width: 116,
    sortBy: ({ type }) => type,
    cell: ({ type }) => geneType(type),
  },
  {
    key: 'position',
    head: 'Start',
    name: 'place',
    width: 124,
    sortBy: ({ chrom, start }) => `${chrom} ${String(start).padStart(10, '0')}`,
    cell: (own) => <span title={place(own)}>{`${own.chrom}:${count(own.start + 1)}`}</span>,
  },
  mean('meanA', 'experimentsA', 'TPM in A'),
  mean('meanB', 'experimentsB', 'TPM in B'),
  {
    key: 'change',
    head: 'log₂ fold',
    name: 'log2 fold change',
    width: 84,
    isNumber: true,
    sortBy: ({ change }) => Math.abs(change),
    cell: ({ change }) => signed(change),
  },
  probability('p', 'p'),
  probability('fdr', 'FDR'),
];

export function NarrowGene({ gene }: { readonly gene: GeneDifference }): ReactNode {
  return (
    <>
      <div>
        <GeneName name={gene.symbol} id={gene.id} />
        <span>{signed(gene.change)} log₂</span>
      </div>
      <div className="soft">
        <span>
          {tpm(gene.meanA)} to {tpm(gene.meanB)} TPM
        </span>
        <span>{said(gene.p, gene.fdr)}</span>
      </div>
    </>
  );
}
