/** BEDPE: pairs of places, as loops of Hi-C and ChIA-PET come (https://bedtools.readthedocs.io, "BEDPE format"). */

import { CisregError } from '../errors.ts';
import { locationName } from './byte-stream.ts';
import { ChromDictionary } from './chrom-dictionary.ts';
import {
  type Fields,
  fieldError,
  fieldText,
  newFields,
  parseCoordinate,
  parseDecimal,
  splitTabs,
} from './fields.ts';
import { growingFloat64, growingInt32 } from './growing-column.ts';
import { isSkipped } from './region-rows.ts';
import { type TextColumn, TextColumnBuilder } from './text-column.ts';
import { readLines } from './text-lines.ts';

/** One end of every pair, 0-based half-open; chrom indexes the chromNames of the table. */
export interface Anchors {
  readonly chrom: Int32Array;
  readonly start: Int32Array;
  readonly end: Int32Array;
}

/** Pairs in the order of the file. */
export interface PairTable {
  readonly count: number;
  readonly chromNames: readonly string[];
  readonly first: Anchors;
  readonly second: Anchors;
  /** Column 7; '' where it is a dot or the file has none. */
  readonly name: TextColumn;
  /** Column 8; NaN where it is a dot or the file has none. */
  readonly score: Float64Array;
  /** The 1-based line of each row. */
  readonly line: Int32Array;
  /** Rows with an end that is nowhere (chromosome . and -1), which are left out. */
  readonly unplaced: number;
}

const EXPECTED = 'BEDPE has at least 6: chrom1, start1, end1, chrom2, start2, end2';
/** The 0-based columns behind the two places. */
const NAME = 6;
const SCORE = 7;

/**
 * Reads pairs whole. Blank lines, `#`, `track` and `browser` lines and a header (its second column is no number: start1, x1) are passed over.
 * Throws CisregError FORMAT with the line: too few columns, coordinates that are no place, a score that is no number.
 */
export async function readBedpe(location: string): Promise<PairTable> {
  const file = locationName(location);
  const chroms = new ChromDictionary();
  const ends = [newEnd(), newEnd()] as const;
  const [score, line] = [growingFloat64(), growingInt32()];
  const name = new TextColumnBuilder();
  const fields = newFields();
  let [count, unplaced, isFirst] = [0, 0, true];
  for await (const batch of readLines(location)) {
    for (let i = 0; i < batch.count; i++) {
      const [from, to] = [batch.starts[i]!, batch.ends[i]!];
      if (isSkipped(batch.bytes, from, to)) continue;
      splitTabs(fields, batch.bytes, from, to);
      const at = batch.firstLine + i;
      if (fields.count < 6) {
        const found = fields.count === 1 ? '1 column' : `${fields.count} columns`;
        const message = `${found}, expected tabs between: ${EXPECTED}`;
        throw new CisregError('FORMAT', message, { where: { file, line: at } });
      }
      const isHeader = isFirst && /^[a-z_]+\d?$/i.test(fieldText(fields, 1));
      isFirst = false;
      if (isHeader) continue;
      if (isNowhere(fields, 0) || isNowhere(fields, 3)) {
        unplaced++;
        continue;
      }
      for (const [e, end] of ends.entries()) {
        const [start, stop] = placeAt(fields, 3 * e, { file, line: at });
        for (const column of [end.chrom, end.start, end.end]) column.reserve(count + 1);
        end.chrom.values[count] = chroms.numberOf(fields.bytes, fields.starts[3 * e]!, fields.ends[3 * e]!);
        end.start.values[count] = start;
        end.end.values[count] = stop;
      }
      score.reserve(count + 1);
      line.reserve(count + 1);
      score.values[count] = scoreOf(fields, { file, line: at });
      line.values[count] = at;
      if (fields.count > NAME && !isDot(fields, NAME)) {
        name.append(fields.bytes, fields.starts[NAME]!, fields.ends[NAME]!);
      } else name.appendText('');
      count++;
    }
  }
  const [first, second] = ends.map((end) => ({
    chrom: end.chrom.finish(count),
    start: end.start.finish(count),
    end: end.end.finish(count),
  }));
  return {
    count,
    chromNames: chroms.names,
    first: first!,
    second: second!,
    name: name.finish(),
    score: score.finish(count),
    line: line.finish(count),
    unplaced,
  };
}

function newEnd() {
  return { chrom: growingInt32(), start: growingInt32(), end: growingInt32() };
}

function isDot(fields: Fields, f: number): boolean {
  return fields.ends[f]! - fields.starts[f]! === 1 && fields.bytes[fields.starts[f]!] === 46;
}

function isNowhere(fields: Fields, f: number): boolean {
  return isDot(fields, f) && fieldText(fields, f + 1) === '-1';
}

interface Line {
  readonly file: string;
  readonly line: number;
}

function placeAt(fields: Fields, f: number, line: Line): [start: number, end: number] {
  const coordinate = (index: number) =>
    parseCoordinate(fields.bytes, fields.starts[index]!, fields.ends[index]!);
  const [start, end] = [coordinate(f + 1), coordinate(f + 2)];
  const wrong = (index: number, expected: string) => {
    const name = `${['chrom', 'start', 'end'][index - f]}${f === 0 ? 1 : 2}`;
    return fieldError({ ...line, column: index + 1, name }, fieldText(fields, index), expected);
  };
  if (fields.starts[f] === fields.ends[f]) throw wrong(f, 'the name of a chromosome');
  if (start < 0) throw wrong(f + 1, 'a whole number from 0 to 2147483647');
  if (end < 0) throw wrong(f + 2, 'a whole number from 0 to 2147483647');
  if (end <= start) throw wrong(f + 2, `more than the start ${start}`);
  return [start, end];
}

function scoreOf(fields: Fields, line: Line): number {
  if (fields.count <= SCORE || isDot(fields, SCORE)) return Number.NaN;
  const value = parseDecimal(fields.bytes, fields.starts[SCORE]!, fields.ends[SCORE]!);
  if (!Number.isNaN(value)) return value;
  const place = { ...line, column: SCORE + 1, name: 'score' };
  throw fieldError(place, fieldText(fields, SCORE), 'a number, or a dot');
}
