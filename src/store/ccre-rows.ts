/** Where the published cCREs stand among the rDHSs, whose rows are those of every column. */

import path from 'node:path';
import { CisregError } from '../errors.ts';
import { readBed } from '../formats/bed.ts';
import { type CcreTable, readCcreTable } from './ccre-table.ts';
import { CCRE_BED, RDHS_BED } from './layout.ts';
import type { RegistryDirectory } from './registry-directory.ts';

/** The published cCREs, the row of each in the columns, and how many rows these have. */
export interface CcreRows {
  readonly ccres: CcreTable;
  readonly row: Int32Array;
  readonly rows: number;
}

/** Reads cCREs.bed and rDHSs.bed, which are in one order. Throws CisregError FORMAT where they do not belong together. */
export async function readCcreRows(registry: RegistryDirectory): Promise<CcreRows> {
  const file = path.join(registry.path, CCRE_BED);
  const ccres = await readCcreTable(file);
  const { names, count } = await readBed(path.join(registry.path, RDHS_BED), { minFields: 4 });
  const row = new Int32Array(ccres.count);
  let next = 0;
  for (let k = 0; k < ccres.count; k++) {
    const id = ccres.rdhs.at(k);
    while (next < count && names!.at(next) !== id) next++;
    if (next === count) {
      throw new CisregError(
        'FORMAT',
        `${id} is not in ${RDHS_BED}, or not in its order; build the registry again`,
        {
          where: { file, line: ccres.line[k] },
        },
      );
    }
    row[k] = next++;
  }
  return { ccres, row, rows: count };
}
