/** Genes whose expression differs between two groups of biosamples. */

import { setImmediate } from 'node:timers/promises';
import { falseDiscoveryRates } from '../../analysis/statistics/false-discovery.ts';
import { meanOf, welchTest } from '../../analysis/statistics/student-t.ts';
import { type ExpressionTable, experimentMeans } from '../../annotation/expression/expression-table.ts';
import type { GeneTable } from '../../annotation/genes/gene-table.ts';
import type { Place } from '../../genome/region-text.ts';
import { RequestError } from '../answers/problem.ts';
import type { Groups } from './differential-request.ts';

/** Added to both means before the logarithm: a change from 0 to 0.1 TPM is none to speak of. */
export const PSEUDO_TPM = 1;

export interface GeneDifferences {
  /** By result: rows of genes, in the order of the genome. */
  readonly genes: Int32Array;
  /** Mean TPM over the experiments of each group, an experiment's the mean of its replicates. */
  readonly meanA: Float64Array;
  readonly meanB: Float64Array;
  /** Experiments of each group in which it was measured. */
  readonly countA: Uint16Array;
  readonly countB: Uint16Array;
  /** log2((meanB + PSEUDO_TPM) / (meanA + PSEUDO_TPM)). */
  readonly change: Float64Array;
  /** Welch's test of log2(TPM + PSEUDO_TPM) of experiments; NaN where a group has fewer than two, or nothing varies. */
  readonly p: Float64Array;
  /** Benjamini and Hochberg's, over the results that have a p. */
  readonly fdr: Float64Array;
  /** The experiments of each group. */
  readonly experiments: Groups;
}

export interface GeneDifferenceOptions {
  /** undefined: the whole genome. */
  readonly places: readonly Place[] | undefined;
  readonly types: readonly string[] | undefined;
  /** Assays of expression; undefined: all. */
  readonly assays: readonly string[] | undefined;
}

/** So many genes at a time: a read each. */
const GENES_AT_ONCE = 500;

/** Compares the genes that were measured in both groups. Throws RequestError 400 where a group has no experiment. */
export async function geneDifferences(
  { genes, expression }: { readonly genes: GeneTable; readonly expression: ExpressionTable },
  groups: Groups,
  { places, types, assays }: GeneDifferenceOptions,
): Promise<GeneDifferences> {
  const chosen = {
    a: experimentsOf(expression, groups.a, assays),
    b: experimentsOf(expression, groups.b, assays),
  };
  for (const group of ['a', 'b'] as const) {
    if (chosen[group].length > 0) continue;
    throw new RequestError(
      400,
      `no biosample of ${group} has expression${assays === undefined ? '' : ` by ${assays.join(', ')}`}`,
      group,
    );
  }
  const rows: { gene: number; a: number[]; b: number[] }[] = [];
  let read = 0;
  for (const gene of candidates(genes, places)) {
    const row = expression.rowOf(gene);
    if (row === undefined || (types !== undefined && !types.includes(genes.gene(gene).type))) continue;
    if (++read % GENES_AT_ONCE === 0) await setImmediate();
    const means = experimentMeans(expression, expression.values(row));
    const measured = (group: readonly number[]) =>
      group.map((e) => means[e]!).filter((value) => !Number.isNaN(value));
    const [a, b] = [measured(chosen.a), measured(chosen.b)];
    if (a.length > 0 && b.length > 0) rows.push({ gene, a, b });
  }
  const p = Float64Array.from(rows, ({ a, b }) => welchTest(a.map(log2Of), b.map(log2Of))?.p ?? Number.NaN);
  const [meanA, meanB] = [
    Float64Array.from(rows, ({ a }) => meanOf(a)),
    Float64Array.from(rows, ({ b }) => meanOf(b)),
  ];
  const nameOf = (e: number) => expression.experiments[e]!.name;
  return {
    genes: Int32Array.from(rows, ({ gene }) => gene),
    meanA,
    meanB,
    countA: Uint16Array.from(rows, ({ a }) => a.length),
    countB: Uint16Array.from(rows, ({ b }) => b.length),
    change: meanB.map((mean, i) => log2Of(mean) - log2Of(meanA[i]!)),
    p,
    fdr: falseDiscoveryRates(p),
    experiments: { a: chosen.a.map(nameOf), b: chosen.b.map(nameOf) },
  };
}

function log2Of(tpm: number): number {
  return Math.log2(tpm + PSEUDO_TPM);
}

/** Places of the experiments of a group. */
function experimentsOf(
  { experiments }: ExpressionTable,
  biosamples: readonly string[],
  assays: readonly string[] | undefined,
): readonly number[] {
  const wanted = new Set(biosamples);
  return [...experiments.keys()].filter((e) => {
    const { biosample, assay } = experiments[e]!;
    return wanted.has(biosample) && (assays === undefined || assays.includes(assay));
  });
}

function candidates({ count, index }: GeneTable, places: readonly Place[] | undefined): readonly number[] {
  if (places === undefined) return Array.from({ length: count }, (_, row) => row);
  const rows = new Set(places.flatMap(({ chrom, start, end }) => index.overlapping(chrom, start, end)));
  return [...rows].sort((a, b) => a - b);
}
