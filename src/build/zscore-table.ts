/** Reads what `cisreg zscore` prints, joined to the rDHSs of a registry by name. */

import { CisregError } from '../errors.ts';
import { parseDecimal, textOf } from '../formats/fields.ts';
import type { NamedRows } from '../formats/named-rows.ts';
import { tableError, visitTableRows } from '../formats/table-rows.ts';

/**
 * The Z of every row, from a table with the columns rDHS and Z (others are passed over), its rows in any order. Memory:
 * one double a row. Throws CisregError FORMAT: a missing column, a name that is not among the rDHSs, twice or not at
 * all in the table, a Z that is no number.
 */
export async function readZscoreTable(file: string, rows: NamedRows): Promise<Float64Array> {
  const z = new Float64Array(rows.names.count).fill(Number.NaN);
  let guess = 0;
  await visitTableRows(file, ['rDHS', 'Z'], (fields) => {
    const { bytes, starts, ends } = fields;
    const text = (k: number) => textOf(bytes, starts[k]!, ends[k]!);
    const row = rows.find(bytes, starts[0]!, ends[0]!, guess);
    if (row < 0) throw tableError(file, fields, `${text(0)} is not among the rDHSs, expected the same set`);
    if (!Number.isNaN(z[row]!)) {
      throw tableError(file, fields, `${text(0)} a second time, expected one row for every rDHS`);
    }
    const value = parseDecimal(bytes, starts[1]!, ends[1]!);
    if (!Number.isFinite(value)) {
      throw tableError(file, fields, `Z is ${text(1) || 'empty'}, expected a number`);
    }
    z[row] = value;
    guess = row + 1;
  });
  const missing = z.findIndex(Number.isNaN);
  if (missing >= 0) {
    const message = `has no row for ${rows.names.at(missing)}, expected one for every rDHS`;
    throw new CisregError('FORMAT', message, { where: { file } });
  }
  return z;
}
