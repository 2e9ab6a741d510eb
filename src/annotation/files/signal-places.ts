/** Where the bigWigs of a registry are below the directory or the address that the operator names, and below nothing else. */

import { realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { CisregError } from '../../errors.ts';
import { openByteSource } from '../../formats/byte-source.ts';
import { isUrl } from '../../formats/config-reader.ts';
import { atOnce } from '../../threads/at-once.ts';

/** A bigWig below the root, by its path there; undefined where the root has it not. */
export interface SignalPlace {
  readonly path: string;
  readonly sizeBytes: number;
}

/** Requests to one server at a time. */
const AT_ONCE = 8;

/**
 * For each name the file below `root` (a directory or an http(s) address): by the whole name, else by its last part. Throws CisregError IO
 * where an address cannot be reached or answers anything but the file or that it is not there, CONFLICT where a link leads out of the directory.
 */
export async function placesBelow(
  root: string,
  names: readonly string[],
): Promise<(SignalPlace | undefined)[]> {
  const look = isUrl(root) ? (name: string) => remotePlace(root, name) : localFinder(root);
  return atOnce(names, AT_ONCE, async (name) => {
    for (const candidate of new Set([path.posix.normalize(name), path.posix.basename(name)])) {
      // A name that leads out of the root is looked for by its last part alone.
      if (candidate.startsWith('../') || candidate === '..' || path.posix.isAbsolute(candidate)) continue;
      const found = await look(candidate);
      if (found !== undefined) return { path: candidate, sizeBytes: found };
    }
    return undefined;
  });
}

/** The path or address of what is at `name` below `root`. */
export function locationBelow(root: string, name: string): string {
  if (!isUrl(root)) return path.join(root, name);
  return `${root.replace(/\/+$/, '')}/${name.split('/').map(encodeURIComponent).join('/')}`;
}

/** Whether a file, its links followed, lies in a directory, its own links followed. */
export function isInside(directory: string, file: string): boolean {
  const relative = path.relative(realpathSync(directory), realpathSync(file));
  return (
    relative !== '' &&
    !relative.startsWith(`..${path.sep}`) &&
    relative !== '..' &&
    !path.isAbsolute(relative)
  );
}

function localFinder(root: string): (name: string) => Promise<number | undefined> {
  return async (name) => {
    const file = path.join(root, name);
    const stat = statSync(file, { throwIfNoEntry: false });
    if (stat?.isFile() !== true) return undefined;
    if (isInside(root, file)) return stat.size;
    throw new CisregError(
      'CONFLICT',
      `is a link out of ${root}, expected a file in it: only what lies there is served; name the directory that holds the files`,
      { where: { file } },
    );
  };
}

async function remotePlace(root: string, name: string): Promise<number | undefined> {
  try {
    const source = await openByteSource(locationBelow(root, name));
    await source.close();
    return source.sizeBytes;
  } catch (error) {
    if (error instanceof CisregError && error.code === 'NOT_FOUND') return undefined;
    throw error;
  }
}
