/** A BED in the other forms that people ask for: bgzip with a tabix index, and bigBed. */

import { statSync } from 'node:fs';
import path from 'node:path';
import { type BedRun, writeBigBed } from '../formats/bbi/bigbed-writer.ts';
import { type BedTable, readBed } from '../formats/bed.ts';
import { type LineRun, writeTabixed } from '../formats/tabix-writer.ts';
import { chromRuns } from '../genome/chrom-runs.ts';
import type { ChromSizes } from '../genome/chrom-sizes.ts';
import { runInWorkers } from '../threads/workers.ts';
import { autoSqlOf, type BedSchema } from './bed-schema.ts';

/** A BED whose other forms are to be written: a task of a worker. */
export interface PublishTask {
  /** Rows sorted as in a registry. */
  readonly bed: string;
  readonly schema: BedSchema;
  readonly chromSizes: ChromSizes;
  /** Where given, the bigBed alone is written, under this path. */
  readonly bigBed?: string;
}

/** Publishes many BEDs, `threads` at a time; `onEach` is told of each one. What publishBed returns, by task. */
export function publishBeds(
  tasks: readonly PublishTask[],
  threads: number,
  onEach: () => void,
): Promise<string[][]> {
  const worker = new URL('./publish-worker.js', import.meta.url);
  return runInWorkers<PublishTask, string[]>(worker, tasks, { threads, onResult: onEach });
}

/**
 * Writes FILE.bed.gz, its index (FILE.bed.gz.tbi; .csi where a chromosome is longer than 2^29 bp) and FILE.bigBed beside
 * FILE.bed. Returns the names of all, FILE.bed first, without the folder. Holds the lines once, and their places.
 */
export async function publishBed({ bed, schema, chromSizes, bigBed }: PublishTask): Promise<string[]> {
  const table = await readBed(bed, { raw: true, rawBytes: statSync(bed).size, names: false });
  const base = bed.replace(/\.bed$/, '');
  const written: string[] = [];
  if (bigBed === undefined) {
    const index = await writeTabixed(`${base}.bed.gz`, lineRuns(table));
    written.push(bed, `${base}.bed.gz`, index);
  }
  await writeBigBed(bigBed ?? `${base}.bigBed`, chromSizes, bedRuns(table), {
    autoSql: autoSqlOf(schema),
    definedFieldCount: schema.definedFields,
    extraIndex: schema.indexed,
  });
  return [...written, bigBed ?? `${base}.bigBed`].map((file) => path.basename(file));
}

/** Rows of a run: what is copied of their texts stays small. */
const RUN_ROWS = 1 << 16;
const TAB = 9;

function* lineRuns({ chromNames, chrom, start, end, raw }: BedTable): Generator<LineRun> {
  const { bytes, offsets } = raw!;
  for (const { from, to } of chromRuns(chrom, RUN_ROWS)) {
    yield {
      chrom: chromNames[chrom[from]!]!,
      starts: start.subarray(from, to),
      ends: end.subarray(from, to),
      lines: { bytes, offsets: offsets.subarray(from, to + 1) },
      length: to - from,
    };
  }
}

/** The lines without their first three columns, cut a run at a time. */
function* bedRuns(table: BedTable): Generator<BedRun> {
  for (const { lines, ...run } of lineRuns(table)) {
    const { bytes, offsets } = lines;
    const rest = new Uint8Array(offsets[run.length]! - offsets[0]!);
    const restOffsets = new Uint32Array(run.length + 1);
    let used = 0;
    for (let i = 0; i < run.length; i++) {
      const end = offsets[i + 1]!;
      let at = offsets[i]!;
      for (let tabs = 0; tabs < 3 && at < end; at++) if (bytes[at] === TAB) tabs++;
      rest.set(bytes.subarray(at, end), used);
      used += end - at;
      restOffsets[i + 1] = used;
    }
    yield { ...run, rest: { bytes: rest, offsets: restOffsets } };
  }
}
