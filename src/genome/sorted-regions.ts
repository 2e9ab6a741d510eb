/** Regions in the order of the registry: chromosome as C-locale text, then start. */

import { radixOrder } from './radix-sort.ts';
import type { Regions } from './regions.ts';
import { compareText } from './text-order.ts';

/**
 * Regions sorted by chromosome text, then start. `chromNames` is itself sorted, and the regions of
 * chromosome c are rows `chromOffsets[c]` to `chromOffsets[c + 1]`.
 */
export interface SortedRegions extends Regions {
  readonly chromOffsets: Int32Array;
}

/**
 * Sorts by (chromosome text, start); rows that are equal in both keep their order.
 * Returns the sorted regions and, for each sorted row, its row in the input.
 */
export function sortRegions(regions: Regions): { sorted: SortedRegions; order: Int32Array } {
  const n = regions.start.length;
  const names = [...regions.chromNames].sort(compareText);
  const rankOf = new Map(names.map((name, rank) => [name, rank]));
  const rank = Int32Array.from(regions.chromNames, (name) => rankOf.get(name)!);

  const byStart = radixOrder(new Uint32Array(regions.start));
  const chromOffsets = new Int32Array(names.length + 1);
  for (let i = 0; i < n; i++) chromOffsets[rank[regions.chrom[i]!]! + 1]!++;
  for (let c = 0; c < names.length; c++) chromOffsets[c + 1]! += chromOffsets[c]!;

  const next = chromOffsets.slice();
  const order = new Int32Array(n);
  for (let i = 0; i < n; i++) {
    const row = byStart[i]!;
    order[next[rank[regions.chrom[row]!]!]!++] = row;
  }
  const chrom = new Int32Array(n);
  const start = new Int32Array(n);
  const end = new Int32Array(n);
  for (let i = 0; i < n; i++) {
    const row = order[i]!;
    chrom[i] = rank[regions.chrom[row]!]!;
    start[i] = regions.start[row]!;
    end[i] = regions.end[row]!;
  }
  return { sorted: { chromNames: names, chrom, start, end, chromOffsets }, order };
}

/** Row offsets of each chromosome for regions that already are in (chromosome text, start) order. */
export function asSorted(regions: Regions): SortedRegions {
  const chromOffsets = new Int32Array(regions.chromNames.length + 1);
  for (let i = 0; i < regions.chrom.length; i++) chromOffsets[regions.chrom[i]! + 1]!++;
  for (let c = 0; c < regions.chromNames.length; c++) chromOffsets[c + 1]! += chromOffsets[c]!;
  return { ...regions, chromOffsets };
}
