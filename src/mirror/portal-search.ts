/** Files of the portal by their accessions, and by those of their datasets. */

import type { Portal } from './portal.ts';
import { findObjects, isJsonObject } from './portal-answers.ts';
import { FILE_FIELDS, fileOfObject } from './portal-files.ts';
import type { RemoteFile } from './remote-file.ts';

/** Files that a portal was asked for. */
export interface FoundFiles {
  /** By the accession that was asked for, in that order; a file that was merged into another comes with that one's accession. */
  readonly files: ReadonlyMap<string, RemoteFile>;
  /** Known to the portal, which has no bytes of them for the public. */
  readonly withoutBytes: readonly string[];
  /** Not known, or not public. */
  readonly missing: readonly string[];
}

/**
 * The files of these accessions (ENCFF), by searches for many at a time. Throws IO and FORMAT where the portal cannot be reached or does not answer as
 * one.
 */
export async function findFiles(portal: Portal, accessions: readonly string[]): Promise<FoundFiles> {
  const values = [...new Set(accessions)];
  const where = `${portal.address}/search/`;
  const found = new Map<string, RemoteFile | undefined>();
  for (const object of await findObjects(portal, {
    type: 'File',
    property: 'accession',
    values,
    fields: FILE_FIELDS,
  })) {
    const accession = isJsonObject(object) ? String(object.accession) : '';
    found.set(accession, fileOfObject(object, where));
  }
  // What was merged into another file is found by its earlier accession.
  const unknown = new Set(values.filter((accession) => !found.has(accession)));
  for (const object of await findObjects(portal, {
    type: 'File',
    property: 'alternate_accessions',
    values: [...unknown],
    fields: [...FILE_FIELDS, 'alternate_accessions'],
  })) {
    const earlier = isJsonObject(object) ? object.alternate_accessions : undefined;
    for (const accession of Array.isArray(earlier) ? earlier.map(String) : []) {
      if (unknown.has(accession)) found.set(accession, fileOfObject(object, where));
    }
  }
  const files = new Map<string, RemoteFile>();
  for (const accession of values) {
    const file = found.get(accession);
    if (file !== undefined) files.set(accession, file);
  }
  return {
    files,
    withoutBytes: values.filter((accession) => found.has(accession) && !files.has(accession)),
    missing: values.filter((accession) => !found.has(accession)),
  };
}

/** All files whose dataset has one of these paths (`/experiments/ENCSR000AAA/`), each once, and how many have no bytes for the public. Throws as findFiles. */
export async function findFilesOf(
  portal: Portal,
  datasetPaths: readonly string[],
): Promise<{ files: RemoteFile[]; withoutBytes: number }> {
  const values = [...new Set(datasetPaths)];
  const objects = await findObjects(portal, {
    type: 'File',
    property: 'dataset',
    values,
    fields: FILE_FIELDS,
  });
  const found = objects.map((object) => fileOfObject(object, `${portal.address}/search/`));
  const files = new Map<string, RemoteFile>();
  for (const file of found) if (file !== undefined) files.set(file.accession, file);
  return { files: [...files.values()], withoutBytes: found.filter((file) => file === undefined).length };
}
