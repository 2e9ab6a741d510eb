/** Fields of a line as byte ranges, and the strict parsing of numbers in them. */

import { CisregError } from '../errors.ts';

const TAB = 9;
const SPACE = 32;

/** The fields of one line: field i spans [starts[i], ends[i]) of `bytes`. Reused from line to line. */
export interface Fields {
  bytes: Uint8Array;
  starts: Int32Array;
  ends: Int32Array;
  count: number;
}

/** An empty Fields to split lines into. */
export function newFields(): Fields {
  return { bytes: new Uint8Array(0), starts: new Int32Array(32), ends: new Int32Array(32), count: 0 };
}

/** Splits bytes[from, to) at each tab into `into`. An empty line has one empty field. */
export function splitTabs(into: Fields, bytes: Uint8Array, from: number, to: number): void {
  let { starts, ends } = into;
  let count = 0;
  let start = from;
  for (let at = from; at <= to; at++) {
    if (at < to && bytes[at] !== TAB) continue;
    if (count === starts.length) {
      widenFields(into);
      ({ starts, ends } = into);
    }
    starts[count] = start;
    ends[count] = at;
    count++;
    start = at + 1;
  }
  into.bytes = bytes;
  into.count = count;
}

/**
 * Splits as BED and chrom.sizes do: at each tab, or where a line has no tab at runs of spaces (leading and trailing
 * ones dropped).
 */
export function splitTabsOrSpaces(into: Fields, bytes: Uint8Array, from: number, to: number): void {
  splitTabs(into, bytes, from, to);
  if (into.count === 1) splitSpaces(into, bytes, from, to);
}

function splitSpaces(into: Fields, bytes: Uint8Array, from: number, to: number): void {
  let count = 0;
  let at = from;
  for (;;) {
    while (at < to && bytes[at] === SPACE) at++;
    if (at >= to) break;
    if (count === into.starts.length) widenFields(into);
    into.starts[count] = at;
    while (at < to && bytes[at] !== SPACE) at++;
    into.ends[count] = at;
    count++;
  }
  into.count = count;
}

/** Makes room for twice as many fields. */
export function widenFields(fields: Fields): void {
  const starts = new Int32Array(fields.starts.length * 2);
  const ends = new Int32Array(fields.starts.length * 2);
  starts.set(fields.starts);
  ends.set(fields.ends);
  fields.starts = starts;
  fields.ends = ends;
}

/** The text of bytes[from, to). */
export function textOf(bytes: Uint8Array, from: number, to: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8', from, to);
}

/** The text of field i. */
export function fieldText(fields: Fields, i: number): string {
  return textOf(fields.bytes, fields.starts[i]!, fields.ends[i]!);
}

/** The whole number 0..2^31-1 that the digits of bytes[from, to) spell, or -1 where they do not. */
export function parseCoordinate(bytes: Uint8Array, from: number, to: number): number {
  const length = to - from;
  if (length < 1 || length > 10) return -1;
  let value = 0;
  for (let at = from; at < to; at++) {
    const digit = bytes[at]! - 48;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value > 0x7fffffff ? -1 : value;
}

// Powers of ten that a double holds exactly.
const EXACT_POWERS = Float64Array.from({ length: 23 }, (_, i) => Number(`1e${i}`));
const MAX_EXACT_DIGITS = 15;
const MAX_EXACT_POWER = 22;

/**
 * The double that the decimal text of bytes[from, to) spells, as Number() gives it (signs, a point, an exponent);
 * NaN where it is anything else.
 */
export function parseDecimal(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  const first = bytes[at];
  if (at < to && (first === 45 || first === 43)) at++;
  let mantissa = 0;
  let digits = 0;
  let power = 0;
  let seenPoint = false;
  for (; at < to; at++) {
    const byte = bytes[at]!;
    if (byte >= 48 && byte <= 57) {
      mantissa = mantissa * 10 + (byte - 48);
      digits++;
      if (seenPoint) power--;
    } else if (byte === 46 && !seenPoint) seenPoint = true;
    else break;
  }
  if (digits === 0) return Number.NaN;
  if (at < to) {
    if ((bytes[at]! | 32) !== 101) return Number.NaN;
    const isNegative = bytes[at + 1] === 45;
    at += isNegative || bytes[at + 1] === 43 ? 2 : 1;
    if (at >= to) return Number.NaN;
    let exponent = 0;
    for (; at < to; at++) {
      const digit = bytes[at]! - 48;
      if (digit < 0 || digit > 9) return Number.NaN;
      exponent = exponent * 10 + digit;
    }
    power += isNegative ? -exponent : exponent;
  }
  // One rounding of exact operands is right (Clinger's fast path); all else is left to Number.
  if (digits <= MAX_EXACT_DIGITS && power >= -MAX_EXACT_POWER && power <= MAX_EXACT_POWER) {
    const value = power < 0 ? mantissa / EXACT_POWERS[-power]! : mantissa * EXACT_POWERS[power]!;
    return first === 45 ? -value : value;
  }
  return Number(textOf(bytes, from, to));
}

/** Text as a message shows it: quoted, without control characters, at most 40 characters. */
export function shown(text: string): string {
  const printable = text.replace(/[^\x20-\x7e\u00a0-\uffff]/g, '?');
  return `"${printable.length > 40 ? `${printable.slice(0, 37)}...` : printable}"`;
}

/** Where a field stands: file, 1-based line, 1-based field number and its name. */
export interface FieldPlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly name: string;
}

/** The error for one field: `FILE:LINE:COLUMN: NAME is "found", expected ...; mend`. */
export function fieldError(place: FieldPlace, found: string, expected: string, mend?: string): CisregError {
  const tail = mend === undefined ? '' : `; ${mend}`;
  const message = `column ${place.column} (${place.name}) is ${shown(found)}, expected ${expected}${tail}`;
  return new CisregError('FORMAT', message, {
    where: { file: place.file, line: place.line, column: place.column },
  });
}
