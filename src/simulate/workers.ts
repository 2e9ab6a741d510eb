/** Work over threads: the files of a simulation are independent of each other. */

import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * Runs each task by the function `run` of the compiled module `workerUrl`, as many at a time as there are threads.
 * From uncompiled sources, which threads cannot load, and with one thread, `inPlace` runs them here.
 */
export async function inThreads<Task>(
  tasks: readonly Task[],
  options: {
    readonly workerUrl: URL;
    readonly threads: number;
    readonly inPlace: (task: Task) => Promise<void>;
    readonly onDone: () => void;
  },
): Promise<void> {
  const { workerUrl, inPlace, onDone } = options;
  const threads = Math.min(options.threads, tasks.length);
  if (threads <= 1 || !existsSync(fileURLToPath(workerUrl))) {
    for (const task of tasks) {
      await inPlace(task);
      onDone();
    }
    return;
  }
  const { Tinypool } = await import('tinypool');
  const pool = new Tinypool({
    filename: workerUrl.href,
    name: 'run',
    runtime: 'worker_threads',
    minThreads: threads,
    maxThreads: threads,
    isolateWorkers: false,
  });
  try {
    await Promise.all(tasks.map((task) => pool.run(task).then(onDone)));
  } finally {
    await pool.destroy();
  }
}
