/** Whole files in the cache: each in a folder of its own, named by its content, so that processes with different files do not wait for one another. */

import { createHash } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { CisregError } from '../errors.ts';
import { httpRequest, sleep } from '../formats/http-request.ts';
import { shownAddress } from '../formats/shown-address.ts';
import type { Progress } from '../progress.ts';
import { fetchFiles } from './fetch-files.ts';
import type { Mirror } from './mirrors.ts';
import type { RemoteFile } from './remote-file.ts';

/** How often it is looked whether another process has finished. */
const LOOK_MS = 1000;
const MOST_NAME_CHARS = 150;

/** Where a whole file is, or will be. */
export interface WholePlace {
  readonly file: RemoteFile;
  readonly path: string;
  readonly isThere: boolean;
}

/**
 * Where in the cache a file of the mirrors, or of an address (addressFile), belongs, and whether it is there. An address is asked what it has now. Throws CisregError
 * NOT_FOUND and IO for an address that does not serve.
 */
export async function wholePlace(file: RemoteFile, directory: string): Promise<WholePlace> {
  const known = isAddress(file) ? await probe(file) : { file, version: file.md5 };
  const at = path.join(directory, folderOf(known), file.name);
  // What has its name is whole: it was verified before it got it. What tells no version may be another by now.
  const isThere = known.version !== undefined && existsSync(at);
  return { file: known.file, path: at, isThere };
}

export interface FetchWholeOptions {
  /** In the order in which they are asked. */
  readonly mirrors: readonly Mirror[];
  /** Requests under way at a time. */
  readonly parallel: number;
  readonly progress: Progress;
}

/** Fetches and verifies a file; another process that fetches the same is waited for. Throws CisregError as fetchFiles, and for a file that fails its error. */
export async function fetchWhole({ file, path: at }: WholePlace, options: FetchWholeOptions): Promise<void> {
  const { progress, parallel } = options;
  const mirrors = isAddress(file)
    ? [{ name: 'https' as const, base: '', query: '', region: undefined }]
    : options.mirrors;
  // Without a checksum nothing tells that what is there is the same as before.
  if (file.md5 === undefined) rmSync(at, { force: true });
  for (let waits = 0; ; waits++) {
    try {
      const { files } = await fetchFiles([file], path.dirname(at), {
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
      if (waits === 0) progress.note(`${file.name} is being fetched by another process: waiting for it`);
      await sleep(LOOK_MS);
      if (existsSync(at)) return;
    }
  }
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

function isAddress(file: RemoteFile): boolean {
  return file.key === undefined && /^https?:\/\//i.test(file.href);
}

interface KnownFile {
  readonly file: RemoteFile;
  /** What changes with the content. */
  readonly version: string | undefined;
}

function folderOf({ file, version }: KnownFile): string {
  const name =
    file.md5 ??
    createHash('sha256')
      .update(JSON.stringify([file.href, file.sizeBytes, version]))
      .digest('hex')
      .slice(0, 40);
  return path.join(name.slice(0, 2), name);
}

/** Asks for the first byte: the size, and the ETag or the date, of what an address has now. */
async function probe(file: RemoteFile): Promise<KnownFile> {
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
  return { file: { ...file, sizeBytes }, version: etag || headers['last-modified'] || undefined };
}
