/** Millions of texts in the order of their bytes, without a string for each. */

import type { TextColumn } from './text-column.ts';

/** Text i is bytes[offsets[i]] up to bytes[offsets[i + 1]]. */
export type TextBytes = Pick<TextColumn, 'bytes' | 'offsets'>;

/** Below this many texts, comparing beats counting. */
const FEW = 24;
/** A text may end where others have a byte. */
const BUCKETS = 257;

/** The places of the texts, by bytes (as strcmp and `LC_ALL=C sort`); equal ones keep their order. */
export function byteOrder(texts: TextBytes): Uint32Array {
  const count = texts.offsets.length - 1;
  const order = Uint32Array.from({ length: count }, (_, i) => i);
  if (isAscending(texts)) return order;
  const spare = new Uint32Array(count);
  const ends = new Uint32Array(BUCKETS);
  // Stretches still to be ordered: from, to, and how many bytes their texts share.
  const open = [0, count, 0];
  while (open.length > 0) {
    const depth = open.pop()!;
    const to = open.pop()!;
    const from = open.pop()!;
    if (to - from < FEW) {
      insertionSort(texts, order.subarray(from, to), depth);
      continue;
    }
    ends.fill(0);
    for (let i = from; i < to; i++) ends[bucketOf(texts, order[i]!, depth)]!++;
    for (let bucket = 0, end = from; bucket < BUCKETS; bucket++) {
      const size = ends[bucket]!;
      // Texts that end here are equal.
      if (size > 1 && bucket > 0) open.push(end, end + size, depth + 1);
      ends[bucket] = end;
      end += size;
    }
    for (let i = from; i < to; i++) {
      const text = order[i]!;
      spare[ends[bucketOf(texts, text, depth)]!++] = text;
    }
    order.set(spare.subarray(from, to), from);
  }
  return order;
}

function bucketOf({ bytes, offsets }: TextBytes, text: number, depth: number): number {
  const at = offsets[text]! + depth;
  return at < offsets[text + 1]! ? bytes[at]! + 1 : 0;
}

function isAscending(texts: TextBytes): boolean {
  for (let i = 2; i < texts.offsets.length; i++) if (compare(texts, i - 2, i - 1, 0) > 0) return false;
  return true;
}

function insertionSort(texts: TextBytes, order: Uint32Array, depth: number): void {
  for (let i = 1; i < order.length; i++) {
    const text = order[i]!;
    let to = i;
    for (; to > 0 && compare(texts, order[to - 1]!, text, depth) > 0; to--) order[to] = order[to - 1]!;
    order[to] = text;
  }
}

/** Compares two texts that share their first `depth` bytes. */
function compare({ bytes, offsets }: TextBytes, a: number, b: number, depth: number): number {
  let atA = offsets[a]! + depth;
  let atB = offsets[b]! + depth;
  const endA = offsets[a + 1]!;
  const endB = offsets[b + 1]!;
  while (atA < endA && atB < endB) {
    const difference = bytes[atA++]! - bytes[atB++]!;
    if (difference !== 0) return difference;
  }
  return endA - atA - (endB - atB);
}
