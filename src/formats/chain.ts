/** Chain files as UCSC writes them for liftOver (https://genome.ucsc.edu/goldenPath/help/chain.html). */

import { CisregError } from '../errors.ts';
import type { Chains } from '../genome/chains.ts';
import { locationName } from './byte-stream.ts';
import { addHeader, type ChainHeaders, type ChainSpan, finishHeaders, newHeaders } from './chain-header.ts';
import {
  type Fields,
  fieldError,
  fieldText,
  newFields,
  parseCoordinate,
  shown,
  widenFields,
} from './fields.ts';
import { type GrowingColumn, growingInt32 } from './growing-column.ts';
import { type LineBatch, readLines } from './text-lines.ts';

/**
 * Reads a chain file: a header a chain, a line `size dt dq` a block, the last with its size alone, and a blank line.
 * Fields stand apart by tabs or spaces; comments (#) may stand anywhere; the id may be missing. Blocks of size 0 align
 * nothing and are left out. FORMAT: whatever else is no such line, blocks that do not end where the header says.
 * TRUNCATED: a file that ends within a chain.
 */
export function readChain(location: string): Promise<Chains> {
  return chainsOfLines(readLines(location), locationName(location));
}

/** readChain from lines that are already at hand; `file` is what errors call them. */
export async function chainsOfLines(lines: AsyncIterable<LineBatch>, file: string): Promise<Chains> {
  const reading = newReading(file);
  for await (const batch of lines) addLines(reading, batch);
  const { headers, chain, blocks } = reading;
  if (chain !== undefined && !reading.isDone) {
    const message = `the file ends within the chain of line ${chain.line}, expected its last line: a size alone; was the file cut short?`;
    throw new CisregError('TRUNCATED', message, { where: { file, line: reading.line } });
  }
  if (headers.count === 0)
    throw new CisregError('FORMAT', 'holds no chain, expected some', { where: { file } });
  const { count } = blocks;
  return {
    ...finishHeaders(headers),
    blockOffsets: withEnd(blocks.offsets, headers.count, count),
    blockStart: blocks.start.finish(count),
    blockEnd: blocks.end.finish(count),
    blockQueryStart: blocks.queryStart.finish(count),
  };
}

/** What was read so far. */
interface Reading {
  readonly file: string;
  readonly headers: ChainHeaders;
  readonly fields: Fields;
  readonly blocks: {
    readonly start: GrowingColumn<Int32Array>;
    readonly end: GrowingColumn<Int32Array>;
    readonly queryStart: GrowingColumn<Int32Array>;
    readonly offsets: GrowingColumn<Int32Array>;
    count: number;
  };
  /** The chain whose blocks are being read, or that still lacks its blank line. */
  chain: ChainSpan | undefined;
  /** Whether the last block of `chain` was read. */
  isDone: boolean;
  /** Where the next block of `chain` begins. */
  target: number;
  query: number;
  /** The last line that was read. */
  line: number;
}

function newReading(file: string): Reading {
  return {
    file,
    headers: newHeaders(file),
    fields: newFields(),
    blocks: {
      start: growingInt32(),
      end: growingInt32(),
      queryStart: growingInt32(),
      offsets: growingInt32(),
      count: 0,
    },
    chain: undefined,
    isDone: false,
    target: 0,
    query: 0,
    line: 0,
  };
}

const HASH = 35;
const TAB = 9;
const SPACE = 32;

/** A function of its own: in an async function, V8 would compile the loop again and again. */
function addLines(reading: Reading, { bytes, starts, ends, count, firstLine }: LineBatch): void {
  const { fields, headers, blocks } = reading;
  for (let i = 0; i < count; i++) {
    const line = firstLine + i;
    reading.line = line;
    splitWords(fields, bytes, starts[i]!, ends[i]!);
    if (fields.count > 0 && bytes[fields.starts[0]!] === HASH) continue;
    const { chain } = reading;
    if (fields.count === 0) {
      if (chain !== undefined && !reading.isDone) throw endsEarly(reading, chain, 'a blank line');
      reading.chain = undefined;
    } else if (chain !== undefined && !reading.isDone) addBlock(reading, chain);
    else {
      const first = fieldText(fields, 0);
      if (chain !== undefined) {
        const message = `a line that begins with ${shown(first)} after the last block of the chain of line ${chain.line}, expected a blank line`;
        throw new CisregError('FORMAT', message, { where: { file: reading.file, line } });
      }
      if (first !== 'chain') {
        const message = `a line that begins with ${shown(first)}, expected the header of a chain: chain, its score and more; is this a chain file?`;
        throw new CisregError('FORMAT', message, { where: { file: reading.file, line } });
      }
      const begun = addHeader(headers, fields, line);
      blocks.offsets.reserve(headers.count);
      blocks.offsets.values[headers.count - 1] = blocks.count;
      reading.chain = begun;
      reading.isDone = false;
      reading.target = begun.targetStart;
      reading.query = begun.queryStart;
    }
  }
}

