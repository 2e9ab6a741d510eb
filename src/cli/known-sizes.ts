/** Sizes of files elsewhere, for commands that plan: of tables, of what earlier commands learnt, and of the portal where it may be asked. */

import { CisregError } from '../errors.ts';
import { readText } from '../formats/whole-text.ts';
import { parseMetadataTable } from '../mirror/metadata-table.ts';

export interface KnownSizesFlags {
  readonly metadata?: readonly string[];
  readonly cache?: string;
  /** Asks the portal for what is not known here. */
  readonly ask?: boolean;
  readonly mirror?: readonly string[];
  readonly mirrors?: string;
}

/** Bytes by `encff:` name, of those that are known. Errors as of the tables, and of a portal that does not answer. */
export async function knownSizes(
  names: readonly string[],
  flags: KnownSizesFlags,
): Promise<ReadonlyMap<string, number>> {
  const accessions = new Map(
    names.flatMap((name) => {
      const accession = /^encff:(ENCFF\d{3}[A-Z]{3})$/i.exec(name)?.[1];
      return accession === undefined ? [] : [[name, accession.toUpperCase()] as const];
    }),
  );
  if (accessions.size === 0) return new Map();
  const [{ readMirrors }, { cacheDirectory, cachePlaces }, { openKnownFiles }] = await Promise.all([
    import('../mirror/mirrors.ts'),
    import('../mirror/cache-directory.ts'),
    import('../mirror/known-files.ts'),
  ]);
  const mirrors = flags.ask ? await readMirrors({ file: flags.mirrors, replaced: flags.mirror }) : [];
  const find = openKnownFiles({
    tables: flags.metadata ?? [],
    directory: cachePlaces(cacheDirectory(flags.cache)).metadata,
    portal: mirrors.find(({ name }) => name === 'https')?.base,
  });
  const files = await find([...accessions.values()]);
  return new Map(
    [...accessions].flatMap(([name, accession]) => {
      const file = files.get(accession);
      const bytes = file === undefined || file instanceof CisregError ? undefined : file.sizeBytes;
      return bytes === undefined ? [] : [[name, bytes] as const];
    }),
  );
}

/** Tables of metadata are some tens of MB where they name every file of the portal. */
const MAX_METADATA_BYTES = 1 << 30;

/** Bytes by accession, of tables alone: the same on every machine. */
export async function sizesIn(tables: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const sizes = new Map<string, number>();
  for (const table of tables) {
    for (const { accession, sizeBytes } of parseMetadataTable(
      await readText(table, MAX_METADATA_BYTES),
      table,
    )) {
      if (sizeBytes !== undefined) sizes.set(accession, sizeBytes);
    }
  }
  return sizes;
}
