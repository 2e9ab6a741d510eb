/** The worker that makes single files of a hub. */

import { type TrackTask, writeTrack } from './track-files.ts';

/** Runs a task. */
export async function run(task: TrackTask): Promise<void> {
  return writeTrack(task);
}
