/** Runs the tools of the field beside our code, in a scratch directory that goes afterwards. */

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

type Skip = (condition: boolean, note: string) => void;

/** Skips the running test, and says why, where a command cannot be run. */
export function needs(skip: Skip, tool: string, command: string, ...args: string[]): void {
  let missing = false;
  try {
    execFileSync(command, args, { stdio: 'ignore' });
  } catch {
    missing = true;
  }
  skip(missing, `${tool} is not installed`);
}

export function needsBedtools(skip: Skip): void {
  needs(skip, 'bedtools', 'bedtools', '--version');
}

/** A BED row's columns. */
export type Columns = readonly (string | number)[];

/**
 * Writes `files` as tables, runs a bash script among them under LC_ALL=C, and reads the table `out` that the script
 * leaves behind.
 */
export function runScript(files: Readonly<Record<string, readonly Columns[]>>, script: string): string[][] {
  const directory = mkdtempSync(join(tmpdir(), 'cisreg-test-'));
  try {
    for (const [name, rows] of Object.entries(files)) {
      writeFileSync(join(directory, name), rows.map((row) => `${row.join('\t')}\n`).join(''));
    }
    execFileSync('bash', ['-euo', 'pipefail', '-c', script], {
      cwd: directory,
      env: { ...process.env, LC_ALL: 'C' },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const lines = readFileSync(join(directory, 'out'), 'utf8').split('\n').slice(0, -1);
    return lines.map((line) => line.split('\t'));
  } finally {
    rmSync(directory, { recursive: true });
  }
}
