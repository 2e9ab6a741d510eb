/** The annotations of a registry, opened as they are asked for. */

import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { checksum } from '../formats/checksum.ts';
import { compareText } from '../genome/text-order.ts';
import { REGISTRY_JSON } from '../store/layout.ts';
import type { KindReader } from './kind.ts';
import { ANNOTATIONS, type KindManifest, readManifest } from './manifest.ts';

export interface Annotations {
  /** Names the content of all kinds; '' without any. */
  readonly version: string;
  /** By name. */
  readonly kinds: ReadonlyMap<string, KindManifest>;
  /** Kinds that were made for another build of this registry, and are left aside until `cisreg annotate` runs again. */
  readonly stale: readonly string[];
  /** A kind as its reader opens it, once; undefined where the registry has none of it. */
  get<T>(reader: KindReader<T>): T | undefined;
}

/** The annotations that the registry in `directory` has now. Kinds are read when they are asked for. */
export function openAnnotations(directory: string): Annotations {
  const folder = path.join(directory, ANNOTATIONS);
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => !name.startsWith('.')) : [];
  const kinds = new Map<string, KindManifest>();
  const hash = createHash('sha256');
  const registry = checksum(path.join(directory, REGISTRY_JSON)).sha256;
  const stale: string[] = [];
  for (const name of names.sort(compareText)) {
    const manifest = readManifest(directory, name);
    if (manifest === undefined) continue;
    if (manifest.registry !== registry) {
      stale.push(name);
      continue;
    }
    kinds.set(name, manifest);
    hash.update(`${name} ${manifest.key}\n`);
  }
  const opened = new Map<KindReader<unknown>, unknown>();
  return {
    version: kinds.size === 0 ? '' : hash.digest('hex').slice(0, 16),
    kinds,
    stale,
    get: <T>(reader: KindReader<T>) => {
      const manifest = kinds.get(reader.kind);
      if (manifest === undefined) return undefined;
      if (!opened.has(reader))
        opened.set(reader, reader.open(path.join(folder, reader.kind), manifest.counts));
      return opened.get(reader) as T;
    },
  };
}
