/** Tasks over worker threads: a file a task, as many at a time as there are threads. */

import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { asShown, CisregError } from '../errors.ts';
import { type HostedResult, runHosted } from './worker-host.ts';

export interface WorkerOptions<Result> {
  /** Tasks at a time; 1 runs them in this thread. */
  readonly threads: number;
  /** Called as each task ends, in that order. */
  readonly onResult?: ((result: Result, index: number) => void) | undefined;
  /** One thread is another than this one too, which stays free to answer. Default false. */
  readonly isOwnThread?: boolean | undefined;
}

/**
 * Runs `tasks` by the function `run(task)` that the compiled module at `workerUrl` exports; returns the results in the
 * order of the tasks. Tasks and results are copied between threads, except for shared memory. The first error stops the
 * rest; a CisregError arrives as such, with its code and place. From uncompiled sources, which threads cannot load, the
 * tasks run in this thread.
 */
export async function runInWorkers<Task, Result>(
  workerUrl: URL,
  tasks: readonly Task[],
  options: WorkerOptions<Result>,
): Promise<Result[]> {
  const threads = Math.min(Math.max(1, options.threads), tasks.length);
  const hostUrl = new URL('./worker-host.js', import.meta.url);
  const isCompiled = existsSync(fileURLToPath(hostUrl)) && existsSync(fileURLToPath(workerUrl));
  const { onResult, isOwnThread = false } = options;
  if ((threads <= 1 && !isOwnThread) || tasks.length === 0 || !isCompiled) {
    return runTasks(tasks, {
      threads: 1,
      onResult,
      run: (task) => runHosted({ moduleUrl: workerUrl.href, task }),
    });
  }
  // Loaded only where threads are wanted: most commands start without it.
  const { Tinypool } = await import('tinypool');
  const pool = new Tinypool({
    filename: hostUrl.href,
    name: 'run',
    runtime: 'worker_threads',
    minThreads: threads,
    maxThreads: threads,
    isolateWorkers: false,
  });
  try {
    return await runTasks(tasks, {
      threads,
      onResult,
      run: (task) => pool.run({ moduleUrl: workerUrl.href, task }),
    });
  } finally {
    await pool.destroy();
  }
}

interface TaskOptions<Task, Result> extends WorkerOptions<Result> {
  run(task: Task): Promise<HostedResult>;
}

async function runTasks<Task, Result>(
  tasks: readonly Task[],
  options: TaskOptions<Task, Result>,
): Promise<Result[]> {
  const results = new Array<Result>(tasks.length);
  let next = 0;
  let hasFailed = false;
  const runNext = async () => {
    while (next < tasks.length && !hasFailed) {
      const index = next++;
      try {
        const hosted = await options.run(tasks[index]!);
        if ('error' in hosted) throw revived(hosted);
        results[index] = hosted.result as Result;
        if (!hasFailed) options.onResult?.(results[index]!, index);
      } catch (error) {
        hasFailed = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: options.threads }, runNext));
  return results;
}

/** The error again: copying between threads keeps neither classes nor fields of errors. */
export function revived(hosted: Extract<HostedResult, { isUserError: boolean }>): unknown {
  if (!hosted.isUserError) {
    const { error, systemCode } = hosted;
    if (systemCode !== undefined && error instanceof Error) Object.assign(error, { code: systemCode });
    return error;
  }
  const { code, message, where, all } = hosted.error;
  const error = new CisregError(code, '', { where, all });
  // The constructor puts the place in front; it is there already.
  error.message = asShown(message);
  return error;
}
