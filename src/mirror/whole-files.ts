/** Whole files in the cache: each in a folder of its own, named by its content, so that processes with different files do not wait for one another. */

import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { CisregError } from '../errors.ts';
import { upFirst } from '../formats/down-hosts.ts';
import { httpRequest } from '../formats/http-request.ts';
import { lastingVersion } from '../formats/remote-location.ts';
import { isAddress, shownAddress } from '../formats/shown-address.ts';
import { sleep } from '../formats/sleep.ts';
import type { Progress } from '../progress.ts';
import { fetchFiles } from './fetch-files.ts';
import { FinishedFiles } from './finished-files.ts';
import type { Mirror } from './mirrors.ts';
import { OWN_FOLDERS, ownFolder } from './own-folders.ts';
import type { RemoteFile } from './remote-file.ts';

/** How often it is looked whether another process has finished. */
const LOOK_MS = 1000;
/** Who has a lock and has written nothing for so long is not waited for any longer: a mirror that is down is waited for minutes. */
const QUIET_MS = 900_000;
const MOST_NAME_CHARS = 150;

/** Where a whole file is, or will be. */
export interface WholePlace {
  readonly file: RemoteFile;
  readonly path: string;
  readonly isThere: boolean;
  /** Nothing tells its version: the folder is this call's own, and goes when the process ends. */
  readonly isOwn: boolean;
}

/**
 * Where in the cache a file of the mirrors, or of an address (addressFile), belongs, and whether it is there. An address is asked what it has now. Throws CisregError
 * NOT_FOUND and IO for an address that does not serve.
 */
export async function wholePlace(file: RemoteFile, directory: string): Promise<WholePlace> {
  const known = isPlainAddress(file) ? await probe(file) : { file, version: file.md5 };
  const isOwn = known.version === undefined;
  const at = path.join(directory, folderOf(known), file.name);
  // It was verified before it got its name; what has changed since is looked at again. It is never taken away: another process may read it.
  const isThere = existsSync(at) && new FinishedFiles(path.dirname(at)).get(file.name) !== undefined;
  return { file: known.file, path: at, isThere, isOwn };
}

export interface FetchWholeOptions {
  /** In the order in which they are asked. */
  readonly mirrors: readonly Mirror[];
  /** Requests under way at a time. */
  readonly parallel: number;
  readonly progress: Progress;
  /** How long another process that fetches the file may write nothing. Default a quarter of an hour. */
  readonly quietMs?: number | undefined;
}

/**
 * Fetches and verifies a file; another process that fetches the same is waited for as long as it gets on. Throws CisregError as fetchFiles, for a
 * file that fails its error, and CONFLICT, with the owner of the lock, where that one writes nothing.
 */
export async function fetchWhole(place: WholePlace, options: FetchWholeOptions): Promise<void> {
  const { file, path: at, isOwn } = place;
  const { progress, parallel, quietMs = QUIET_MS } = options;
  const folder = path.dirname(at);
  const mirrors = isPlainAddress(file)
    ? [{ name: 'https' as const, base: '', query: '', region: undefined }]
    : upFirst(options.mirrors, ({ base }) => base);
  if (isOwn) ownFolder(folder);
  let seen = '';
  let seenMs = 0;
  for (;;) {
    try {
      const { files } = await fetchFiles([file], folder, {
        mirrors,
        from: mirrors.map(({ name }) => name),
        parallel,
        progress: { ...progress, step: () => {} },
      });
      const [fetched] = files;
      if (fetched?.state === 'failed') throw fetched.error;
      return;
    } catch (error) {
      if (!(error instanceof CisregError) || error.code !== 'CONFLICT') throw error;
      if (seen === '') progress.note(`waiting for ${file.name}: ${error.message}`);
      const now = performance.now();
      const signs = signsIn(folder);
      if (signs !== seen) seenMs = now;
      else if (now - seenMs > quietMs) throw error;
      seen = signs;
      await sleep(Math.min(LOOK_MS, quietMs));
      if (existsSync(at)) return;
    }
  }
}

/** What is in a folder beside the lock, with sizes and times: it changes for as long as somebody fetches into it. */
function signsIn(folder: string): string {
  const signs = readdirSync(folder).map((name) => {
    // Its time says that the owner lives, not that it gets on.
    const found = name.includes('.lock')
      ? undefined
      : statSync(path.join(folder, name), { throwIfNoEntry: false });
    return found === undefined ? '' : `${name} ${found.size} ${found.mtimeMs}`;
  });
  return `in ${folder}: ${signs.sort().join(' ')}`;
}

/** A plain address as a file of which nothing else is known. */
export function addressFile(address: string): RemoteFile {
  const url = new URL(address);
  const written = plainText(url.hash.slice(1) || path.posix.basename(url.pathname));
  const name = written
    .replace(/[^A-Za-z0-9._+-]+/g, '_')
    .replace(/^\.+/, '')
    .slice(-MOST_NAME_CHARS);
  return {
    accession: name || 'file',
    name: name || 'file',
    key: undefined,
    href: address,
    sizeBytes: undefined,
    md5: undefined,
    facts: {},
  };
}

/** A part of an address without its escapes, where they are some. */
function plainText(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function isPlainAddress({ key, href }: RemoteFile): boolean {
  return key === undefined && isAddress(href);
}

interface VersionedFile {
  readonly file: RemoteFile;
  /** What changes with the content. */
  readonly version: string | undefined;
}

function folderOf({ file, version }: VersionedFile): string {
  if (version === undefined) return path.join(OWN_FOLDERS, randomUUID());
  const name =
    file.md5 ??
    createHash('sha256')
      .update(JSON.stringify([file.href, file.sizeBytes, version]))
      .digest('hex')
      .slice(0, 40);
  return path.join(name.slice(0, 2), name);
}

/** Asks for the first byte: the size, and the ETag or the date, of what an address has now. */
async function probe(file: RemoteFile): Promise<VersionedFile> {
  const { status, headers, etag, range, body } = await httpRequest(file.href, {
    range: { start: 0, end: 1 },
  });
  body.destroy();
  const where = { file: shownAddress(file.href) };
  if (status === 404 || status === 410)
    throw new CisregError('NOT_FOUND', `the server answered ${status}; check the address`, { where });
  // An empty file has no first byte.
  if (status !== 206 && status !== 200 && !(status === 416 && range?.sizeBytes === 0)) {
    throw new CisregError('IO', `the server answered ${status}, expected the file; check the address`, {
      where,
    });
  }
  const length = status === 200 ? headers['content-length'] : undefined;
  const sizeBytes = range?.sizeBytes ?? (length === undefined ? undefined : Number(length));
  return { file: { ...file, sizeBytes }, version: lastingVersion(etag ?? headers['last-modified']) };
}
