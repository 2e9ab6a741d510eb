/** Many files from the mirrors into one directory: whole, verified, or not there. */

import { setMaxListeners } from 'node:events';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { CisregError } from '../errors.ts';
import { makeDirectory } from '../formats/make-directory.ts';
import { takeLock } from '../formats/process-lock.ts';
import { type Progress, silent } from '../progress.ts';
import { atOnce } from '../threads/at-once.ts';
import { download } from './download.ts';
import type { Patience } from './fetch-range.ts';
import { checkNames } from './file-names.ts';
import { FinishedFiles } from './finished-files.ts';
import { MirrorBoard } from './mirror-board.ts';
import { askedMirrors, orderOf } from './mirror-order.ts';
import type { From, Mirror } from './mirrors.ts';
import { Outage } from './outage.ts';
import { bytesThere } from './part-file.ts';
import { findPresent, type PresentOptions } from './present-files.ts';
import type { MirrorName, RemoteFile } from './remote-file.ts';
import { Slots } from './slots.ts';

/** Small files wait for the way there and back, and that they can do side by side. */
const PARALLEL = 16;
const EXTRA_FILES = 4;
/** How often a file is tried that gets no further while its mirrors answer in between, and how many fail before the others are not asked for. */
const MOST_FAILURES = 3;
/** In a directory that a process fetches into. */
export const LOCK_FILE = '.cisreg-fetch.lock';

export interface FetchOptions {
  readonly mirrors: readonly Mirror[];
  /** Default `auto`. */
  readonly from?: From | undefined;
  /** The region that this machine is in: the mirror there is asked first. */
  readonly region?: string | undefined;
  /** Requests under way at a time, over all files and ranges. Default 16. */
  readonly parallel?: number | undefined;
  readonly progress?: Progress | undefined;
  /** How requests are tried again, and the size of one: for tests and odd networks. */
  readonly patience?: Patience | undefined;
  readonly rangeBytes?: number | undefined;
  /** Ends it; what was fetched of unfinished files is kept beside them and the next call goes on there. */
  readonly signal?: AbortSignal | undefined;
}

export type FetchedFile =
  | {
      readonly state: 'fetched' | 'present';
      readonly file: RemoteFile;
      readonly path: string;
      /** Which mirror served (most of) it; undefined for one that was there and that no call is known to have fetched. */
      readonly mirror: MirrorName | undefined;
      /** The address without its query; undefined as the mirror. */
      readonly address: string | undefined;
      readonly sizeBytes: number;
      /** Of the bytes on disk. */
      readonly md5: string;
      /** Over the network, in this call. */
      readonly fetchedBytes: number;
    }
  | { readonly state: 'failed'; readonly file: RemoteFile; readonly error: CisregError };

export interface FetchReport {
  /** In the order of the files asked for. */
  readonly files: readonly FetchedFile[];
  /** The mirrors in the order in which they were asked. */
  readonly order: readonly MirrorName[];
}

/**
 * Fetches files into a directory, which it makes. A file has its name there only when size and MD5 are those of the metadata; what is unfinished is
 * `NAME.part` with `NAME.part.json` beside it, and goes on in the next call. Files that are there and right are not fetched again. A file that fails does
 * not end the others. Throws CisregError: CONFLICT (another process fetches into the directory, two files of one name), IO (the disk is full or
 * not writable); the signal's reason.
 */
export async function fetchFiles(
  files: readonly RemoteFile[],
  into: string,
  options: FetchOptions,
): Promise<FetchReport> {
  checkNames(files);
  const unlock = lockDirectory(into);
  try {
    return await fetchIntoLocked(files, into, options);
  } finally {
    unlock();
  }
}

/** Makes a directory and keeps other processes that fetch out of it, until what comes back is called. Throws CisregError CONFLICT and IO. */
export function lockDirectory(into: string): () => void {
  makeDirectory(into);
  return takeLock(path.join(into, LOCK_FILE), { directory: into, what: 'cisreg fetch' });
}

