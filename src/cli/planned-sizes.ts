/** What is known of files elsewhere, for commands that plan: of tables, of what earlier commands learnt and fetched, and of the portal where it may be asked. */

import type { KnownFile } from '../build/plan/planned-files.ts';
import { CisregError } from '../errors.ts';
import { cliProgress } from './progress.ts';

export interface PlannedSizesFlags {
  readonly metadata?: readonly string[];
  readonly cache?: string;
  /** Asks the portal for what is not known here. */
  readonly ask?: boolean;
  readonly mirror?: readonly string[];
  readonly mirrors?: string;
}

const ACCESSION = /^encff:(ENCFF\d{3}[A-Z]{3})$/i;

/** Sizes by `encff:` name, and whether the file is kept. Errors as of the tables, and of a portal that does not answer. */
export async function knownFilesOf(
  names: readonly string[],
  flags: PlannedSizesFlags,
): Promise<ReadonlyMap<string, KnownFile>> {
  const accessions = accessionsOf(names);
  if (accessions.size === 0) return new Map();
  const [{ readMirrors }, { cacheDirectory, cachePlaces }, { openKnownFiles }, { wholePlace }] =
    await Promise.all([
      import('../mirror/mirrors.ts'),
      import('../mirror/cache-directory.ts'),
      import('../mirror/known-files.ts'),
      import('../mirror/whole-files.ts'),
    ]);
  const mirrors = await readMirrors({ file: flags.mirrors, replaced: flags.mirror });
  const portal = mirrors.find(({ name }) => name === 'https')?.base;
  const places = cachePlaces(cacheDirectory(flags.cache));
  const find = openKnownFiles({
    tables: flags.metadata ?? [],
    directory: places.metadata,
    portal: flags.ask ? portal : undefined,
    keptOf: portal,
    progress: cliProgress(),
  });
  const files = await find([...accessions.values()]);
  const known = new Map<string, KnownFile>();
  for (const [name, accession] of accessions) {
    const file = files.get(accession);
    if (file === undefined || file instanceof CisregError) continue;
    const { isThere } = await wholePlace(file, places.files);
    known.set(name, { sizeBytes: file.sizeBytes, isHere: isThere });
  }
  return known;
}

/** Sizes by `encff:` name, of tables alone: the same on every machine. */
export async function knownInTables(
  names: readonly string[],
  tables: readonly string[],
): Promise<ReadonlyMap<string, KnownFile>> {
  const { readMetadataFiles } = await import('../mirror/metadata-files.ts');
  const files = await readMetadataFiles(tables);
  const known = [...accessionsOf(names)].filter(([, accession]) => files.has(accession));
  return new Map(
    known.map(([name, accession]) => [name, { sizeBytes: files.get(accession)!.sizeBytes, isHere: false }]),
  );
}

/** Accessions by name, of those names that are accessions. */
function accessionsOf(names: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    names.flatMap((name) => {
      const accession = ACCESSION.exec(name)?.[1];
      return accession === undefined ? [] : [[name, accession.toUpperCase()] as const];
    }),
  );
}
