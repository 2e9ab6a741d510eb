/** One bigWig's table: the work of `cisreg signal` on one file, in whatever thread. */

import { AtomicFile } from '../formats/atomic-file.ts';
import { openBigWig } from '../formats/bbi/bigwig.ts';
import { openByteSource } from '../formats/byte-source.ts';
import type { ByteWriter } from '../formats/byte-writer.ts';
import type { Location } from '../formats/remote-location.ts';
import { absentChroms, meanSignal } from './mean-signal.ts';
import type { RegionPlan } from './region-plan.ts';
import { bedChunks, jsonChunks, type TableRows, type TextBytes, tableChunks } from './signal-table.ts';

export interface SignalTask {
  /** Where the bigWig is. */
  readonly signal: Location;
  readonly plan: RegionPlan;
  readonly rows: Omit<TableRows, 'sizeBp'>;
  /** The file to write; undefined: the writer that the caller gives. */
  readonly out: string | undefined;
  readonly minMax: boolean;
  readonly json: boolean;
  /** A second file: the lines of the regions with the mean. */
  readonly bed: { readonly out: string; readonly lines: TextBytes } | undefined;
}

export interface SignalReport {
  /** Chromosomes with regions that the bigWig has not, and the number of those regions (or blocks). */
  readonly absent: { readonly names: readonly string[]; readonly pieces: number };
}

/** Writes the table, and the BED if asked for; files appear when they are whole. */
export async function runSignalTask(task: SignalTask, writer?: ByteWriter): Promise<SignalReport> {
  const { plan } = task;
  const source = await openByteSource(task.signal);
  try {
    const bigWig = await openBigWig(source);
    const signal = await meanSignal(bigWig, plan, { minMax: task.minMax });
    const rows = { ...task.rows, sizeBp: plan.sizeBp };
    const table = task.json ? jsonChunks(rows, signal) : tableChunks(rows, signal);
    if (task.bed !== undefined) await writeFile(task.bed.out, bedChunks(rows, task.bed.lines, signal));
    if (task.out !== undefined) await writeFile(task.out, table);
    else if (writer !== undefined) await writeChunks(writer, table);
    return { absent: absentChroms(bigWig, plan) };
  } finally {
    await source.close();
  }
}

async function writeFile(path: string, chunks: Iterable<string | Uint8Array>): Promise<void> {
  await using file = new AtomicFile(path);
  await writeChunks(file, chunks);
  await file.commit();
}

async function writeChunks(writer: ByteWriter, chunks: Iterable<string | Uint8Array>): Promise<void> {
  for (const chunk of chunks) {
    if (writer.isClosed) return;
    await writer.write(chunk);
  }
}
