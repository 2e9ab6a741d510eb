/** annotations/KIND/manifest.json: what a kind was made from. */

import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { writeFileAtomically } from '../formats/atomic-file.ts';
import type { Checksum } from '../formats/checksum.ts';
import { readJsonObject } from '../formats/json-object.ts';
import type { Counts } from './kind.ts';

export const ANNOTATIONS = 'annotations';
const MANIFEST = 'manifest.json';
/** Beside the kinds: changes when a run of `cisreg annotate` that changed any has come to its end. */
const VERSION_FILE = '.version';

/** No date and no absolute path: the same input gives the same bytes. */
export interface KindManifest {
  readonly kind: string;
  /** The version of cisreg that made it. */
  readonly version: string;
  /** SHA-256 of all that decides the content. */
  readonly key: string;
  /** SHA-256 of the registry.json that it belongs to. */
  readonly registry: string;
  /** The keys of the kinds whose results it was made from; null where the registry had none. It belongs to these alone. */
  readonly before?: Readonly<Record<string, string | null>>;
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

/** Says that the kinds in `folder` (annotations/) are those of one run from now on; `content` names them all. */
export async function writeVersion(folder: string, content: string): Promise<void> {
  await writeFileAtomically(path.join(folder, VERSION_FILE), `${content}\n`);
}

/** What writeVersion wrote last; '' where it never did. */
export function readVersion(folder: string): string {
  const file = path.join(folder, VERSION_FILE);
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
}

/** Differs after each writeVersion for this registry. */
export function versionStamp(registry: string): string {
  const stat = statSync(path.join(registry, ANNOTATIONS, VERSION_FILE), { throwIfNoEntry: false });
  return stat === undefined ? '' : `${stat.ino} ${stat.mtimeMs} ${stat.ctimeMs}`;
}
