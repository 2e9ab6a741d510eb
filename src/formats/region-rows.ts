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
  splitTabs,
  splitTabsOrSpaces,
} from './fields.ts';
import { growingInt32 } from './growing-column.ts';
import type { LineBatch } from './text-lines.ts';

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
 * Reads rows of chromosome, start, end and more from lines. Blank lines and `#`, `track` and `browser` lines are
 * passed over. FORMAT: too few columns, a column count that changes, coordinates that are no whole numbers of
 * 0..2^31-1, an end that does not lie beyond its start.
 */
export async function readRegionRows(
  lines: AsyncIterable<LineBatch>,
  file: string,
  format: RegionFormat,
): Promise<RegionTable> {
  const chroms = new ChromDictionary();
  const chrom = growingInt32();
  const start = growingInt32();
  const end = growingInt32();
  const line = growingInt32();
  const row: RegionRow = { file, fields: newFields(), line: 0, start: 0, end: 0, lineStart: 0, lineEnd: 0 };
  const fields = row.fields;
  const place: Place = { chrom: -1, name: new Uint8Array(0), start: 0, end: 0 };
  let count = 0;
  let fieldCount = 0;
  for await (const batch of lines) {
    const rows = Math.max(count + batch.count, count === 0 ? (batch.expectedLines ?? 0) : 0);
    for (const column of [chrom, start, end, line]) column.reserve(rows);
    format.reserve?.(rows);
    const chromValues = chrom.values;
    const startValues = start.values;
    const endValues = end.values;
    const lineValues = line.values;
    for (let i = 0; i < batch.count; i++) {
      const from = batch.starts[i]!;
      const to = batch.ends[i]!;
      if (isSkipped(batch.bytes, from, to)) continue;
      row.line = batch.firstLine + i;
      row.lineStart = from;
      row.lineEnd = to;
      const isSplit = splitPlace(place, fields, batch.bytes, from, to);
      if (!isSplit) splitTabsOrSpaces(fields, batch.bytes, from, to);
      if (fields.count !== fieldCount) {
        checkFieldCount(row, format, fieldCount);
        fieldCount = fields.count;
      }
      const chromFrom = fields.starts[0]!;
      const chromTo = fields.ends[0]!;
      const rowStart = isSplit
        ? place.start
        : parseCoordinate(batch.bytes, fields.starts[1]!, fields.ends[1]!);
      const rowEnd = isSplit ? place.end : parseCoordinate(batch.bytes, fields.starts[2]!, fields.ends[2]!);
      if (rowStart < 0 || rowEnd <= rowStart || chromTo === chromFrom) {
        checkRegion(row, rowStart, rowEnd, format.allowEmpty ?? false);
      }
      row.start = rowStart;
      row.end = rowEnd;
      if (!isSplit) {
        place.chrom = chroms.numberOf(batch.bytes, chromFrom, chromTo);
        place.name = chroms.bytesOf(place.chrom);
      }
      chromValues[count] = place.chrom;
      startValues[count] = rowStart;
      endValues[count] = rowEnd;
      lineValues[count] = row.line;
      format.visit?.(row, count);
      count++;
    }
  }
  return {
    chromNames: chroms.names,
    chrom: chrom.finish(count),
    start: start.finish(count),
    end: end.finish(count),
    line: line.finish(count),
    count,
    fieldCount,
  };
}

/** The chromosome of the row before, and the coordinates of this one. */
interface Place {
  chrom: number;
  name: Uint8Array;
  start: number;
  end: number;
}

const TAB = 9;
/** Digits that cannot exceed the largest coordinate. */
const SAFE_DIGITS = 9;

/**
 * Splits a row and reads its coordinates in one pass, which is what nearly every row takes: the chromosome of the row
 * before, tabs, plain digits. False, with nothing promised of `fields`, where the row is anything else.
 */
function splitPlace(place: Place, fields: Fields, bytes: Uint8Array, from: number, to: number): boolean {
  const { name } = place;
  const length = name.length;
  if (length === 0 || from + length >= to || bytes[from + length] !== TAB) return false;
  for (let i = 0; i < length; i++) if (bytes[from + i] !== name[i]) return false;
  const startFrom = from + length + 1;
  let at = startFrom;
  let start = 0;
  for (; at < to; at++) {
    const digit = bytes[at]! - 48;
    if (digit < 0 || digit > 9) break;
    start = start * 10 + digit;
  }
  const startTo = at;
  if (startTo === startFrom || startTo - startFrom > SAFE_DIGITS || at >= to || bytes[at] !== TAB)
    return false;
  const endFrom = ++at;
  let end = 0;
  for (; at < to; at++) {
    const digit = bytes[at]! - 48;
    if (digit < 0 || digit > 9) break;
    end = end * 10 + digit;
  }
  if (at === endFrom || at - endFrom > SAFE_DIGITS || (at < to && bytes[at] !== TAB)) return false;
  if (at < to) splitTabs(fields, bytes, at + 1, to, 3);
  else {
    fields.bytes = bytes;
    fields.count = 3;
  }
  const { starts, ends } = fields;
  starts[0] = from;
  ends[0] = from + length;
  starts[1] = startFrom;
  ends[1] = startTo;
  starts[2] = endFrom;
  ends[2] = at;
  place.start = start;
  place.end = end;
  return true;
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

function checkRegion(row: RegionRow, start: number, end: number, allowEmpty: boolean): void {
  const { starts, ends } = row.fields;
  if (starts[0] === ends[0]) throw rowError(row, 0, 'chrom', ['the name of a chromosome']);
  const whole = 'a whole number from 0 to 2147483647';
  if (start < 0) throw rowError(row, 1, 'start', [whole]);
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
