/** Puts a finished registry in its place: file by file under its final name, registry.json last. */

import { copyFileSync, existsSync, linkSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { makeDirectory } from '../formats/make-directory.ts';
import {
  BIOSAMPLES,
  BIOSAMPLES_TSV,
  CCRE_BED,
  ELEMENTS_TSV,
  MAXZ_TSV,
  RDHS_BED,
  REGISTRY_JSON,
  UNFILTERED_BED,
  ZSCORES,
} from '../store/layout.ts';

/** What a build owns in the registry directory; anything else there is left alone. */
const OWNED = [
  RDHS_BED,
  CCRE_BED,
  UNFILTERED_BED,
  MAXZ_TSV,
  ELEMENTS_TSV,
  BIOSAMPLES_TSV,
  BIOSAMPLES,
  ZSCORES,
];

/**
 * Publishes the staged files into `directory`. A directory without registry.json is no registry, so whoever is stopped
 * in between leaves nothing that could be taken for one; doing it again ends in the same place.
 */
export function publish(staged: string, directory: string): void {
  rmSync(path.join(directory, REGISTRY_JSON), { force: true });
  const wanted = new Set(listFiles(staged));
  for (const owned of OWNED) {
    for (const name of listFiles(directory, owned)) {
      if (!wanted.has(name)) rmSync(path.join(directory, name), { force: true });
    }
  }
  for (const name of wanted)
    if (name !== REGISTRY_JSON) place(path.join(staged, name), path.join(directory, name));
  place(path.join(staged, REGISTRY_JSON), path.join(directory, REGISTRY_JSON));
}

/** The files below a directory (or the one file of that name), as paths relative to `root`, in C-locale order. */
export function listFiles(root: string, below = ''): string[] {
  const at = path.join(root, below);
  if (!existsSync(at)) return [];
  if (!statSync(at).isDirectory()) return [below];
  return readdirSync(at)
    .sort()
    .flatMap((name) => listFiles(root, below === '' ? name : `${below}/${name}`));
}

/** A hard link costs no space and leaves the staged file for the next build; where links do not work, a copy. */
function place(from: string, to: string): void {
  makeDirectory(path.dirname(to));
  const temporary = `${to}.tmp`;
  rmSync(temporary, { force: true });
  try {
    linkSync(from, temporary);
  } catch {
    copyFileSync(from, temporary);
  }
  rmSync(to, { force: true });
  renameSync(temporary, to);
}
