/** Files elsewhere for the commands that read them: accessions and addresses become locations, or files in the cache. */

import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import path from 'node:path';
import { CisregError, callFile } from '../errors.ts';
import { makeDirectory } from '../formats/make-directory.ts';
import type { RemoteFiles } from '../formats/remote-files.ts';
import { addressLocation, type BlockCache, type RemoteLocation } from '../formats/remote-location.ts';
import { hasUser, shownAddress, USER_MISTAKE } from '../formats/shown-address.ts';
import type { Progress } from '../progress.ts';
import { atOnce } from '../threads/at-once.ts';
import { isDatasetAccession, isFileAccession } from './accessions.ts';
import { cachePlaces } from './cache-directory.ts';
import { openKnownFiles } from './known-files.ts';
import { chosenMirrors } from './mirror-choice.ts';
import { addressesOf, type From, type Mirror } from './mirrors.ts';
import { removeAbandoned } from './own-folders.ts';
import type { RemoteFile } from './remote-file.ts';
import { addressFile, fetchWhole, type WholePlace, wholePlace } from './whole-files.ts';

/** Addresses that are asked at a time what they have. */
const FOUND_AT_ONCE = 8;
/** Files that are fetched at a time, and requests under way for all of them. */
const FILES_AT_ONCE = 4;
const MOST_REQUESTS = 8;
const PREFIX = /^encff:/i;

export interface RemoteFilesOptions {
  readonly mirrors: readonly Mirror[];
  readonly from: From;
  /** metadata.tsv files of the user's. */
  readonly metadata: readonly string[];
  /** The portal that knows what these tables do not; undefined: none is asked. */
  readonly portal: string | undefined;
  /** Of metadata, whole files and blocks. */
  readonly cache: string;
  /** Where whole files of the mirrors go that the cache does not have; undefined: into the cache. */
  readonly scratch?: string | undefined;
  /** About how much the blocks in it may take. */
  readonly maxBlockBytes: number;
  readonly progress: Progress;
}

