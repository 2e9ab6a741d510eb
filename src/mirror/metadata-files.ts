/** Metadata tables at hand, as the user names them. */

import { locationName } from '../formats/byte-stream.ts';
import { readText } from '../formats/whole-text.ts';
import { parseMetadataTable } from './metadata-table.ts';
import type { RemoteFile } from './remote-file.ts';

/** A table that names every file of the portal has some hundred MB; no text of this program is longer. */
const MAX_BYTES = 500 << 20;

/**
 * The files of all tables by their accessions; of a file in several the last one counts. A table may be packed by gzip, come from standard input (`-`) or
 * lie at an address. Throws CisregError as readText and parseMetadataTable.
 */
export async function readMetadataFiles(tables: readonly string[]): Promise<ReadonlyMap<string, RemoteFile>> {
  const files = new Map<string, RemoteFile>();
  for (const table of tables) {
    const text = await readText(table, MAX_BYTES);
    for (const file of parseMetadataTable(text, locationName(table))) files.set(file.accession, file);
  }
  return files;
}
