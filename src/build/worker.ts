/** The worker of a build: runs one task of any kind. */

import { checksum } from '../formats/checksum.ts';
import { type BiosampleTask, runBiosampleTask } from './biosample-step.ts';
import { type DhsTask, runDhsTask } from './dhs-step.ts';
import { runZscoreTask, type ZscoreTask } from './zscore-step.ts';

export type BuildTask =
  | { readonly kind: 'checksum'; readonly path: string }
  | ({ readonly kind: 'dhs' } & DhsTask)
  | ({ readonly kind: 'zscore' } & ZscoreTask)
  | ({ readonly kind: 'biosample' } & BiosampleTask);

/** Runs a task; what comes back is what the step of that kind says. */
export async function run(task: BuildTask): Promise<unknown> {
  if (task.kind === 'checksum') return checksum(task.path);
  if (task.kind === 'dhs') return runDhsTask(task);
  if (task.kind === 'zscore') return runZscoreTask(task);
  return runBiosampleTask(task);
}
