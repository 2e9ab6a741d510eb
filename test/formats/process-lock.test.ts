/** A lock keeps others out for as long as its process works, and no longer. */

import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { CisregError } from '../../src/errors.ts';
import { takeLock } from '../../src/formats/process-lock.ts';
import { scratch } from './scratch.ts';

const { dir } = scratch();
const WORK = { directory: dir, what: 'work' };
const SOURCE = path.resolve(import.meta.dirname, '../../src/formats/process-lock.ts');

/** A process that takes a lock, then does as it is told. */
async function inChild(lock: string, then: string): Promise<void> {
  const program = `
    const { takeLock } = await import(${JSON.stringify(SOURCE)});
    const release = takeLock(${JSON.stringify(lock)}, ${JSON.stringify(WORK)});
    ${then}`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await new Promise((resolve) => child.on('close', resolve));
}

describe('a lock', () => {
  it('keeps a second one out until it is given back', () => {
    const lock = path.join(dir, 'twice');
    const release = takeLock(lock, WORK);
    expect(() => takeLock(lock, WORK)).toThrow(/another work \(process \d+\) runs there/);
    release();
    expect(existsSync(lock)).toBe(false);
    takeLock(lock, WORK)();
  });

  it('goes when its process exits in the middle of its work, as a signal makes it', async () => {
    const lock = path.join(dir, 'exits');
    await inChild(lock, 'process.exit(130);');
    expect(existsSync(lock)).toBe(false);
  });

  it('of a killed process is taken over', async () => {
    const lock = path.join(dir, 'killed');
    await inChild(lock, "process.kill(process.pid, 'SIGKILL');");
    expect(existsSync(lock)).toBe(true);
    takeLock(lock, WORK)();
    expect(existsSync(lock)).toBe(false);
  });

  it('that is by now of another process stays', async () => {
    const lock = path.join(dir, 'another');
    const release = takeLock(lock, WORK);
    writeFileSync(lock, 'another');
    release();
    expect(readFileSync(lock, 'utf8')).toBe('another');
  });

  it('where nothing can be written names the directory and the mend, and nothing of its own', () => {
    const nowhere = path.join(dir, 'nowhere');
    const take = () => takeLock(path.join(nowhere, 'lock'), { directory: nowhere, what: 'work' });
    expect(take).toThrow(CisregError);
    expect(take).toThrow(/nowhere: cannot be written to \(ENOENT\); name a directory that you may write to$/);
  });

  it('leaves no listener behind', () => {
    const before = process.listenerCount('exit');
    for (let i = 0; i < 20; i++) takeLock(path.join(dir, `many-${i}`), WORK)();
    expect(process.listenerCount('exit')).toBe(before);
  });
});
