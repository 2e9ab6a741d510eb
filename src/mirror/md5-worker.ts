/** The worker that follows a large file: a file a task. */

import { type Md5Task, runMd5Task } from './md5.ts';

/** Called by runInWorkers. */
export function run(task: Md5Task): Promise<string | undefined> {
  return runMd5Task(task);
}
