/** Tab-separated tables with a header: datasets, biosample sheets, metadata. */

import { CisregError } from '../errors.ts';
import { locationName } from './byte-stream.ts';
import { shown } from './fields.ts';
import { readText } from './whole-text.ts';

/** A row of a table: its 1-based physical line, and a value for each column of the table. */
export interface TableRow {
  readonly line: number;
  readonly values: readonly string[];
}

export interface Table {
  readonly file: string;
  /** The header, as it stands in the file (a leading `#` stripped). */
  readonly columns: readonly string[];
  readonly rows: readonly TableRow[];
  /** The value of a row in the column of that name; '' where the table has no such column. */
  get(row: TableRow, column: string): string;
  /** The 1-based number of a column for error messages; undefined where the table has no such column. */
  columnNumber(column: string): number | undefined;
}

export interface TableOptions {
  readonly required: readonly string[];
  /** Columns that the caller knows beside them. Others are kept as well. */
  readonly optional?: readonly string[];
}

/**
 * Reads a table whole. Values are not trimmed; blank lines at the end are passed over; `#` is special only before the
 * header. Throws one CisregError whose `all` lists every mistake: a missing or doubled column, rows with
 * more or fewer columns than the header, blank lines between rows.
 */
export async function readTable(location: string, options: TableOptions): Promise<Table> {
  return parseTable(await readText(location), locationName(location), options);
}

/** readTable from text that is already at hand; `file` is what errors call it. */
export function parseTable(text: string, file: string, options: TableOptions): Table {
  const lines = text.split('\n').map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
  while (lines.length > 0 && lines.at(-1)!.trim() === '') lines.pop();
  if (lines.length === 0) {
    const message = `is empty, expected a header with ${options.required.join(', ')}`;
    throw new CisregError('FORMAT', message, { where: { file } });
  }
  const columns = lines[0]!.replace(/^#\s*/, '').split('\t');
  if (columns.length === 1 && options.required.length > 1 && /[ ,;]/.test(columns[0]!)) {
    const message = `the header ${shown(columns[0]!)} has no tab, expected ${options.required.join(', ')} with tabs between; replace what separates the columns by tabs`;
    throw new CisregError('FORMAT', message, { where: { file, line: 1 } });
  }
  const mistakes = headerMistakes(file, columns, options);
  const rows: TableRow[] = [];
  for (let i = 1; i < lines.length; i++) {
    const values = lines[i]!.split('\t');
    if (values.length !== columns.length) mistakes.push(raggedRow(file, i + 1, lines[i]!, columns.length));
    rows.push({ line: i + 1, values });
  }
  if (mistakes.length > 0) throw joinedMistakes(mistakes);
  const indexOf = new Map(columns.map((name, i) => [name, i]));
  return {
    file,
    columns,
    rows,
    get: (row, column) => row.values[indexOf.get(column) ?? -1] ?? '',
    columnNumber: (column) => {
      const index = indexOf.get(column);
      return index === undefined ? undefined : index + 1;
    },
  };
}

function headerMistakes(file: string, columns: readonly string[], options: TableOptions): CisregError[] {
  const mistakes: CisregError[] = [];
  const first = new Map<string, number>();
  const say = (column: number | undefined, message: string) =>
    mistakes.push(new CisregError('FORMAT', message, { where: { file, line: 1, column } }));
  for (const [i, name] of columns.entries()) {
    const before = first.get(name);
    if (before !== undefined) say(i + 1, `column ${shown(name)} is also column ${before}, expected it once`);
    else first.set(name, i + 1);
  }
  const missing = options.required.filter((name) => !first.has(name));
  for (const name of missing) {
    const near = columns.find((column) => simplified(column) === simplified(name));
    const mend =
      near === undefined ? 'add it to the header, with tabs between columns' : `rename ${shown(near)}`;
    say(undefined, `no column ${shown(name)}, expected ${options.required.join(', ')}; ${mend}`);
  }
  return mistakes;
}

function simplified(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

function raggedRow(file: string, line: number, text: string, expected: number): CisregError {
  const found = text.split('\t').length;
  const what =
    text.trim() === '' ? 'a blank line between rows' : found === 1 ? '1 column' : `${found} columns`;
  const mend = text.trim() === '' ? 'drop it' : 'write one tab between columns, also beside empty ones';
  return new CisregError('FORMAT', `${what}, expected the ${expected} of the header; ${mend}`, {
    where: { file, line },
  });
}

function joinedMistakes(mistakes: readonly CisregError[]): CisregError {
  const first = mistakes[0]!;
  if (mistakes.length === 1) return first;
  const all = mistakes.map((mistake) => mistake.message);
  return new CisregError('FORMAT', all.join('\n'), { all });
}
