/** A column of strings in one byte buffer: millions of names without millions of objects. */

import { CisregError } from '../errors.ts';
import { copyShort, SHORT_COPY_BYTES, viewOf } from './short-copy.ts';

/** `count` strings: the i-th is the UTF-8 text of bytes[offsets[i]] up to bytes[offsets[i + 1]]. */
export interface TextColumn {
  readonly bytes: Uint8Array;
  readonly offsets: Uint32Array;
  readonly count: number;
  /** The i-th string; '' outside 0..count-1. */
  at(i: number): string;
}

/** A column over buffers that exist: `offsets` has one more entry than there are strings. */
export function textColumnOf(bytes: Uint8Array, offsets: Uint32Array): TextColumn {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = offsets.length - 1;
  return {
    bytes,
    offsets,
    count,
    at: (i) => (i >= 0 && i < count ? view.toString('utf8', offsets[i], offsets[i + 1]) : ''),
  };
}

/** A column of the given strings. */
export function textColumnFrom(texts: Iterable<string>): TextColumn {
  const builder = new TextColumnBuilder();
  for (const text of texts) builder.appendText(text);
  return builder.finish();
}

/** Some strings of a column, in the order of `rows`. */
export function pickTexts({ bytes, offsets }: TextColumn, rows: Int32Array): TextColumn {
  const builder = new TextColumnBuilder();
  builder.reserve(rows.length);
  for (let i = 0; i < rows.length; i++) builder.append(bytes, offsets[rows[i]!]!, offsets[rows[i]! + 1]!);
  return builder.finish();
}

const MAX_BYTES = 2 ** 32 - 1;
/** Names of DHSs and accessions take some ten bytes. */
const LIKELY_BYTES = 16;
/** Below this length a loop beats the call of TypedArray.set. */
const LOOP_BYTES = 24;

/** Collects strings into a TextColumn. */
export class TextColumnBuilder {
  #bytes = new Uint8Array(1 << 16);
  #words = viewOf(this.#bytes);
  #source: Uint8Array | undefined;
  #sourceWords: DataView | undefined;
  #used = 0;
  #offsets = new Uint32Array(1024);
  #count = 0;

  /** How many strings were appended. */
  get count(): number {
    return this.#count;
  }

  /** Makes room for at least `rows` strings, of a likely length: what is not used costs no memory. */
  reserve(rows: number): void {
    if (rows < this.#offsets.length) return;
    const more = Math.min(MAX_BYTES, rows * LIKELY_BYTES) - this.#bytes.length;
    if (this.#count === 0 && more > 0) this.#reserve(more);
    const larger = new Uint32Array(rows + 1);
    larger.set(this.#offsets);
    this.#offsets = larger;
  }

  /** Makes room for at least `bytes` of text: what is not used costs no memory, and growing twice what is. */
  reserveBytes(bytes: number): void {
    const more = Math.min(MAX_BYTES, bytes + SHORT_COPY_BYTES) - this.#used;
    if (more > this.#bytes.length) this.#reserve(more);
  }

  /** Appends the text source[from, to). */
  append(source: Uint8Array, from: number, to: number): void {
    const length = to - from;
    if (this.#used + length + SHORT_COPY_BYTES > this.#bytes.length) this.#reserve(length + SHORT_COPY_BYTES);
    if (source !== this.#source) {
      this.#source = source;
      this.#sourceWords = undefined;
    }
    // A view pays from the second text of a source on; to the end of its memory, as what is copied beyond the text is written over.
    else this.#sourceWords ??= new DataView(source.buffer, source.byteOffset);
    const words = this.#sourceWords;
    const bytes = this.#bytes;
    let at = this.#used;
    if (words !== undefined && length <= SHORT_COPY_BYTES && from + SHORT_COPY_BYTES <= words.byteLength) {
      copyShort(this.#words, at, words, from);
      at += length;
    } else if (length <= LOOP_BYTES) {
      for (let i = from; i < to; i++) bytes[at++] = source[i]!;
    } else {
      bytes.set(source.subarray(from, to), at);
      at += length;
    }
    this.#close(at);
  }

  /** Appends a string. */
  appendText(text: string): void {
    const bytes = Buffer.from(text, 'utf8');
    this.append(bytes, 0, bytes.length);
  }

  /** The column. The builder is not to be used afterwards. */
  finish(): TextColumn {
    return textColumnOf(this.#bytes.subarray(0, this.#used), this.#offsets.subarray(0, this.#count + 1));
  }

  #close(end: number): void {
    this.#used = end;
    this.#count++;
    if (this.#count === this.#offsets.length) {
      const larger = new Uint32Array(Math.ceil(this.#offsets.length * 1.6));
      larger.set(this.#offsets);
      this.#offsets = larger;
    }
    this.#offsets[this.#count] = end;
  }

  #reserve(more: number): void {
    const needed = this.#used + more;
    if (needed > MAX_BYTES) {
      throw new CisregError('FORMAT', 'a text column of over 4 GiB, expected less; split the file');
    }
    const larger = new Uint8Array(Math.min(MAX_BYTES, Math.max(needed, this.#bytes.length * 2)));
    larger.set(this.#bytes.subarray(0, this.#used));
    this.#bytes = larger;
    this.#words = viewOf(larger);
  }
}
