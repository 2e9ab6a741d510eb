/** `cisreg simulate` as a user runs it, in threads. */

import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { isTemporaryName } from '../../src/formats/temporary-name.ts';
import { cisreg, filesBelow, MAIN, scratchDirectory } from '../build/run-cli.ts';

const scratch = scratchDirectory();
const MARKS = ['registry.yaml', 'annotations.yaml', 'second/registry.yaml'];

/** Starts a simulation, and kills it while it writes a signal file. */
async function killedAtSignal(out: string, seed: number): Promise<void> {
  const args = [MAIN, 'simulate', '--out', out, '--seed', String(seed), '-q', '-t', '1'];
  const child = spawn(process.execPath, args, { stdio: 'ignore' });
  const closed = new Promise((resolve) => child.on('close', resolve));
  const signals = path.join(out, 'signal');
  const isWriting = () => existsSync(signals) && readdirSync(signals).some((name) => name.includes('.tmp'));
  while (child.exitCode === null && !isWriting()) await wait(1);
  child.kill('SIGKILL');
  expect(await closed).toBeNull();
}

describe('cisreg simulate', () => {
  it.each([1, 2])('says what is wrong with the disk as it is, with %i threads', (threads) => {
    const out = path.join(scratch, `threads-${threads}`);
    mkdirSync(path.join(out, 'truth'), { recursive: true });
    mkdirSync(path.join(out, 'signal', 'MF0001.bigWig'), { recursive: true });
    const { status, stderr } = cisreg('simulate', '--out', out, '-q', '-t', String(threads));
    expect(stderr).toMatch(/MF0001\.bigWig: .*\(EISDIR\).* \[IO\]/);
    expect(stderr).not.toContain('defect');
    expect(status).toBe(1);
  });

  it('leaves no mark of a whole simulation when it is killed in one that takes the place of another', async () => {
    const out = path.join(scratch, 'killed');
    const whole = path.join(scratch, 'whole');
    expect(cisreg('simulate', '--out', out, '-q').status).toBe(0);
    expect(MARKS.filter((name) => !existsSync(path.join(out, name)))).toEqual([]);
    await killedAtSignal(out, 2);
    expect(MARKS.filter((name) => existsSync(path.join(out, name)))).toEqual([]);
    expect(filesBelow(out).filter((name) => isTemporaryName(name))).not.toEqual([]);

    expect(cisreg('simulate', '--out', out, '--seed', '2', '-q').status).toBe(0);
    expect(cisreg('simulate', '--out', whole, '--seed', '2', '-q').status).toBe(0);
    const files = filesBelow(whole);
    expect(filesBelow(out)).toEqual(files);
    const bytes = (folder: string, name: string) => readFileSync(path.join(folder, name));
    expect(files.filter((name) => !bytes(out, name).equals(bytes(whole, name)))).toEqual([]);
  });

  it('knows the size of a simulation that was killed', async () => {
    const out = path.join(scratch, 'begun');
    await killedAtSignal(out, 1);
    for (const genome of ['', 'second']) expect(readdirSync(path.join(out, genome))).toContain('chrom.sizes');
    const { status, stderr } = cisreg('simulate', '--out', out, '--size', 'medium', '-q');
    expect([status, stderr]).toEqual([1, expect.stringMatching(/another size.*\[CONFLICT\]/)]);
  });
});
