/** Objects and folders of the public bucket that a user names: those that the portal knows by an accession, and the others as a mirror lists them. */

import { CisregError } from '../errors.ts';
import type { Progress } from '../progress.ts';
import { atOnce } from '../threads/at-once.ts';
import { accessionIn, isFileAccession } from './accessions.ts';
import type { FetchSources } from './fetch-sources.ts';
import { type ListedObject, listObjects } from './listing.ts';
import type { Mirror } from './mirrors.ts';
import { isPlainKey, lastPart, objectAddress } from './object-key.ts';
import type { RemoteFile } from './remote-file.ts';

/** Listings under way at a time. */
const LISTED_AT_ONCE = 4;
/** How often one of several mirrors is tried before the next one is. */
const ATTEMPTS_OF_MANY = 3;

export interface ListedSources {
  /** Without objects: what has an accession stands among the files, everything else among what is told. */
  readonly sources: FetchSources;
  /** The keys that were named, by accession. */
  readonly keys: ReadonlyMap<string, string>;
}

/**
 * Finds what the named objects and folders are. A folder, and an object whose name has no accession, is looked up in the listing of a mirror, the next one where one fails
 * or has nothing there. Throws CisregError: USAGE where no mirror can list, NOT_FOUND for what no mirror has, FORMAT for an object whose name no file may
 * have, CONFLICT for two keys of one accession, and as listObjects where all mirrors fail.
 */
export async function listSources(
  named: FetchSources,
  { mirrors, progress }: { readonly mirrors: readonly Mirror[]; readonly progress: Progress },
): Promise<ListedSources> {
  const keys = new Map<string, string>();
  const told: RemoteFile[] = [];
  const open = named.objects.filter((key) => key.endsWith('/') || accessionOf(key) === undefined);
  const lister = listerOf(mirrors, progress);
  const listed = await atOnce(open, LISTED_AT_ONCE, async (key) => [key, await lister(key)] as const);
  const found = new Map(listed);
  for (const key of named.objects) {
    for (const object of found.get(key) ?? [{ key }]) {
      const accession = accessionOf(object.key);
      if (accession === undefined) told.push(fileOf(object as ListedObject));
      else if ((keys.get(accession) ?? object.key) === object.key) keys.set(accession, object.key);
      else {
        const both = `${objectAddress(keys.get(accession)!)} and ${objectAddress(object.key)}`;
        const message = `${both} both have the name of ${accession}, expected one of them; name ${accession} to fetch what the portal has`;
        throw new CisregError('CONFLICT', message);
      }
    }
  }
  const files = [...new Set([...named.files, ...keys.keys()])];
  return { sources: { ...named, files, objects: [], told: [...named.told, ...told] }, keys };
}

/** The files, those without a key with that under which they were named. Throws CisregError NOT_FOUND where the portal has an accession under another key than was named. */
export function withNamedKeys(
  files: readonly RemoteFile[],
  keys: ReadonlyMap<string, string>,
): readonly RemoteFile[] {
  return files.map((file) => {
    const key = keys.get(file.accession);
    if (key === undefined || key === file.key) return file;
    if (file.key === undefined) return { ...file, key };
    const message = `${objectAddress(key)} is not what the portal has as ${file.accession}, expected ${objectAddress(file.key)}; name ${file.accession} to fetch that`;
    throw new CisregError('NOT_FOUND', message);
  });
}

/** The accession of a file that ends a key. */
function accessionOf(key: string): string | undefined {
  const accession = accessionIn(lastPart(key));
  return accession !== undefined && isFileAccession(accession) ? accession : undefined;
}

function fileOf({ key, sizeBytes, md5 }: ListedObject): RemoteFile {
  const name = key.slice(key.lastIndexOf('/') + 1);
  // Names that a manifest may have.
  if (!/^[\w+][\w.+-]*$/.test(name)) {
    const message = `${objectAddress(key)} has a name that files here cannot have, expected letters, digits and . + - _ behind the first; fetch it with other means`;
    throw new CisregError('FORMAT', message);
  }
  return { accession: name, name, key, href: objectAddress(key), sizeBytes, md5, facts: {} };
}

/** Lists folders, and objects by their whole keys, from the first mirror that can; one that failed is asked last from then on. */
function listerOf(
  mirrors: readonly Mirror[],
  progress: Progress,
): (key: string) => Promise<readonly ListedObject[]> {
  let able = mirrors.filter(({ name }) => name !== 'https');
  const attempts = able.length > 1 ? ATTEMPTS_OF_MANY : undefined;
  return async (key) => {
    if (able.length === 0) {
      const message = `${objectAddress(key)} is looked up in a listing, which https has not, expected azure, azure-secondary or s3; add one to --from`;
      throw new CisregError('USAGE', message);
    }
    const errors: CisregError[] = [];
    for (const mirror of able) {
      try {
        const objects = await objectsOf(mirror, key, attempts);
        if (objects.length > 0) return objects;
      } catch (error) {
        if (!(error instanceof CisregError)) throw error;
        errors.push(error);
        const others = able.filter((other) => other !== mirror);
        if (others.length > 0 && able[0] === mirror) {
          progress.warn(`${error.message}; ${others[0]!.name} is asked to list in its place`);
          able = [...others, mirror];
        }
      }
    }
    const [first] = errors;
    if (first !== undefined) throw first;
    const names = able.map(({ name }) => name).join(', ');
    throw new CisregError('NOT_FOUND', `${objectAddress(key)} is not there on ${names}; check the address`);
  };
}

async function objectsOf(
  mirror: Mirror,
  key: string,
  attempts: number | undefined,
): Promise<readonly ListedObject[]> {
  const found: ListedObject[] = [];
  for await (const page of listObjects(mirror, key, { attempts })) {
    // Folders may have an object of their own, without bytes; keys may begin as others do. What was not asked for is not fetched, whatever a listing says.
    const isOf = (own: string) =>
      key.endsWith('/') ? own.startsWith(key) && !own.endsWith('/') && isPlainKey(own) : own === key;
    found.push(...page.filter((one) => isOf(one.key)));
  }
  return found;
}
