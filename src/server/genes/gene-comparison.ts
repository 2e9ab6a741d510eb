/** Two genes by biosample, side by side. */

import { pearson } from '../../analysis/statistics/correlation.ts';
import { type ExpressionTable, experimentMeans } from '../../annotation/expression/expression-table.ts';
import { logOf } from '../../annotation/expression/expression-tissues.ts';
import type { Cell, ListColumn } from '../answers/list-answer.ts';
import { rowSchema } from '../answers/list-schema.ts';
import { shown } from './gene-expression-list.ts';

/** A biosample that has expression; the mean over its experiments of the means of their replicates, NaN where it is missing. */
export interface GenePair {
  readonly biosample: string;
  readonly tissue: string;
  readonly a: number;
  readonly b: number;
}

export interface GeneComparison {
  /** What is highest in either first. */
  readonly rows: readonly GenePair[];
  /** Pearson's, of log10(TPM + 1) over the biosamples that have both. */
  readonly correlation: { readonly r: number; readonly n: number; readonly p: number } | null;
}

/** Two genes by their rows in the kind "genes". A gene without expression is missing everywhere. */
export function comparedGenes(table: ExpressionTable, a: number, b: number): GeneComparison {
  const [first, second] = [a, b].map((gene) => biosampleMeans(table, table.rowOf(gene)));
  const tissues = new Map(table.experiments.map(({ biosample, tissue }) => [biosample, tissue]));
  const rows = [...tissues].map(([biosample, tissue]) => ({
    biosample,
    tissue,
    a: first!.get(biosample) ?? Number.NaN,
    b: second!.get(biosample) ?? Number.NaN,
  }));
  const highest = (row: GenePair) => Math.max(...[row.a, row.b].map((value) => (value >= 0 ? value : -1)));
  const both = rows.filter((row) => !Number.isNaN(row.a) && !Number.isNaN(row.b));
  const found = pearson(
    both.map((row) => logOf(row.a)),
    both.map((row) => logOf(row.b)),
  );
  return {
    rows: rows.sort((x, y) => highest(y) - highest(x)),
    correlation: found === undefined ? null : { r: found.r, n: found.n, p: found.p },
  };
}

/** By biosample: the mean over its experiments of the means of their replicates. */
function biosampleMeans(table: ExpressionTable, row: number | undefined): ReadonlyMap<string, number> {
  const sums = new Map<string, { sum: number; n: number }>();
  if (row === undefined) return new Map();
  for (const [e, value] of experimentMeans(table, table.values(row)).entries()) {
    if (Number.isNaN(value)) continue;
    const { biosample } = table.experiments[e]!;
    const own = sums.get(biosample) ?? { sum: 0, n: 0 };
    sums.set(biosample, { sum: own.sum + value, n: own.n + 1 });
  }
  return new Map([...sums].map(([biosample, { sum, n }]) => [biosample, sum / n]));
}

const number = (name: string, description: string, value: (row: GenePair) => Cell): ListColumn<GenePair> => ({
  name,
  type: 'number',
  description,
  value,
});

export const GENE_COMPARISON_COLUMNS: readonly ListColumn<GenePair>[] = [
  { name: 'biosample', type: 'text', description: 'Biosample', value: ({ biosample }) => biosample },
  { name: 'tissue', type: 'text', description: 'Tissue', value: ({ tissue }) => tissue },
  number(
    'a',
    'TPM of gene a: mean over experiments; null where it was not measured',
    ({ a }) => shown(a).value,
  ),
  number('b', 'TPM of gene b', ({ b }) => shown(b).value),
  number('log10A', 'log10(TPM + 1) of gene a', ({ a }) => shown(a).log10),
  number('log10B', 'log10(TPM + 1) of gene b', ({ b }) => shown(b).log10),
];

export const GeneComparisonSchema = rowSchema(GENE_COMPARISON_COLUMNS);
