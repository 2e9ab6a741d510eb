/** Which of many regions share a base with a place: regions may overlap, nest and be of any length. */

import type { SortedRegions } from './sorted-regions.ts';
import { searchSpans, spanTree } from './span-tree.ts';

export interface IntervalIndex {
  readonly regions: SortedRegions;
  /** The rows that share a base with [start, end) of the chromosome of that name, ascending. */
  overlapping(chrom: string, start: number, end: number): number[];
}

/** Indexes sorted regions for single questions: O(log n + answers) each, however long the longest region is. */
export function intervalIndex(regions: SortedRegions): IntervalIndex {
  const tree = spanTree(regions);
  return {
    regions,
    overlapping(chrom, start, end) {
      const c = tree.chroms.get(chrom);
      const found: number[] = [];
      if (c === undefined || end <= start) return found;
      searchSpans({ tree, start, end, visit: (row) => found.push(row) }, c);
      return found;
    },
  };
}
