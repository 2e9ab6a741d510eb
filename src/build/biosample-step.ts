/** The BED of one biosample, every cCRE of the registry classified in it: a task of a worker. */

import { AtomicFile } from '../formats/atomic-file.ts';
import { TextColumnBuilder } from '../formats/text-column.ts';
import type { Regions } from '../genome/regions.ts';
import { biosampleLabel, completeness } from '../registry/biosamples.ts';
import type { Scheme } from '../registry/schemes.ts';
import { readHigh, type ZColumn } from '../store/zscore-store.ts';

/** The cCREs as every biosample's file begins its lines, shared between workers. */
export interface CcreLines {
  /** Line k is bytes[offsets[k]] to bytes[offsets[k + 1]]: chrom to thickEnd with the tab behind it. */
  readonly bytes: Uint8Array;
  readonly offsets: Uint32Array;
  /** The row of each cCRE in the columns. */
  readonly row: Int32Array;
  readonly zone: Uint8Array;
}

/** What makes a biosample's file: places and zones by row of the columns, and which rows are cCREs. */
export interface CcreSource {
  readonly regions: Regions;
  readonly zone: Uint8Array;
  /** The rows of the cCREs, ascending. */
  readonly rows: Int32Array;
  ccreId(row: number): string;
}

/** What every line of a biosample's file begins with, in memory that workers share. */
export function ccreLines({ regions, zone, rows, ccreId }: CcreSource): CcreLines {
  const row = new Int32Array(new SharedArrayBuffer(rows.byteLength));
  row.set(rows);
  const zones = new Uint8Array(new SharedArrayBuffer(rows.length));
  const offsets = new Uint32Array(new SharedArrayBuffer((rows.length + 1) * 4));
  const lines = new TextColumnBuilder();
  for (let k = 0; k < rows.length; k++) {
    const i = rows[k]!;
    const [start, end] = [regions.start[i]!, regions.end[i]!];
    const place = `${regions.chromNames[regions.chrom[i]!]}\t${start}\t${end}`;
    lines.appendText(`${place}\t${ccreId(i)}\t0\t.\t${start}\t${end}\t`);
    zones[k] = zone[i]!;
  }
  const column = lines.finish();
  offsets.set(column.offsets);
  const bytes = new Uint8Array(new SharedArrayBuffer(column.bytes.length));
  bytes.set(column.bytes);
  return { bytes, offsets, row, zone: zones };
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

/** Writes the file of a biosample whose columns are in a store. */
export function runBiosampleTask(task: BiosampleTask): Promise<LabelCounts> {
  const columns = task.columns.map(({ bit, column }) => ({
    bit,
    high: readHigh(task.zscoreDirectory, column, task.rows),
  }));
  return writeBiosampleBed(task.out, { ...task, columns });
}

/** What a biosample's file is made of: its packed high bits with the HIGH_ bit that each column sets. */
export interface BiosampleContent {
  readonly ccres: CcreLines;
  readonly columns: readonly { readonly bit: number; readonly high: Uint8Array }[];
  readonly assays: number;
  readonly scheme: Scheme;
}

/** Writes the file and counts its labels. */
export async function writeBiosampleBed(out: string, content: BiosampleContent): Promise<LabelCounts> {
  const { ccres, columns: packed } = content;
  const endings = lineEndings(content);
  const counts = new Int32Array(endings.length);

  await using file = new AtomicFile(out);
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
function lineEndings({ assays, scheme }: BiosampleContent): { label: string; bytes: Uint8Array }[] {
  return Array.from({ length: ZONE_COUNT * HIGH_STATES }, (_, state) => {
    const zone = Math.floor(state / HIGH_STATES);
    const { label, rgb } = biosampleLabel(zone, state % HIGH_STATES, assays, scheme);
    return { label, bytes: Buffer.from(`${rgb}\t${label}\t${completeness(assays)}\n`) };
  });
}
