/** Cuts a byte stream into batches of lines, without a string or an object a line. */

import { statSync } from 'node:fs';
import { CisregError } from '../errors.ts';
import { isAddress, locationName, openByteStream } from './byte-stream.ts';

/**
 * A run of whole lines in one buffer. Line i spans [starts[i], ends[i]) of `bytes`, without its LF or CRLF, and is
 * the physical line `firstLine + i` of the file (1-based). `starts` and `ends` may be longer than `count`.
 */
export interface LineBatch {
  readonly bytes: Uint8Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly count: number;
  readonly firstLine: number;
  /** About how many lines the whole file has, where its size is known: to make room at once. */
  readonly expectedLines?: number | undefined;
}

/** The longest line that is read: beyond it, a file is no text of ours (a GTF line has some kilobytes). */
export const MAX_LINE_BYTES = 16 << 20;

const LF = 10;
const CR = 13;
const EMPTY = new Uint8Array(0);

/**
 * The lines of `location` (as openByteStream takes it). A last line without LF counts; nothing follows a last LF.
 * A UTF-8 byte order mark is dropped. A batch's buffers are its own: they stay as they are while the next is read.
 * FORMAT: a zero byte (the file is binary) or a line over MAX_LINE_BYTES.
 */
export async function* readLines(location: string): AsyncGenerator<LineBatch> {
  const sizeBytes = plainSizeBytes(location);
  for await (const batch of linesOf(openByteStream(location), locationName(location))) {
    yield sizeBytes === undefined ? batch : { ...batch, expectedLines: expectedLines(batch, sizeBytes) };
  }
}

/** The size of a file that is read as it is; undefined for gzip, standard input and addresses. */
function plainSizeBytes(location: string): number | undefined {
  if (location === '-' || isAddress(location) || /\.b?gz$/i.test(location)) return undefined;
  return statSync(location, { throwIfNoEntry: false })?.size;
}

/** Lines are alike within a file; a little too much room costs less than to grow. */
function expectedLines(batch: LineBatch, sizeBytes: number): number {
  return Math.ceil((1.05 * sizeBytes * batch.count) / Math.max(1, batch.bytes.length));
}

/** The lines of a byte stream; `file` is what errors call it. As readLines. */
export async function* linesOf(stream: AsyncIterable<Uint8Array>, file: string): AsyncGenerator<LineBatch> {
  let pending: Uint8Array[] = [];
  let pendingBytes = 0;
  let line = 1;
  let atStart = true;
  const batchOf = (whole: Uint8Array): LineBatch => {
    const batch = cut(atStart ? withoutMark(whole) : whole, line, file);
    atStart = false;
    line += batch.count;
    return batch;
  };
  for await (const chunk of stream) {
    const lastBreak = chunk.lastIndexOf(LF);
    if (lastBreak < 0) {
      pending.push(chunk);
      pendingBytes += chunk.length;
      if (pendingBytes > MAX_LINE_BYTES) throw lineTooLong(file, line);
      continue;
    }
    // The line that began in an earlier chunk is a batch of its own, so that only its bytes are copied.
    const firstBreak = pending.length === 0 ? -1 : chunk.indexOf(LF);
    if (firstBreak >= 0) yield batchOf(joined(pending, chunk.subarray(0, firstBreak + 1)));
    if (lastBreak > firstBreak) yield batchOf(chunk.subarray(firstBreak + 1, lastBreak + 1));
    pending = lastBreak + 1 < chunk.length ? [chunk.subarray(lastBreak + 1)] : [];
    pendingBytes = chunk.length - lastBreak - 1;
  }
  const rest = joined(pending, EMPTY);
  if (rest.length > 0) yield batchOf(rest);
}

function joined(pending: readonly Uint8Array[], last: Uint8Array): Uint8Array {
  if (pending.length === 0) return last;
  if (pending.length === 1 && last.length === 0) return pending[0]!;
  return Buffer.concat([...pending, last]);
}

function withoutMark(bytes: Uint8Array): Uint8Array {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
}

function cut(bytes: Uint8Array, firstLine: number, file: string): LineBatch {
  let capacity = Math.max(16, bytes.length >> 5);
  let starts = new Int32Array(capacity);
  let ends = new Int32Array(capacity);
  let count = 0;
  let at = 0;
  while (at < bytes.length) {
    const found = bytes.indexOf(LF, at);
    const end = found < 0 ? bytes.length : found;
    if (end - at > MAX_LINE_BYTES) throw lineTooLong(file, firstLine + count);
    if (count === capacity) {
      capacity *= 2;
      starts = grown(starts, capacity);
      ends = grown(ends, capacity);
    }
    starts[count] = at;
    ends[count] = end > at && bytes[end - 1] === CR ? end - 1 : end;
    count++;
    at = end + 1;
  }
  const zero = bytes.indexOf(0);
  if (zero >= 0) throw binary(file, bytes, zero, firstLine);
  return { bytes, starts, ends, count, firstLine };
}

function grown(array: Int32Array<ArrayBuffer>, capacity: number): Int32Array<ArrayBuffer> {
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
