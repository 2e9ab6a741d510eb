/** What all formats of the BED family share: lines of chromosome, start, end and more. */

import { CisregError } from '../errors.ts';
import type { Regions } from '../genome/regions.ts';
import { ChromDictionary } from './chrom-dictionary.ts';
import {
  type Fields,
  fieldError,
  fieldText,
  newFields,
  parseCoordinate,
  splitTabsOrSpaces,
  widenFields,
} from './fields.ts';
import { type GrowingColumn, growingInt32 } from './growing-column.ts';
import { endOfLine, type TextBlock, withoutCR } from './text-lines.ts';

/** Regions read from a text file, 0-based half-open, in the order of the file. */
export interface RegionTable extends Regions {
  readonly count: number;
  /** The columns that every row has; 0 where there is no row. */
  readonly fieldCount: number;
  /** The 1-based physical line of each row. */
  readonly line: Int32Array;
}

/** The line being read, for the visitor of a format. */
export interface RegionRow {
  readonly file: string;
  readonly fields: Fields;
  line: number;
  start: number;
  end: number;
  lineStart: number;
  lineEnd: number;
}

/** How a format of the BED family differs from BED3. */
export interface RegionFormat {
  /** As errors call it: `BED`, `narrowPeak`. */
  readonly name: string;
  readonly minFields: number;
  /** Accepts start = end; by default a region has at least one base. */
  readonly allowEmpty?: boolean;
  /** Called before rows are visited, so that columns have room for `rows` rows. */
  readonly reserve?: (rows: number) => void;
  /** Called for each row, after its coordinates were read. */
  readonly visit?: (row: RegionRow, index: number) => void;
}

/**
 * Reads rows of chromosome, start, end and more from text. Blank lines and `#`, `track` and `browser` lines are
 * passed over. FORMAT: too few columns, a column count that changes, coordinates that are no whole numbers of
 * 0..2^31-1, an end that does not lie beyond its start.
 */
export async function readRegionRows(
  text: AsyncIterable<TextBlock>,
  file: string,
  format: RegionFormat,
): Promise<RegionTable> {
  const rows = newRows(file);
  for await (const block of text) addRows(rows, block, format);
  const { count, fieldCount } = rows;
  return {
    chromNames: rows.chroms.names,
    chrom: rows.chrom.finish(count),
    start: rows.start.finish(count),
    end: rows.end.finish(count),
    line: rows.line.finish(count),
    count,
    fieldCount,
  };
}

/** What was read so far. */
interface Rows {
  readonly chroms: ChromDictionary;
  readonly chrom: GrowingColumn<Int32Array>;
  readonly start: GrowingColumn<Int32Array>;
  readonly end: GrowingColumn<Int32Array>;
  readonly line: GrowingColumn<Int32Array>;
  readonly row: RegionRow;
  count: number;
  /** How many rows the columns have room for. */
  room: number;
  fieldCount: number;
  /** The chromosome of the row before. */
  lastChrom: number;
  lastName: Uint8Array;
}

function newRows(file: string): Rows {
  return {
    chroms: new ChromDictionary(),
    chrom: growingInt32(),
    start: growingInt32(),
    end: growingInt32(),
    line: growingInt32(),
    row: { file, fields: newFields(), line: 0, start: 0, end: 0, lineStart: 0, lineEnd: 0 },
    count: 0,
    room: 0,
    fieldCount: 0,
    lastChrom: -1,
    lastName: new Uint8Array(0),
  };
}

/** A function of its own: in an async function, V8 would compile the loop again and again. */
function addRows(rows: Rows, block: TextBlock, format: RegionFormat): void {
  const { bytes } = block;
  const { row } = rows;
  if (rows.count === 0 && block.expectedLines !== undefined) makeRoom(rows, block.expectedLines, format);
  // A line that begins before this has its LF.
  const closed = bytes[bytes.length - 1] === LF ? bytes.length : bytes.lastIndexOf(LF) + 1;
  row.fields.bytes = bytes;
  row.line = block.firstLine;
  for (let at = 0; at < bytes.length; ) {
    at = addPlainRows(rows, at, closed, format);
    if (at < bytes.length) at = addRow(rows, at, format);
  }
  block.count = row.line - block.firstLine;
}

