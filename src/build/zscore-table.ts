/** Reads what `cisreg zscore` prints, joined to the rDHSs of a registry by name. */

import { CisregError } from '../errors.ts';
import { fieldText, newFields, parseDecimal, splitTabs, textOf } from '../formats/fields.ts';
import type { TextColumn } from '../formats/text-column.ts';
import { readLines } from '../formats/text-lines.ts';

const REQUIRED = ['rDHS', 'Z'] as const;

/** Names to their rows; tables in the order of the names are joined without a look into the map. */
export class NamedRows {
  readonly names: TextColumn;
  #rowOf: Map<string, number> | undefined;

  constructor(names: TextColumn) {
    this.names = names;
  }

  /** The row of the name in bytes[from, to), or -1; `guess` is tried first. */
  find(bytes: Uint8Array, from: number, to: number, guess: number): number {
    const { names } = this;
    if (guess < names.count && isSame(names, guess, bytes, from, to)) return guess;
    return this.rowOf.get(textOf(bytes, from, to)) ?? -1;
  }

  get rowOf(): ReadonlyMap<string, number> {
    this.#rowOf ??= new Map(Array.from({ length: this.names.count }, (_, row) => [this.names.at(row), row]));
    return this.#rowOf;
  }
}

function isSame(names: TextColumn, row: number, bytes: Uint8Array, from: number, to: number): boolean {
  const at = names.offsets[row]!;
  if (names.offsets[row + 1]! - at !== to - from) return false;
  for (let i = from; i < to; i++) if (names.bytes[at + i - from] !== bytes[i]) return false;
  return true;
}

/**
 * The Z of every row, from a table with the columns rDHS and Z (others are passed over), its rows in any order. Memory:
 * one double a row. Throws CisregError FORMAT: a missing column, a name that is not among the rDHSs, twice or not at
 * all in the table, a Z that is no number.
 */
export async function readZscoreTable(file: string, rows: NamedRows): Promise<Float64Array> {
  const z = new Float64Array(rows.names.count).fill(Number.NaN);
  const fields = newFields();
  let columns: { count: number; name: number; z: number } | undefined;
  let guess = 0;
  for await (const batch of readLines(file)) {
    for (let i = 0; i < batch.count; i++) {
      const line = batch.firstLine + i;
      splitTabs(fields, batch.bytes, batch.starts[i]!, batch.ends[i]!);
      if (columns === undefined) {
        columns = headerOf(
          file,
          Array.from({ length: fields.count }, (_, f) => fieldText(fields, f)),
        );
        continue;
      }
      if (fields.count !== columns.count) {
        if (batch.starts[i] === batch.ends[i]) continue;
        const message = `${fields.count} columns, expected the ${columns.count} of the header; was the file cut short?`;
        throw new CisregError('FORMAT', message, { where: { file, line } });
      }
      const { bytes, starts, ends } = fields;
      const row = rows.find(bytes, starts[columns.name]!, ends[columns.name]!, guess);
      if (row < 0) {
        const message = `${fieldText(fields, columns.name)} is not among the rDHSs, expected the same set`;
        throw new CisregError('FORMAT', message, { where: { file, line, column: columns.name + 1 } });
      }
      if (!Number.isNaN(z[row]!)) {
        const message = `${fieldText(fields, columns.name)} a second time, expected one row for every rDHS`;
        throw new CisregError('FORMAT', message, { where: { file, line, column: columns.name + 1 } });
      }
      const value = parseDecimal(bytes, starts[columns.z]!, ends[columns.z]!);
      if (!Number.isFinite(value)) {
        const message = `Z is ${fieldText(fields, columns.z) || 'empty'}, expected a number`;
        throw new CisregError('FORMAT', message, { where: { file, line, column: columns.z + 1 } });
      }
      z[row] = value;
      guess = row + 1;
    }
  }
  if (columns === undefined) headerOf(file, ['']);
  const missing = z.findIndex(Number.isNaN);
  if (missing >= 0) {
    const message = `has no row for ${rows.names.at(missing)}, expected one for every rDHS`;
    throw new CisregError('FORMAT', message, { where: { file } });
  }
  return z;
}

function headerOf(file: string, columns: readonly string[]): { count: number; name: number; z: number } {
  const [name, z] = REQUIRED.map((wanted) => columns.indexOf(wanted));
  if (name! < 0 || z! < 0) {
    const message = `the header is ${columns.join(', ') || 'empty'}, expected the columns ${REQUIRED.join(' and ')} with tabs between, as cisreg zscore prints them`;
    throw new CisregError('FORMAT', message, { where: { file, line: 1 } });
  }
  return { count: columns.length, name: name!, z: z! };
}
