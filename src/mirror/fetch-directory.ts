/** A directory of fetched files and its manifest: filling it, and following what the portal has changed. */

import { CisregError } from '../errors.ts';
import { makeDirectory, removeEmptyDirectories } from '../formats/make-directory.ts';
import type { Progress } from '../progress.ts';
import { isFileAccession } from './accessions.ts';
import { type FetchedFile, type FetchOptions, fetchIntoLocked, lockDirectory } from './fetch-files.ts';
import { checkRoom, planFetch } from './fetch-plan.ts';
import { type FetchRequest, type Manifest, readManifest, withFetched, writeManifest } from './manifest.ts';
import type { Portal } from './portal.ts';
import { readPortalAddress } from './portal-address.ts';
import { findDatasets, type RemoteDataset } from './portal-datasets.ts';
import { findFiles } from './portal-search.ts';
import { finishedOf } from './present-files.ts';
import type { RemoteFile } from './remote-file.ts';
import { selectFiles } from './select-files.ts';
import { type Change, changesSince } from './update.ts';
import { withSize } from './verify.ts';

export interface DirectoryOptions extends Pick<FetchOptions, 'mirrors' | 'region' | 'parallel'> {
  readonly from: NonNullable<FetchOptions['from']>;
  readonly progress: Progress;
  readonly portal: Portal;
  /** Whether the portal was asked for the files: it is then asked for the laboratories of their datasets too. */
  readonly hasAsked: boolean;
}

export interface Filled {
  readonly files: readonly FetchedFile[];
  readonly manifest: Manifest;
}

/**
 * Fetches files into a directory and writes its manifest, which keeps what it had of other files. Files that fail are in the result, not in the manifest; what was
 * whole when it was ended by a full disk is. Other processes are kept out until the manifest is written. Throws as planFetch, checkRoom and fetchFiles.
 */
export async function fillDirectory(
  directory: string,
  files: readonly RemoteFile[],
  options: DirectoryOptions & { readonly request: FetchRequest | undefined },
): Promise<Filled> {
  const { mirrors, from, region, parallel, progress, portal, hasAsked, request } = options;
  const made = makeDirectory(directory);
  let unlock = () => {};
  try {
    unlock = lockDirectory(directory);
    // What is no manifest of ours is found before hours are spent.
    const before = await readManifest(directory);
    checkRoom(planFetch(files, { mirrors, from, directory }), directory);
    const added = (fetched: readonly FetchedFile[]) =>
      withFetched(before, { portal: portal.address, request, fetched, datasets: [] });
    const report = await fetchIntoLocked(files, directory, {
      mirrors,
      from,
      region,
      parallel,
      progress,
    }).catch(async (error: unknown) => {
      // It may not be possible to write this either; the next run knows it from what is noted of each file.
      await writeManifest(directory, added(finishedOf(files, directory))).catch(() => {});
      throw error;
    });
    const plain = added(report.files);
    const datasets = !hasAsked ? [] : await unknownDatasets(plain, portal, progress);
    const manifest = withFetched(plain, { portal: portal.address, request, fetched: [], datasets });
    await writeManifest(directory, manifest);
    return { files: report.files, manifest };
  } finally {
    unlock();
    // What was refused leaves nothing behind.
    removeEmptyDirectories(made);
  }
}

/** Who made the datasets of which a manifest does not know it. Without that the files are as good: a portal that does not answer is a warning. */
async function unknownDatasets(
  { files, datasets }: Manifest,
  portal: Portal,
  progress: Progress,
): Promise<readonly RemoteDataset[]> {
  const known = new Set(datasets.map(({ accession }) => accession));
  const wanted = new Set(files.flatMap(({ facts }) => facts['Experiment accession'] ?? []));
  const open = [...wanted].filter((accession) => !known.has(accession));
  if (open.length === 0) return [];
  try {
    return [...(await findDatasets(portal, open)).values()];
  } catch (error) {
    if (!(error instanceof CisregError)) throw error;
    progress.warn(
      `who made the datasets was not found out (${error.message}); cisreg cite will lack laboratories`,
    );
    return [];
  }
}

export interface Update {
  readonly changes: readonly Change[];
  readonly unchanged: number;
}

/** Asks the portal again for what a manifest has. Throws IO and FORMAT where it does not answer. */
export async function findChanges(directory: string, manifest: Manifest, portal: Portal): Promise<Update> {
  const selected = new Map<string, RemoteFile>();
  for (const { datasets, searches, rules } of manifest.requests) {
    const questions = searches.flatMap((address) => {
      const question = readPortalAddress(address);
      return typeof question === 'string' ? [] : [{ address, question }];
    });
    const sources = { files: [], datasets, searches: questions, objects: [], told: [], portal: undefined };
    if (datasets.length + questions.length === 0) continue;
    const found = await selectFiles(sources, { portal, known: new Map(), rules, mayBeLess: true });
    for (const file of found.files) selected.set(file.accession, file);
  }
  const named = new Set(manifest.requests.flatMap(({ files }) => files));
  const listed = manifest.files.map(({ accession }) => accession).filter(isFileAccession);
  const open = [...new Set([...named, ...listed])].filter((accession) => !selected.has(accession));
  const others = await findFiles(portal, open);
  for (const [accession, file] of others.files) {
    if (named.has(accession) && file.accession === accession) selected.set(accession, file);
  }
  const changes = changesSince({
    manifest,
    selected: [...selected.values()],
    others,
    isThere: (file) => withSize(directory, file).state === 'ok',
  });
  const touched = new Set(changes.map(({ accession }) => accession));
  return { changes, unchanged: manifest.files.filter(({ accession }) => !touched.has(accession)).length };
}

/** Writes a manifest with the facts of files as the portal has them now: their status above all. Throws CisregError CONFLICT where another process fetches. */
export async function noteFacts(directory: string, changes: readonly Change[]): Promise<void> {
  const now = new Map(
    changes.flatMap(({ kind, accession, file }) =>
      file !== undefined && ['status', 'withdrawn'].includes(kind) ? [[accession, file.facts]] : [],
    ),
  );
  if (now.size === 0) return;
  const unlock = lockDirectory(directory);
  try {
    const manifest = await readManifest(directory);
    if (manifest === undefined) return;
    const files = manifest.files.map((file) => ({ ...file, facts: now.get(file.accession) ?? file.facts }));
    await writeManifest(directory, { ...manifest, files });
  } finally {
    unlock();
  }
}
