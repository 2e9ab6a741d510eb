/** DIR/.work: the intermediate results of a build, and the lock that keeps a second build out. */

import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CisregError } from '../errors.ts';
import { writeFileAtomically } from '../formats/atomic-file.ts';
import { makeDirectory } from '../formats/make-directory.ts';
import { readJsonObject } from '../store/json-object.ts';
import { BUILD_LOG, REGISTRY_JSON } from '../store/layout.ts';
import { listFiles } from './publish.ts';

const WORK = '.work';
const LOCK = 'lock';
const PARAMETERS = 'parameters.json';
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
  makeDirectory(directory);
  const work = path.join(directory, WORK);
  const builtWith = parametersOf(directory, work);
  const own = JSON.stringify(parameters);
  const strangers = existsSync(directory)
    ? readdirSync(directory).filter((name) => !OWN_NAMES.includes(name))
    : [];
  if (!force && builtWith === undefined && strangers.length > 0) {
    throw new CisregError(
      'CONFLICT',
      'is not empty and holds no registry, expected a new or empty directory; name another one with --out, or use --force',
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
  takeLock(path.join(work, LOCK), directory);
  for (const name of listFiles(work)) if (/\.tmp(-|$)/.test(name)) rmSync(path.join(work, name));
  await writeFileAtomically(path.join(work, PARAMETERS), own);
  return {
    path: work,
    close: (keep) => rmSync(keep ? path.join(work, LOCK) : work, { recursive: true, force: true }),
  };
}

/** The parameters of the registry, or of the unfinished build, that the directory holds. */
function parametersOf(directory: string, work: string): string | undefined {
  const registry = path.join(directory, REGISTRY_JSON);
  if (existsSync(registry)) {
    return JSON.stringify(readJsonObject(registry)?.parameters);
  }
  const unfinished = path.join(work, PARAMETERS);
  return existsSync(unfinished) ? readFileSync(unfinished, 'utf8') : undefined;
}

/** The names of the parameters that differ, for a message. */
function differences(a: string, b: string): string {
  const [left, right] = [a, b].map((text) => JSON.parse(text) as Record<string, unknown>);
  const names = new Set([...Object.keys(left!), ...Object.keys(right!)]);
  const differing = [...names].filter((name) => JSON.stringify(left![name]) !== JSON.stringify(right![name]));
  return `${differing.join(', ')} differ${differing.length === 1 ? 's' : ''}`;
}

function takeLock(file: string, directory: string): void {
  for (;;) {
    try {
      writeFileSync(file, `${process.pid} ${startOf(process.pid)}`, { flag: 'wx' });
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const [owner, start] = readFileSync(file, 'utf8').split(' ').map(Number) as [number, number];
    if (owner !== process.pid && isRunning(owner) && startOf(owner) === start) {
      throw new CisregError(
        'CONFLICT',
        `another build (process ${owner}) runs there, expected one at a time; wait for it or stop it`,
        { where: { file: directory } },
      );
    }
    // The build that took the lock was killed.
    rmSync(file, { force: true });
  }
}

/**
 * When a process started, in the kernel's ticks: a number may be given to another process. 0 where it is not told, and
 * for one that has ended and only waits for its parent to notice.
 */
function startOf(pid: number): number {
  try {
    // The second field is the program's name in parentheses, which may hold spaces; the state is the third field and
    // the start the 22nd.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? 0 : Number(fields[19]);
  } catch {
    return 0;
  }
}

function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
