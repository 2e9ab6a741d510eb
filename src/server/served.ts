/** The registries that a server answers for. */

import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { type Annotations, openAnnotations } from '../annotation/annotations.ts';
import { ANNOTATIONS } from '../annotation/manifest.ts';
import { CisregError } from '../errors.ts';
import { type ElementStore, openElements } from '../store/element-store.ts';
import { REGISTRY_JSON } from '../store/layout.ts';

/** One registry. Its version names its content and that of its annotations: the same version never has other answers. */
export interface Served {
  /** What the address calls it: its directory's name, unique among those that are served. */
  readonly id: string;
  readonly version: string;
  readonly store: ElementStore;
  /** What hangs on the elements now: a run of `cisreg annotate` is noticed by the next question. */
  annotations(): Annotations;
}

export interface ServedRegistries {
  readonly all: readonly Served[];
  /** The one that is meant by an id or an assembly in any spelling; without one the first. Throws CisregError NOT_FOUND. */
  find(name: string | undefined): Served;
}

/** Other names of assemblies, lower case. */
const SPELLINGS: Readonly<Record<string, string>> = {
  hg38: 'grch38',
  grch38: 'grch38',
  hg19: 'hg19',
  grch37: 'hg19',
  mm10: 'mm10',
  grcm38: 'mm10',
};

/** Opens every directory, one after the other. Throws CisregError as openElements does, and CONFLICT where two would have one id. */
export async function openServed(
  directories: readonly string[],
  onOpen: () => void = () => {},
): Promise<ServedRegistries> {
  const all: Served[] = [];
  for (const directory of directories) {
    const id = path.basename(path.resolve(directory));
    const other = all.find((served) => served.id === id);
    if (other !== undefined) {
      throw new CisregError(
        'CONFLICT',
        `and ${other.store.registry.path} would both be served as ${id}, expected directories whose last names differ; rename one`,
        { where: { file: directory } },
      );
    }
    const store = await openElements(directory);
    const content = readFileSync(path.join(directory, REGISTRY_JSON));
    all.push(servedOf({ id, store, content, annotations: currentAnnotations(directory) }));
    onOpen();
  }
  return {
    all,
    find(name) {
      if (name === undefined) return all[0]!;
      const wanted = canonical(name);
      const found =
        all.find(({ id }) => id === name) ??
        all.find(({ store }) => canonical(store.registry.assembly) === wanted);
      if (found === undefined) {
        const known = all.map(({ id, store }) => `${id} (${store.registry.assembly})`).join(', ');
        throw new CisregError('NOT_FOUND', `no registry ${name}, expected one of ${known}`);
      }
      return found;
    },
  };
}

function servedOf({
  content,
  ...served
}: Omit<Served, 'version'> & { readonly content: Uint8Array }): Served {
  const versionOf = (annotations: string) =>
    createHash('sha256').update(content).update(annotations).digest('hex').slice(0, 16);
  let seen = served.annotations().version;
  let version = versionOf(seen);
  return {
    ...served,
    get version() {
      const now = served.annotations().version;
      if (now !== seen) version = versionOf(now);
      seen = now;
      return version;
    },
  };
}

/** The annotations of a registry, opened again when their folder has changed: a kind's files are read when they are needed, and must be those of one run. */
function currentAnnotations(directory: string): () => Annotations {
  const folder = path.join(directory, ANNOTATIONS);
  const changed = () => statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  let seen = changed();
  let current = openAnnotations(directory);
  return () => {
    const now = changed();
    if (now === seen) return current;
    seen = now;
    current = openAnnotations(directory);
    return current;
  };
}

function canonical(assembly: string): string {
  const lower = assembly.toLowerCase();
  return SPELLINGS[lower] ?? lower;
}
