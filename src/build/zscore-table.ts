/** Reads what `cisreg zscore` prints, joined to the rDHSs of a registry by name. */

import { CisregError } from '../errors.ts';
import { parseDecimal, textOf } from '../formats/fields.ts';
import { tableError, visitTableRows } from '../formats/table-rows.ts';
import type { TextColumn } from '../formats/text-column.ts';
import { isTextAt, lookupOf, type TextLookup } from '../formats/text-lookup.ts';

/** Names to their rows; tables in the order of the names are joined without a look into the lookup. */
export class NamedRows {
  readonly names: TextColumn;
  readonly #lookup: TextLookup;

  constructor(names: TextColumn) {
    this.names = names;
    this.#lookup = lookupOf(names);
  }

  /** The row of the name in bytes[from, to), or -1; `guess` is tried first. */
  find(bytes: Uint8Array, from: number, to: number, guess: number): number {
    const { names } = this;
    if (guess < names.count && isTextAt(names, guess, bytes, from, to)) return guess;
    return this.#lookup.rowOf(bytes, from, to);
  }

  /** Throws CisregError FORMAT where a name stands twice in the `file` that the names are from. */
  refuseRepeats(file: string): void {
    const row = this.#lookup.firstRepeated;
    if (row < 0) return;
    const message = `names ${this.names.at(row)} twice, expected each rDHS once`;
    throw new CisregError('FORMAT', message, { where: { file } });
  }
}

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
