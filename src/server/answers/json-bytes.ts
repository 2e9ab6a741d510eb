/** Bytes of JSON, written one after the other into an array that is there. */

import { copyUtf8, SHORT_COPY_BYTES, viewOf } from '../../formats/short-copy.ts';
import { writeInteger } from '../../formats/six-digits.ts';

/** Where bytes are written to, and how far it is filled. Texts are put by SHORT_COPY_BYTES: so many more may be written behind what is put. */
export interface Target {
  bytes: Uint8Array;
  words: DataView;
  at: number;
}

/** A target of no bytes yet. */
export function newTarget(): Target {
  const bytes = new Uint8Array(0);
  return { bytes, words: viewOf(bytes), at: 0 };
}

/** Lets the target write at bytes[at...]. */
export function aim(out: Target, bytes: Uint8Array, at: number): void {
  if (out.bytes !== bytes) {
    out.bytes = bytes;
    out.words = viewOf(bytes);
  }
  out.at = at;
}

/** Texts to be put, by number: text i is bytes offsets[i] up to offsets[i + 1] of `words`, which goes on behind the last. */
export interface Texts {
  readonly words: DataView;
  readonly offsets: Int32Array;
  /** The most bytes that one of them has. */
  readonly longest: number;
}

export function textsOf(texts: readonly string[]): Texts {
  const parts = texts.map((text) => Buffer.from(text, 'utf8'));
  const offsets = new Int32Array(parts.length + 1);
  let longest = 0;
  parts.forEach(({ length }, i) => {
    offsets[i + 1] = offsets[i]! + length;
    longest = Math.max(longest, length);
  });
  const bytes = Uint8Array.from(Buffer.concat([...parts, new Uint8Array(SHORT_COPY_BYTES)]));
  return { words: viewOf(bytes), offsets, longest };
}

/** Appends text i. */
export function put(out: Target, { words, offsets }: Texts, i = 0): void {
  const end = offsets[i + 1]!;
  let from = offsets[i]!;
  let at = out.at;
  out.at = at + end - from;
  for (; from < end; from += SHORT_COPY_BYTES, at += SHORT_COPY_BYTES) copyUtf8(out.words, at, words, from);
}

const ZERO = 48;
const POINT = 46;

/** Appends a whole number of 0..2^31-1. */
export function putWhole(out: Target, n: number): void {
  out.at = writeInteger(out.bytes, out.at, n);
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
