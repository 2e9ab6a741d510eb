/** How many bases two sets of regions cover and share. */

import type { SortedRegions } from '../genome/sorted-regions.ts';

export interface SharedBases {
  readonly oldBp: number;
  readonly newBp: number;
  readonly sharedBp: number;
}

/** Whether a row counts. */
export type RowFilter = (row: number) => boolean;

const everyRow: RowFilter = () => true;

/**
 * Bases that the wanted rows of each side cover, a base once however many rows cover it, and those that both cover:
 * what `bedtools jaccard` takes of sorted files. O(n + m).
 */
export function sharedBases(
  old: SortedRegions,
  now: SortedRegions,
  isOldWanted: RowFilter = everyRow,
  isNewWanted: RowFilter = everyRow,
): SharedBases {
  const chromOfNew = new Map(now.chromNames.map((name, c) => [name, c]));
  const counted = new Set<number>();
  const bases = { oldBp: 0, newBp: 0, sharedBp: 0 };
  for (const [c, name] of old.chromNames.entries()) {
    const ours = mergedRuns(old, c, isOldWanted);
    bases.oldBp += widthOf(ours);
    const d = chromOfNew.get(name);
    if (d === undefined) continue;
    counted.add(d);
    const theirs = mergedRuns(now, d, isNewWanted);
    bases.newBp += widthOf(theirs);
    bases.sharedBp += intersectionOf(ours, theirs);
  }
  for (let d = 0; d < now.chromNames.length; d++) {
    if (!counted.has(d)) bases.newBp += widthOf(mergedRuns(now, d, isNewWanted));
  }
  return bases;
}

/** Shared over covered by either; undefined where neither covers any base. */
export function jaccardOfBases({ oldBp, newBp, sharedBp }: SharedBases): number | undefined {
  const union = oldBp + newBp - sharedBp;
  return union === 0 ? undefined : sharedBp / union;
}

/** Start and end of each run of covered bases of a chromosome, one after the other. */
function mergedRuns(regions: SortedRegions, c: number, isWanted: RowFilter): Int32Array {
  const from = regions.chromOffsets[c]!;
  const to = regions.chromOffsets[c + 1]!;
  const runs = new Int32Array(2 * (to - from));
  let used = 0;
  for (let i = from; i < to; i++) {
    if (!isWanted(i)) continue;
    const start = regions.start[i]!;
    const end = regions.end[i]!;
    if (used > 0 && start <= runs[used - 1]!) runs[used - 1] = Math.max(runs[used - 1]!, end);
    else {
      runs[used++] = start;
      runs[used++] = end;
    }
  }
  return runs.subarray(0, used);
}

function widthOf(runs: Int32Array): number {
  let width = 0;
  for (let k = 0; k < runs.length; k += 2) width += runs[k + 1]! - runs[k]!;
  return width;
}

function intersectionOf(a: Int32Array, b: Int32Array): number {
  let shared = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const width = Math.min(a[i + 1]!, b[j + 1]!) - Math.max(a[i]!, b[j]!);
    if (width > 0) shared += width;
    if (a[i + 1]! <= b[j + 1]!) i += 2;
    else j += 2;
  }
  return shared;
}
