/**
 * Sets of rows as bits: row r is bit r % 32 of word r >> 5, which is the layout of a column's high bits on disk. A genome of
 * two million rows takes 250 kB; and, or and count take some ten microseconds.
 */

export interface RowSet {
  readonly rows: number;
  readonly words: Uint32Array;
}

/** No row. */
export function emptySet(rows: number): RowSet {
  return { rows, words: new Uint32Array((rows + 31) >>> 5) };
}

/** Every row. */
export function fullSet(rows: number): RowSet {
  const set = emptySet(rows);
  set.words.fill(0xffffffff);
  clearTail(set);
  return set;
}

/** The rows that `has`. */
export function setWhere(rows: number, has: (row: number) => boolean): RowSet {
  const set = emptySet(rows);
  for (let row = 0; row < rows; row++) if (has(row)) set.words[row >>> 5]! |= 1 << (row & 31);
  return set;
}

/** The rows whose value lies in [from, to]: without a call or a branch a row, some milliseconds for two million. NaN lies nowhere. */
export function setInRange(
  values: Float32Array | Uint16Array | Int32Array,
  from: number,
  to: number,
): RowSet {
  const set = emptySet(values.length);
  const { words } = set;
  for (let w = 0, row = 0; w < words.length; w++) {
    const end = Math.min(values.length, row + 32);
    let word = 0;
    for (let bit = 0; row < end; row++, bit++) {
      const value = values[row]!;
      // Both comparisons as numbers: a branch that goes either way costs more than they do.
      word |= (+(value >= from) & +(value <= to)) << bit;
    }
    words[w] = word;
  }
  return set;
}

/** The rows that have one of the codes. */
export function setOfCodes(codes: Uint8Array, wanted: Iterable<number>): RowSet {
  const has = new Uint8Array(256);
  for (const code of wanted) has[code] = 1;
  const set = emptySet(codes.length);
  const { words } = set;
  for (let w = 0, row = 0; w < words.length; w++) {
    const end = Math.min(codes.length, row + 32);
    let word = 0;
    for (let bit = 0; row < end; row++, bit++) word |= has[codes[row]!]! << bit;
    words[w] = word;
  }
  return set;
}

/** The rows that are listed, in any order. */
export function setOf(rows: number, members: Iterable<number>): RowSet {
  const set = emptySet(rows);
  for (const row of members) set.words[row >>> 5]! |= 1 << (row & 31);
  return set;
}

/** A column's packed high bits (row r is bit r % 8 of byte r >> 3) as a set. */
export function setFromPacked(rows: number, packed: Uint8Array): RowSet {
  const set = emptySet(rows);
  for (let i = 0; i < packed.length; i++) set.words[i >>> 2]! |= packed[i]! << ((i & 3) << 3);
  clearTail(set);
  return set;
}

/** Rows [from, to) are added to `set`. */
export function addRange(set: RowSet, from: number, to: number): void {
  for (let row = from; row < to; ) {
    if ((row & 31) === 0 && row + 32 <= to) {
      set.words[row >>> 5] = 0xffffffff;
      row += 32;
    } else {
      set.words[row >>> 5]! |= 1 << (row & 31);
      row++;
    }
  }
}

/** The rows that are in all of the sets; every row of `rows` where there is none. */
export function intersection(rows: number, sets: readonly RowSet[]): RowSet {
  const all = fullSet(rows);
  for (const { words } of sets) for (let w = 0; w < words.length; w++) all.words[w]! &= words[w]!;
  return all;
}

/** The rows that are in any of the sets. */
export function union(rows: number, sets: readonly RowSet[]): RowSet {
  const any = emptySet(rows);
  for (const { words } of sets) for (let w = 0; w < words.length; w++) any.words[w]! |= words[w]!;
  return any;
}

/** The rows that are not in the set. */
export function complement(set: RowSet): RowSet {
  const rest = { rows: set.rows, words: set.words.map((word) => ~word) };
  clearTail(rest);
  return rest;
}

/** The rows that are in at least `k` of the sets. */
export function atLeast(rows: number, sets: readonly RowSet[], k: number): RowSet {
  const counts = new Uint16Array(rows);
  for (const set of sets) forEachRow(set, (row) => counts[row]!++);
  return setWhere(rows, (row) => counts[row]! >= k);
}

export function hasRow({ words }: RowSet, row: number): boolean {
  return ((words[row >>> 5]! >>> (row & 31)) & 1) === 1;
}

/** How many rows are in the set. */
export function countRows({ words }: RowSet): number {
  let count = 0;
  for (let w = 0; w < words.length; w++) count += bitsOf(words[w]!);
  return count;
}

/** How many rows are in both sets. */
export function countShared(a: RowSet, b: RowSet): number {
  let count = 0;
  for (let w = 0; w < a.words.length; w++) count += bitsOf(a.words[w]! & b.words[w]!);
  return count;
}

/** How many rows of [from, to) are in the set. */
export function countRange(set: RowSet, from: number, to: number): number {
  let count = 0;
  let row = from;
  for (; row < to && (row & 31) !== 0; row++) if (hasRow(set, row)) count++;
  for (; row + 32 <= to; row += 32) count += bitsOf(set.words[row >>> 5]!);
  for (; row < to; row++) if (hasRow(set, row)) count++;
  return count;
}

/** Visits the rows in ascending order. */
export function forEachRow({ words }: RowSet, visit: (row: number) => void): void {
  for (let w = 0; w < words.length; w++) {
    for (let word = words[w]!; word !== 0; word &= word - 1) {
      visit((w << 5) + 31 - Math.clz32(word & -word));
    }
  }
}

/** The rows in ascending order, from the `offset`-th on, at most `limit` of them. */
export function rowsOf(set: RowSet, offset = 0, limit = Number.POSITIVE_INFINITY): Int32Array {
  const { words } = set;
  const found = new Int32Array(Math.max(0, Math.min(limit, countRows(set) - offset)));
  let skipped = 0;
  let n = 0;
  for (let w = 0; w < words.length && n < found.length; w++) {
    const bits = bitsOf(words[w]!);
    if (skipped + bits <= offset) {
      skipped += bits;
      continue;
    }
    for (let word = words[w]!; word !== 0 && n < found.length; word &= word - 1) {
      if (skipped < offset) skipped++;
      else found[n++] = (w << 5) + 31 - Math.clz32(word & -word);
    }
  }
  return found;
}

function clearTail({ rows, words }: RowSet): void {
  if ((rows & 31) !== 0) words[words.length - 1]! &= (1 << (rows & 31)) - 1;
}

function bitsOf(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return (((bits + (bits >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}
