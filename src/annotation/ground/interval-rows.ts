/** Tables of places and whatever else: with a header, or without one and their columns named in annotations.yaml. */

import { CisregError } from '../../errors.ts';
import { locationName } from '../../formats/byte-stream.ts';
import {
  type Fields,
  fieldError,
  fieldText,
  newFields,
  parseDecimal,
  splitTabs,
} from '../../formats/fields.ts';
import { isSkipped } from '../../formats/region-rows.ts';
import { readLines } from '../../formats/text-lines.ts';

/** Where a row stands. */
export interface RowPlace {
  readonly file: string;
  readonly names: readonly string[];
  line: number;
}

/** What is done with the rows, once their columns are known. The fields are reused by the next row. */
export type RowVisitor = (place: RowPlace) => (fields: Fields) => void;

/**
 * Hands every row to the visitor that `begin` gives for the columns: those of the header, or `given` for a table without one. Blank
 * lines, and comments before the header, are passed over; without a header also `#`, `track` and `browser` lines. Throws CisregError FORMAT: empty, no
 * header where none is given, a column that stands twice, a row with more or fewer columns.
 */
export async function visitNamedRows(
  location: string,
  given: readonly string[] | undefined,
  begin: RowVisitor,
): Promise<void> {
  const file = locationName(location);
  const fields = newFields();
  let place: RowPlace | undefined;
  let visit: ((fields: Fields) => void) | undefined;
  const start = (names: readonly string[], line: number) => {
    refuseRepeats(names, file, given === undefined ? line : undefined);
    place = { file, names, line };
    visit = begin(place);
  };
  if (given !== undefined) start(given, 0);
  for await (const { bytes, starts, ends, firstLine, count } of readLines(location)) {
    for (let i = 0; i < count; i++) {
      const [from, to] = [starts[i]!, ends[i]!];
      if (from === to || (given !== undefined && isSkipped(bytes, from, to))) continue;
      const line = firstLine + i;
      if (place === undefined && bytes[from] === HASH && bytes[from + 1] === HASH) continue;
      splitTabs(fields, bytes, from, to);
      if (place === undefined) {
        start(headerOf(fields, file, line), line);
        continue;
      }
      place.line = line;
      if (fields.count !== place.names.length) {
        const whose = given === undefined ? 'of the header' : 'that `columns` names';
        throw new CisregError(
          'FORMAT',
          `${fields.count} columns, expected the ${place.names.length} ${whose}; was the file cut short?`,
          { where: { file, line } },
        );
      }
      visit!(fields);
    }
  }
  if (place === undefined)
    throw new CisregError('FORMAT', 'is empty, expected a header and rows', { where: { file } });
}

const HASH = 35;

function headerOf(fields: Fields, file: string, line: number): string[] {
  const names = Array.from({ length: fields.count }, (_, f) => fieldText(fields, f).trim());
  names[0] = names[0]!.replace(/^#\s*/, '');
  const number = names.find((name) => /^\d+$/.test(name));
  if (number !== undefined && names.length > 1) {
    throw new CisregError(
      'FORMAT',
      `begins with a row (${names.slice(0, 3).join(', ')}), expected a header; add one, or name the columns in annotations.yaml: columns: [chrom, start, end, ...]`,
      { where: { file, line } },
    );
  }
  return names;
}

function refuseRepeats(names: readonly string[], file: string, line: number | undefined): void {
  const again = names.find((name, i) => names.indexOf(name) < i);
  if (again === undefined) return;
  throw new CisregError('FORMAT', `column ${again} stands twice, expected different names`, {
    where: { file, line },
  });
}

/** The first of the columns whose name is one of `known`, without regard to case and punctuation; -1 where none is. */
export function columnOf(names: readonly string[], known: readonly string[]): number {
  const simple = names.map(simplified);
  for (const name of known) {
    const at = simple.indexOf(simplified(name));
    if (at >= 0) return at;
  }
  return -1;
}

function simplified(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** The number in field `index`; NaN where it is empty, NA, nan or a dot. Throws CisregError FORMAT for anything else. */
export function numberIn(fields: Fields, index: number, place: RowPlace): number {
  const { bytes, starts, ends } = fields;
  const value = parseDecimal(bytes, starts[index]!, ends[index]!);
  if (!Number.isNaN(value)) return value;
  const text = fieldText(fields, index).trim();
  if (text === '' || /^(na|nan|n\/a|\.|-|none)$/i.test(text)) return Number.NaN;
  const infinite = /^([+-]?)inf(inity)?$/i.exec(text);
  if (infinite !== null) return infinite[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  throw fieldError(columnPlace(place, index), text, 'a number, or NA');
}

const UNKNOWN = ['', 'na', 'n/a', 'nan', '.', '-', '---', 'unknown'];

/** What the word in field `index`, in any case, stands for; -1 where it is empty, NA or unknown. Throws CisregError FORMAT for other words. */
export function wordIn<T extends number>(
  fields: Fields,
  index: number,
  place: RowPlace,
  words: Readonly<Record<string, T>>,
): T | -1 {
  const text = fieldText(fields, index).trim().toLowerCase();
  // Not by [text] alone: `constructor` is a property of every object.
  if (Object.hasOwn(words, text)) return words[text]!;
  if (UNKNOWN.includes(text)) return -1;
  throw fieldError(columnPlace(place, index), text, `one of ${Object.keys(words).join(', ')}, or NA`);
}

/** Where field `index` of the row at hand stands, for fieldError. */
export function columnPlace({ file, line, names }: RowPlace, index: number) {
  return { file, line, column: index + 1, name: names[index] ?? '' };
}

/** The names that columns of places go by. */
export const PLACE_COLUMNS = {
  chrom: ['chrom', 'chr', 'chromosome', 'seqnames'],
  start: ['start', 'chromStart', 'startPos'],
  end: ['end', 'stop', 'chromEnd', 'endPos'],
} as const;
