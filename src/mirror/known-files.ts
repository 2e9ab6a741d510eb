/** What is known of files by their accessions: from tables that the user names, from earlier commands, and from the portal. */

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { CisregError } from '../errors.ts';
import { writeFileAtomically } from '../formats/atomic-file.ts';
import { readJsonObject } from '../formats/json-object.ts';
import { makeDirectory } from '../formats/make-directory.ts';
import { parseMetadataTable } from './metadata-table.ts';
import { openPortal } from './portal.ts';
import { findFiles } from './portal-search.ts';
import type { RemoteFile } from './remote-file.ts';

export interface KnownFilesOptions {
  /** metadata.tsv files; what they say comes first. */
  readonly tables: readonly string[];
  /** Where answers of the portal are kept. Files of one accession never change, so neither do these. */
  readonly directory: string;
  /** The portal's address; undefined: it is not asked. */
  readonly portal: string | undefined;
}

/** Looks files up by their accessions, each once. */
export function openKnownFiles(
  options: KnownFilesOptions,
): (accessions: readonly string[]) => Promise<ReadonlyMap<string, RemoteFile | CisregError>> {
  const known = new Map<string, RemoteFile | CisregError>();
  let hasTables = false;
  return async (accessions) => {
    if (!hasTables) for (const file of filesOfTables(options.tables)) known.set(file.accession, file);
    hasTables = true;
    for (const accession of accessions) {
      const kept = known.has(accession) ? undefined : readKept(options.directory, accession);
      if (kept !== undefined) known.set(accession, kept);
    }
    const open = [...new Set(accessions)].filter((accession) => !known.has(accession));
    if (open.length > 0) {
      for (const [accession, file] of await askPortal(open, options)) known.set(accession, file);
    }
    return new Map(accessions.map((accession) => [accession, known.get(accession)!]));
  };
}

function filesOfTables(tables: readonly string[]): RemoteFile[] {
  return tables.flatMap((table) => {
    let text: string;
    try {
      text = readFileSync(table, 'utf8');
    } catch (cause) {
      const { code } = cause as NodeJS.ErrnoException;
      throw new CisregError(
        code === 'ENOENT' ? 'NOT_FOUND' : 'IO',
        `cannot be read (${code}), expected a metadata.tsv of the portal; check the path`,
        { where: { file: table }, cause },
      );
    }
    return parseMetadataTable(text, table);
  });
}

async function askPortal(
  accessions: readonly string[],
  { portal, directory, tables }: KnownFilesOptions,
): Promise<Map<string, RemoteFile | CisregError>> {
  const answer = new Map<string, RemoteFile | CisregError>();
  const unknown = (accession: string, why: string) =>
    answer.set(accession, new CisregError('NOT_FOUND', `encff:${accession}: ${why}`));
  if (portal === undefined) {
    const where = tables.length === 0 ? 'no metadata are named' : `is not in ${tables.join(', ')}`;
    for (const accession of accessions)
      unknown(accession, `${where}, and no portal can be asked; name a metadata.tsv that has it`);
    return answer;
  }
  const found = await findFiles(openPortal(portal), accessions);
  for (const [accession, file] of found.files) {
    answer.set(accession, file);
    await keep(directory, accession, file);
  }
  for (const accession of found.withoutBytes)
    unknown(
      accession,
      'the portal has it without its bytes, expected a file that is released; choose another',
    );
  for (const accession of found.missing)
    unknown(accession, `${portal} does not know it, expected the accession of a released file; check it`);
  return answer;
}

/** Raised where RemoteFile changes: what was kept before is asked for again. */
const FORMAT = 1;

function pathOf(directory: string, accession: string): string {
  return path.join(directory, `${accession}.json`);
}

function readKept(directory: string, accession: string): RemoteFile | undefined {
  const kept = readJsonObject(pathOf(directory, accession)) as
    | { readonly format: number; readonly file: RemoteFile }
    | undefined;
  if (kept?.format !== FORMAT) return undefined;
  // JSON has no undefined.
  const { accession: own, name, key, href, sizeBytes, md5, facts } = kept.file;
  return { accession: own, name, key, href, sizeBytes, md5, facts };
}

async function keep(directory: string, accession: string, file: RemoteFile): Promise<void> {
  try {
    makeDirectory(directory);
    await writeFileAtomically(pathOf(directory, accession), JSON.stringify({ format: FORMAT, file }));
  } catch (error) {
    // Without a place to keep it, it is asked for again the next time.
    if (!(error instanceof CisregError)) throw error;
  }
}
