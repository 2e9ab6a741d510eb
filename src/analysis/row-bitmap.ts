/** Bitmaps over some of a registry's rows, grouped, so that the elements of a group lie together in whole words. */

import { bitsIn } from './saturation.ts';

/** Where the rows of each group lie in a bitmap: `words[g]` to `words[g + 1]`. */
export interface BitmapLayout {
  /** Row of the registry by bit; -1 fills the last word of a group. */
  readonly row: Int32Array;
  readonly words: Int32Array;
}

/** The layout of `rows`, of which row k belongs to group `groupOf(k)`, 0 to `groups` - 1. */
export function groupedLayout(
  rows: Int32Array,
  groups: number,
  groupOf: (k: number) => number,
): BitmapLayout {
  const sizes = new Int32Array(groups);
  for (let k = 0; k < rows.length; k++) sizes[groupOf(k)]!++;
  const words = new Int32Array(groups + 1);
  for (let g = 0; g < groups; g++) words[g + 1] = words[g]! + Math.ceil(sizes[g]! / 32);
  const row = new Int32Array(words[groups]! * 32).fill(-1);
  const next = words.map((word) => word * 32);
  for (let k = 0; k < rows.length; k++) {
    const group = groupOf(k);
    row[next[group]!++] = rows[k]!;
  }
  return { row, words };
}

/** The bits of the layout's rows, taken from a column's packed high bits (row r is bit r % 8 of byte r >> 3). */
export function gatherBits(packed: Uint8Array, { row }: BitmapLayout): Uint32Array {
  const bitmap = new Uint32Array(row.length >> 5);
  for (let bit = 0; bit < row.length; bit++) {
    const r = row[bit]!;
    if (r >= 0 && (packed[r >> 3]! >> (r & 7)) & 1) bitmap[bit >> 5]! |= 1 << (bit & 31);
  }
  return bitmap;
}

/** The number of rows that are set in every one of the packed columns. */
export function countBits(...columns: readonly Uint8Array[]): number {
  const [first = new Uint8Array()] = columns;
  let count = 0;
  for (let i = 0; i < first.length; i++) {
    let byte = first[i]!;
    for (let c = 1; c < columns.length; c++) byte &= columns[c]![i]!;
    count += bitsIn(byte);
  }
  return count;
}
