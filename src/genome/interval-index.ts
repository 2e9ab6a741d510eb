/** Which of many regions share a base with a place: regions may overlap, nest and be of any length. */

import type { SortedRegions } from './sorted-regions.ts';

export interface IntervalIndex {
  readonly regions: SortedRegions;
  /** The rows that share a base with [start, end) of the chromosome of that name, ascending. */
  overlapping(chrom: string, start: number, end: number): number[];
}

/** How many rows, or nodes of the level below, one node of the tree stands for. */
const FAN_SHIFT = 4;
const FAN = 1 << FAN_SHIFT;

/**
 * Indexes sorted regions: a tree of greatest ends over the rows, 1/15 of a number a row. A question costs
 * O(log n + answers), however long the longest region is.
 */
export function intervalIndex(regions: SortedRegions): IntervalIndex {
  const levels: Int32Array[] = [regions.end];
  while (levels.at(-1)!.length > FAN) {
    const below = levels.at(-1)!;
    const level = new Int32Array(Math.ceil(below.length / FAN));
    for (let i = 0; i < below.length; i++) {
      if (below[i]! > level[i >>> FAN_SHIFT]!) level[i >>> FAN_SHIFT] = below[i]!;
    }
    levels.push(level);
  }
  const chromCode = new Map(regions.chromNames.map((name, c) => [name, c]));
  return {
    regions,
    overlapping(chrom, start, end) {
      const c = chromCode.get(chrom);
      if (c === undefined || end <= start) return [];
      const from = regions.chromOffsets[c]!;
      const to = firstAtLeast(regions.start, end, from, regions.chromOffsets[c + 1]!);
      const found: number[] = [];
      if (to > from)
        descend(levels, levels.length - 1, { from, to, start, node: 0, count: levels.at(-1)!.length }, found);
      return found;
    },
  };
}

/** The first place of [from, to) whose value is at least `bound`; `to` if none is. `values` ascend there. */
export function firstAtLeast(values: Int32Array, bound: number, from: number, to: number): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle]! < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}

interface Search {
  /** Rows in question. */
  readonly from: number;
  readonly to: number;
  readonly start: number;
  /** The nodes of this level to look at. */
  readonly node: number;
  readonly count: number;
}

function descend(levels: readonly Int32Array[], l: number, search: Search, found: number[]): void {
  const { from, to, start, node, count } = search;
  const shift = FAN_SHIFT * l;
  const ends = levels[l]!;
  // Nodes whose rows all lie outside [from, to) are passed over.
  const first = Math.max(node, from >>> shift);
  const last = Math.min(node + count, ends.length, ((to - 1) >>> shift) + 1);
  for (let i = first; i < last; i++) {
    if (ends[i]! <= start) continue;
    if (l === 0) found.push(i);
    else descend(levels, l - 1, { from, to, start, node: i << FAN_SHIFT, count: FAN }, found);
  }
}
