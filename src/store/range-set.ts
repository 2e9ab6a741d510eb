/** Sets of rows whose values lie in a range: a millisecond or two for two million, without a call or a branch a row. */

import { emptySet, type RowSet } from './row-set.ts';

/** What is compared. */
export type RangeValues = Float32Array | Uint8Array | Uint16Array | Int32Array;

/** Both inclusive; infinities leave an end open. */
type Bounds = readonly [from: number, to: number];

/** The rows whose value lies in [from, to], in an empty set that has bits for all of them. NaN lies nowhere. */
export function setInRange(values: RangeValues, [from, to]: Bounds, set = emptySet(values.length)): RowSet {
  fillInRange(set, values, { from, to, at: 0 });
  return set;
}

/** The same for a part of the rows: `values` are those of the set's bits from `at` on, a multiple of 32, and their words are written. */
export function fillInRange(
  { words }: RowSet,
  values: RangeValues,
  { from, to, at }: { readonly from: number; readonly to: number; readonly at: number },
): void {
  const first = at >>> 5;
  // Neither is a number that is none a bound.
  if (!(from <= to)) words.fill(0, first, first + ((values.length + 31) >>> 5));
  else if (values instanceof Int32Array) fillWholes(words, first, values, wholeBounds(from, to));
  else if (values instanceof Float32Array) fillFloats(words, first, values, [from, to]);
  else {
    for (let row = 0; row < values.length; row += BLOCK_ROWS) {
      const part = values.subarray(row, row + BLOCK_ROWS);
      block.set(part);
      fillWholes(words, first + (row >>> 5), block.subarray(0, part.length), wholeBounds(from, to));
    }
  }
}

/** One loop for all kinds of numbers: where it sees several, the compiler makes it half as fast. */
const BLOCK_ROWS = 1 << 12;
const block = new Int32Array(BLOCK_ROWS);

const INT32 = 2 ** 31;

function wholeBounds(from: number, to: number): Bounds {
  return [Math.ceil(Math.max(from, -INT32)), Math.floor(Math.min(to, INT32 - 1))];
}

/** The bits of a float32 ascend with it, as whole numbers, where it is positive; where it is negative, with its size. */
function fillFloats(words: Uint32Array, first: number, values: Float32Array, [from, to]: Bounds): void {
  const bits = new Int32Array(values.buffer, values.byteOffset, values.length);
  const positive: Bounds = to < 0 ? NOTHING : [bitsFrom(Math.max(from, 0)), bitsTo(to)];
  fillWholes(words, first, bits, positive);
  // A zero may have a sign.
  if (from > 0) return;
  const negative: Bounds = [bitsFrom(Math.max(-to, 0)) - INT32, bitsTo(-from) - INT32];
  fillWholes(words, first, bits, negative, true);
}

const NOTHING: Bounds = [0, -1];

const float = new Float32Array(1);
const floatBits = new Int32Array(float.buffer);

/** Of the least float32 that is `from` or more, which is not negative. */
function bitsFrom(from: number): number {
  float[0] = from;
  return float[0] < from ? floatBits[0]! + 1 : floatBits[0]!;
}

/** Of the largest float32 that is `to` or less, which is not negative. */
function bitsTo(to: number): number {
  // Of a zero with a sign, that without one.
  float[0] = to + 0;
  return float[0] > to ? floatBits[0]! - 1 : floatBits[0]!;
}

/** Rows whose whole number lies in a range; `adds` leaves those that are in the set already. */
function fillWholes(
  words: Uint32Array,
  first: number,
  v: Int32Array,
  [from, to]: Bounds,
  adds = false,
): void {
  const kept = adds ? -1 : 0;
  const end = first + ((v.length + 31) >>> 5);
  if (from > to) {
    if (!adds) words.fill(0, first, end);
    return;
  }
  // One comparison for both ends: less `base`, the range begins at the least number, and what lies below it is beyond the other end.
  const base = (from + INT32) | 0;
  const top = (to - from - INT32) | 0;
  const whole = v.length & ~31;
  let w = first;
  // As numbers: a branch that goes either way costs more. Eight at a time take half of the time of one.
  for (let row = 0; row < whole; w++) {
    let word = 0;
    for (let bit = 0; bit < 32; bit += 8, row += 8) {
      word |=
        (+(((v[row]! - base) | 0) <= top) |
          (+(((v[row + 1]! - base) | 0) <= top) << 1) |
          (+(((v[row + 2]! - base) | 0) <= top) << 2) |
          (+(((v[row + 3]! - base) | 0) <= top) << 3) |
          (+(((v[row + 4]! - base) | 0) <= top) << 4) |
          (+(((v[row + 5]! - base) | 0) <= top) << 5) |
          (+(((v[row + 6]! - base) | 0) <= top) << 6) |
          (+(((v[row + 7]! - base) | 0) <= top) << 7)) <<
        bit;
    }
    words[w] = word | (words[w]! & kept);
  }
  if (whole === v.length) return;
  let word = 0;
  for (let row = whole; row < v.length; row++) word |= +(((v[row]! - base) | 0) <= top) << (row & 31);
  words[w] = word | (words[w]! & kept);
}
