/** One thread that stays; as the other tests of threads it takes dist/, and a worker that is written for it. */

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import type { backgroundThread as BackgroundThread } from '../../src/threads/background.ts';
import { scratch } from '../formats/scratch.ts';

const { file } = scratch();
const BACKGROUND = resolve('dist/threads/background.js');
const errors = pathToFileURL(resolve('dist/errors.js')).href;
const worker = pathToFileURL(
  file(
    'worker.mjs',
    `import { threadId } from 'node:worker_threads';
import { CisregError } from '${errors}';
let calls = 0;
export async function run({ busyMs = 0, fail = false }) {
  calls++;
  for (const end = Date.now() + busyMs; Date.now() < end; );
  if (fail) throw new CisregError('USAGE', 'was too much');
  return { calls, threadId };
}
`,
  ),
);
let backgroundThread: typeof BackgroundThread;

beforeAll(async () => {
  if (!existsSync(BACKGROUND)) spawnSync('npx', ['tsc', '-p', 'tsconfig.build.json']);
  ({ backgroundThread } = (await import(pathToFileURL(BACKGROUND).href)) as {
    backgroundThread: typeof BackgroundThread;
  });
});

describe('a thread in the background', () => {
  it('runs one task after the other, keeps what its module keeps, and leaves this thread free', async () => {
    const thread = backgroundThread(60_000);
    try {
      let ticks = 0;
      const timer = setInterval(() => ticks++, 1);
      const results = await Promise.all(
        [100, 1, 1].map((busyMs) =>
          thread.run<object, { calls: number; threadId: number }>(worker, { busyMs }),
        ),
      );
      clearInterval(timer);
      expect(results.map(({ calls }) => calls)).toEqual([1, 2, 3]);
      expect(new Set(results.map(({ threadId }) => threadId)).size).toBe(1);
      expect(results[0]!.threadId).toBeGreaterThan(0);
      expect(ticks).toBeGreaterThan(5);
      await expect(thread.run(worker, { fail: true })).rejects.toMatchObject({
        name: 'CisregError',
        code: 'USAGE',
        message: 'was too much',
      });
      expect(await thread.run(worker, {})).toMatchObject({ calls: 5 });
    } finally {
      await thread.close();
    }
  });
});
