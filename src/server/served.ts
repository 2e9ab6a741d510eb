/** The registries that a server answers for. */

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Annotations } from '../annotation/annotations.ts';
import { CisregError } from '../errors.ts';
import { type ElementStore, openElements } from '../store/element-store.ts';
import { REGISTRY_JSON } from '../store/layout.ts';
import { type CurrentAnnotations, currentAnnotations } from './current-annotations.ts';

/** One registry. Its version names its content and that of its annotations: the same version never has other answers. */
export interface Served {
  /** What the address calls it: its directory's name, unique among those that are served. */
  readonly id: string;
  readonly version: string;
  readonly store: ElementStore;
  /** What hangs on the elements now: the end of a run of `cisreg annotate` is noticed by the next question. */
  annotations(): Annotations;
}

export interface ServedRegistries {
  readonly all: readonly Served[];
  /** The one that is meant by an id or an assembly in any spelling; without one the first. Throws CisregError NOT_FOUND. */
  find(name: string | undefined): Served;
  /** Says that an answer begins: annotations that it may read stay open until it calls what comes back, once. */
  beginAnswer(): () => void;
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
  const current: CurrentAnnotations[] = [];
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
    const annotations = currentAnnotations(directory);
    current.push(annotations);
    all.push(servedOf({ id, store, content, annotations: annotations.get }));
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
    beginAnswer() {
      const ends = current.map((annotations) => annotations.hold());
      return () => {
        for (const end of ends) end();
      };
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

function canonical(assembly: string): string {
  const lower = assembly.toLowerCase();
  return SPELLINGS[lower] ?? lower;
}
