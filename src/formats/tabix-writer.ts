/** Writes BED-like lines as bgzip with an index by place, in one pass, as `bgzip` and `tabix -p bed` would. */

import { rmSync } from 'node:fs';
import { CisregError } from '../errors.ts';
import { BgzipFile } from './bgzip-writer.ts';
import type { TextBytes } from './byte-order.ts';
import { newTabixIndex } from './tabix-index.ts';

/**
 * The first `length` lines of the arrays, by start; line i is the i-th text, without its line feed, and begins with
 * chrom, starts[i] and ends[i]. 0-based half-open. A chromosome may come in several runs one after the other.
 */
export interface LineRun {
  readonly chrom: string;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly lines: TextBytes;
  readonly length: number;
}

const TAB = 9;
const NEWLINE = 10;
const LINE_END = Uint8Array.of(NEWLINE);
const ZERO = 48;

/**
 * Writes the lines to `path` and their index beside it: PATH.tbi, or PATH.csi where a line ends behind 2^29, the last
 * place that the former can state. `comments` are lines that begin with #, and come first. Gives the index's path. The
 * same lines give the same bytes. An index that was there before is removed, of either kind. Throws CisregError FORMAT
 * for lines out of order, or with another place than is stated beside them.
 */
export async function writeTabixed(
  path: string,
  runs: Iterable<LineRun> | AsyncIterable<LineRun>,
  options: { readonly comments?: string } = {},
): Promise<string> {
  const refuse = (message: string) => new CisregError('FORMAT', message, { where: { file: path } });
  const { comments = '' } = options;
  if (comments !== '' && !/^(#[^\n]*\n)+$/.test(comments))
    throw refuse(`comments ${JSON.stringify(comments.slice(0, 40))}, expected whole lines that begin with #`);
  await using file = new BgzipFile(path);
  file.write(comments);
  const index = newTabixIndex();
  const seen = new Set<string>();
  let last: string | undefined;
  let reached = 0;
  for await (const { chrom, starts, ends, lines, length } of runs) {
    if (length === 0) continue;
    if (chrom !== last) {
      if (seen.has(chrom))
        throw refuse(`lines of ${chrom} in two places, expected each chromosome in one piece; sort them`);
      if (!/^[^#\s\0][^\s\0]*$/.test(chrom))
        throw refuse(`a chromosome ${JSON.stringify(chrom)}, expected a name without # before it, or spaces`);
      seen.add(chrom);
      index.startChrom(chrom);
      last = chrom;
      reached = 0;
    }
    const chromBytes = Buffer.from(chrom, 'utf8');
    const { bytes, offsets } = lines;
    for (let i = 0; i < length; i++) {
      const start = starts[i]!;
      const end = ends[i]!;
      if (start < reached || end < start) {
        const expected =
          start < reached
            ? `a start from ${reached}, that of the line before; sort them`
            : 'no end before it';
        throw refuse(`a line at ${chrom}:${start}-${end}, expected ${expected}`);
      }
      reached = start;
      const line = bytes.subarray(offsets[i]!, offsets[i + 1]!);
      if (!beginsWith(line, chromBytes, start, end) || line.includes(NEWLINE)) {
        const found = JSON.stringify(Buffer.from(line.subarray(0, 60)).toString('utf8'));
        throw refuse(`the line ${found}, expected one that begins with ${chrom}, ${start} and ${end}`);
      }
      const from = file.virtualOffset;
      file.write(line);
      file.write(LINE_END);
      index.add(start, end, from, file.virtualOffset);
    }
  }
  const { kind, parts } = index.finish();
  await using indexFile = new BgzipFile(`${path}.${kind}`);
  for (const part of parts) indexFile.write(part);
  // Readers take any index that they find: none must be there that belongs to other lines.
  for (const suffix of ['tbi', 'csi']) rmSync(`${path}.${suffix}`, { force: true });
  await file.commit();
  await indexFile.commit();
  return indexFile.name;
}

/** Whether the first columns of a line are these, in plain digits. */
function beginsWith(line: Uint8Array, chrom: Uint8Array, start: number, end: number): boolean {
  let at = 0;
  while (at < chrom.length) if (line[at] !== chrom[at++]) return false;
  for (const place of [start, end]) {
    if (line[at] !== TAB) return false;
    let value = 0;
    const first = ++at;
    for (let digit = line[at]! - ZERO; digit >= 0 && digit <= 9; digit = line[++at]! - ZERO) {
      value = value * 10 + digit;
    }
    if (value !== place || at === first) return false;
  }
  return at === line.length || line[at] === TAB;
}
