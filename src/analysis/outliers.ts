/** Experiments that alone make many elements high: the rule that a report flags them by. */

import { percentile } from '../registry/percentile.ts';

/** Fewer experiments have no usual amount to compare with. */
export const MIN_EXPERIMENTS = 5;
/** Tukey's "far out": above the third quartile by this many interquartile ranges ... */
export const FENCE_IQRS = 3;
/** ... and at least this share of the elements that are high in the assay, so that small counts are left alone. */
export const MIN_SHARE = 0.01;

/**
 * Which experiments of one assay stand out: `alone` counts the elements that are high in none of the others, `high` the
 * elements that are high in any. Quartiles are numpy's.
 */
export function outliersOf(alone: readonly number[], high: number): boolean[] {
  if (alone.length < MIN_EXPERIMENTS) return alone.map(() => false);
  const values = Float64Array.from(alone);
  const [first, third] = [25, 75].map((q) => percentile(() => [values], q)) as [number, number];
  const fence = third + FENCE_IQRS * (third - first);
  return alone.map((count) => count > fence && count >= MIN_SHARE * high);
}
