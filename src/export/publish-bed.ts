/** A BED in the other forms that people ask for: bgzip with a tabix index, and bigBed. */

import path from 'node:path';
import { type BedRun, writeBigBed } from '../formats/bbi/bigbed-writer.ts';
import { type BedTable, readBed } from '../formats/bed.ts';
import { type LineRun, writeTabixed } from '../formats/tabix-writer.ts';
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
 * FILE.bed. Returns the names of all, FILE.bed first, without the folder. Holds the file as columns.
 */
export async function publishBed({ bed, schema, chromSizes, bigBed }: PublishTask): Promise<string[]> {
  const table = await readBed(bed, { restFrom: 4, raw: bigBed === undefined });
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

function* lineRuns(table: BedTable): Generator<LineRun> {
  let from = 0;
  for (const { chrom, starts, ends, length } of bedRuns(table)) {
    const { bytes, offsets } = table.raw!;
    const lines = { bytes, offsets: offsets.subarray(from, from + length + 1) };
    yield { chrom, starts, ends, lines, length };
    from += length;
  }
}

/** A run a chromosome. */
function* bedRuns({ chromNames, chrom, start, end, rest }: BedTable): Generator<BedRun> {
  const { bytes, offsets } = rest!;
  for (let from = 0; from < chrom.length; ) {
    let to = from + 1;
    while (to < chrom.length && chrom[to] === chrom[from]) to++;
    yield {
      chrom: chromNames[chrom[from]!]!,
      starts: start.subarray(from, to),
      ends: end.subarray(from, to),
      rest: { bytes, offsets: offsets.subarray(from, to + 1) },
      length: to - from,
    };
    from = to;
  }
}
