/** Where metadata, whole files and blocks of files are kept for the next command. */

import { homedir } from 'node:os';
import path from 'node:path';

/** The directory of `--cache`, else of CISREG_CACHE, else `cisreg` below XDG_CACHE_HOME or `~/.cache`. It need not be there yet. */
export function cacheDirectory(
  named: string | undefined,
  env: Readonly<Record<string, string | undefined>> = process.env,
): string {
  if (named !== undefined) return path.resolve(named);
  if (env.CISREG_CACHE) return path.resolve(env.CISREG_CACHE);
  // The specification of XDG_CACHE_HOME has relative paths ignored.
  const xdg = env.XDG_CACHE_HOME;
  return path.join(xdg && path.isAbsolute(xdg) ? xdg : path.join(homedir(), '.cache'), 'cisreg');
}

/** The places in it. */
export function cachePlaces(directory: string) {
  return {
    /** A file an accession. */
    metadata: path.join(directory, 'metadata'),
    /** A folder a file. */
    files: path.join(directory, 'files'),
    blocks: path.join(directory, 'blocks'),
  };
}
