/** Zones of all rDHSs, from the table of elements. */

import { CisregError } from '../errors.ts';
import { textOf } from '../formats/fields.ts';
import { tableError, visitTableRows } from '../formats/table-rows.ts';
import { ZONES } from '../registry/zones.ts';
import { RDHS_BED } from './layout.ts';

/** The zone of every row of an elements.tsv, as index into ZONES. Throws CisregError FORMAT: not `count` rows, no zone. */
export async function readZones(file: string, count: number): Promise<Uint8Array> {
  const zone = new Uint8Array(count);
  let row = 0;
  await visitTableRows(file, ['zone'], (own) => {
    const text = textOf(own.bytes, own.starts[0]!, own.ends[0]!);
    const code = (ZONES as readonly string[]).indexOf(text);
    if (code < 0) throw tableError(file, own, `zone is ${text}, expected one of ${ZONES.join(', ')}`);
    zone[row++] = code;
  });
  if (row !== count) {
    const message = `has ${row} rows, expected the ${count} of ${RDHS_BED}; build the registry again`;
    throw new CisregError('FORMAT', message, { where: { file } });
  }
  return zone;
}
