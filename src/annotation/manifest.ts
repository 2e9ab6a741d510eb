/** annotations/KIND/manifest.json: what a kind was made from. */

import path from 'node:path';
import { writeFileAtomically } from '../formats/atomic-file.ts';
import type { Checksum } from '../formats/checksum.ts';
import { readJsonObject } from '../formats/json-object.ts';
import type { Counts } from './kind.ts';

export const ANNOTATIONS = 'annotations';
export const MANIFEST = 'manifest.json';

/** No date and no absolute path: the same input gives the same bytes. */
export interface KindManifest {
  readonly kind: string;
  /** The version of cisreg that made it. */
  readonly version: string;
  /** SHA-256 of all that decides the content. */
  readonly key: string;
  /** SHA-256 of the registry.json that it belongs to. */
  readonly registry: string;
  readonly parameters: unknown;
  /** By the name that annotations.yaml or a sheet gives them. */
  readonly inputs: readonly ({ readonly name: string } & Checksum)[];
  readonly counts: Counts;
}

/** The manifest of a kind; undefined where there is none, or it is damaged. */
export function readManifest(registry: string, kind: string): KindManifest | undefined {
  const found = readJsonObject(path.join(registry, ANNOTATIONS, kind, MANIFEST));
  return typeof found?.key === 'string' && found.kind === kind
    ? (found as unknown as KindManifest)
    : undefined;
}

/** Writes the manifest of the kind whose files are in `directory`. */
export async function writeManifest(directory: string, manifest: KindManifest): Promise<void> {
  await writeFileAtomically(path.join(directory, MANIFEST), `${JSON.stringify(manifest, undefined, 2)}\n`);
}
