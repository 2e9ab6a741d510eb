/** Whole files in the cache: each in a folder of its own, named by its content, so that processes with different files do not wait for one another. */

import { createHash } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { CisregError } from '../errors.ts';
import { httpRequest, sleep } from '../formats/http-request.ts';
import { shownAddress } from '../formats/shown-address.ts';
import type { Progress } from '../progress.ts';
import { type FetchReport, fetchFiles } from './fetch-files.ts';
import type { From, Mirror } from './mirrors.ts';
import type { RemoteFile } from './remote-file.ts';

/** How often it is looked whether another process has finished. */
const LOOK_MS = 1000;
const MOST_NAME_CHARS = 150;

export interface WholeFileOptions {
  /** Of whole files in the cache. */
  readonly directory: string;
  readonly mirrors: readonly Mirror[];
  readonly from: From;
  readonly progress: Progress;
}

export interface WholeFile {
  readonly path: string;
  /** The mirrors in the order in which they were asked; undefined for a file that was there. */
  readonly order: FetchReport['order'] | undefined;
}

/**
 * A file of the mirrors, or of an address (addressFile), fetched and verified unless it is there. Another process that fetches the same is waited for.
 * Throws CisregError as fetchFiles.
 */
export async function wholeFile(file: RemoteFile, options: WholeFileOptions): Promise<WholeFile> {
  const { mirrors, from, progress } = options;
  const isAddress = file.key === undefined && /^https?:\/\//i.test(file.href);
  const known = isAddress ? await probe(file) : { file, version: file.md5 };
  const folder = path.join(options.directory, folderOf(known));
  const at = path.join(folder, file.name);
  // What has its name is whole: it was verified before it got it. What tells no version may be another by now.
  if (existsSync(at) && known.version !== undefined) return { path: at, order: undefined };
  rmSync(at, { force: true });
  for (let waits = 0; ; waits++) {
    try {
      const { files, order } = await fetchFiles([known.file], folder, {
        mirrors: isAddress ? [{ name: 'https', base: '', query: '', region: undefined }] : mirrors,
        from: isAddress ? ['https'] : from,
        progress: { ...progress, step: () => {} },
      });
      const [fetched] = files;
      if (fetched?.state === 'failed') throw fetched.error;
      return { path: fetched!.path, order };
    } catch (error) {
      if (!(error instanceof CisregError) || error.code !== 'CONFLICT') throw error;
      if (waits === 0) progress.note(`${file.name} is being fetched by another process: waiting for it`);
      await sleep(LOOK_MS);
    }
  }
}

/** A plain address as a file of which nothing else is known. */
export function addressFile(address: string): RemoteFile {
  const url = new URL(address);
  const written = decodeURIComponent(url.hash.slice(1)) || path.posix.basename(url.pathname);
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
