/** Puts a finished registry in its place: file by file under its final name, registry.json last. */

import {
  copyFileSync,
  existsSync,
  linkSync,
  lstatSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { readJsonObject } from '../formats/json-object.ts';
import { makeDirectory } from '../formats/make-directory.ts';
import { isTemporaryName, temporaryName } from '../formats/temporary-name.ts';
import {
  BIOSAMPLES,
  BIOSAMPLES_TSV,
  CCRE_BED,
  ELEMENTS_TSV,
  MAXZ_TSV,
  RDHS_BED,
  REGISTRY_JSON,
  REPORT_HTML,
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
  REPORT_HTML,
];

/** Where the registry.json of the registry that is being replaced waits, in the work directory. */
export const REPLACED = 'replaced.json';
/** The names that publishing may have put into the directory, while it is under way. */
const PLACING = 'placing.json';

/** The name of something in `directory` that a build would replace although no build made it; undefined for none. */
export function foreignFile(directory: string): string | undefined {
  return OWNED.find((name) => existsSync(path.join(directory, name)));
}

/**
 * Publishes the staged files into `directory`, and removes what the registry that was there has and this one has not.
 * A directory without registry.json is no registry, so whoever is stopped in between leaves nothing that could be
 * taken for one; doing it again ends in the same place.
 */
export function publish(staged: string, directory: string, work: string): void {
  const current = path.join(directory, REGISTRY_JSON);
  const replaced = path.join(work, REPLACED);
  if (existsSync(current)) renameSync(current, replaced);
  const wanted = new Set(listFiles(staged));
  const placing = path.join(work, PLACING);
  const before = [replaced, placing].flatMap((file) =>
    Object.keys((readJsonObject(file)?.files ?? {}) as object),
  );
  const files = Object.fromEntries([...before, ...wanted].map((name) => [name, true]));
  const temporary = temporaryName(placing);
  writeFileSync(temporary, JSON.stringify({ files }));
  renameSync(temporary, placing);
  removeLeftovers(directory, Object.keys(files));
  for (const name of before) {
    const isOurs = OWNED.some((owned) => name === owned || name.startsWith(`${owned}/`));
    if (isOurs && !name.includes('..') && !wanted.has(name))
      rmSync(path.join(directory, name), { force: true });
  }
  for (const name of wanted) {
    if (name !== REGISTRY_JSON) place(path.join(staged, name), path.join(directory, name));
  }
  place(path.join(staged, REGISTRY_JSON), current);
  rmSync(replaced, { force: true });
  rmSync(placing, { force: true });
}

/** The files below a directory, as paths relative to `root`, in C-locale order. Links are not followed. */
export function listFiles(root: string, below = ''): string[] {
  const at = path.join(root, below);
  const found = lstatSync(at, { throwIfNoEntry: false });
  if (found === undefined) return [];
  if (!found.isDirectory()) return [below];
  return readdirSync(at)
    .sort()
    .flatMap((name) => listFiles(root, below === '' ? name : `${below}/${name}`));
}

/** Removes what a publication that was killed was about to name: files of these names alone. */
function removeLeftovers(directory: string, names: readonly string[]): void {
  const ours = new Set(names);
  for (const folder of new Set(names.map((name) => path.dirname(name)))) {
    if (!existsSync(path.join(directory, folder))) continue;
    for (const name of readdirSync(path.join(directory, folder)).filter((one) => isTemporaryName(one))) {
      const final = path.join(folder, name.slice(0, name.lastIndexOf('.tmp-')));
      if (ours.has(final)) rmSync(path.join(directory, folder, name), { force: true });
    }
  }
}

/** A hard link costs no space and leaves the staged file for the next build; where links do not work, a copy. */
function place(from: string, to: string): void {
  makeDirectory(path.dirname(to));
  const temporary = temporaryName(to);
  try {
    linkSync(from, temporary);
  } catch {
    copyFileSync(from, temporary);
  }
  rmSync(to, { force: true });
  renameSync(temporary, to);
}
