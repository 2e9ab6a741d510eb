/** Cuts a byte stream into blocks of whole lines, and those into lines, without a string or an object a line. */

import { statSync } from 'node:fs';
import { CisregError } from '../errors.ts';
import { locationName, openByteStream, type ReadOptions } from './byte-stream.ts';
import { isAddress } from './shown-address.ts';

/** A run of whole lines in one buffer; of the lines of a file, the last alone may lack its LF. */
export interface TextBlock {
  readonly bytes: Uint8Array;
  /** The physical line of the file (1-based) with which it begins. */
  readonly firstLine: number;
  /** The byte of the text with which it begins. */
  readonly firstByte: number;
  /** How many lines it has: to be set by who takes it apart, before the next block is asked for. */
  count: number;
  /** About how many lines the whole file has, where its size is known: to make room at once. */
  readonly expectedLines?: number | undefined;
}

/**
 * A block taken apart: line i spans [starts[i], ends[i]) of `bytes`, without its LF or CRLF, and is the physical line
 * `firstLine + i` of the file. `starts` and `ends` may be longer than `count`.
 */
export interface LineBatch extends TextBlock {
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly count: number;
}

/** The longest line that is read: beyond it, a file is no text of ours (a GTF line has some kilobytes). */
export const MAX_LINE_BYTES = 16 << 20;

/** Enough to tell how long lines are. */
const SAMPLE_BYTES = 1 << 16;

const LF = 10;
const CR = 13;
const EMPTY = new Uint8Array(0);

/** The lines of `location`, as readText gives them, taken apart. */
export function readLines(location: string, options: ReadOptions = {}): AsyncGenerator<LineBatch> {
  return cutBlocks(readText(location, options), options.reuse);
}

/** The lines of a byte stream; `file` is what errors call it. As readLines. */
export function linesOf(stream: AsyncIterable<Uint8Array>, file: string): AsyncGenerator<LineBatch> {
  return cutBlocks(blocksOf(stream, file));
}

/**
 * The text of `location` (as openByteStream takes it) in blocks of whole lines. A last line without LF counts; nothing
 * follows a last LF. A UTF-8 byte order mark is dropped. A block's buffer is its own: it stays as it is while the next
 * is read; with `reuse` a block holds until the next is asked for. FORMAT: a zero byte (the file is binary) or a line over MAX_LINE_BYTES.
 */
export function readText(location: string, options: ReadOptions = {}): AsyncGenerator<TextBlock> {
  return blocksOf(openByteStream(location, options), locationName(location), {
    sizeBytes: plainSizeBytes(location),
    reuse: options.reuse,
  });
}

/** The text of a byte stream in blocks, as readText gives them; `file` is what errors call it. */
export function textOfStream(stream: AsyncIterable<Uint8Array>, file: string): AsyncGenerator<TextBlock> {
  return blocksOf(stream, file);
}

/** The size of a file that is read as it is; undefined for gzip, standard input and addresses. */
function plainSizeBytes(location: string): number | undefined {
  if (location === '-' || isAddress(location) || /\.b?gz$/i.test(location)) return undefined;
  return statSync(location, { throwIfNoEntry: false })?.size;
}

async function* blocksOf(
  stream: AsyncIterable<Uint8Array>,
  file: string,
  {
    sizeBytes,
    reuse = false,
  }: { readonly sizeBytes?: number | undefined; readonly reuse?: boolean | undefined } = {},
): AsyncGenerator<TextBlock> {
  // What waits for the end of its line may have to wait longer than the chunk that it stands in holds.
  const kept = (bytes: Uint8Array) => (reuse ? new Uint8Array(bytes) : bytes);
  let pending: Uint8Array[] = [];
  let pendingBytes = 0;
  let line = 1;
  let byte = 0;
  let expectedLines: number | undefined;
  let atStart = true;
  const blockOf = (whole: Uint8Array): TextBlock => {
    const bytes = atStart ? withoutMark(whole) : whole;
    check(bytes, line, file);
    if (atStart && sizeBytes !== undefined) expectedLines = estimateLines(bytes, sizeBytes);
    atStart = false;
    byte += whole.length;
    return { bytes, firstLine: line, firstByte: byte - bytes.length, count: 0, expectedLines };
  };
  for await (const chunk of stream) {
    const lastBreak = chunk.lastIndexOf(LF);
    if (lastBreak < 0) {
      pending.push(kept(chunk));
      pendingBytes += chunk.length;
      if (pendingBytes > MAX_LINE_BYTES) throw lineTooLong(file, line);
      continue;
    }
    // The line that began in an earlier chunk is a batch of its own, so that only its bytes are copied.
    const firstBreak = pending.length === 0 ? -1 : chunk.indexOf(LF);
    const wholes = [
      ...(firstBreak >= 0 ? [joined(pending, chunk.subarray(0, firstBreak + 1))] : []),
      ...(lastBreak > firstBreak ? [chunk.subarray(firstBreak + 1, lastBreak + 1)] : []),
    ];
    for (const whole of wholes) {
      const block = blockOf(whole);
      yield block;
      line += block.count;
    }
    pending = lastBreak + 1 < chunk.length ? [kept(chunk.subarray(lastBreak + 1))] : [];
    pendingBytes = chunk.length - lastBreak - 1;
  }
  const rest = joined(pending, EMPTY);
  if (rest.length > 0) yield blockOf(rest);
}