/**
 * Adds rows from `at` on while they are like the row before and there is room for them; returns where it stopped. Nothing else
 * stands here: what is rare would have V8 compile the loop anew each time that it comes for the first time.
 */
function addPlainRows(rows: Rows, from: number, closed: number, format: RegionFormat): number {
  const { row, room, fieldCount, lastChrom, lastName } = rows;
  const { fields } = row;
  const { bytes } = fields;
  const [chrom, start, end, line] = [rows.chrom.values, rows.start.values, rows.end.values, rows.line.values];
  let at = from;
  while (at < closed && rows.count < room) {
    const next = splitRow(row, lastName, bytes, at);
    if (next === 0 || fields.count !== fieldCount || row.end <= row.start) break;
    const index = rows.count++;
    row.lineStart = at;
    chrom[index] = lastChrom;
    start[index] = row.start;
    end[index] = row.end;
    line[index] = row.line;
    format.visit?.(row, index);
    row.line++;
    at = next;
  }
  return at;
}

/** Adds whatever stands at `at`, or passes over it; returns where the next line begins. */
function addRow(rows: Rows, at: number, format: RegionFormat): number {
  const { row } = rows;
  const { fields } = row;
  const { bytes } = fields;
  const lineEnd = endOfLine(bytes, at);
  row.lineStart = at;
  row.lineEnd = withoutCR(bytes, at, lineEnd);
  if (!isSkipped(bytes, at, row.lineEnd)) {
    splitTabsOrSpaces(fields, bytes, at, row.lineEnd);
    if (fields.count !== rows.fieldCount) {
      checkFieldCount(row, format, rows.fieldCount);
      rows.fieldCount = fields.count;
    }
    parsePlace(rows);
    if (row.end <= row.start || row.start < 0 || fields.starts[0] === fields.ends[0]) {
      checkRegion(row, format.allowEmpty ?? false);
    }
    const index = rows.count;
    if (index === rows.room) makeRoom(rows, index + 1, format);
    rows.count++;
    rows.chrom.values[index] = rows.lastChrom;
    rows.start.values[index] = row.start;
    rows.end.values[index] = row.end;
    rows.line.values[index] = row.line;
    format.visit?.(row, index);
  }
  row.line++;
  return lineEnd + 1;
}

function makeRoom(rows: Rows, needed: number, format: RegionFormat): void {
  for (const column of [rows.chrom, rows.start, rows.end, rows.line]) column.reserve(needed);
  rows.room = rows.chrom.values.length;
  format.reserve?.(rows.room);
}

const TAB = 9;
const LF = 10;
/** Digits that cannot exceed the largest coordinate. */
const SAFE_DIGITS = 9;

/**
 * Splits the row at `from`, which ends with a LF, and reads its coordinates in one pass; returns where the next line
 * begins. Nearly every row is such: the chromosome of the row before, tabs, plain digits. 0, with nothing promised of
 * the row, where it is anything else.
 */
function splitRow(row: RegionRow, name: Uint8Array, bytes: Uint8Array, from: number): number {
  const length = name.length;
  let at = from + length;
  if (length === 0 || bytes[at] !== TAB) return 0;
  for (let i = 0; i < length; i++) if (bytes[from + i] !== name[i]) return 0;
  const startFrom = ++at;
  let start = 0;
  for (let digit = bytes[at]! - 48; digit >>> 0 <= 9; digit = bytes[++at]! - 48) {
    start = (Math.imul(start, 10) + digit) | 0;
  }
  const startTo = at;
  if (startTo === startFrom || startTo - startFrom > SAFE_DIGITS || bytes[at] !== TAB) return 0;
  const endFrom = ++at;
  let end = 0;
  for (let digit = bytes[at]! - 48; digit >>> 0 <= 9; digit = bytes[++at]! - 48) {
    end = (Math.imul(end, 10) + digit) | 0;
  }
  if (at === endFrom || at - endFrom > SAFE_DIGITS) return 0;
  const { fields } = row;
  let { starts, ends } = fields;
  starts[0] = from;
  ends[0] = from + length;
  starts[1] = startFrom;
  ends[1] = startTo;
  starts[2] = endFrom;
  ends[2] = at;
  let count = 3;
  while (bytes[at] === TAB) {
    if (count === starts.length) {
      widenFields(fields);
      ({ starts, ends } = fields);
    }
    starts[count] = ++at;
    while (bytes[at] !== TAB && bytes[at] !== LF) at++;
    ends[count++] = at;
  }
  // Three columns and a CR, or an end that goes on with something else than digits.
  if (bytes[at] !== LF) return 0;
  const lineEnd = withoutCR(bytes, from, at);
  ends[count - 1] = lineEnd;
  fields.count = count;
  row.start = start;
  row.end = end;
  row.lineEnd = lineEnd;
  return at + 1;
}

