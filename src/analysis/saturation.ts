/** Saturation of cCREs: how many of them some of the biosamples show, by the number of biosamples (paper, figure S6b). */

import { seededOrder } from './seeded-order.ts';

/** Counts by number of biosamples n = 0 .. p, over the repeats. */
export interface SaturationCurve {
  /** p. */
  readonly biosamples: number;
  readonly repeats: number;
  /** Elements that at least one of n biosamples shows: the mean, the fewest and the most. */
  readonly mean: Float64Array;
  readonly fewest: Int32Array;
  readonly most: Int32Array;
}

/** The paper has 100; ten show the curve, and cost seconds at a million elements in 500 biosamples. */
export const SATURATION_REPEATS = 10;

/**
 * The curve of these bitmaps, one a biosample, of equal length: bit i says that it shows element i. A repeat is a seeded
 * order of the biosamples, of which the first n are a sample without replacement, so all n cost as much as one: p times
 * the words of a bitmap for each repeat.
 */
export function saturation(
  bitmaps: readonly Uint32Array[],
  options: { readonly repeats: number; readonly seed: number },
): SaturationCurve {
  const p = bitmaps.length;
  const { repeats, seed } = options;
  const mean = new Float64Array(p + 1);
  const fewest = new Int32Array(p + 1).fill(repeats > 0 ? 0x7fffffff : 0);
  const most = new Int32Array(p + 1);
  const seen = new Uint32Array(bitmaps[0]?.length ?? 0);
  for (let repeat = 0; repeat < repeats; repeat++) {
    const order = seededOrder(p, seed, `repeat ${repeat}`);
    seen.fill(0);
    let count = 0;
    for (let n = 0; n <= p; n++) {
      if (n > 0) count += addTo(seen, bitmaps[order[n - 1]!]!);
      mean[n]! += count;
      fewest[n] = Math.min(fewest[n]!, count);
      most[n] = Math.max(most[n]!, count);
    }
  }
  for (let n = 0; n <= p; n++) mean[n]! /= Math.max(1, repeats);
  return { biosamples: p, repeats, mean, fewest, most };
}

/** Sets the bits of `bitmap` in `seen` and returns how many were not set. */
function addTo(seen: Uint32Array, bitmap: Uint32Array): number {
  let added = 0;
  for (let i = 0; i < seen.length; i++) {
    const fresh = bitmap[i]! & ~seen[i]!;
    if (fresh === 0) continue;
    seen[i]! |= fresh;
    added += bitsIn(fresh);
  }
  return added;
}

/** The number of 1 bits in a word. */
export function bitsIn(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
