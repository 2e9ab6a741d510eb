/** What has become of the files of a directory since they were fetched, as the portal tells it now. */

import { isFileAccession } from './accessions.ts';
import { WITHDRAWN } from './file-facts.ts';
import type { Manifest, ManifestFile } from './manifest.ts';
import { objectAddress, objectKeyIn } from './object-key.ts';
import type { FoundFiles } from './portal-search.ts';
import type { RemoteFile } from './remote-file.ts';

/**
 * new: found now, not in the manifest. changed: other bytes, or another name. missing: as it was, but not in the directory. status: the same bytes with another status that
 * is no withdrawal, such as archived. withdrawn: revoked, replaced, deleted. merged: another accession has it. gone: the portal shows it no more. left: there, and no longer found by what was asked for.
 */
export type ChangeKind = 'new' | 'changed' | 'missing' | 'status' | 'withdrawn' | 'merged' | 'gone' | 'left';

export interface Change {
  readonly kind: ChangeKind;
  readonly accession: string;
  readonly name: string;
  /** What was and what is, in words; '' where the kind says it all. */
  readonly detail: string;
  /** As it is now; undefined for what is gone, and for what came from a plain address. */
  readonly file: RemoteFile | undefined;
}

/** Kinds whose files are to be fetched. */
export const TO_FETCH: readonly ChangeKind[] = ['new', 'changed', 'missing'];

export interface UpdateFacts {
  readonly manifest: Manifest;
  /** What the requests of the manifest find now. */
  readonly selected: readonly RemoteFile[];
  /** Files of the manifest that they do not find, asked for by their accessions. */
  readonly others: Pick<FoundFiles, 'files'>;
  /** Whether a file of the manifest is in the directory, with its size. */
  readonly isThere: (file: ManifestFile) => boolean;
}

/** All changes, by accession; what stayed the same is not among them. */
export function changesSince({ manifest, selected, others, isThere }: UpdateFacts): Change[] {
  const before = new Map(manifest.files.map((file) => [file.accession, file]));
  const now = new Map(selected.map((file) => [file.accession, file]));
  const changes: Change[] = [];
  for (const file of selected) {
    if (!before.has(file.accession)) changes.push(change('new', file, '', file));
  }
  for (const file of manifest.files) {
    const found = now.get(file.accession) ?? others.files.get(file.accession);
    // Of a plain address no portal can tell. What stood behind its ? is not kept, and may be what gave access: it cannot be asked again.
    if (found === undefined && !isFileAccession(file.accession)) {
      if (!isThere(file)) changes.push(change('missing', file, nameAgain(file), undefined));
      continue;
    }
    if (found === undefined) changes.push(change('gone', file, '', undefined));
    else if (found.accession !== file.accession)
      changes.push(change('merged', file, `into ${found.accession}`, found));
    else {
      const one = changeOf(file, found, now.has(file.accession));
      if (one !== undefined) changes.push(one);
      else if (!isThere(file)) changes.push(change('missing', file, '', found));
    }
  }
  return changes.sort((a, b) => (a.accession < b.accession ? -1 : 1));
}

function nameAgain({ address: from, mirror }: ManifestFile): string {
  // The address on a mirror lacks its token; by its key every mirror knows the object.
  const key = mirror === 'https' || from === null ? undefined : objectKeyIn(from);
  const address = key === undefined ? from : objectAddress(key);
  return `name its address again to fetch it${address === null ? '' : `: ${address}`}`;
}

function changeOf(before: ManifestFile, now: RemoteFile, isSelected: boolean): Change | undefined {
  const status = now.facts['File Status'] ?? '';
  const was = before.facts['File Status'] ?? '';
  if (WITHDRAWN.includes(status) && status !== was)
    return change('withdrawn', before, `${was} -> ${status}`, now);
  // Nothing told the MD5 then: what was fetched cannot be told from what is there now by more than its size.
  if (now.md5 !== undefined && now.md5 !== before.md5)
    return change('changed', before, `md5 ${before.md5} -> ${now.md5}`, now);
  if (now.sizeBytes !== undefined && now.sizeBytes !== before.sizeBytes)
    return change('changed', before, `${before.sizeBytes} -> ${now.sizeBytes} bytes`, now);
  if (now.name !== before.name) return change('changed', before, `${before.name} -> ${now.name}`, now);
  if (status !== was && status !== '')
    return change('status', before, `${was === '' ? 'unknown' : was} -> ${status}`, now);
  // What was known to be withdrawn is not found by searches, and that is no news.
  return isSelected || WITHDRAWN.includes(status)
    ? undefined
    : change('left', before, 'no longer found by what was asked for', now);
}

function change(
  kind: ChangeKind,
  file: { readonly accession: string; readonly name: string },
  detail: string,
  now: RemoteFile | undefined,
): Change {
  return { kind, accession: file.accession, name: file.name, detail, file: now };
}

const WORDS: Readonly<Record<ChangeKind, string>> = {
  new: 'new',
  changed: 'changed',
  missing: 'not in the directory',
  status: 'of another status',
  withdrawn: 'withdrawn',
  merged: 'merged',
  gone: 'gone from the portal',
  left: 'no longer found',
};

/** The changes as a table for people, and their counts. */
export function changesText(changes: readonly Change[], unchanged: number): string {
  const width = Math.max(...Object.keys(WORDS).map((kind) => kind.length));
  const lines = changes.map(
    ({ kind, accession, name, detail }) =>
      `${kind.padEnd(width)}  ${accession}  ${name}${detail === '' ? '' : `  ${detail}`}`,
  );
  const counts = Object.entries(WORDS).flatMap(([kind, word]) => {
    const count = changes.filter((one) => one.kind === kind).length;
    return count === 0 ? [] : [`${count} ${word}`];
  });
  return `${[...lines, [...counts, `${unchanged} as before`].join(', ')].join('\n')}\n`;
}
