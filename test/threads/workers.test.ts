/** Threads load compiled modules only: these tests take dist/, and a worker that is written for them. */

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import type { runInWorkers as RunInWorkers } from '../../src/threads/workers.ts';
import { scratch } from '../formats/scratch.ts';

const { file } = scratch();
const WORKERS = resolve('dist/threads/workers.js');
const errors = pathToFileURL(resolve('dist/errors.js')).href;
const worker = pathToFileURL(
  file(
    'worker.mjs',
    `import { threadId } from 'node:worker_threads';
import { CisregError } from '${errors}';
export async function run({ n, shared, fail }) {
  await new Promise((resolve) => setTimeout(resolve, n % 3));
  if (fail === 'user') throw new CisregError('FORMAT', 'was wrong', { where: { file: 'x.bed', line: 7 }, all: ['one', 'two'] });
  if (fail === 'disk') throw Object.assign(new Error('EIO: i/o error'), { code: 'EIO' });
  if (fail === 'defect') throw new TypeError('a defect');
  Atomics.add(shared, 0, n);
  return { square: n * n, threadId };
}
`,
  ),
);

type Task = { n: number; shared: Int32Array; fail?: string };
type Result = { square: number; threadId: number };
let runInWorkers: typeof RunInWorkers;

beforeAll(async () => {
  if (!existsSync(WORKERS)) spawnSync('npx', ['tsc', '-p', 'tsconfig.build.json']);
  ({ runInWorkers } = (await import(pathToFileURL(WORKERS).href)) as { runInWorkers: typeof RunInWorkers });
});

function tasksOf(count: number, failing?: string): { tasks: Task[]; shared: Int32Array } {
  const shared = new Int32Array(new SharedArrayBuffer(4));
  const tasks = Array.from(
    { length: count },
    (_, n): Task => ({ n, shared, ...(n === 5 && failing ? { fail: failing } : {}) }),
  );
  return { tasks, shared };
}

describe('tasks over worker threads', () => {
  it.each([1, 2, 4])('give their results in the order of the tasks, with %i threads', async (threads) => {
    const { tasks, shared } = tasksOf(30);
    const seen: number[] = [];
    const results = await runInWorkers<Task, Result>(worker, tasks, {
      threads,
      onResult: ({ square }, index) => {
        expect(square).toBe(index * index);
        seen.push(index);
      },
    });
    expect(results.map(({ square }) => square)).toEqual(tasks.map(({ n }) => n * n));
    expect(seen.sort((a, b) => a - b)).toEqual([...tasks.keys()]);
    expect(shared[0]).toBe((29 * 30) / 2);
    const ids = new Set(results.map(({ threadId }) => threadId));
    expect(ids.size).toBe(threads);
  });

  it.each([1, 3])('pass on an error of the user whole, and stop, with %i threads', async (threads) => {
    const { tasks } = tasksOf(60, 'user');
    let done = 0;
    const error = await runInWorkers<Task, Result>(worker, tasks, { threads, onResult: () => done++ }).catch(
      (e) => e,
    );
    expect(error).toMatchObject({
      name: 'CisregError',
      code: 'FORMAT',
      message: 'x.bed:7: was wrong',
      where: { file: 'x.bed', line: 7 },
      all: ['one', 'two'],
    });
    expect(done).toBeLessThan(20);
  });

  it.each([1, 3])('pass on a defect as it is, with %i threads', async (threads) => {
    const { tasks } = tasksOf(10, 'defect');
    await expect(runInWorkers(worker, tasks, { threads })).rejects.toMatchObject({ message: 'a defect' });
  });

  it.each([1, 3])('keep the code of an error of the system, with %i threads', async (threads) => {
    const { tasks } = tasksOf(10, 'disk');
    await expect(runInWorkers(worker, tasks, { threads })).rejects.toMatchObject({ code: 'EIO' });
  });

  it('do nothing without tasks', async () => {
    expect(await runInWorkers(worker, [], { threads: 4 })).toEqual([]);
  });
});