function joined(pending: readonly Uint8Array[], last: Uint8Array): Uint8Array {
  if (pending.length === 0) return last;
  if (pending.length === 1 && last.length === 0) return pending[0]!;
  return Buffer.concat([...pending, last]);
}

function withoutMark(bytes: Uint8Array): Uint8Array {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
}

/** Lines are alike within a file; a little too much room costs less than to grow. */
function estimateLines(bytes: Uint8Array, sizeBytes: number): number {
  const sample = bytes.subarray(0, SAMPLE_BYTES);
  let count = 0;
  for (let i = 0; i < sample.length; i++) if (sample[i] === LF) count++;
  return Math.ceil((1.05 * sizeBytes * count) / Math.max(1, sample.length));
}

function check(bytes: Uint8Array, firstLine: number, file: string): void {
  if (bytes.length > MAX_LINE_BYTES) {
    for (let at = 0, line = firstLine; at < bytes.length; line++) {
      const end = endOfLine(bytes, at);
      if (end - at > MAX_LINE_BYTES) throw lineTooLong(file, line);
      at = end + 1;
    }
  }
  const zero = bytes.indexOf(0);
  if (zero >= 0) throw binary(file, bytes, zero, firstLine);
}

/** Where the line at `at` ends: at its LF, or with the text. */
export function endOfLine(bytes: Uint8Array, at: number): number {
  const found = bytes.indexOf(LF, at);
  return found < 0 ? bytes.length : found;
}

/** The end of a line without the CR that may be there. */
export function withoutCR(bytes: Uint8Array, from: number, end: number): number {
  return end > from && bytes[end - 1] === CR ? end - 1 : end;
}

async function* cutBlocks(blocks: AsyncIterable<TextBlock>, reuse = false): AsyncGenerator<LineBatch> {
  let batch: LineBatch | undefined;
  for await (const block of blocks) {
    batch = cut(block, reuse ? batch : undefined);
    block.count = batch.count;
    yield batch;
  }
}

function cut({ bytes, firstLine, firstByte, expectedLines }: TextBlock, before?: LineBatch): LineBatch {
  let capacity = before?.starts.length ?? Math.max(16, bytes.length >> 5);
  let starts = before?.starts ?? new Int32Array(capacity);
  let ends = before?.ends ?? new Int32Array(capacity);
  let count = 0;
  for (let at = 0; at < bytes.length; count++) {
    if (count === capacity) {
      capacity *= 2;
      starts = grown(starts, capacity);
      ends = grown(ends, capacity);
    }
    const end = endOfLine(bytes, at);
    starts[count] = at;
    ends[count] = withoutCR(bytes, at, end);
    at = end + 1;
  }
  return { bytes, firstLine, firstByte, count, expectedLines, starts, ends };
}

function grown(array: Int32Array, capacity: number): Int32Array {
  const larger = new Int32Array(capacity);
  larger.set(array);
  return larger;
}

function lineTooLong(file: string, line: number): CisregError {
  const limit = MAX_LINE_BYTES >> 20;
  return new CisregError(
    'FORMAT',
    `a line of over ${limit} MiB, expected lines of text; is this a text file?`,
    {
      where: { file, line },
    },
  );
}

function binary(file: string, bytes: Uint8Array, zero: number, firstLine: number): CisregError {
  let line = firstLine;
  for (let at = bytes.indexOf(LF); at >= 0 && at < zero; at = bytes.indexOf(LF, at + 1)) line++;
  return new CisregError('FORMAT', 'a zero byte, expected text; is this a binary file (or bigBed, BAM)?', {
    where: { file, line },
  });
}
