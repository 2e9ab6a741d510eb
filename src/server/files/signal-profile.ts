/** The shape of a signal around a place: means over bins of equal width, and a summary of the whole. */

import type { SignalIntervals } from '../../formats/bbi/bigwig.ts';

/** Bins over [start, end) of a chromosome, 0-based half-open. */
export interface ProfileWindow {
  readonly chrom: string;
  readonly start: number;
  readonly end: number;
  readonly bins: number;
}

/** Means are over the bases that have a value; null where none has: no value is another thing than 0. */
export interface SignalProfile {
  readonly coveredBp: number;
  readonly mean: number | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly bins: readonly (number | null)[];
}

/** Where bin `i` begins; the bins share the window as evenly as whole bases allow. */
export function binEdge({ start, end, bins }: ProfileWindow, i: number): number {
  return start + Math.floor(((end - start) * i) / bins);
}

/** The profile of values that overlap the window, in order and without overlaps; the first and last may reach beyond it. */
export function profileOf(window: ProfileWindow, { starts, ends, values }: SignalIntervals): SignalProfile {
  const { start, end, bins } = window;
  const sums = new Float64Array(bins);
  const covered = new Float64Array(bins);
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  let bin = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (Number.isNaN(value)) continue;
    const to = Math.min(end, ends[i]!);
    let from = Math.max(start, starts[i]!);
    if (from >= to) continue;
    min = Math.min(min, value);
    max = Math.max(max, value);
    while (binEdge(window, bin + 1) <= from) bin++;
    for (let b = bin; from < to; b++) {
      const reached = Math.min(to, binEdge(window, b + 1));
      sums[b]! += value * (reached - from);
      covered[b]! += reached - from;
      from = reached;
    }
  }
  const coveredBp = covered.reduce((sum, bp) => sum + bp, 0);
  const hasAny = coveredBp > 0;
  return {
    coveredBp,
    mean: hasAny ? sums.reduce((sum, part) => sum + part, 0) / coveredBp : null,
    min: hasAny ? min : null,
    max: hasAny ? max : null,
    bins: Array.from(sums, (sum, b) => (covered[b]! > 0 ? sum / covered[b]! : null)),
  };
}
