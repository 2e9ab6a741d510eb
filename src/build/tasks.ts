/** Runs the tasks of a build in workers. */

import { runInWorkers } from '../threads/workers.ts';
import type { BuildTask } from './worker.ts';

/** Runs tasks of one kind; `onResult` is called as each one ends, the results come in the order of the tasks. */
export function runTasks<Result>(
  tasks: readonly BuildTask[],
  threads: number,
  onResult: (result: Result, index: number) => void,
): Promise<Result[]> {
  return runInWorkers<BuildTask, Result>(new URL('./worker.js', import.meta.url), tasks, {
    threads,
    onResult,
  });
}
