/** The registries that a server answers for. */

import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Annotations } from '../annotation/annotations.ts';
import { CisregError } from '../errors.ts';
import { type ElementStore, openElements } from '../store/element-store.ts';
import { REGISTRY_JSON } from '../store/layout.ts';
import { VERSION } from '../version.ts';
import { RequestError } from './answers/problem.ts';
import { type CurrentAnnotations, currentAnnotations } from './current-annotations.ts';
import { isReserved } from './reserved-names.ts';

/** One registry. Its version names the program, its content and that of its annotations: the same version never has other answers. */
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
  /**
   * The one that is meant by an id or an assembly in any spelling; without one the first. Throws CisregError NOT_FOUND that names the parameter (default `registry`), and RequestError 503
   * where it was built anew since: it is opened again meanwhile.
   */
  find(name: string | undefined, parameter?: string): Served;
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

/** Opens every directory, one after the other. Throws CisregError as openElements does, and CONFLICT where two would have one id, or one that of a route. */
export async function openServed(
  directories: readonly string[],
  onOpen: () => void = () => {},
): Promise<ServedRegistries> {
  const all: Served[] = [];
  const builds: Build[] = [];
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
    if (isReserved(id)) {
      throw new CisregError(
        'CONFLICT',
        `would be served as ${id}, expected a directory whose last name is none of the service's own addresses (/${id}); rename it`,
        { where: { file: directory } },
      );
    }
    const build = await openBuild(directory, id);
    builds.push(build);
    all.push(build.served);
    onOpen();
  }
  /** What is read of a store comes from the files of now: after another build they are not those that it was opened from. */
  const checked = (i: number): Served => {
    const build = builds[i]!;
    if (stampOf(build.directory) === build.stamp) return build.served;
    build.reopening ??= openBuild(build.directory, build.served.id).then(
      (fresh) => {
        builds[i] = fresh;
        all[i] = fresh.served;
      },
      () => {
        // Not finished, or not readable: the next question tries again.
        build.reopening = undefined;
      },
    );
    throw new RequestError(
      503,
      `${build.served.id} was built anew and is being opened again; ask again shortly`,
      undefined,
      REOPEN_SECONDS,
    );
  };
  return {
    all,
    find(name, parameter = 'registry') {
      if (name === undefined) return checked(0);
      const wanted = canonical(name);
      const byId = all.findIndex(({ id }) => id === name);
      const found =
        byId >= 0 ? byId : all.findIndex(({ store }) => canonical(store.registry.assembly) === wanted);
      if (found < 0) {
        const known = all.map(({ id, store }) => `${id} (${store.registry.assembly})`).join(', ');
        throw new CisregError('NOT_FOUND', `no registry ${name}, expected one of ${known}`, { parameter });
      }
      return checked(found);
    },
    beginAnswer() {
      const ends = builds.map(({ annotations }) => annotations.hold());
      return () => {
        for (const end of ends) end();
      };
    },
  };
}

/** A registry as one build of it left it. */
interface Build {
  readonly directory: string;
  /** Of registry.json when it was opened. */
  readonly stamp: string;
  readonly served: Served;
  readonly annotations: CurrentAnnotations;
  reopening: Promise<void> | undefined;
}

/** A registry of two million elements opens in some six seconds. */
const REOPEN_SECONDS = 10;

async function openBuild(directory: string, id: string): Promise<Build> {
  const stamp = stampOf(directory);
  const store = await openElements(directory);
  const content = readFileSync(path.join(directory, REGISTRY_JSON));
  const annotations = currentAnnotations(directory);
  const served = servedOf({ id, store, content, annotations: annotations.get });
  return { directory, stamp, served, annotations, reopening: undefined };
}

/** Changes with every build, which renames registry.json into place last; '' while there is none. */
function stampOf(directory: string): string {
  const found = statSync(path.join(directory, REGISTRY_JSON), { bigint: true, throwIfNoEntry: false });
  return found === undefined ? '' : `${found.ino} ${found.mtimeNs} ${found.size}`;
}

function servedOf({
  content,
  ...served
}: Omit<Served, 'version'> & { readonly content: Uint8Array }): Served {
  const versionOf = (annotations: string) =>
    createHash('sha256')
      .update(`${VERSION}\n`)
      .update(content)
      .update(annotations)
      .digest('hex')
      .slice(0, 16);
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

/** One text for all spellings of an assembly. */
export function canonical(assembly: string): string {
  const lower = assembly.toLowerCase();
  return SPELLINGS[lower] ?? lower;
}
