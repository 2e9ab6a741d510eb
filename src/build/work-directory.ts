/** DIR/.work: the intermediate results of a build, and the lock that keeps a second build out. */

import { existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { CisregError } from '../errors.ts';
import { readJsonObject } from '../formats/json-object.ts';
import { makeDirectory } from '../formats/make-directory.ts';
import { refuseLocked, takeLock } from '../formats/process-lock.ts';
import { isTemporaryName } from '../formats/temporary-name.ts';
import { BUILD_LOG, REGISTRY_JSON } from '../store/layout.ts';
import { foreignFile, listFiles, REPLACED } from './publish.ts';

const WORK = '.work';
const LOCK = 'lock';
/** What a build that was stopped in its first moments leaves. */
const OWN_NAMES = [WORK, BUILD_LOG];

/** The work directory of a build that holds its lock. */
export interface WorkDirectory {
  readonly path: string;
  /** Gives the lock back; `keep` leaves the intermediate results. */
  close(keep: boolean): void;
}

/**
 * Opens DIR/.work for a build with these parameters and takes its lock. Throws a CisregError (CONFLICT) where another
 * build runs there, where DIR belongs to another configuration and `force` is not set, or where DIR holds other things.
 */
export async function openWorkDirectory(
  directory: string,
  parameters: unknown,
  force: boolean,
): Promise<WorkDirectory> {
  const work = claimDirectory(directory, parameters, force);
  takeLock(path.join(work, LOCK), { directory, what: 'build' });
  // Signals end the program by process.exit, which runs no finally. On another machine nobody could tell that this one has ended.
  const unlock = () => rmSync(path.join(work, LOCK), { force: true });
  process.once('exit', unlock);
  removeTemporaries(work);
  return {
    path: work,
    close: (keep) => {
      process.removeListener('exit', unlock);
      rmSync(keep ? path.join(work, LOCK) : work, { recursive: true, force: true });
    },
  };
}

/**
 * Opens DIR/.work for a single step, which holds no lock: steps of different datasets run side by side, on several machines, and who
 * starts them sees to it that none runs twice at a time. `isAlone`: no other step runs, so left-over temporary files go. Throws as openWorkDirectory
 * does, also where a whole build runs there.
 */
export function joinWorkDirectory(
  directory: string,
  parameters: unknown,
  { force, isAlone }: { readonly force: boolean; readonly isAlone: boolean },
): WorkDirectory {
  const work = claimDirectory(directory, parameters, force);
  refuseLocked(path.join(work, LOCK), { directory, what: 'build' });
  if (isAlone) removeTemporaries(work);
  return {
    path: work,
    close: (keep) => {
      if (!keep) rmSync(work, { recursive: true, force: true });
    },
  };
}

function removeTemporaries(work: string): void {
  for (const name of listFiles(work)) if (isTemporaryName(name)) rmSync(path.join(work, name));
}

/** Makes DIR/.work where DIR is empty, or belongs to a build with these parameters. */
function claimDirectory(directory: string, parameters: unknown, force: boolean): string {
  makeDirectory(directory);
  const work = path.join(directory, WORK);
  const builtWith = parametersOf(directory, work);
  const own = JSON.stringify(parameters);
  const strangers = existsSync(directory)
    ? readdirSync(directory).filter((name) => !OWN_NAMES.includes(name))
    : [];
  if (!force && builtWith === undefined && !existsSync(work) && strangers.length > 0) {
    throw new CisregError(
      'CONFLICT',
      'is not empty and holds no registry, expected a new or empty directory; name another one with --out, or use --force',
      { where: { file: directory } },
    );
  }
  const foreign = builtWith === undefined && !existsSync(work) ? foreignFile(directory) : undefined;
  if (foreign !== undefined) {
    throw new CisregError(
      'CONFLICT',
      `has ${foreign}, which a build would replace, and no registry.json to say that a build made it; name another directory with --out, or move ${foreign} away`,
      { where: { file: directory } },
    );
  }
  if (!force && builtWith !== undefined && builtWith !== own) {
    throw new CisregError(
      'CONFLICT',
      `was built with another configuration (${differences(builtWith, own)}), expected the same; name another directory with --out, or use --force to replace it`,
      { where: { file: directory } },
    );
  }
  makeDirectory(work);
  return work;
}

/** The parameters of the registry that the directory holds, or of the one that a stopped build was about to replace. */
function parametersOf(directory: string, work: string): string | undefined {
  for (const file of [path.join(directory, REGISTRY_JSON), path.join(work, REPLACED)]) {
    const parameters = readJsonObject(file)?.parameters;
    if (typeof parameters === 'object' && parameters !== null) return JSON.stringify(parameters);
  }
  return undefined;
}

/** The names of the parameters that differ, for a message. */
function differences(a: string, b: string): string {
  const [left, right] = [a, b].map((text) => JSON.parse(text) as Record<string, unknown>);
  const names = new Set([...Object.keys(left!), ...Object.keys(right!)]);
  const differing = [...names].filter((name) => JSON.stringify(left![name]) !== JSON.stringify(right![name]));
  return `${differing.join(', ')} differ${differing.length === 1 ? 's' : ''}`;
}
