/** Rows of enrichment as the plot and the table have them. */

import type { NamedBiosample } from '../biosamples.ts';
import type { EnrichmentRow } from '../source.ts';

/** What pages call enriched: a false discovery rate of at most this. */
export const FDR = 0.05;
/** Below so many expected LD blocks a normal distribution finds too much (docs/method.md, docs/service.md): the test of counts decides there. */
export const FEW_EXPECTED = 25;
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
  /** By FDR, or by that of counts where few LD blocks are expected. */
  readonly isEnriched: boolean;
  /** Folds between which 95 % of the controls' counts lie; undefined where `fold` is. */
  readonly band: readonly [number, number] | undefined;
}

/** The false discovery rate that decides: that of counts where few LD blocks are expected. */
export const decides = ({ mean }: Pick<Ranked, 'mean'>): 'fdr' | 'fdrBinomial' =>
  mean < FEW_EXPECTED ? 'fdrBinomial' : 'fdr';

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
        isEnriched: (row[decides({ mean })] ?? 1) <= FDR,
        band: spread === undefined ? undefined : ([Math.max(0, 1 - spread), 1 + spread] as const),
      },
    ];
  });
}

/** The end of a scale of folds: a whole number, at least 2. */
export const foldEnd = (rows: readonly Ranked[]): number =>
  Math.max(2, Math.ceil(Math.max(...rows.map(({ fold = 0 }) => fold)) + 0.05));

/**
 * The greatest p that passes FDR 5 % (Benjamini and Hochberg), as -log10. Undefined where none passes, and where the test of counts decides: no p of the
 * axis parts the biosamples then.
 */
export function fdrLine(rows: readonly Ranked[]): number | undefined {
  const passing = rows.filter(({ isEnriched }) => isEnriched).length;
  if (passing === 0 || rows.some((row) => decides(row) === 'fdrBinomial')) return undefined;
  return -Math.log10((FDR * passing) / rows.length);
}

/** The tissues, in order. */
export const tissuesOf = (rows: readonly Ranked[]): readonly string[] =>
  [...new Set(rows.map(({ tissue }) => tissue))].filter((tissue) => tissue !== '').sort();
