/** Folders of the cache that are one process's own, for files of which nothing tells the version. They go when it ends, and where it was killed, when the next one comes. */

import { readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { CisregError } from '../errors.ts';
import { makeDirectory } from '../formats/make-directory.ts';
import { refuseLocked, takeLock } from '../formats/process-lock.ts';

/** Where they are, in the folder of whole files. */
export const OWN_FOLDERS = 'unversioned';
/** In each, for as long as its process runs. */
const OWNER_FILE = '.cisreg-owner.lock';
const WORK = { what: 'cisreg' };
/** One without an owner may have been made this moment. */
const NEW_MS = 3_600_000;

/** Folders of this process. */
const own = new Set<string>();

/** Makes a folder this process's own until it ends. Throws as takeLock. */
export function ownFolder(folder: string): void {
  if (own.has(folder)) return;
  makeDirectory(folder);
  takeLock(path.join(folder, OWNER_FILE), { directory: folder, ...WORK });
  if (own.size === 0) {
    process.once('exit', () => {
      for (const one of own) rmSync(one, { recursive: true, force: true });
    });
  }
  own.add(folder);
}

/** Removes what processes that have ended left below `directory`, the folder of whole files. What cannot be removed stays. */
export function removeAbandoned(directory: string): void {
  const parent = path.join(directory, OWN_FOLDERS);
  for (const name of namesIn(parent)) {
    const folder = path.join(parent, name);
    if (own.has(folder)) continue;
    try {
      const file = path.join(folder, OWNER_FILE);
      const hasOwner = statSync(file, { throwIfNoEntry: false }) !== undefined;
      if (hasOwner) refuseLocked(file, { directory: folder, ...WORK });
      else if (Date.now() - statSync(folder).mtimeMs < NEW_MS) continue;
      rmSync(folder, { recursive: true, force: true });
    } catch (error) {
      // Somebody has it, or it is somebody else's, or it has just gone.
      if (!(error instanceof CisregError) && (error as NodeJS.ErrnoException).code === undefined) throw error;
    }
  }
}

function namesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}
