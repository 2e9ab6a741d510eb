/**
 * Representative DHSs (rDHSs): of all pooled DHSs, those that no overlapping DHS of higher signal beats.
 * Equal to the loop of the ENCODE-cCREs scripts, step 2 (merge, pick the strongest, remove what overlaps,
 * repeat), which is greedy non-maximum suppression.
 */

import { gatherFloat64, gatherInt32, rowsWhere } from '../genome/gather.ts';
import { radixOrder } from '../genome/radix-sort.ts';
import { compareText } from '../genome/text-order.ts';

/** The pooled, filtered DHSs of one chromosome in any order; signals are >= 0. */
export interface DhsPool {
  readonly start: Int32Array;
  readonly end: Int32Array;
  readonly signal: Float64Array;
}

/** Up to this many DHSs the strongest is searched, which may take as many searches; more are sorted by signal. */
const SMALL_CLUSTER = 256;

/**
 * Rows of the pool that are rDHSs, by start. A row is taken where no taken row overlaps it (book-ended ones
 * do not), in the order of signal, highest first; then start; then end and name as C-locale text.
 * `compareNames(i, j)` orders the names of two rows. O(n) but for ties.
 */
export function selectRdhs(pool: DhsPool, compareNames: (i: number, j: number) => number): Int32Array {
  const n = pool.start.length;
  const byStart = radixOrder(new Uint32Array(pool.start.buffer, pool.start.byteOffset, n));
  const sorted: SortedPool = {
    start: gatherInt32(pool.start, byStart),
    end: gatherInt32(pool.end, byStart),
    signal: gatherFloat64(pool.signal, byStart),
    compareNames: (p, q) => compareNames(byStart[p]!, byStart[q]!),
  };
  const { start, end } = sorted;
  const taken = new Uint8Array(n);
  const places = new Int32Array(SMALL_CLUSTER);
  // What does not overlap decides nothing about each other, so each cluster is decided alone, in the caches.
  for (let from = 0; from < n; ) {
    let reach = end[from]!;
    let to = from + 1;
    for (; to < n && start[to]! < reach; to++) if (end[to]! > reach) reach = end[to]!;
    if (to - from > SMALL_CLUSTER) takeBySignal(sorted, from, to, taken);
    else {
      for (let p = from; p < to; p++) places[p - from] = p;
      takeStrongest(sorted, places, { from: 0, to: to - from }, taken);
    }
    from = to;
  }
  return gatherInt32(byStart, rowsWhere(taken));
}

/** A pool by start, and at equal starts in the order given: its rows are called places. */
interface SortedPool extends DhsPool {
  /** Orders the names at two places. */
  compareNames(p: number, q: number): number;
}

/** Takes the strongest of places[from..to-1], which ascend, and so on with what lies left and right of it. */
function takeStrongest(
  sorted: SortedPool,
  places: Int32Array,
  { from, to }: { from: number; to: number },
  taken: Uint8Array,
): void {
  const { start, end } = sorted;
  let first = from;
  let behind = to;
  while (first < behind) {
    let best = places[first]!;
    for (let k = first + 1; k < behind; k++) if (isStronger(sorted, places[k]!, best)) best = places[k]!;
    taken[best] = 1;
    const bestStart = start[best]!;
    const bestEnd = end[best]!;
    let left = first;
    let kept = first;
    for (let k = first; k < behind; k++) {
      const p = places[k]!;
      if (end[p]! <= bestStart) {
        places[kept++] = p;
        left = kept;
      } else if (start[p]! >= bestEnd) places[kept++] = p;
    }
    if (left > first) takeStrongest(sorted, places, { from: first, to: left }, taken);
    first = left;
    behind = kept;
  }
}

/** Whether p comes before q, which is the lower place. */
function isStronger(sorted: SortedPool, p: number, q: number): boolean {
  const { start, signal } = sorted;
  if (signal[p] !== signal[q]) return signal[p]! > signal[q]!;
  return start[p] === start[q] && compareTies(sorted, p, q) < 0;
}

function compareTies({ end, compareNames }: SortedPool, p: number, q: number): number {
  return (end[p] === end[q] ? 0 : compareText(String(end[p]), String(end[q]))) || compareNames(p, q);
}

/** Goes through the places from..to-1 by signal, and takes what no taken one overlaps. */
function takeBySignal(sorted: SortedPool, from: number, to: number, taken: Uint8Array): void {
  const { start, end } = sorted;
  let maxWidth = 0;
  for (let p = from; p < to; p++) maxWidth = Math.max(maxWidth, end[p]! - start[p]!);
  const beaten = new Uint8Array(to - from);
  const bySignal = strongestFirst(sorted, from, to);
  for (let k = 0; k < bySignal.length; k++) {
    const p = from + bySignal[k]!;
    if (beaten[p - from] === 1) continue;
    taken[p] = 1;
    const left = start[p]!;
    const right = end[p]!;
    for (let j = p + 1; j < to && start[j]! < right; j++) beaten[j - from] = 1;
    for (let j = p - 1; j >= from && start[j]! > left - maxWidth; j--)
      if (end[j]! > left) beaten[j - from] = 1;
  }
}

/** The places from..to-1, counted from `from`, sorted by (signal descending, start, end text, name text). */
function strongestFirst(sorted: SortedPool, from: number, to: number): Int32Array {
  const n = to - from;
  const start = sorted.start.subarray(from, to);
  const signal = sorted.signal.subarray(from, to);
  const floats = new Float32Array(n);
  const keys = new Uint32Array(floats.buffer);
  // Adding 0 makes 0 of -0, whose bits would sort first.
  for (let p = 0; p < n; p++) floats[p] = signal[p]! + 0;
  for (let p = 0; p < n; p++) keys[p] = ~keys[p]!;
  const order = radixOrder(keys);

  const compare = (p: number, q: number): number =>
    signal[q]! - signal[p]! || start[p]! - start[q]! || compareTies(sorted, from + p, from + q);
  // The radix sort is stable on start order: only runs of one key that differ beyond float32, or share a
  // start, are still undecided.
  for (let first = 0; first < n; ) {
    let last = first + 1;
    let undecided = false;
    while (last < n && keys[order[last]!] === keys[order[first]!]) {
      const p = order[last - 1]!;
      const q = order[last]!;
      undecided ||= start[p] === start[q] || signal[p] !== signal[q];
      last++;
    }
    if (undecided) order.subarray(first, last).sort(compare);
    first = last;
  }
  return order;
}
