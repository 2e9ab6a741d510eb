/** The annotations of a registry: their files are opened at once, and read as they are asked for. */

import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { checksum } from '../formats/checksum.ts';
import { type ColumnFolder, openColumns } from '../formats/column-folder.ts';
import { compareText } from '../genome/text-order.ts';
import { REGISTRY_JSON } from '../store/layout.ts';
import type { KindReader } from './kind.ts';
import { ANNOTATIONS, type KindManifest, readManifest } from './manifest.ts';

/** Their files stay open: a run of `cisreg annotate` changes nothing here. Close what was opened, or go on with `next`. */
export interface Annotations {
  /** Names the content of all kinds; '' without any. */
  readonly version: string;
  /** By name. */
  readonly kinds: ReadonlyMap<string, KindManifest>;
  /**
   * Kinds that were made for another build of this registry, or of other kinds than are there now, and are left aside until
   * `cisreg annotate` runs again.
   */
  readonly stale: readonly string[];
  /** A kind as its reader opens it, once; undefined where the registry has none of it. */
  get<T>(reader: KindReader<T>): T | undefined;
  /**
   * What the registry has now. Kinds that have not changed are taken over, opened as they are; `closeOld` closes the others, and is for
   * when nobody reads them any more. Nothing else of the old annotations is to be used or closed then.
   */
  next(): { readonly annotations: Annotations; closeOld(): void };
  /** What is read from then on throws. */
  close(): void;
}

/** A kind whose files are open. */
interface OpenKind {
  readonly manifest: KindManifest;
  readonly columns: ColumnFolder;
  readonly tables: Map<KindReader<unknown>, unknown>;
}

/** The annotations that the registry in `directory` has now; of kinds beside `only`, the manifests alone. */
export function openAnnotations(
  directory: string,
  { only }: { readonly only?: readonly string[] } = {},
): Annotations {
  return annotationsOf(directory, only, new Map());
}

interface OpenKinds {
  /** All that can be used, by name. */
  readonly kinds: ReadonlyMap<string, KindManifest>;
  readonly stale: readonly string[];
  readonly open: ReadonlyMap<string, OpenKind>;
}

/** Runs of `cisreg annotate` that may come between the manifests and the columns. */
const MOST_TRIES = 10;

function annotationsOf(
  directory: string,
  only: readonly string[] | undefined,
  known: ReadonlyMap<string, OpenKind>,
): Annotations {
  const { kinds, stale, open } = openKinds(directory, only, known);
  const hash = createHash('sha256');
  for (const [name, { key }] of kinds) hash.update(`${name} ${key}\n`);
  return {
    version: kinds.size === 0 ? '' : hash.digest('hex').slice(0, 16),
    kinds,
    stale,
    get: <T>(reader: KindReader<T>) => {
      const own = open.get(reader.kind);
      if (own === undefined) return undefined;
      if (!own.tables.has(reader)) own.tables.set(reader, reader.open(own.columns, own.manifest.counts));
      return own.tables.get(reader) as T;
    },
    next: () => {
      const annotations = annotationsOf(directory, only, open);
      const isTaken = ({ manifest }: OpenKind) => annotations.kinds.get(manifest.kind)?.key === manifest.key;
      const old = [...open.values()].filter((own) => !isTaken(own));
      return { annotations, closeOld: () => closeAll(old) };
    },
    close: () => closeAll(open.values()),
  };
}

function openKinds(
  directory: string,
  only: readonly string[] | undefined,
  known: ReadonlyMap<string, OpenKind>,
): OpenKinds {
  const registry = checksum(path.join(directory, REGISTRY_JSON)).sha256;
  for (let tries = 1; ; tries++) {
    const manifests = manifestsIn(directory);
    const isCurrent = (name: string): boolean => {
      const own = manifests.get(name);
      return (
        own?.registry === registry &&
        Object.entries(own.before ?? {}).every(
          ([before, key]) => (isCurrent(before) ? manifests.get(before)!.key : null) === key,
        )
      );
    };
    const kinds = new Map([...manifests].filter(([name]) => isCurrent(name)));
    const stale = [...manifests.keys()].filter((name) => !kinds.has(name));
    const fresh: OpenKind[] = [];
    try {
      const open = new Map<string, OpenKind>();
      for (const [name, manifest] of kinds) {
        if (only?.includes(name) === false) continue;
        let own = known.get(name);
        if (own?.manifest.key !== manifest.key) {
          own = {
            manifest,
            columns: openColumns(path.join(directory, ANNOTATIONS, name)),
            tables: new Map(),
          };
          fresh.push(own);
          if (readManifest(directory, name)?.key !== manifest.key) throw new FolderChanged();
        }
        open.set(name, own);
      }
      return { kinds, stale, open };
    } catch (error) {
      closeAll(fresh);
      const isPassing = error instanceof FolderChanged || (error as NodeJS.ErrnoException).code === 'ENOENT';
      if (!isPassing || tries === MOST_TRIES) throw error;
    }
  }
}

/** A folder was replaced while its files were being opened. */
class FolderChanged extends Error {
  override readonly message = 'the annotations change too often to be opened';
}

function manifestsIn(directory: string): Map<string, KindManifest> {
  const folder = path.join(directory, ANNOTATIONS);
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => !name.startsWith('.')) : [];
  return new Map(
    names.sort(compareText).flatMap((name) => {
      const manifest = readManifest(directory, name);
      return manifest === undefined ? [] : [[name, manifest] as const];
    }),
  );
}

function closeAll(kinds: Iterable<OpenKind>): void {
  for (const { columns } of kinds) columns.close();
}
