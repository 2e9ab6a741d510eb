/** Rows of enrichment as the plot and the table have them. */

import type { NamedBiosample } from '../biosamples.ts';
import type { EnrichmentRow } from '../source.ts';

/** What pages call enriched: a false discovery rate of at most this. */
export const FDR = 0.05;
/** Of a normal distribution 95 % lie within so many standard deviations. */
const NORMAL_95 = 1.96;

export interface Ranked extends NamedBiosample {
  readonly observed: number;
  /** Of the controls' counts. */
  readonly mean: number;
  /** Undefined where no control touches an active element. */
  readonly fold: number | undefined;
  readonly p: number;
  readonly log10P: number;
  readonly fdr: number;
  readonly fdrBinomial: number;
  readonly isEnriched: boolean;
  /** Folds between which 95 % of the controls' counts lie; undefined where `fold` is. */
  readonly band: readonly [number, number] | undefined;
}

/** The tested ones, as they come: the least p first. */
export function rankedOf(
  rows: readonly EnrichmentRow[],
  nameOf: (biosample: string) => NamedBiosample,
): readonly Ranked[] {
  return rows.flatMap((row) => {
    if (row.state !== 'tested') return [];
    const mean = row.mean ?? 0;
    const spread = mean > 0 ? (NORMAL_95 * (row.sd ?? 0)) / mean : undefined;
    return [
      {
        ...nameOf(row.biosample),
        observed: row.observed ?? 0,
        mean,
        fold: row.fold ?? undefined,
        p: row.p ?? 1,
        log10P: row.log10P ?? 0,
        fdr: row.fdr ?? 1,
        fdrBinomial: row.fdrBinomial ?? 1,
        isEnriched: (row.fdr ?? 1) <= FDR,
        band: spread === undefined ? undefined : ([Math.max(0, 1 - spread), 1 + spread] as const),
      },
    ];
  });
}

/** The end of a scale of folds: a whole number, at least 2. */
export const foldEnd = (rows: readonly Ranked[]): number =>
  Math.max(2, Math.ceil(Math.max(...rows.map(({ fold = 0 }) => fold)) + 0.05));

/** The p below which biosamples are enriched, as -log10: between the last of them and the next. Undefined where none is. */
export function fdrLine(rows: readonly Ranked[]): number | undefined {
  const sorted = [...rows].sort((a, b) => a.log10P - b.log10P);
  const next = sorted.findIndex(({ isEnriched }) => !isEnriched);
  if (next === 0 || sorted.length === 0) return undefined;
  const last = -sorted.at(next - 1)!.log10P;
  return next < 0 ? last * 0.98 : (last - sorted[next]!.log10P) / 2;
}

/** The tissues, in order. */
export const tissuesOf = (rows: readonly Ranked[]): readonly string[] =>
  [...new Set(rows.map(({ tissue }) => tissue))].filter((tissue) => tissue !== '').sort();
