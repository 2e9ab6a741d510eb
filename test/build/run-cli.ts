/** Runs the built command line as a user does. */

import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';

export const ROOT = path.resolve(import.meta.dirname, '..', '..');
/** CISREG_DIST: where a build lies that is not in the usual place. */
const DIST = process.env.CISREG_DIST ?? path.join(ROOT, 'dist');
export const MAIN = path.join(DIST, 'cli', 'main.js');

export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export function cisreg(...args: string[]): Outcome {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], { encoding: 'utf8' });
  return { status, stdout, stderr };
}

/** Starts the command and kills it, as the machine's power would, after a time. Gives its exit status, null if killed. */
export function cisregKilled(afterMs: number, ...args: string[]): Promise<number | null> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [MAIN, ...args], { stdio: 'ignore' });
    const timer = setTimeout(() => child.kill('SIGKILL'), afterMs);
    child.on('close', (status) => {
      clearTimeout(timer);
      resolve(status);
    });
  });
}

/** A directory of the test file's own, which goes when its tests are done. */
export function scratchDirectory(): string {
  const directory = mkdtempSync(path.join(tmpdir(), 'cisreg-build-test-'));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** Relative names of all files below a directory, sorted. */
export function filesBelow(directory: string): string[] {
  return readdirSync(directory, { recursive: true })
    .map(String)
    .filter((name) => statSync(path.join(directory, name)).isFile())
    .sort();
}

/** Bytes of a registry by name, without the log, as text that is the same for the same bytes. */
export function registryBytes(directory: string): Map<string, string> {
  return new Map(
    filesBelow(directory)
      .filter((name) => name !== 'build.log.jsonl')
      .map((name) => [name, readFileSync(path.join(directory, name), 'latin1')]),
  );
}
