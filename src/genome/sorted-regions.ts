/** Regions in the order of the registry: chromosome as C-locale text, then start. */

import { gatherInt32 } from './gather.ts';
import { radixOrder } from './radix-sort.ts';
import type { Place } from './region-text.ts';
import type { Regions } from './regions.ts';
import { compareText } from './text-order.ts';

/**
 * Where regions lie that are sorted by chromosome text, then start. `chromNames` is itself sorted, and the regions of
 * chromosome c are rows `chromOffsets[c]` to `chromOffsets[c + 1]`: what `chrom` says for a row, without a word a row.
 */
export interface SortedPlaces extends Omit<Regions, 'chrom'> {
  readonly chromOffsets: Int32Array;
}

/** Sorted regions with the chromosome of each row as well. */
export interface SortedRegions extends SortedPlaces, Regions {}

/**
 * Sorts by (chromosome text, start); rows that are equal in both keep their order.
 * Returns the sorted regions and, for each sorted row, its row in the input.
 */
export function sortRegions(regions: Regions): { sorted: SortedRegions; order: Int32Array } {
  const names = [...regions.chromNames].sort(compareText);
  const rankOf = new Map(names.map((name, rank) => [name, rank]));
  const rank = regions.chromNames.map((name) => rankOf.get(name)!);
  const chrom = new Int32Array(regions.chrom.length);
  for (let i = 0; i < chrom.length; i++) chrom[i] = rank[regions.chrom[i]!]!;

  const { rows: order, offsets } = groupedByChrom({ ...regions, chromNames: names, chrom });
  for (let c = 0; c < names.length; c++) {
    // A chromosome at a time, so that the radix sort stays in the caches.
    const rows = order.subarray(offsets[c]!, offsets[c + 1]!);
    const starts = gatherInt32(regions.start, rows);
    // Coordinates are not negative, so their bits sort as they do.
    rows.set(gatherInt32(rows, radixOrder(new Uint32Array(starts.buffer))));
  }
  const sorted = {
    chromNames: names,
    chrom: gatherInt32(chrom, order),
    start: gatherInt32(regions.start, order),
    end: gatherInt32(regions.end, order),
    chromOffsets: offsets,
  };
  return { sorted, order };
}

/** The rows of chromosome 0, then those of 1, ..., each in their present order; chromosome c has rows offsets[c] to offsets[c + 1]. */
function groupedByChrom(regions: Regions): { rows: Int32Array; offsets: Int32Array } {
  const { chrom } = regions;
  const offsets = new Int32Array(regions.chromNames.length + 1);
  for (let i = 0; i < chrom.length; i++) offsets[chrom[i]! + 1]!++;
  for (let c = 0; c < regions.chromNames.length; c++) offsets[c + 1]! += offsets[c]!;
  const next = offsets.slice();
  const rows = new Int32Array(chrom.length);
  for (let i = 0; i < chrom.length; i++) rows[next[chrom[i]!]!++] = i;
  return { rows, offsets };
}

/** Row offsets of each chromosome for regions that already are in (chromosome text, start) order. */
export function asSorted(regions: Regions): SortedRegions {
  const chromOffsets = new Int32Array(regions.chromNames.length + 1);
  for (let i = 0; i < regions.chrom.length; i++) chromOffsets[regions.chrom[i]! + 1]!++;
  for (let c = 0; c < regions.chromNames.length; c++) chromOffsets[c + 1]! += chromOffsets[c]!;
  return { ...regions, chromOffsets };
}

/** The chromosome of row `row`, as index into `chromNames`. O(log chromosomes). */
export function chromAt({ chromOffsets }: SortedPlaces, row: number): number {
  let from = 0;
  let to = chromOffsets.length - 1;
  // The last chromosome that begins at the row or before: one without rows begins where the next does.
  while (from + 1 < to) {
    const middle = (from + to) >>> 1;
    if (chromOffsets[middle]! <= row) from = middle;
    else to = middle;
  }
  return from;
}

/** Where row `row` lies. */
export function placeAt(places: SortedPlaces, row: number): Place {
  return {
    chrom: places.chromNames[chromAt(places, row)]!,
    start: places.start[row]!,
    end: places.end[row]!,
  };
}

/** The same places with the chromosome of each row: what is made for a sweep over all, and not kept. */
export function withChrom(places: SortedPlaces): SortedRegions {
  const { chromOffsets, start } = places;
  const chrom = new Int32Array(start.length);
  for (let c = 0; c + 1 < chromOffsets.length; c++) chrom.fill(c, chromOffsets[c], chromOffsets[c + 1]);
  return { ...places, chrom };
}
