/** The BED of one biosample, every cCRE of the registry classified in it: a task of a worker. */

import { AtomicFile } from '../formats/atomic-file.ts';
import { biosampleLabel, completeness } from '../registry/biosamples.ts';
import type { Scheme } from '../registry/schemes.ts';
import { readHigh, type ZColumn } from '../store/zscore-store.ts';

/** The cCREs as every biosample's file begins its lines, shared between workers. */
export interface CcreLines {
  /** Line k is bytes[offsets[k]] to bytes[offsets[k + 1]]: chrom to thickEnd with the tab behind it. */
  readonly bytes: Uint8Array;
  readonly offsets: Int32Array;
  /** The row of each cCRE in the columns. */
  readonly row: Int32Array;
  readonly zone: Uint8Array;
}

export interface BiosampleTask {
  readonly ccres: CcreLines;
  readonly zscoreDirectory: string;
  readonly rows: number;
  /** The columns of this biosample with the HIGH_ bit that each one sets. */
  readonly columns: readonly { readonly bit: number; readonly column: ZColumn }[];
  readonly assays: number;
  readonly scheme: Scheme;
  readonly out: string;
}

/** Elements by label. */
export type LabelCounts = Readonly<Record<string, number>>;

const BLOCK_BYTES = 1 << 20;
/** Combinations of the four high bits, and of these with the three zones. */
const HIGH_STATES = 16;
const ZONE_COUNT = 3;

/** Writes the file and counts its labels. */
export async function runBiosampleTask(task: BiosampleTask): Promise<LabelCounts> {
  const { ccres } = task;
  const packed = task.columns.map(({ bit, column }) => ({
    bit,
    high: readHigh(task.zscoreDirectory, column, task.rows),
  }));
  const endings = lineEndings(task);
  const counts = new Int32Array(endings.length);

  await using file = new AtomicFile(task.out);
  const block = new Uint8Array(BLOCK_BYTES);
  let used = 0;
  for (let k = 0; k < ccres.row.length; k++) {
    const row = ccres.row[k]!;
    let high = 0;
    for (const column of packed) if ((column.high[row >> 3]! >> (row & 7)) & 1) high |= column.bit;
    const state = ccres.zone[k]! * HIGH_STATES + high;
    counts[state]!++;
    const ending = endings[state]!.bytes;
    const from = ccres.offsets[k]!;
    const to = ccres.offsets[k + 1]!;
    if (used + to - from + ending.length > BLOCK_BYTES) {
      file.write(block.subarray(0, used));
      used = 0;
    }
    for (let b = from; b < to; b++) block[used++] = ccres.bytes[b]!;
    for (let b = 0; b < ending.length; b++) block[used++] = ending[b]!;
  }
  file.write(block.subarray(0, used));
  await file.commit();

  const byLabel: Record<string, number> = {};
  for (const [state, { label }] of endings.entries()) {
    if (counts[state]! > 0) byLabel[label] = (byLabel[label] ?? 0) + counts[state]!;
  }
  return byLabel;
}

/** What stands behind thickEnd for every zone and every combination of high assays. */
function lineEndings(task: BiosampleTask): { label: string; bytes: Uint8Array }[] {
  return Array.from({ length: ZONE_COUNT * HIGH_STATES }, (_, state) => {
    const zone = Math.floor(state / HIGH_STATES);
    const { label, rgb } = biosampleLabel(zone, state % HIGH_STATES, task.assays, task.scheme);
    return { label, bytes: Buffer.from(`${rgb}\t${label}\t${completeness(task.assays)}\n`) };
  });
}
