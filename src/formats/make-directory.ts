/** Directories for what is written. */

import { mkdirSync, rmdirSync, type Stats, statSync } from 'node:fs';
import path from 'node:path';
import { CisregError } from '../errors.ts';

/**
 * Makes a directory and those above it, where they are not there. Throws CisregError IO, naming the directory and the
 * reason. (Node's own recursive mkdir never returns where the system refuses with ENOENT, as /proc does.) Returns those
 * that it made, the innermost first.
 */
export function makeDirectory(directory: string): string[] {
  const found = lookAt(directory);
  if (found?.isDirectory()) return [];
  if (found !== undefined) throw cannotMake(directory, 'a file has that name');
  const above = path.dirname(path.resolve(directory));
  const made = above === path.resolve(directory) ? [] : makeDirectory(above);
  try {
    mkdirSync(directory);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EEXIST') throw cannotMake(directory, code ?? String(error));
    return made;
  }
  return [directory, ...made];
}

/** What is there. A place below a file, or in a directory that is closed, is not merely empty: IO. */
function lookAt(directory: string): Stats | undefined {
  try {
    return statSync(directory, { throwIfNoEntry: false });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw cannotMake(directory, code === 'ENOTDIR' ? 'it lies below a file' : (code ?? String(error)));
  }
}

/** Removes what makeDirectory made, as far as nothing is in it. */
export function removeEmptyDirectories(made: readonly string[]): void {
  try {
    for (const directory of made) rmdirSync(directory);
  } catch {
    // Something is there by now: it and all above stays.
  }
}

function cannotMake(directory: string, reason: string): CisregError {
  return new CisregError('IO', `cannot be made (${reason}); name a directory that you may write to`, {
    where: { file: directory },
  });
}
