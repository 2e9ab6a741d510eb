/** Signals over regions as text: the table of UCSC's bigWigAverageOverBed, the BED with means, and JSON lines. */

import { copyShort, SHORT_COPY_BYTES, viewOf } from '../formats/short-copy.ts';
import { writeInteger, writeSix } from '../formats/six-digits.ts';
import type { RegionSignal } from './mean-signal.ts';

/** What names the rows of a table, in the order of the regions; all arrays may lie in shared memory. */
export interface TableRows {
  readonly sizeBp: Int32Array;
  /** Name i is bytes offsets[i] up to offsets[i + 1]; undefined: rows are named by their line. */
  readonly names: TextBytes | undefined;
  readonly line: Int32Array;
  /** The region of each row; undefined: in the order of the regions. */
  readonly order: Int32Array | undefined;
}

export interface TextBytes {
  readonly bytes: Uint8Array;
  readonly offsets: Uint32Array;
}

/** Files take blocks of this size in a third of the time that those of a megabyte need. */
const CHUNK_BYTES = 1 << 16;
/** More than a row takes beside its text: two whole numbers, five with six digits, tabs, a line number. */
const NUMBERS_BYTES = 160;
const TAB = 9;
const NEWLINE = 10;

/**
 * Rows `name size covered sum mean0 mean`, and `min max` where the signal has them: numbers as C's %g prints them,
 * mean0 over all bases, mean over the covered ones (0 without any), min and max NA without any. A chunk is valid until
 * the next is asked for.
 */
export function tableChunks(rows: TableRows, signal: RegionSignal): Generator<Uint8Array> {
  const { sizeBp } = rows;
  const { sum, covered, min, max } = signal;
  return chunks(rows, rows.names, (bytes, at, i) => {
    let to = rows.names === undefined ? writeInteger(bytes, at, rows.line[i]!) : at;
    bytes[to++] = TAB;
    to = writeInteger(bytes, to, sizeBp[i]!);
    bytes[to++] = TAB;
    to = writeInteger(bytes, to, covered[i]!);
    bytes[to++] = TAB;
    to = writeSix(bytes, to, sum[i]!);
    bytes[to++] = TAB;
    const mean0At = to;
    to = writeSix(bytes, to, sum[i]! / sizeBp[i]!);
    bytes[to++] = TAB;
    // Where all is covered the means are one: most rows of most tracks.
    if (covered[i] === sizeBp[i]) to = repeat(bytes, mean0At, to);
    else to = writeSix(bytes, to, meanOf(signal, i));
    if (min === undefined || max === undefined) return to;
    for (const extreme of [min[i]!, max[i]!]) {
      bytes[to++] = TAB;
      to = covered[i] === 0 ? writeNA(bytes, to) : writeSix(bytes, to, extreme);
    }
    return to;
  });
}

/** The rows of the BED file as they were, with the mean over the covered bases as one more column. Chunks as above. */
export function bedChunks(rows: TableRows, lines: TextBytes, signal: RegionSignal): Generator<Uint8Array> {
  return chunks(rows, lines, (bytes, at, i) => {
    bytes[at] = TAB;
    return writeSix(bytes, at + 1, meanOf(signal, i));
  });
}

/** One JSON object a row, with the columns of the table as keys, unrounded; null without a covered base. */
export function* jsonChunks(rows: TableRows, signal: RegionSignal): Generator<string> {
  const { names, sizeBp } = rows;
  const { sum, covered, min, max } = signal;
  let text = '';
  for (let row = 0; row < sizeBp.length; row++) {
    const i = rows.order === undefined ? row : rows.order[row]!;
    const name =
      names === undefined
        ? String(rows.line[i])
        : Buffer.from(names.bytes.subarray(names.offsets[i], names.offsets[i + 1])).toString('utf8');
    const object = {
      name,
      size: sizeBp[i],
      covered: covered[i],
      sum: sum[i],
      mean0: sum[i]! / sizeBp[i]!,
      mean: meanOf(signal, i),
      // JSON has no NaN: stringify writes null.
      ...(min === undefined || max === undefined ? {} : { min: min[i], max: max[i] }),
    };
    text += `${JSON.stringify(object)}\n`;
    if (text.length < CHUNK_BYTES) continue;
    yield text;
    text = '';
  }
  if (text !== '') yield text;
}

function meanOf({ sum, covered }: RegionSignal, i: number): number {
  return covered[i]! > 0 ? sum[i]! / covered[i]! : 0;
}

/** Lines of a text and what `writeRest` puts behind it. A chunk is overwritten by the next. */
function* chunks(
  rows: TableRows,
  text: TextBytes | undefined,
  writeRest: (bytes: Uint8Array, at: number, i: number) => number,
): Generator<Uint8Array> {
  const count = rows.sizeBp.length;
  const texts = text && { ...text, words: viewOf(text.bytes) };
  let bytes = new Uint8Array(CHUNK_BYTES);
  for (let row = 0; row < count; ) {
    const filled = fill(bytes, { rows, row, texts, writeRest });
    if (filled.at > 0) yield bytes.subarray(0, filled.at);
    // A row that is longer than a chunk.
    else bytes = new Uint8Array(bytes.length * 2);
    row = filled.row;
  }
}

interface Lines {
  readonly rows: TableRows;
  /** With which it begins. */
  readonly row: number;
  readonly texts: (TextBytes & { readonly words: DataView }) | undefined;
  readonly writeRest: (bytes: Uint8Array, at: number, i: number) => number;
}

/** Writes rows from `row` on as far as there is room; returns the row and the byte that come next. */
function fill(bytes: Uint8Array, { rows, row, texts, writeRest }: Lines): { row: number; at: number } {
  const { order } = rows;
  const count = rows.sizeBp.length;
  const words = viewOf(bytes);
  let at = 0;
  let next = row;
  for (; next < count; next++) {
    const i = order === undefined ? next : order[next]!;
    if (texts !== undefined) {
      const from = texts.offsets[i]!;
      const length = texts.offsets[i + 1]! - from;
      if (at + length + NUMBERS_BYTES > bytes.length) break;
      if (length <= SHORT_COPY_BYTES && from + SHORT_COPY_BYTES <= texts.bytes.length)
        copyShort(words, at, texts.words, from);
      else for (let k = 0; k < length; k++) bytes[at + k] = texts.bytes[from + k]!;
      at += length;
    } else if (at + NUMBERS_BYTES > bytes.length) break;
    at = writeRest(bytes, at, i);
    bytes[at++] = NEWLINE;
  }
  return { row: next, at };
}

/** Writes the field that began at `from` and ended with the tab before `at` once more, without the tab. */
function repeat(bytes: Uint8Array, from: number, at: number): number {
  const length = at - 1 - from;
  for (let k = 0; k < length; k++) bytes[at + k] = bytes[from + k]!;
  return at + length;
}

function writeNA(bytes: Uint8Array, at: number): number {
  bytes[at] = 78;
  bytes[at + 1] = 65;
  return at + 2;
}
