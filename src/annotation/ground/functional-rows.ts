/** A table of tested places: read row by row, its other columns kept as they are. */

import { CisregError } from '../../errors.ts';
import { ChromDictionary } from '../../formats/chrom-dictionary.ts';
import type { InputFile } from '../../formats/config-reader.ts';
import { type Fields, fieldError, fieldText, parseCoordinate } from '../../formats/fields.ts';
import { growingInt8, growingInt32 } from '../../formats/growing-column.ts';
import { type TextColumn, TextColumnBuilder } from '../../formats/text-column.ts';
import type { Regions } from '../../genome/regions.ts';
import { type ActiveRule, activityOf, DEFAULT_MIN_COUNT, isLowCount } from './functional-activity.ts';
import { columnOf, columnPlace, PLACE_COLUMNS, type RowPlace, visitNamedRows } from './interval-rows.ts';

/** A table as annotations.yaml names it. */
export interface FunctionalSource {
  readonly input: InputFile;
  readonly assay: string;
  readonly biosample: string;
  /** Of a table without a header. */
  readonly columns: readonly string[] | undefined;
  readonly active: ActiveRule | undefined;
  readonly minCount: number | undefined;
}

/** Tested places in the order of the file. */
export interface TestedPlaces extends Regions {
  readonly names: readonly string[];
  readonly line: Int32Array;
  /** 1 active, 0 not, -1 not known. */
  readonly active: Int8Array;
  /** 1 where there were too few reads to call the place inactive. */
  readonly lowCount: Int8Array;
  /** Each row, tabs between its columns. */
  readonly text: TextColumn;
}

/**
 * Reads a table with columns for chromosome, start (0-based) and end, in any order, and whatever else. Throws CisregError FORMAT: a column that is missing,
 * coordinates that are no place, values that do not fit the rule of what is active.
 */
export async function readTestedPlaces(source: FunctionalSource): Promise<TestedPlaces> {
  const chroms = new ChromDictionary();
  const [chrom, start, end, line] = [growingInt32(), growingInt32(), growingInt32(), growingInt32()];
  const [active, lowCount] = [growingInt8(), growingInt8()];
  const text = new TextColumnBuilder();
  let names: readonly string[] = [];
  let count = 0;
  await visitNamedRows(source.input.path, source.columns, (place) => {
    names = place.names;
    const at = placeColumns(place);
    checkRule(place, source.active);
    const activity = activityOf(place, source.active) ?? (() => -1);
    const isLow = isLowCount(place, source.minCount ?? DEFAULT_MIN_COUNT);
    return (fields) => {
      for (const column of [chrom, start, end, line, active, lowCount]) column.reserve(count + 1);
      const { bytes, starts, ends } = fields;
      const [from, to] = placeIn(fields, at, place);
      chrom.values[count] = chroms.numberOf(bytes, starts[at.chrom]!, ends[at.chrom]!);
      start.values[count] = from;
      end.values[count] = to;
      line.values[count] = place.line;
      active.values[count] = activity(fields);
      lowCount.values[count] = isLow(fields) ? 1 : 0;
      text.append(bytes, starts[0]!, ends[fields.count - 1]!);
      count++;
    };
  });
  return {
    names,
    chromNames: chroms.names,
    chrom: chrom.finish(count),
    start: start.finish(count),
    end: end.finish(count),
    line: line.finish(count),
    active: active.finish(count),
    lowCount: lowCount.finish(count),
    text: text.finish(),
  };
}

interface PlaceColumns {
  readonly chrom: number;
  readonly start: number;
  readonly end: number;
}

/** Where the place stands in a row. */
export function placeColumns({ names, file }: Pick<RowPlace, 'names' | 'file'>): PlaceColumns {
  const at = {
    chrom: columnOf(names, PLACE_COLUMNS.chrom),
    start: columnOf(names, PLACE_COLUMNS.start),
    end: columnOf(names, PLACE_COLUMNS.end),
  };
  const missing = (['chrom', 'start', 'end'] as const).filter((name) => at[name] < 0);
  if (missing.length === 0) return at;
  throw new CisregError(
    'FORMAT',
    `no column ${missing.join(', ')} among ${names.slice(0, 8).join(', ')}, expected chrom, start and end (0-based)`,
    { where: { file, line: 1 } },
  );
}

/** [start, end) of a row. Throws CisregError FORMAT. */
export function placeIn(fields: Fields, at: PlaceColumns, place: RowPlace): [start: number, end: number] {
  const { bytes, starts, ends } = fields;
  const start = parseCoordinate(bytes, starts[at.start]!, ends[at.start]!);
  const end = parseCoordinate(bytes, starts[at.end]!, ends[at.end]!);
  const whole = 'a whole number from 0 to 2147483647';
  if (start < 0) throw fieldError(columnPlace(place, at.start), fieldText(fields, at.start), whole);
  if (end < 0) throw fieldError(columnPlace(place, at.end), fieldText(fields, at.end), whole);
  if (end <= start) {
    const expected = `more than the start ${start}`;
    throw fieldError(columnPlace(place, at.end), fieldText(fields, at.end), expected);
  }
  return [start, end];
}

function checkRule({ names, file }: RowPlace, rule: ActiveRule | undefined): void {
  const missing = rule?.columns.filter((name) => !names.includes(name)) ?? [];
  if (missing.length === 0) return;
  throw new CisregError(
    'FORMAT',
    `no column ${missing.join(', ')}, which active.columns names, expected some of ${names.join(', ')}`,
    { where: { file, line: 1 } },
  );
}
