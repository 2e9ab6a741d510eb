/** The worker of `cisreg signal`: a bigWig a task. */

import { runSignalTask, type SignalReport, type SignalTask } from './signal-task.ts';

/** Called by runInWorkers. */
export function run(task: SignalTask): Promise<SignalReport> {
  return runSignalTask(task);
}