/** Opens the way to files elsewhere. No request is made before one is asked for. */
export function openRemoteFiles(options: RemoteFilesOptions): RemoteFiles {
  const { progress } = options;
  const places = cachePlaces(options.cache);
  const blocks: BlockCache = { directory: places.blocks, maxBytes: options.maxBlockBytes };
  const find = openKnownFiles({
    tables: options.metadata,
    directory: places.metadata,
    portal: options.portal,
    keptOf: options.mirrors.find(({ name }) => name === 'https')?.base,
    progress,
  });
  const fileOf = new Map<string, RemoteFile>();
  let mirrors = options.mirrors;
  let areChosen = false;
  const chooseMirrors = async (files: readonly RemoteFile[]) => {
    if (!areChosen && files.length > 0)
      mirrors = await chosenMirrors(files, { ...options, directory: places.metadata });
    areChosen ||= files.length > 0;
  };

  const locationOf = (file: RemoteFile): RemoteLocation | CisregError => {
    const name = `encff:${file.accession}`;
    const addresses = addressesOf(file, mirrors);
    if (addresses.length === 0) {
      const names = mirrors.map((mirror) => mirror.name).join(', ');
      return new CisregError(
        'NOT_FOUND',
        `${name}: no address on ${names}, as its metadata have no key; take the mirror https too`,
      );
    }
    sayStatus(file, progress);
    return {
      name,
      addresses: addresses.map(({ url }) => url),
      sizeBytes: file.sizeBytes,
      md5: file.md5,
      version: undefined,
      cache: blocks,
    };
  };
  const placeOf = async (file: RemoteFile) => {
    const kept = await wholePlace(file, places.files);
    // What an address has is known by asking it; one that is kept is not fetched by the next process.
    if (kept.isThere || options.scratch === undefined || file.md5 === undefined) return kept;
    return wholePlace(file, options.scratch);
  };
  return {
    async locate(names) {
      const found = new Map<string, RemoteLocation | CisregError>();
      const accessions = new Map<string, string>();
      for (const name of new Set(names)) {
        if (PREFIX.test(name)) {
          const accession = accessionOf(name);
          if (typeof accession === 'string') accessions.set(name, accession);
          else found.set(name, accession);
        } else if (hasUser(name)) {
          found.set(name, new CisregError('USAGE', `${shownAddress(name)} ${USER_MISTAKE}`));
        } else if (URL.canParse(name)) {
          const location = addressLocation(name, blocks);
          fileOf.set(location.name, addressFile(name));
          found.set(name, location);
        } else {
          const message = `${shownAddress(name)} is no address, expected https://HOST/PATH; mend it`;
          found.set(name, new CisregError('USAGE', message));
        }
      }
      if (accessions.size > 0) {
        const files = await find([...accessions.values()]);
        await chooseMirrors([...files.values()].filter(isFound));
        for (const [name, accession] of accessions) {
          const file = files.get(accession)!;
          const location = isFound(file) ? locationOf(file) : file;
          if (isFound(file) && isFound(location)) fileOf.set(location.name, file);
          found.set(name, location);
        }
      }
      return found;
    },
    async fetch(locations) {
      const found = new Map<RemoteLocation, WholePlace | CisregError>();
      await atOnce(locations, FOUND_AT_ONCE, async (location) => {
        found.set(location, await orError(placeOf(fileOf.get(location.name)!)));
      });
      const missing = [...found].flatMap(([location, place]) =>
        isFound(place) && !place.isThere ? [{ location, place }] : [],
      );
      if (missing.length > 0) removeAbandoned(places.files);
      const sizes = missing.flatMap(({ place }) => place.file.sizeBytes ?? []);
      if (missing.length > 0 && sizes.length === missing.length) {
        const bytes = sizes.reduce((sum, size) => sum + size, 0);
        progress.step(`fetching ${missing.length} inputs`, bytes, 'bytes');
      } else if (missing.length > 0) progress.step(`fetching ${missing.length} inputs`);
      const parallel = Math.max(MOST_REQUESTS / FILES_AT_ONCE, Math.floor(MOST_REQUESTS / missing.length));
      await atOnce(missing, FILES_AT_ONCE, async ({ location, place }) => {
        const error = await orError(
          checkWritable(place, options).then(() => fetchWhole(place, { mirrors, parallel, progress })),
        );
        if (error !== undefined) found.set(location, error);
      });
      for (const [location, place] of found) {
        if (isFound(place)) callFile(place.path, location.name);
      }
      return new Map([...found].map(([location, place]) => [location, isFound(place) ? place.path : place]));
    },
  };
}

/** Throws IO where a file cannot be kept in the cache. */
async function checkWritable(
  { path: at }: WholePlace,
  { cache, scratch }: RemoteFilesOptions,
): Promise<void> {
  const folder = path.dirname(at);
  if (scratch !== undefined && folder.startsWith(path.join(scratch, path.sep))) return;
  let reason: string;
  try {
    makeDirectory(folder);
    await access(folder, constants.W_OK);
    return;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    // makeDirectory says it in a sentence of its own.
    reason = error instanceof CisregError ? (/\((.+)\)/.exec(message)?.[1] ?? message) : (code ?? message);
  }
  const message = `cannot keep what is fetched (${reason}); name another directory with --cache, or with CISREG_CACHE in the environment`;
  throw new CisregError('IO', message, { where: { file: cache } });
}

function isFound<T>(value: T | CisregError): value is T {
  return !(value instanceof CisregError);
}

/** What a promise gives, or the CisregError that it ends with. */
function orError<T>(promise: Promise<T>): Promise<T | CisregError> {
  return promise.catch((error: unknown) => {
    if (error instanceof CisregError) return error;
    throw error;
  });
}

function accessionOf(name: string): string | CisregError {
  const text = name.replace(PREFIX, '').trim();
  const accession = text.toUpperCase();
  if (isFileAccession(accession)) return accession;
  const found = isDatasetAccession(accession) ? `${accession} is a dataset` : text || 'nothing';
  const expected = 'expected the accession of a file, such as encff:ENCFF001ABC';
  return new CisregError('USAGE', `encff: ${found}, ${expected}`);
}

/** What the portal withdrew may be fetched, and the user should know. */
function sayStatus({ accession, facts }: RemoteFile, progress: Progress): void {
  const status = facts['File Status'];
  if (status === 'revoked')
    progress.warn(`encff:${accession} was revoked by the portal: its data should not be used`);
}
