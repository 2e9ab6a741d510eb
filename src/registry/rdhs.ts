/**
 * Representative DHSs (rDHSs): of all pooled DHSs, those that no overlapping DHS of higher signal beats.
 * Equal to the loop of the ENCODE-cCREs scripts, step 2 (merge, pick the strongest, remove what overlaps,
 * repeat), which is greedy non-maximum suppression.
 */

import { gatherInt32, rowsWhere } from '../genome/gather.ts';
import { radixOrder } from '../genome/radix-sort.ts';
import { compareText } from '../genome/text-order.ts';

/** The pooled, filtered DHSs of one chromosome in any order; signals are >= 0. */
export interface DhsPool {
  readonly start: Int32Array;
  readonly end: Int32Array;
  readonly signal: Float64Array;
}

/**
 * Rows of the pool that are rDHSs, by start. A row is taken where no taken row overlaps it (book-ended ones
 * do not), in the order of signal, highest first; then start; then end and name as C-locale text.
 * `compareNames(i, j)` orders the names of two rows. O(n) but for ties.
 */
export function selectRdhs(pool: DhsPool, compareNames: (i: number, j: number) => number): Int32Array {
  const n = pool.start.length;
  const byStart = radixOrder(new Uint32Array(pool.start.buffer, pool.start.byteOffset, n));
  const start = gatherInt32(pool.start, byStart);
  const end = gatherInt32(pool.end, byStart);
  let maxWidth = 0;
  for (let p = 0; p < n; p++) maxWidth = Math.max(maxWidth, end[p]! - start[p]!);

  const bySignal = strongestFirst(pool, byStart, start, end, compareNames);
  const beaten = new Uint8Array(n);
  const taken = new Uint8Array(n);
  for (let k = 0; k < n; k++) {
    const p = bySignal[k]!;
    if (beaten[p] === 1) continue;
    taken[p] = 1;
    const from = start[p]!;
    const to = end[p]!;
    for (let j = p + 1; j < n && start[j]! < to; j++) beaten[j] = 1;
    for (let j = p - 1; j >= 0 && start[j]! > from - maxWidth; j--) if (end[j]! > from) beaten[j] = 1;
  }
  return gatherInt32(byStart, rowsWhere(taken));
}

/** Places in start order, sorted by (signal descending, start, end text, name text). */
function strongestFirst(
  pool: DhsPool,
  byStart: Int32Array,
  start: Int32Array,
  end: Int32Array,
  compareNames: (i: number, j: number) => number,
): Int32Array {
  const n = byStart.length;
  const floats = new Float32Array(n);
  const keys = new Uint32Array(floats.buffer);
  // Adding 0 makes 0 of -0, whose bits would sort first.
  for (let p = 0; p < n; p++) floats[p] = pool.signal[byStart[p]!]! + 0;
  for (let p = 0; p < n; p++) keys[p] = ~keys[p]!;
  const order = radixOrder(keys);

  const compare = (p: number, q: number): number =>
    pool.signal[byStart[q]!]! - pool.signal[byStart[p]!]! ||
    start[p]! - start[q]! ||
    (end[p] === end[q] ? 0 : compareText(String(end[p]), String(end[q]))) ||
    compareNames(byStart[p]!, byStart[q]!);
  // The radix sort is stable on start order: only runs of one key that differ beyond float32, or share a
  // start, are still undecided.
  for (let from = 0; from < n; ) {
    let to = from + 1;
    let undecided = false;
    while (to < n && keys[order[to]!] === keys[order[from]!]) {
      const p = order[to - 1]!;
      const q = order[to]!;
      undecided ||= start[p] === start[q] || pool.signal[byStart[p]!] !== pool.signal[byStart[q]!];
      to++;
    }
    if (undecided) order.subarray(from, to).sort(compare);
    from = to;
  }
  return order;
}
