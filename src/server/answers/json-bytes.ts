/** Bytes of JSON, written one after the other into an array that is there. */

import { writeInteger } from '../../formats/six-digits.ts';
import type { TextColumn } from '../../formats/text-column.ts';

/** Where bytes are written to, and how far it is filled. */
export interface Target {
  bytes: Uint8Array;
  at: number;
}

/** A text's bytes, to be put. */
export function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text, 'utf8'));
}

/** Those of the values that are no objects. */
export const [NULL, TRUE, FALSE] = ['null', 'true', 'false'].map(bytesOf) as [
  Uint8Array,
  Uint8Array,
  Uint8Array,
];
const ZERO = 48;
const POINT = 46;

/** Appends bytes: a loop, as the call of TypedArray.set takes longer for a few. */
export function put(out: Target, text: Uint8Array): void {
  const { bytes } = out;
  let at = out.at;
  for (let i = 0; i < text.length; i++) bytes[at++] = text[i]!;
  out.at = at;
}

/** Appends a string of a column. */
export function putName(out: Target, { bytes: texts, offsets }: TextColumn, i: number): void {
  const { bytes } = out;
  let at = out.at;
  const end = offsets[i + 1]!;
  for (let k = offsets[i]!; k < end; k++) bytes[at++] = texts[k]!;
  out.at = at;
}

/** The most bytes that a string of the column has. */
export function longest({ offsets, count }: TextColumn): number {
  let most = 0;
  for (let i = 0; i < count; i++) most = Math.max(most, offsets[i + 1]! - offsets[i]!);
  return most;
}

/** Appends a whole number of 0..2^31-1. */
export function putWhole(out: Target, n: number): void {
  out.at = writeInteger(out.bytes, out.at, n);
}

/** Appends true, false, or null for undefined. */
export function putTruth(out: Target, is: boolean | undefined): void {
  put(out, is === undefined ? NULL : is ? TRUE : FALSE);
}

/** Appends n / 10,000 for n of 0 to 10,000. */
export function putTenThousandths(out: Target, n: number): void {
  putWhole(out, Math.floor(n / 10_000));
  let rest = n % 10_000;
  if (rest === 0) return;
  out.bytes[out.at++] = POINT;
  for (let unit = 1000; rest > 0; unit /= 10) {
    const digit = Math.floor(rest / unit);
    out.bytes[out.at++] = ZERO + digit;
    rest -= digit * unit;
  }
}
