/** Where the published cCREs stand among the rDHSs, whose rows are those of every column. */

import path from 'node:path';
import { CisregError } from '../errors.ts';
import { readBed } from '../formats/bed.ts';
import { NamedRows } from '../formats/named-rows.ts';
import { bedPlaceText } from '../genome/region-text.ts';
import type { Regions } from '../genome/regions.ts';
import { type CcreTable, readCcreTable } from './ccre-table.ts';
import { CCRE_BED, RDHS_BED } from './layout.ts';
import type { RegistryDirectory } from './registry-directory.ts';

/** The published cCREs, the row of each in the columns, and how many rows these have. */
export interface CcreRows {
  readonly ccres: CcreTable;
  /** Ascending. */
  readonly row: Int32Array;
  readonly rows: number;
}

/** Reads cCREs.bed and rDHSs.bed, which are in one order. Throws CisregError FORMAT where they do not belong together. */
export async function readCcreRows(registry: RegistryDirectory): Promise<CcreRows> {
  const file = path.join(registry.path, CCRE_BED);
  const ccres = await readCcreTable(file);
  const rdhs = await readBed(path.join(registry.path, RDHS_BED), { minFields: 4 });
  const row = rowsOfCcres(ccres, rdhs, new NamedRows(rdhs.names!), file);
  const unordered = row.findIndex((own, k) => k > 0 && own < row[k - 1]!);
  if (unordered >= 0) {
    throw new CisregError(
      'FORMAT',
      `${ccres.rdhs.at(unordered)} is not in the order of ${RDHS_BED}; build the registry again`,
      { where: { file, line: ccres.line[unordered] } },
    );
  }
  return { ccres, row, rows: rdhs.count };
}

/**
 * The row of each cCRE among the rDHSs, by accession, in any order. Throws CisregError FORMAT: a cCRE that is no rDHS, is
 * one at another place, or is there twice; `file` is that of the cCREs.
 */
export function rowsOfCcres(ccres: CcreTable, rdhs: Regions, names: NamedRows, file: string): Int32Array {
  const { bytes, offsets } = ccres.rdhs;
  const chromOf = new Map(rdhs.chromNames.map((name, c) => [name, c]));
  const chroms = ccres.chromNames.map((name) => chromOf.get(name));
  const isTaken = new Uint8Array(names.names.count);
  const rows = new Int32Array(ccres.count);
  let guess = 0;
  for (let k = 0; k < ccres.count; k++) {
    const row = names.find(bytes, offsets[k]!, offsets[k + 1]!, guess);
    const refuse = (message: string) =>
      new CisregError('FORMAT', `${ccres.rdhs.at(k)} ${message}; are the two files of one registry?`, {
        where: { file, line: ccres.line[k] },
      });
    if (row < 0) throw refuse('is not among the rDHSs, expected every cCRE to be one');
    const isThere =
      chroms[ccres.chrom[k]!] === rdhs.chrom[row] &&
      ccres.start[k] === rdhs.start[row] &&
      ccres.end[k] === rdhs.end[row];
    if (!isThere) {
      throw refuse(
        `at ${bedPlaceText(ccres, k)}, but the rDHS is at ${bedPlaceText(rdhs, row)}, expected one place`,
      );
    }
    if (isTaken[row]) throw refuse('a second time, expected each once');
    isTaken[row] = 1;
    rows[k] = row;
    guess = row + 1;
  }
  return rows;
}
