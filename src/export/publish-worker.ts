/** The worker that publishes BEDs. */

import { type PublishTask, publishBed } from './publish-bed.ts';

/** Runs a task. */
export async function run(task: PublishTask): Promise<string[]> {
  return publishBed(task);
}
