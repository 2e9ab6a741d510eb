/** A file that keeps a second process out of a directory, and that a killed one does not leave locked. */

import { randomUUID } from 'node:crypto';
import { constants, copyFileSync, linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { CisregError } from '../errors.ts';

/**
 * Takes the lock `file` for this process, which removes it when it is done. It appears whole, by a link, so that nobody reads half of it; one that
 * a killed process left is first taken away under a name of our own, so that of several processes one gets it. Throws
 * CisregError CONFLICT, at `directory`, where another process that runs has it; `what` names the work.
 */
export function takeLock(file: string, { directory, what }: { directory: string; what: string }): void {
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
          `another ${what} (process ${owner.pid}) runs there, expected one at a time; wait for it or stop it`,
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

/** Removes the lock of a process that has ended; where another process has put its own there meanwhile, that one stays. */
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
