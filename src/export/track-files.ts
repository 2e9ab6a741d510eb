/** Single files of a hub, made when somebody asks for them. */

import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { CisregError } from '../errors.ts';
import { readCcreRows } from '../store/ccre-rows.ts';
import { BIOSAMPLES } from '../store/layout.ts';
import { openRegistry } from '../store/registry-directory.ts';
import { runInWorkers } from '../threads/workers.ts';
import { biosampleSchema } from './bed-schema.ts';
import { writeCombinedTrack } from './combined-track.ts';
import { type HubTrack, trackFile } from './hub-tracks.ts';
import { writeMaxZTracks } from './max-z-tracks.ts';
import { publishBed } from './publish-bed.ts';

/** A file to be made: a task of a worker. */
export interface TrackTask {
  /** The directory of the registry. */
  readonly registry: string;
  readonly track: HubTrack;
  /** Where it appears when it is whole; its folder exists, and holds what is made meanwhile. */
  readonly file: string;
}

/** Makes a file in a thread of its own. */
export async function makeTrack(task: TrackTask): Promise<void> {
  const worker = new URL('./track-worker.js', import.meta.url);
  await runInWorkers<TrackTask, void>(worker, [task], { threads: 1, isOwnThread: true });
}

/** Writes the file of a track. Throws CisregError NOT_FOUND where the registry has no such track. */
export async function writeTrack({ registry: directory, track, file }: TrackTask): Promise<void> {
  const registry = await openRegistry(directory);
  const { chromSizes } = registry;
  if (track.kind === 'biosample') {
    const bed = path.join(directory, BIOSAMPLES, `${track.key}.bed`);
    await publishBed({ bed, schema: biosampleSchema(registry.scheme), chromSizes, bigBed: file });
    return;
  }
  const folder = mkdtempSync(path.join(path.dirname(file), '.making-'));
  try {
    const made = path.join(folder, trackFile(track));
    if (track.kind === 'combined') {
      const { file: bed, schema } = await writeCombinedTrack(registry, await readCcreRows(registry), folder);
      await publishBed({ bed: path.join(folder, bed), schema, chromSizes, bigBed: made });
    } else if ((await writeMaxZTracks(registry, folder, [track.assay])).length === 0) {
      throw new CisregError('NOT_FOUND', `no biosample has ${track.assay}: there is no track of it`);
    }
    renameSync(made, file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
