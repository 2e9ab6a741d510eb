/** ENCODE narrowPeak, BED6+4 (https://genome.ucsc.edu/FAQ/FAQformat.html#format12), as text or from a bigBed. */

import { CisregError } from '../errors.ts';
import type { Regions } from '../genome/regions.ts';
import { locationName } from './byte-stream.ts';
import {
  type Fields,
  fieldText,
  newFields,
  parseCoordinate,
  parseDecimal,
  shown,
  splitTabs,
} from './fields.ts';
import { type GrowingColumn, growingFloat64, growingInt32 } from './growing-column.ts';
import { readRegionRows, rowError } from './region-rows.ts';
import type { TextColumn } from './text-column.ts';
import { type LineBatch, readLines } from './text-lines.ts';

/** Peaks with a summit, 0-based half-open, in the order of the file. */
export interface NarrowPeaks extends Regions {
  readonly count: number;
  /** The 1-based physical line of each row; for items of a bigBed their 1-based place. */
  readonly line: Int32Array;
  readonly signalValue: Float64Array;
  /** -log10 of the p-value; -1 where there is none. */
  readonly pValue: Float64Array;
  /** -log10 of the q-value; -1 where there is none. */
  readonly qValue: Float64Array;
  /** The summit's offset from the start; -1 where none was called. */
  readonly summit: Int32Array;
}

/**
 * Reads a narrowPeak file. FORMAT, beyond what BED refuses: fewer than 10 columns, values that are no numbers,
 * a negative p or q other than -1, a summit outside its peak.
 */
export function readNarrowPeak(location: string): Promise<NarrowPeaks> {
  return narrowPeakOfLines(readLines(location), locationName(location));
}

/** readNarrowPeak from lines that are already at hand; `file` is what errors call them. */
export async function narrowPeakOfLines(lines: AsyncIterable<LineBatch>, file: string): Promise<NarrowPeaks> {
  const columns = newColumns();
  const table = await readRegionRows(lines, file, {
    name: 'narrowPeak',
    minFields: 10,
    reserve: (rows) => reserve(columns, rows),
    visit: (row, index) => {
      const mistake = parsePeak(columns, index, { fields: row.fields, first: 6, width: row.end - row.start });
      if (mistake !== undefined) throw rowError(row, mistake.index, mistake.name, [mistake.expected]);
    },
  });
  return peaksOf(table, table.line, columns);
}

/**
 * narrowPeak columns from text that is already split off: `rest` holds columns 4 to 10 of each region, tabs between
 * (what a bigBed stores behind chrom, start and end). Errors name `file` and the item.
 */
export function parseNarrowPeakRest(regions: Regions, rest: TextColumn, file: string): NarrowPeaks {
  const columns = newColumns();
  const count = rest.count;
  reserve(columns, count);
  const fields = newFields();
  const line = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    line[i] = i + 1;
    splitTabs(fields, rest.bytes, rest.offsets[i]!, rest.offsets[i + 1]!);
    if (fields.count < 7) {
      const found = `${fields.count + 3} columns in ${itemName(regions, i)}`;
      throw new CisregError('FORMAT', `${found}, expected the 10 of narrowPeak`, { where: { file } });
    }
    const width = regions.end[i]! - regions.start[i]!;
    if (width <= 0) {
      throw new CisregError(
        'FORMAT',
        `${itemName(regions, i)} has no base, expected an end beyond the start`,
        {
          where: { file },
        },
      );
    }
    const mistake = parsePeak(columns, i, { fields, first: 3, width });
    if (mistake !== undefined) {
      const found = shown(fieldText(fields, mistake.index));
      const field = `column ${mistake.index + 4} (${mistake.name}) of ${itemName(regions, i)}`;
      throw new CisregError('FORMAT', `${field} is ${found}, expected ${mistake.expected}`, {
        where: { file },
      });
    }
  }
  return peaksOf({ ...regions, count }, line, columns);
}

interface Columns {
  readonly signalValue: GrowingColumn<Float64Array>;
  readonly pValue: GrowingColumn<Float64Array>;
  readonly qValue: GrowingColumn<Float64Array>;
  readonly summit: GrowingColumn<Int32Array>;
}

interface FieldMistake {
  readonly index: number;
  readonly name: string;
  readonly expected: string;
}

const SIGNAL: Omit<FieldMistake, 'index'> = { name: 'signalValue', expected: 'a number' };
const NEGATIVE_LOG = 'the -log10 of a probability (0 or more), or -1 for none';

function newColumns(): Columns {
  return {
    signalValue: growingFloat64(),
    pValue: growingFloat64(),
    qValue: growingFloat64(),
    summit: growingInt32(),
  };
}

function reserve(columns: Columns, rows: number): void {
  columns.signalValue.reserve(rows);
  columns.pValue.reserve(rows);
  columns.qValue.reserve(rows);
  columns.summit.reserve(rows);
}

/** Parses signalValue (field `first`) and the three behind it into row `index`, or says what is wrong. */
function parsePeak(
  columns: Columns,
  index: number,
  peak: { readonly fields: Fields; readonly first: number; readonly width: number },
): FieldMistake | undefined {
  const { fields, first, width } = peak;
  const signal = decimalAt(fields, first);
  if (!Number.isFinite(signal)) return { index: first, ...SIGNAL };
  const p = negativeLogAt(fields, first + 1);
  if (Number.isNaN(p)) return { index: first + 1, name: 'pValue', expected: NEGATIVE_LOG };
  const q = negativeLogAt(fields, first + 2);
  if (Number.isNaN(q)) return { index: first + 2, name: 'qValue', expected: NEGATIVE_LOG };
  const from = fields.starts[first + 3]!;
  const to = fields.ends[first + 3]!;
  const isNone = to - from === 2 && fields.bytes[from] === 45 && fields.bytes[from + 1] === 49;
  const summit = isNone ? -1 : parseCoordinate(fields.bytes, from, to);
  if (!isNone && (summit < 0 || summit >= width)) {
    const expected = `an offset of 0 to ${width - 1} from the start of the peak, or -1 for none`;
    return { index: first + 3, name: 'peak', expected };
  }
  columns.signalValue.values[index] = signal;
  columns.pValue.values[index] = p;
  columns.qValue.values[index] = q;
  columns.summit.values[index] = summit;
  return undefined;
}

function decimalAt(fields: Fields, index: number): number {
  return parseDecimal(fields.bytes, fields.starts[index]!, fields.ends[index]!);
}

/** A -log10 or -1; NaN where it is neither. Peak callers write inf where the probability underflowed to 0. */
export function negativeLogAt(fields: Fields, index: number): number {
  const value = decimalAt(fields, index);
  if (value >= 0 || value === -1) return value;
  return /^\+?inf(inity)?$/i.test(fieldText(fields, index)) ? Number.POSITIVE_INFINITY : Number.NaN;
}

function peaksOf(
  regions: Regions & { readonly count: number },
  line: Int32Array,
  columns: Columns,
): NarrowPeaks {
  const { chromNames, chrom, start, end, count } = regions;
  return {
    chromNames,
    chrom,
    start,
    end,
    count,
    line,
    signalValue: columns.signalValue.finish(count),
    pValue: columns.pValue.finish(count),
    qValue: columns.qValue.finish(count),
    summit: columns.summit.finish(count),
  };
}

function itemName(regions: Regions, i: number): string {
  const name = regions.chromNames[regions.chrom[i]!];
  return `item ${i + 1} (${name}:${regions.start[i]}-${regions.end[i]})`;
}
