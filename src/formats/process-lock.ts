/** A file that keeps a second process out of a directory, and that a killed one does not leave locked. */

import { randomUUID } from 'node:crypto';
import {
  constants,
  copyFileSync,
  linkSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { CisregError } from '../errors.ts';

/** The owner of a lock shows this often that it lives, as far as what it does lets it. */
const SIGN_MS = 60_000;
/** An owner on another machine that has shown nothing for so long has ended. What it does may keep it from showing it for minutes. */
const SILENT_MS = 3_600_000;

/** Locks of this process, with what is written in them. */
const held = new Map<string, string>();

/**
 * Takes the lock `file` for this process; what comes back gives it back. It goes too when the process exits before, as a signal makes it, which runs no
 * `finally`: nobody on another machine could tell that it has ended. It appears whole, by a link, so that nobody reads half of it; one that
 * a killed process left is first taken away under a name of our own, so that of several processes one gets it. Throws
 * CisregError CONFLICT, at `directory`, where another process that runs has it, or one of another machine, of which nobody
 * here can say whether it runs unless it has shown no sign for an hour; `what` names the work. IO where nothing can be written there.
 */
export function takeLock(file: string, { directory, what }: { directory: string; what: string }): () => void {
  const own = `${file}.${process.pid}-${randomUUID()}`;
  const text = `${process.pid} ${startOf(process.pid)} ${hostname()} ${bootId()}`;
  try {
    writeOwn(own, { text, directory });
    for (;;) {
      try {
        linkOrCopy(own, file);
        if (held.size === 0) process.on('exit', releaseAll);
        held.set(file, text);
        showSigns(file, text);
        return () => release(file, text);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      const owner = ownerOf(file);
      if (owner === undefined) continue;
      refuseOwner(owner, { file, directory, what });
      takeAway(file, owner);
    }
  } finally {
    rmSync(own, { force: true });
  }
}

function writeOwn(own: string, { text, directory }: { text: string; directory: string }): void {
  try {
    writeFileSync(own, text);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === undefined) throw cause;
    const mend = code === 'ENOSPC' ? 'free some room' : 'name a directory that you may write to';
    const message = `cannot be written to (${code}); ${mend}`;
    throw new CisregError('IO', message, { where: { file: directory }, cause });
  }
}

/** Removes a lock that is still this process's own. */
function release(file: string, text: string): void {
  if (held.get(file) === text) held.delete(file);
  if (held.size === 0) process.removeListener('exit', releaseAll);
  try {
    if (readFileSync(file, 'utf8') === text) rmSync(file, { force: true });
  } catch {
    // It has gone with its directory.
  }
}

function releaseAll(): void {
  for (const [file, text] of [...held]) release(file, text);
}

/** Throws as takeLock does where another process has the lock, without taking it. */
export function refuseLocked(file: string, { directory, what }: { directory: string; what: string }): void {
  const owner = ownerOf(file);
  if (owner !== undefined) refuseOwner(owner, { file, directory, what });
}

function refuseOwner(
  owner: LockOwner,
  { file, directory, what }: { file: string; directory: string; what: string },
): void {
  const { pid, start, host, boot } = owner;
  const refuse = (message: string) => {
    throw new CisregError('CONFLICT', message, { where: { file: directory } });
  };
  if (host !== undefined && host !== hostname()) {
    const sign = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
    if (sign === undefined || Date.now() - sign > SILENT_MS) return;
    refuse(
      `another ${what} (process ${pid} on ${host}) has locked it, expected one at a time; wait for it, or remove ${file} if that one has ended`,
    );
  }
  // What ran before the machine was started again does not run.
  if (boot !== undefined && boot !== bootId()) return;
  if (startOf(pid) === start && isRunning(pid)) {
    refuse(`another ${what} (process ${pid}) runs there, expected one at a time; wait for it or stop it`);
  }
}

/** Shows that this process lives, by the time of its lock, for as long as the lock is its own. */
function showSigns(file: string, text: string): void {
  const timer = setInterval(() => {
    try {
      const now = new Date();
      if (readFileSync(file, 'utf8') === text) utimesSync(file, now, now);
      else clearInterval(timer);
    } catch {
      clearInterval(timer);
    }
  }, SIGN_MS);
  timer.unref();
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
  /** The machine, and which of its starts; undefined in a lock of an earlier version. */
  readonly host: string | undefined;
  readonly boot: string | undefined;
}

/** Who holds the lock; undefined where it is gone meanwhile. */
function ownerOf(file: string): LockOwner | undefined {
  try {
    const [pid, start, host, boot] = readFileSync(file, 'utf8').split(' ');
    return { pid: Number(pid), start: Number(start), host, boot };
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
  try {
    if (moved !== undefined && (moved.pid !== ended.pid || moved.start !== ended.start))
      linkOrCopy(aside, file);
  } catch (error) {
    // A third process was quicker: the lock is its own.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(aside, { force: true });
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

/** What the kernel calls the time since it started; '' where it does not say. */
function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return '';
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
