/** The names that files get in a directory. */

import { CisregError } from '../errors.ts';
import type { RemoteFile } from './remote-file.ts';

/** Throws CisregError: CONFIG for a name that leads elsewhere, or is one of an unfinished download; CONFLICT for two files of one name. */
export function checkNames(files: readonly RemoteFile[]): void {
  const taken = new Map<string, RemoteFile>();
  for (const file of files) {
    const { name } = file;
    if (!/^[^./\\\0][^/\\\0]*$/.test(name) || /\.part(\.json(\.new)?)?$/.test(name)) {
      throw new CisregError('CONFIG', `${JSON.stringify(name)} cannot be the name of a file here`);
    }
    // Some file systems take letters of either case for one.
    const before = taken.get(name.toLowerCase());
    if (before !== undefined) {
      throw new CisregError(
        'CONFLICT',
        `${before.accession} and ${file.accession} would both be ${name}, expected names that differ; fetch them into two directories`,
      );
    }
    taken.set(name.toLowerCase(), file);
  }
}

/** Files that stand beside those that are fetched: the manifest, and what --datasets is told to write. */
export const OWN_NAMES = /^(?:manifest\.(?:json|tsv)|datasets\.tsv)$/i;

/** Throws CisregError CONFIG for files that would take the place of these. */
export function checkOwnNames(files: readonly RemoteFile[]): void {
  const own = files.find(({ name }) => OWN_NAMES.test(name));
  if (own === undefined) return;
  throw new CisregError(
    'CONFIG',
    `${own.name} is the name of a file that cisreg fetch writes itself, expected another; fetch that one with other means`,
  );
}
