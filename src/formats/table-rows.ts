/** Tables with a header whose rows are too many for objects: named columns, a row at a time. */

import { CisregError } from '../errors.ts';
import { locationName } from './byte-stream.ts';
import { fieldText, newFields, splitTabs } from './fields.ts';
import { readLines } from './text-lines.ts';

/** The row at hand; reused by the next. Column k of those asked for spans [starts[k], ends[k]) of `bytes`. */
export interface TableFields {
  bytes: Uint8Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** The 1-based line in the file. */
  line: number;
  /** The byte of the text at which it begins. */
  at: number;
}

/**
 * Hands every row of a tab-separated table to `visit` with the columns asked for, in the order asked for; others are passed
 * over, as are blank lines. Throws CisregError FORMAT: no header, a column that is missing, a row with more or fewer
 * columns than the header.
 */
export async function visitTableRows(
  location: string,
  columns: readonly string[],
  visit: (row: TableFields) => void,
): Promise<void> {
  const file = locationName(location);
  const fields = newFields();
  const n = columns.length;
  const row: TableFields = {
    bytes: new Uint8Array(0),
    starts: new Int32Array(n),
    ends: new Int32Array(n),
    line: 0,
    at: 0,
  };
  let header: { count: number; at: readonly number[] } | undefined;
  for await (const batch of readLines(location, { reuse: true })) {
    for (let i = 0; i < batch.count; i++) {
      if (batch.starts[i] === batch.ends[i]) continue;
      splitTabs(fields, batch.bytes, batch.starts[i]!, batch.ends[i]!);
      row.line = batch.firstLine + i;
      if (header === undefined) {
        const names = Array.from({ length: fields.count }, (_, f) => fieldText(fields, f));
        header = { count: names.length, at: placesOf(names, columns, file) };
        continue;
      }
      if (fields.count !== header.count) {
        const message = `${fields.count} columns, expected the ${header.count} of the header; was the file cut short?`;
        throw new CisregError('FORMAT', message, { where: { file, line: row.line } });
      }
      row.bytes = fields.bytes;
      row.at = batch.firstByte + batch.starts[i]!;
      for (let k = 0; k < n; k++) {
        row.starts[k] = fields.starts[header.at[k]!]!;
        row.ends[k] = fields.ends[header.at[k]!]!;
      }
      visit(row);
    }
  }
  if (header === undefined) placesOf([], columns, file);
}

/** The error for what stands in column k of a row, which is column `name` of the table. */
export function tableError(location: string, row: TableFields, message: string): CisregError {
  return new CisregError('FORMAT', message, { where: { file: locationName(location), line: row.line } });
}

function placesOf(names: readonly string[], wanted: readonly string[], file: string): number[] {
  const missing = wanted.filter((name) => !names.includes(name));
  if (missing.length > 0) {
    const found = names.length === 0 ? 'is empty' : `has the columns ${names.slice(0, 8).join(', ')}`;
    const message = `${found}, expected a header with ${wanted.join(', ')} and tabs between`;
    throw new CisregError('FORMAT', message, { where: { file, line: 1 } });
  }
  return wanted.map((name) => names.indexOf(name));
}
