/**
 * Sets of rows as bits: row r is bit r % 32 of word r >> 5, which is the layout of a column's high bits on disk. A genome of
 * two million rows takes 250 kB; and, or and count take some ten microseconds. The set of a place may hold the bits of its rows alone.
 */

export interface RowSet {
  /** How many rows it has bits for. */
  readonly rows: number;
  /** Loops over bits take a word as signed (| 0): unsigned ones become doubles, which takes a quarter longer. */
  readonly words: Uint32Array;
  /** The row of the first bit, a multiple of 32; default 0. Rows that a set has no bit for are not in it. */
  readonly first?: number;
}

/** Rows [first, end); `first` is a multiple of 32. */
export interface RowWindow {
  readonly first: number;
  readonly end: number;
}

/** No row, with bits for those of the window alone. */
export function emptyWindow({ first, end }: RowWindow): RowSet {
  return { ...emptySet(end - first), first };
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

/** Rows [from, to) are added to `set`; those that it has no bit for are not. */
export function addRange(set: RowSet, from: number, to: number): void {
  const { first = 0, rows } = set;
  const end = Math.min(rows, to - first);
  addBits(set, Math.max(0, from - first), end);
}

function addBits(set: RowSet, from: number, to: number): void {
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

/**
 * The rows that are in all of the sets; every row of `rows` where there is none. It has bits for the rows alone that all of them have.
 * `blank` gives the set that is written where that is all rows.
 */
export function intersection(
  rows: number,
  sets: readonly RowSet[],
  blank: () => RowSet = () => emptySet(rows),
): RowSet {
  let first = 0;
  let end = rows;
  for (const set of sets) {
    first = Math.max(first, set.first ?? 0);
    end = Math.min(end, (set.first ?? 0) + set.rows);
  }
  const all = first === 0 && end === rows ? blank() : emptySet(Math.max(0, end - first));
  all.words.fill(0xffffffff);
  for (const set of sets) {
    const { words } = set;
    const skipped = (first - (set.first ?? 0)) >>> 5;
    for (let w = 0; w < all.words.length; w++) all.words[w]! &= words[w + skipped]!;
  }
  // A set may have bits beyond its last row's word.
  clearTail(all);
  return first === 0 ? all : { ...all, first };
}

/** The rows that are in any of the sets, which have bits for all rows. */
export function union(rows: number, sets: readonly RowSet[]): RowSet {
  const any = emptySet(rows);
  for (const set of sets) addTo(any, set);
  return any;
}

/** Adds the rows of `other` to `set`, which it gives back; both have bits for all rows. */
export function addTo(set: RowSet, { words }: RowSet): RowSet {
  for (let w = 0; w < words.length; w++) set.words[w]! |= words[w]!;
  return set;
}

/** The rows that are not in the set, which has bits for all rows; written in what `blank` gives. */
export function complement({ rows, words }: RowSet, blank: () => RowSet = () => emptySet(rows)): RowSet {
  const rest = blank();
  for (let w = 0; w < words.length; w++) rest.words[w] = ~words[w]!;
  clearTail(rest);
  return rest;
}

export function hasRow({ words, first = 0 }: RowSet, row: number): boolean {
  return row >= first && ((words[(row - first) >>> 5]! >>> (row & 31)) & 1) === 1;
}

/** How many rows are in the set. */
export function countRows({ words }: RowSet): number {
  let count = 0;
  for (let w = 0; w < words.length; w++) count += bitsOf(words[w]!);
  return count;
}

/** How many rows are in both sets. */
export function countShared(a: RowSet, b: RowSet): number {
  const { words, first = 0 } = (a.first ?? 0) >= (b.first ?? 0) ? a : b;
  const other = words === a.words ? b : a;
  const skipped = (first - (other.first ?? 0)) >>> 5;
  const end = Math.min(words.length, other.words.length - skipped);
  let count = 0;
  for (let w = 0; w < end; w++) count += bitsOf(words[w]! & other.words[w + skipped]!);
  return count;
}

/** How many rows of [from, to) are in the set. */
export function countRange(set: RowSet, from: number, to: number): number {
  const { first = 0, rows, words } = set;
  const end = Math.min(to, first + rows);
  let count = 0;
  let row = Math.max(from, first);
  for (; row < end && (row & 31) !== 0; row++) if (hasRow(set, row)) count++;
  for (; row + 32 <= end; row += 32) count += bitsOf(words[(row - first) >>> 5]!);
  for (; row < end; row++) if (hasRow(set, row)) count++;
  return count;
}

/** Visits the rows in ascending order. */
export function forEachRow({ words, first = 0 }: RowSet, visit: (row: number) => void): void {
  for (let w = 0; w < words.length; w++) {
    for (let word = words[w]! | 0; word !== 0; word &= word - 1) {
      visit(first + (w << 5) + 31 - Math.clz32(word & -word));
    }
  }
}

/** At most so many rows are visited at a time. */
export const BLOCK_ROWS = 1 << 14;

/** Visits the rows in ascending order, thousands at a time, in an array of at least BLOCK_ROWS that is used again: nothing is left to be collected. */
export function forEachBlock(
  { words, first = 0 }: RowSet,
  visit: (rows: Int32Array) => void,
  block = new Int32Array(BLOCK_ROWS),
): void {
  let n = 0;
  for (let w = 0; w < words.length; w++) {
    for (let word = words[w]! | 0; word !== 0; word &= word - 1) {
      block[n++] = first + (w << 5) + 31 - Math.clz32(word & -word);
    }
    if (n <= BLOCK_ROWS - 32) continue;
    visit(block.subarray(0, n));
    n = 0;
  }
  if (n > 0) visit(block.subarray(0, n));
}

/** The rows in ascending order, from the `offset`-th on, at most `limit` of them. */
export function rowsOf(set: RowSet, offset = 0, limit = Number.POSITIVE_INFINITY): Int32Array {
  const { words, first = 0 } = set;
  const found = new Int32Array(Math.max(0, Math.min(limit, countRows(set) - offset)));
  let skipped = 0;
  let n = 0;
  for (let w = 0; w < words.length && n < found.length; w++) {
    const bits = bitsOf(words[w]!);
    if (skipped + bits <= offset) {
      skipped += bits;
      continue;
    }
    for (let word = words[w]! | 0; word !== 0 && n < found.length; word &= word - 1) {
      if (skipped < offset) skipped++;
      else found[n++] = first + (w << 5) + 31 - Math.clz32(word & -word);
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