/** The words of a line, which stand apart by tabs or spaces; none in a blank line. */
function splitWords(into: Fields, bytes: Uint8Array, from: number, to: number): void {
  let count = 0;
  for (let at = from; ; ) {
    while (at < to && (bytes[at] === SPACE || bytes[at] === TAB)) at++;
    if (at >= to) break;
    if (count === into.starts.length) widenFields(into);
    into.starts[count] = at;
    while (at < to && bytes[at] !== SPACE && bytes[at] !== TAB) at++;
    into.ends[count++] = at;
  }
  into.bytes = bytes;
  into.count = count;
}

const BLOCK_NAMES = ['size', 'dt', 'dq'];

/** Adds the block of the line whose words are `fields`. */
function addBlock(reading: Reading, chain: ChainSpan): void {
  const { fields, blocks } = reading;
  if (fields.count !== 3 && fields.count !== 1) {
    const found = fieldText(fields, 0) === 'chain' ? 'the header of a chain' : `${fields.count} fields`;
    throw endsEarly(reading, chain, found);
  }
  const size = blockNumber(reading, 0);
  const target = reading.target + size;
  const query = reading.query + size;
  if (size > 0) {
    const at = blocks.count++;
    if (at === blocks.start.values.length) reserve(blocks, at + 1);
    blocks.start.values[at] = reading.target;
    blocks.end.values[at] = target;
    blocks.queryStart.values[at] = reading.query;
  }
  reading.isDone = fields.count === 1;
  reading.target = reading.isDone ? target : target + blockNumber(reading, 1);
  reading.query = reading.isDone ? query : query + blockNumber(reading, 2);
  checkEnd(reading, { side: 'target', at: reading.target, name: 'tEnd', end: chain.targetEnd });
  checkEnd(reading, { side: 'query', at: reading.query, name: 'qEnd', end: chain.queryEnd });
}

function blockNumber({ file, line, fields }: Reading, i: number): number {
  const value = parseCoordinate(fields.bytes, fields.starts[i]!, fields.ends[i]!);
  if (value >= 0) return value;
  const place = { file, line, column: i + 1, name: BLOCK_NAMES[i]! };
  throw fieldError(place, fieldText(fields, i), 'a whole number from 0 to 2147483647');
}

/** A chain's last block ends where its header says, and no earlier one beyond. */
function checkEnd(
  { file, line, chain, isDone }: Reading,
  { side, at, name, end }: { side: string; at: number; name: string; end: number },
): void {
  if (isDone ? at === end : at <= end) return;
  const found = isDone ? `the blocks end at ${at}` : `the blocks reach ${at}`;
  const expected = isDone ? `${end}` : `at most ${end}`;
  const message = `${found} of the ${side}, expected ${expected}, the ${name} of line ${chain?.line}; was a line lost or changed?`;
  throw new CisregError('FORMAT', message, { where: { file, line } });
}

function endsEarly({ file, line }: Reading, chain: ChainSpan, found: string): CisregError {
  const message = `${found} within the chain of line ${chain.line}, expected a block: size, dt and dq, or the size alone of the last one; was a line lost?`;
  return new CisregError('FORMAT', message, { where: { file, line } });
}

function reserve(blocks: Reading['blocks'], rows: number): void {
  for (const column of [blocks.start, blocks.end, blocks.queryStart]) column.reserve(rows);
}

/** Where each chain's blocks begin, and behind them where the last one's end. */
function withEnd(offsets: GrowingColumn<Int32Array>, chains: number, blocks: number): Int32Array {
  offsets.reserve(chains + 1);
  offsets.values[chains] = blocks;
  return offsets.finish(chains + 1);
}
