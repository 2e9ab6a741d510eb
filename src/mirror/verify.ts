/** Whether the files of a directory are still what its manifest says. */

import { readdirSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { isTemporaryName } from '../formats/temporary-name.ts';
import type { Progress } from '../progress.ts';
import { atOnce } from '../threads/at-once.ts';
import { OWN_NAMES } from './file-names.ts';
import type { Manifest, ManifestFile } from './manifest.ts';
import { md5OfFile } from './md5.ts';

export interface VerifiedFile {
  readonly file: ManifestFile;
  /** `ok`, or what is wrong: not there, another size, another MD5, or it cannot be read. */
  readonly state: 'ok' | 'missing' | 'size' | 'md5' | 'unreadable';
  /** What was found in place of what the manifest has; '' where nothing was. */
  readonly found: string;
}

export interface Verification {
  readonly files: readonly VerifiedFile[];
  /** `.part` of downloads that have not ended. */
  readonly unfinished: readonly string[];
  /** Other files of the directory, which no manifest lists. */
  readonly unlisted: readonly string[];
}

/** Reads every file of a manifest and compares size and MD5. The sizes are compared first, so that a missing file is told before hours are spent. */
export async function verifyDirectory(
  directory: string,
  manifest: Manifest,
  progress: Progress,
): Promise<Verification> {
  const first = manifest.files.map((file) => withSize(directory, file));
  const bytes = first.reduce((sum, { file, state }) => sum + (state === 'ok' ? file.sizeBytes : 0), 0);
  progress.step('verifying', bytes, 'bytes');
  const files = await atOnce(first, availableParallelism(), async (one) => {
    if (one.state !== 'ok') return one;
    const verified = await withMd5(directory, one.file);
    progress.advance(one.file.sizeBytes);
    return verified;
  });
  const listed = new Set(manifest.files.map(({ name }) => name));
  const others = readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isFile() && !listed.has(entry.name) && !OWN_NAMES.test(entry.name))
    .map(({ name }) => name)
    .filter((name) => !name.startsWith('.') && !name.endsWith('.part.json') && !isTemporaryName(name))
    .sort();
  return {
    files,
    unfinished: others.filter((name) => name.endsWith('.part')),
    unlisted: others.filter((name) => !name.endsWith('.part')),
  };
}

/** Whether a file is there with the size of the manifest. */
export function withSize(directory: string, file: ManifestFile): VerifiedFile {
  const found = statSync(path.join(directory, file.name), { throwIfNoEntry: false });
  if (found?.isFile() !== true) return { file, state: 'missing', found: '' };
  if (found.size !== file.sizeBytes) return { file, state: 'size', found: String(found.size) };
  return { file, state: 'ok', found: '' };
}

async function withMd5(directory: string, file: ManifestFile): Promise<VerifiedFile> {
  try {
    const md5 = await md5OfFile(path.join(directory, file.name), file.sizeBytes);
    return md5 === file.md5 ? { file, state: 'ok', found: '' } : { file, state: 'md5', found: md5 };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === undefined) throw error;
    return { file, state: 'unreadable', found: code };
  }
}

/** What is wrong with a file, in a sentence without its name. */
export function verifiedText({ file, state, found }: VerifiedFile): string {
  switch (state) {
    case 'ok':
      return 'is as it was fetched';
    case 'missing':
      return 'is not there';
    case 'size':
      return `has ${found} bytes, expected ${file.sizeBytes}`;
    case 'md5':
      return `has the MD5 ${found}, expected ${file.md5}`;
    case 'unreadable':
      return `cannot be read (${found})`;
  }
}

/** How many files of a directory are wrong, how many are not there, and what helps; at least one is. */
export function wrongText(directory: string, files: readonly Pick<VerifiedFile, 'state'>[]): string {
  const missing = files.filter(({ state }) => state === 'missing').length;
  const wrong = files.filter(({ state }) => state !== 'ok').length - missing;
  const found = [
    ...(wrong === 0 ? [] : [`${counted(wrong)} wrong`]),
    ...(missing === 0 ? [] : [`${counted(missing)} not there`]),
  ].join(', ');
  const what = wrong + missing === 1 ? 'it' : 'them';
  const remove = wrong === 0 ? '' : 'remove what has the wrong content, then ';
  return `${directory}: ${found}; ${remove}cisreg fetch --update ${directory} fetches ${what} again`;
}

function counted(files: number): string {
  return `${files.toLocaleString('en-US')} ${files === 1 ? 'file' : 'files'}`;
}
