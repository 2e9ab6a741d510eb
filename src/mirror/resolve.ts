/** Files elsewhere for the commands that read them: accessions and addresses become locations, or files in the cache. */

import { CisregError } from '../errors.ts';
import type { RemoteFiles } from '../formats/remote-files.ts';
import { addressLocation, type BlockCache, type RemoteLocation } from '../formats/remote-location.ts';
import { shownAddress } from '../formats/shown-address.ts';
import type { Progress } from '../progress.ts';
import { atOnce } from '../threads/at-once.ts';
import { accessionMistake, isFileAccession } from './accessions.ts';
import { cachePlaces } from './cache-directory.ts';
import { openKnownFiles } from './known-files.ts';
import { addressesOf, type From, type Mirror } from './mirrors.ts';
import type { RemoteFile } from './remote-file.ts';
import { addressFile, wholeFile } from './whole-files.ts';

/** Files that are fetched at a time; a large one is fetched by several ranges at once. */
const FILES_AT_ONCE = 4;
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
  });
  const fileOf = new Map<string, RemoteFile>();
  let from = options.from;

  const locationOf = (file: RemoteFile): RemoteLocation | CisregError => {
    const name = `encff:${file.accession}`;
    const addresses = addressesOf(file, ordered(options.mirrors, from));
    if (addresses.length === 0) {
      const names = options.mirrors.map((mirror) => mirror.name).join(', ');
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
  return {
    async locate(names) {
      const found = new Map<string, RemoteLocation | CisregError>();
      const accessions = new Map<string, string>();
      for (const name of new Set(names)) {
        if (PREFIX.test(name)) {
          const accession = accessionOf(name);
          if (typeof accession === 'string') accessions.set(name, accession);
          else found.set(name, accession);
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
        for (const [name, accession] of accessions) {
          const file = files.get(accession)!;
          const location = file instanceof CisregError ? file : locationOf(file);
          if (!(file instanceof CisregError || location instanceof CisregError))
            fileOf.set(location.name, file);
          found.set(name, location);
        }
      }
      return found;
    },
    async fetch(locations) {
      const paths = new Map<RemoteLocation, string | CisregError>();
      if (locations.length === 0) return paths;
      const fetchOne = async (location: RemoteLocation) => {
        const path = await wholeFile(fileOf.get(location.name)!, {
          directory: places.files,
          mirrors: options.mirrors,
          from,
          progress,
        }).then(
          (whole) => {
            // Mirrors are measured once.
            if (whole.order !== undefined && from === 'auto' && PREFIX.test(location.name))
              from = whole.order;
            return whole.path;
          },
          (error: unknown) => {
            if (error instanceof CisregError) return error;
            throw error;
          },
        );
        paths.set(location, path);
      };
      const known = locations.map(({ sizeBytes }) => sizeBytes);
      const isKnown = known.every((bytes) => bytes !== undefined);
      if (isKnown)
        progress.step(
          'fetching inputs',
          known.reduce<number>((sum, bytes) => sum + bytes!, 0),
          'bytes',
        );
      else progress.step('fetching inputs');
      await fetchOne(locations[0]!);
      await atOnce(locations.slice(1), FILES_AT_ONCE, fetchOne);
      return paths;
    },
  };
}

/** The mirrors to read from, the one that is preferred first. */
function ordered(mirrors: readonly Mirror[], from: From): Mirror[] {
  if (from === 'auto') return [...mirrors];
  return from.flatMap((name) => mirrors.filter((mirror) => mirror.name === name));
}

function accessionOf(name: string): string | CisregError {
  const text = name.replace(PREFIX, '').trim();
  if (isFileAccession(text)) return text;
  const mistake =
    accessionMistake(text) ??
    `${text || 'nothing'}, expected the accession of a file, such as encff:ENCFF001ABC`;
  return new CisregError('USAGE', `encff: ${mistake}`);
}

/** What the portal withdrew may be fetched, and the user should know. */
function sayStatus({ accession, facts }: RemoteFile, progress: Progress): void {
  const status = facts['File Status'];
  if (status === 'revoked')
    progress.warn(`encff:${accession} was revoked by the portal: its data should not be used`);
}
