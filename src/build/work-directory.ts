/** DIR/.work: the intermediate results of a build, and the lock that keeps a second build out. */

import { randomUUID } from 'node:crypto';
import {
  constants,
  copyFileSync,
  existsSync,
  linkSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { CisregError } from '../errors.ts';
import { makeDirectory } from '../formats/make-directory.ts';
import { readJsonObject } from '../store/json-object.ts';
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
  takeLock(path.join(work, LOCK), directory);
  for (const name of listFiles(work)) if (/\.tmp(-|$)/.test(name)) rmSync(path.join(work, name));
  return {
    path: work,
    close: (keep) => rmSync(keep ? path.join(work, LOCK) : work, { recursive: true, force: true }),
  };
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

/**
 * Takes the lock: a file that names the process. It appears whole, by a link, so that nobody reads half of it; one that
 * a killed build left is first taken away under a name of our own, so that of several builds one gets it.
 */
function takeLock(file: string, directory: string): void {
  const own = `${file}.${process.pid}-${randomUUID()}`;
  writeFileSync(own, `${process.pid} ${startOf(process.pid)}`);
  try {
    for (;;) {
      try {
        linkOrCopy(own, file);
        return;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      const owner = ownerOf(file);
      if (owner !== undefined && startOf(owner.pid) === owner.start && isRunning(owner.pid)) {
        throw new CisregError(
          'CONFLICT',
          `another build (process ${owner.pid}) runs there, expected one at a time; wait for it or stop it`,
          { where: { file: directory } },
        );
      }
      if (owner !== undefined) takeAway(file, owner);
    }
  } finally {
    rmSync(own, { force: true });
  }
}

/** A link, or a copy where the file system has none; EEXIST where the name is taken. */
function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw error;
    copyFileSync(from, to, constants.COPYFILE_EXCL);
  }
}

interface LockOwner {
  readonly pid: number;
  readonly start: number;
}

/** Who holds the lock; undefined where it is gone meanwhile. */
function ownerOf(file: string): LockOwner | undefined {
  try {
    const [pid, start] = readFileSync(file, 'utf8').split(' ').map(Number) as [number, number];
    return { pid, start };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Removes the lock of a process that has ended; where another build has put its own there meanwhile, that one stays. */
function takeAway(file: string, ended: LockOwner): void {
  const aside = `${file}.${process.pid}-${randomUUID()}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  const moved = ownerOf(aside);
  if (moved !== undefined && (moved.pid !== ended.pid || moved.start !== ended.start))
    linkOrCopy(aside, file);
  rmSync(aside, { force: true });
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