/** As fetchFiles, into a directory of which the caller has the lock. */
export async function fetchIntoLocked(
  files: readonly RemoteFile[],
  into: string,
  options: FetchOptions,
): Promise<FetchReport> {
  const { progress = silent, parallel = PARALLEL } = options;
  checkNames(files);
  const asked = askedMirrors(options);
  const finished = new FinishedFiles(into);
  const present = await findPresent(files, into, { finished, parallel, progress });
  const wanted = files.filter((file) => !present.has(file));
  const order = await orderOf(asked, wanted, options);
  const board = new MirrorBoard(order, progress);
  const fetched = await fetchWanted(wanted, into, { ...options, board, finished, parallel, progress });
  return { files: files.map((file) => present.get(file) ?? fetched.get(file)!), order: board.order };
}

async function fetchWanted(
  files: readonly RemoteFile[],
  into: string,
  run: PresentOptions & FetchOptions & { readonly board: MirrorBoard },
): Promise<Map<RemoteFile, FetchedFile>> {
  const results = new Map<RemoteFile, FetchedFile>();
  if (files.length === 0) return results;
  const { board, finished, parallel, progress } = run;
  const count = `fetching ${files.length === 1 ? files[0]!.name : `${files.length.toLocaleString('en')} files`}`;
  progress.step(count, missingBytes(files, into), 'bytes');
  const ending = new AbortController();
  const signal = run.signal === undefined ? ending.signal : AbortSignal.any([run.signal, ending.signal]);
  // As many requests listen to it as there are; Node takes more than ten for a leak.
  setMaxListeners(0, signal);
  const context = { ...run, slots: new Slots(parallel), signal };
  const outage = new Outage(context);
  let failures = 0;
  let fatal: { readonly error: unknown } | undefined;
  // A file has to wait for its last range and its checksum: others use the connections meanwhile.
  await atOnce(files, parallel + EXTRA_FILES, async (file) => {
    const at = path.join(into, file.name);
    try {
      let there = -1;
      let stuck = 0;
      while (fatal === undefined && !results.has(file)) {
        const isTried = board.workedAt !== undefined || failures >= MOST_FAILURES;
        if (isTried && board.isHopeless(file) && !(await outage.untilUp(file))) {
          results.set(file, { state: 'failed', file, error: notAskedFor(file, board) });
          return;
        }
        const done = await download(file, at, context);
        if (!(done instanceof CisregError)) {
          const { address, sizeBytes, md5, fetchedBytes } = done;
          const from = { mirror: address.mirror, address: address.shown };
          finished.add(file.name, { md5, ...from });
          results.set(file, { state: 'fetched', file, path: at, sizeBytes, md5, ...from, fetchedBytes });
          return;
        }
        const before = there;
        there = bytesThere(file, at);
        stuck = there > before ? 0 : stuck + 1;
        if (!board.isHopeless(file) || stuck >= MOST_FAILURES || !(await outage.untilUp(file))) {
          failures++;
          results.set(file, { state: 'failed', file, error: done });
        }
      }
    } catch (error) {
      // The disk, or the signal: the rest of the files would fare the same.
      fatal ??= { error };
      ending.abort(error);
    }
  });
  // The names too are on the disk before anybody is told that they are there.
  await syncDirectory(into);
  if (fatal !== undefined) throw fatal.error;
  return results;
}

function notAskedFor(file: RemoteFile, board: MirrorBoard): CisregError {
  const message = `was not asked for, since no mirror works: ${board.whyDown(file)}; run the command again`;
  return new CisregError('IO', message, { where: { file: file.name } });
}

/** What the bar counts to: undefined where a size is not known beforehand. */
function missingBytes(files: readonly RemoteFile[], into: string): number | undefined {
  let sum = 0;
  for (const file of files) {
    if (file.sizeBytes === undefined) return undefined;
    sum += file.sizeBytes - bytesThere(file, path.join(into, file.name));
  }
  return sum;
}

async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory);
  try {
    await handle.sync();
  } catch {
    // Some file systems have no such thing.
  } finally {
    await handle.close();
  }
}
