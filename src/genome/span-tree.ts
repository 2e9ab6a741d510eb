/** Finds the regions that share a base with a place, however they nest. */

import type { Regions } from './regions.ts';
import { sortRegions } from './sorted-regions.ts';

/**
 * Regions by chromosome and start. The middle of a stretch of them is the root of a balanced tree over that stretch,
 * and `reach` holds there the farthest end within it: so no pointers are kept.
 */
export interface SpanTree {
  /** The number of each chromosome in `offsets`, by its name. */
  readonly chroms: ReadonlyMap<string, number>;
  readonly offsets: Int32Array;
  readonly start: Int32Array;
  readonly end: Int32Array;
  readonly reach: Int32Array;
  /** The row of each in the regions that were given. */
  readonly rows: Int32Array;
}

/** A search in a tree. The same object serves one place after the other, so that none is made for each. */
export interface SpanSearch {
  readonly tree: SpanTree;
  /** Called with the row of each region that shares a base with the place, by start. */
  readonly visit: (row: number) => void;
  /** The place, 0-based half-open. */
  start: number;
  end: number;
}

/** The tree of these regions. O(n). */
export function spanTree(regions: Regions): SpanTree {
  const { sorted, order: rows } = sortRegions(regions);
  const { chromNames, chromOffsets: offsets, start, end } = sorted;
  const reach = new Int32Array(end.length);
  for (let c = 0; c < chromNames.length; c++) {
    fillReach({ end, reach }, offsets[c]!, offsets[c + 1]!);
  }
  const chroms = new Map(chromNames.map((name, c) => [name, c]));
  return { chroms, offsets, start, end, reach, rows };
}

/** Runs a search over the regions of one chromosome, by its number in the tree. O(log n) and what is found. */
export function searchSpans(search: SpanSearch, chrom: number): void {
  const { offsets } = search.tree;
  visitStretch(search, offsets[chrom]!, offsets[chrom + 1]!);
}

function fillReach({ end, reach }: { end: Int32Array; reach: Int32Array }, from: number, to: number): number {
  if (from >= to) return 0;
  const middle = (from + to) >> 1;
  const before = fillReach({ end, reach }, from, middle);
  const after = fillReach({ end, reach }, middle + 1, to);
  reach[middle] = Math.max(end[middle]!, before, after);
  return reach[middle]!;
}

function visitStretch(search: SpanSearch, from: number, to: number): void {
  const { tree } = search;
  let left = from;
  while (left < to) {
    const middle = (left + to) >> 1;
    if (tree.reach[middle]! <= search.start) return;
    visitStretch(search, left, middle);
    if (tree.start[middle]! >= search.end) return;
    if (tree.end[middle]! > search.start) search.visit(tree.rows[middle]!);
    left = middle + 1;
  }
}
