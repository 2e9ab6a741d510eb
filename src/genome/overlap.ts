/** Overlaps of two sets of regions. Book-ended regions do not overlap. */

import type { SortedPlaces } from './sorted-regions.ts';

/**
 * Calls `visit(i, j, bp)` for every pair of a row i of `queries` and a row j of `targets` that share
 * `bp` >= 1 bases, i ascending. Both may overlap among themselves. O(n + m + pairs).
 */
export function forEachOverlap(
  queries: SortedPlaces,
  targets: SortedPlaces,
  visit: (query: number, target: number, bp: number) => void,
): void {
  const targetChrom = new Map(targets.chromNames.map((name, c) => [name, c]));
  for (let c = 0; c < queries.chromNames.length; c++) {
    const t = targetChrom.get(queries.chromNames[c]!);
    if (t === undefined) continue;
    const targetEnd = targets.chromOffsets[t + 1]!;
    let next = targets.chromOffsets[t]!;
    let active: number[] = [];
    for (let i = queries.chromOffsets[c]!; i < queries.chromOffsets[c + 1]!; i++) {
      const start = queries.start[i]!;
      const end = queries.end[i]!;
      while (next < targetEnd && targets.start[next]! < end) active.push(next++);
      // Queries come by start, so a target that ended before this one never overlaps a later one.
      active = active.filter((j) => targets.end[j]! > start);
      for (const j of active) {
        const bp = Math.min(end, targets.end[j]!) - Math.max(start, targets.start[j]!);
        if (bp > 0) visit(i, j, bp);
      }
    }
  }
}
