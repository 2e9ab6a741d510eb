/** The worker that writes matrices. */

import { type MatrixTask, writeMatrix } from './matrix-file.ts';

/** Runs a task. */
export async function run(task: MatrixTask): Promise<void> {
  await writeMatrix(task);
}
