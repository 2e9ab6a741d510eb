/** Which files of a directory need not be fetched. */

import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { CisregError } from '../errors.ts';
import type { Progress } from '../progress.ts';
import { atOnce } from '../threads/at-once.ts';
import type { FetchedFile } from './fetch-files.ts';
import { type FinishedFile, FinishedFiles } from './finished-files.ts';
import { md5OfFile } from './md5.ts';
import { removeNotes } from './part-file.ts';
import type { RemoteFile } from './remote-file.ts';

export interface PresentOptions {
  readonly finished: FinishedFiles;
  readonly parallel: number;
  readonly progress: Progress;
}

/** The files that are there and right, those that no call has verified before by their bytes. Throws CisregError CONFLICT where something else has the name of one. */
export async function findPresent(
  files: readonly RemoteFile[],
  into: string,
  { finished, parallel, progress }: PresentOptions,
): Promise<Map<RemoteFile, FetchedFile>> {
  const present = new Map<RemoteFile, FetchedFile>();
  const there = files.flatMap((file) => {
    const at = path.join(into, file.name);
    const found = statSync(at, { throwIfNoEntry: false });
    if (found === undefined) return [];
    if (!found.isFile()) {
      throw new CisregError('CONFLICT', 'is no file, expected none of that name; take it away', {
        where: { file: at },
      });
    }
    return file.sizeBytes === undefined || found.size === file.sizeBytes
      ? [{ file, at, sizeBytes: found.size }]
      : [];
  });
  const unread = there.filter(({ file }) => finished.get(file.name) === undefined);
  if (unread.length > 0) {
    const bytes = unread.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    progress.step('checking files that are there', bytes, 'bytes');
  }
  await atOnce(there, parallel, async ({ file, at, sizeBytes }) => {
    let known = finished.get(file.name);
    if (known === undefined) {
      known = { md5: await md5OfFile(at, sizeBytes), mirror: undefined, address: undefined };
      if (isRight(file, known)) finished.add(file.name, known);
      progress.advance(sizeBytes);
    }
    // Without an MD5 in the metadata what has the size that they say counts, whoever wrote it; where they say neither, nothing does.
    if (!isRight(file, known) || (file.md5 === undefined && file.sizeBytes === undefined)) return;
    const { md5, mirror, address } = known;
    if (!existsSync(`${at}.part`)) removeNotes(at);
    present.set(file, {
      state: 'present',
      file,
      path: at,
      sizeBytes,
      md5,
      mirror,
      address,
      fetchedBytes: 0,
    });
  });
  return present;
}

/** Those that were fetched by this call or an earlier one and are as they were, of a call that ended early. */
export function finishedOf(files: readonly RemoteFile[], into: string): FetchedFile[] {
  const finished = new FinishedFiles(into);
  return files.flatMap((file): FetchedFile[] => {
    const known = finished.get(file.name);
    const at = path.join(into, file.name);
    const sizeBytes = statSync(at, { throwIfNoEntry: false })?.size;
    if (known === undefined || sizeBytes === undefined || !isRight(file, known)) return [];
    const { md5, mirror, address } = known;
    return [{ state: 'present', file, path: at, sizeBytes, md5, mirror, address, fetchedBytes: 0 }];
  });
}

function isRight({ md5 }: RemoteFile, known: FinishedFile): boolean {
  return md5 === undefined || md5.toLowerCase() === known.md5.toLowerCase();
}
