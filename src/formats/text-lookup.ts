/** Texts of one column in another: millions of accessions without a string each. */

import type { TextColumn } from './text-column.ts';

/** The texts of one column by their bytes. */
export interface TextLookup {
  /** The first row that holds the text bytes[from, to); -1 where none does. */
  rowOf(bytes: Uint8Array, from: number, to: number): number;
  /** The first row of a text that an earlier row has too; -1 where all differ. */
  readonly firstRepeated: number;
}

/** Makes a column searchable. 8 bytes a slot, two to four slots a row. */
export function lookupOf(column: TextColumn): TextLookup {
  const { bytes: own, offsets, count } = column;
  let slots = 1024;
  while (slots < count * 2) slots *= 2;
  // Row and hash side by side: most neighbours are told apart without a look at their text.
  const table = new Int32Array(slots * 2).fill(-1);
  let slot = 0;
  const find = (bytes: Uint8Array, from: number, to: number, hash: number): number => {
    for (slot = (hash >>> 7) & (slots - 1); table[2 * slot] !== -1; slot = (slot + 1) & (slots - 1)) {
      const row = table[2 * slot]!;
      if (table[2 * slot + 1] === hash && isSame(own, offsets[row]!, offsets[row + 1]!, bytes, from, to)) {
        return row;
      }
    }
    return -1;
  };
  let firstRepeated = -1;
  for (let row = 0; row < count; row++) {
    const from = offsets[row]!;
    const to = offsets[row + 1]!;
    const hash = hashOf(own, from, to);
    if (find(own, from, to, hash) >= 0) {
      if (firstRepeated < 0) firstRepeated = row;
      continue;
    }
    table[2 * slot] = row;
    table[2 * slot + 1] = hash;
  }
  return { rowOf: (bytes, from, to) => find(bytes, from, to, hashOf(bytes, from, to)), firstRepeated };
}

/** For each text of `wanted` the first row that holds it; -1 where none does. */
export function rowsOf(lookup: TextLookup, { bytes, offsets, count }: TextColumn): Int32Array {
  const rows = new Int32Array(count);
  for (let i = 0; i < count; i++) rows[i] = lookup.rowOf(bytes, offsets[i]!, offsets[i + 1]!);
  return rows;
}

/** Whether row i of a column holds the text bytes[from, to). */
export function isTextAt(
  column: TextColumn,
  i: number,
  bytes: Uint8Array,
  from: number,
  to: number,
): boolean {
  return isSame(column.bytes, column.offsets[i]!, column.offsets[i + 1]!, bytes, from, to);
}

/** Whether row i of one column and row j of another hold the same text. */
export function isSameText(a: TextColumn, i: number, b: TextColumn, j: number): boolean {
  return isSame(a.bytes, a.offsets[i]!, a.offsets[i + 1]!, b.bytes, b.offsets[j]!, b.offsets[j + 1]!);
}

function isSame(
  a: Uint8Array,
  aFrom: number,
  aTo: number,
  b: Uint8Array,
  bFrom: number,
  bTo: number,
): boolean {
  if (aTo - aFrom !== bTo - bFrom) return false;
  for (let i = aFrom, j = bFrom; i < aTo; i++, j++) if (a[i] !== b[j]) return false;
  return true;
}

function hashOf(bytes: Uint8Array, from: number, to: number): number {
  // FNV-1a, with its bits mixed once more: accessions that differ in their last digit would crowd neighbouring slots.
  let hash = 0x811c9dc5;
  for (let k = from; k < to; k++) hash = Math.imul(hash ^ bytes[k]!, 0x01000193);
  return Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) | 0;
}
