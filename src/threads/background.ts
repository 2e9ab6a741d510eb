/** One thread that stays: for what would hold a server up, and is asked again. */

import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type HostedResult, runHosted } from './worker-host.ts';
import { revived } from './workers.ts';

export interface Background {
  /**
   * Runs a task by the function `run(task)` that the compiled module at `workerUrl` exports, one after the other. What the module keeps, it has again
   * for the next task. Errors arrive as runInWorkers has them. From uncompiled sources, which threads cannot load, it runs in this thread.
   */
  run<Task, Result>(workerUrl: URL, task: Task): Promise<Result>;
  /** Ends the thread, and what it is at. */
  close(): Promise<void>;
}

/** Starts with its first task; what it holds goes after `idleMs` without one. */
export function backgroundThread(idleMs: number): Background {
  let pool: { run(task: object): Promise<HostedResult>; destroy(): Promise<void> } | undefined;
  const hostUrl = new URL('./worker-host.js', import.meta.url);
  return {
    async run<Task, Result>(workerUrl: URL, task: Task): Promise<Result> {
      const given = { moduleUrl: workerUrl.href, task };
      const isCompiled = existsSync(fileURLToPath(hostUrl)) && existsSync(fileURLToPath(workerUrl));
      if (isCompiled && pool === undefined) {
        const { Tinypool } = await import('tinypool');
        pool ??= new Tinypool({
          filename: hostUrl.href,
          name: 'run',
          runtime: 'worker_threads',
          minThreads: 0,
          maxThreads: 1,
          idleTimeout: idleMs,
          isolateWorkers: false,
        });
      }
      const hosted = await (isCompiled ? pool!.run(given) : runHosted(given));
      if ('error' in hosted) throw revived(hosted);
      return hosted.result as Result;
    },
    async close() {
      await pool?.destroy();
      pool = undefined;
    },
  };
}