/** The coordinates and the chromosome of a row that is split. */
function parsePlace(rows: Rows): void {
  const { row, chroms } = rows;
  const { bytes, starts, ends } = row.fields;
  row.start = parseCoordinate(bytes, starts[1]!, ends[1]!);
  row.end = parseCoordinate(bytes, starts[2]!, ends[2]!);
  rows.lastChrom = chroms.numberOf(bytes, starts[0]!, ends[0]!);
  rows.lastName = chroms.bytesOf(rows.lastChrom);
}

const SKIPPED_WORDS = ['track', 'browser'].map((word) => Buffer.from(word));

/** Whether a line of the BED family holds no row: blank, a comment, or a line for a genome browser. */
export function isSkipped(bytes: Uint8Array, from: number, to: number): boolean {
  if (from === to) return true;
  const first = bytes[from]!;
  if (first === 35) return true;
  if (first === 116 || first === 98)
    return SKIPPED_WORDS.some((word) => beginsWithWord(bytes, from, to, word));
  if (first !== 32 && first !== 9) return false;
  for (let at = from; at < to; at++) if (bytes[at] !== 32 && bytes[at] !== 9) return false;
  return true;
}

function beginsWithWord(bytes: Uint8Array, from: number, to: number, word: Uint8Array): boolean {
  const end = from + word.length;
  if (end > to) return false;
  for (let i = 0; i < word.length; i++) if (bytes[from + i] !== word[i]) return false;
  return end === to || bytes[end] === 32 || bytes[end] === 9;
}

/** The error for field `index` (0-based) of a row. */
export function rowError(
  row: RegionRow,
  index: number,
  name: string,
  expectation: readonly [expected: string, mend?: string],
): CisregError {
  const place = { file: row.file, line: row.line, column: index + 1, name };
  return fieldError(place, fieldText(row.fields, index), ...expectation);
}

function checkFieldCount(row: RegionRow, format: RegionFormat, before: number): void {
  const found = row.fields.count;
  const where = { file: row.file, line: row.line };
  if (found < format.minFields) {
    const expected = `${format.name} has at least ${format.minFields}, separated by tabs`;
    throw new CisregError('FORMAT', `${columns(found)}; ${expected}; was the file cut short?`, { where });
  }
  if (before !== 0) {
    const message = `${columns(found)}, but the rows before have ${before}; give every row the same columns`;
    throw new CisregError('FORMAT', message, { where });
  }
}

function columns(count: number): string {
  return count === 1 ? '1 column' : `${count} columns`;
}

function checkRegion(row: RegionRow, allowEmpty: boolean): void {
  const { start, end, fields } = row;
  const { starts, ends } = fields;
  if (starts[0] === ends[0]) throw rowError(row, 0, 'chrom', ['the name of a chromosome']);
  const whole = 'a whole number from 0 to 2147483647';
  const isHeader = row.line === 1 && start < 0 && end < 0;
  if (start < 0) {
    throw rowError(row, 1, 'start', isHeader ? [whole, 'begin a header with # or drop it'] : [whole]);
  }
  if (end < 0) throw rowError(row, 2, 'end', [whole]);
  if (end < start)
    throw rowError(row, 2, 'end', [`more than the start ${start}`, 'swap them or drop the row']);
  if (end === start && !allowEmpty) {
    throw rowError(row, 2, 'end', [
      `more than the start ${start}`,
      'a region of size 0 has no signal: drop the row',
    ]);
  }
}
