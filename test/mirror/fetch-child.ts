/** fetchFiles of the compiled program in a process of its own, which can be killed and given certificates. */

import { type ChildProcess, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { FetchOptions, FetchReport } from '../../src/mirror/fetch-files.ts';
import type { RemoteFile } from '../../src/mirror/remote-file.ts';
import { MAIN } from '../build/run-cli.ts';

const MODULE = pathToFileURL(path.join(MAIN, '..', '..', 'mirror', 'fetch-files.js')).href;

export interface FetchJob {
  readonly files: readonly RemoteFile[];
  readonly into: string;
  readonly options: Pick<FetchOptions, 'mirrors' | 'from' | 'parallel' | 'patience' | 'rangeBytes'>;
}

export interface FetchChild {
  readonly child: ChildProcess;
  /** What it says when it ends by itself; undefined where it was killed. */
  readonly report: Promise<(FetchReport & { errors: string[] }) | undefined>;
}

/** Reads a job from its argument and prints the report. */
const PROGRAM = `
const { files, into, options } = JSON.parse(process.argv[2]);
const { fetchFiles } = await import(${JSON.stringify(MODULE)});
const report = await fetchFiles(files, into, options);
const errors = report.files.flatMap((one) => (one.state === 'failed' ? [one.error.message] : []));
process.stdout.write(JSON.stringify({ ...report, errors }));
`;

/** Starts it; its program is put into `dir`. */
export function fetchInChild(
  job: FetchJob,
  { dir, env = {} }: { readonly dir: string; readonly env?: Readonly<Record<string, string>> },
): FetchChild {
  const program = path.join(dir, 'fetch-child.mjs');
  writeFileSync(program, PROGRAM);
  const child = spawn(process.execPath, [program, JSON.stringify(job)], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (piece) => {
    stdout += String(piece);
  });
  child.stderr.on('data', (piece) => {
    stderr += String(piece);
  });
  const report = new Promise<(FetchReport & { errors: string[] }) | undefined>((resolve, reject) => {
    child.on('close', (status, signal) => {
      // Warnings of Node would reach the user.
      if (stderr !== '') reject(new Error(stderr));
      else if (status === 0) resolve(JSON.parse(stdout) as FetchReport & { errors: string[] });
      else if (signal === 'SIGKILL') resolve(undefined);
      else reject(new Error(`status ${status}: ${stderr}`));
    });
  });
  return { child, report };
}
