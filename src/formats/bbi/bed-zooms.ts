/** The zoom levels and the summary of a bigBed: how many rows cover each base. */

import type { FileHandle } from 'node:fs/promises';
import type { Reduced, WrittenBlocks } from './bbi-writer.ts';
import { sweepDepth } from './bed-depth.ts';
import { ZOOM_RECORD_BYTES } from './layout.ts';
import { visitWrittenBlocks } from './written-blocks.ts';
import { reduceToZooms } from './zoom-reducer.ts';

/** UCSC's tools try no larger window than the first one above this. */
const LARGE_BP = 1_000_000_000;
const MAX_REDUCTION_BP = 2 ** 32;
const ROW_HEADER_BYTES = 12;

/** The rows of a file, as blocks that can be read back. */
export interface WrittenRows extends WrittenBlocks {
  /** The sum of the sizes of the rows. */
  readonly basesBp: number;
  /** Of the blocks, as they stand in the file. */
  readonly dataBytes: number;
}

interface ReduceOptions {
  readonly sizesBp: readonly number[];
  readonly isCompressed: boolean;
}

/**
 * Chooses the levels as UCSC's bedToBigBed does: the first has the smallest window whose records take at most half of
 * the room of the rows, and further ones follow while that gives fewer records. Reads the rows twice.
 */
export async function reduceRows(
  handle: FileHandle,
  rows: WrittenRows,
  options: ReduceOptions,
): Promise<Reduced> {
  const { sizesBp, isCompressed } = options;
  const counter = countRecords(rows.count === 0 ? 0 : rows.basesBp / rows.count);
  await visitPlaces(handle, rows, isCompressed, counter.add);
  const room = Math.floor((rows.dataBytes + 8) / 2);
  const fits = (records: number) =>
    Math.floor((records * ZOOM_RECORD_BYTES) / (isCompressed ? 2 : 1)) <= room;
  const reductionBp = counter.reductionsBp[Math.max(0, counter.records.findIndex(fits))]!;

  const largestBp = sizesBp.reduce((a, b) => Math.max(a, b), 0);
  const limitBp = Math.min(MAX_REDUCTION_BP, Math.max(4 * largestBp, reductionBp + 1));
  const reducer = reduceToZooms({ sizesBp, reductionBp, isCompressed, limitBp, isFullWidth: true });
  const summary = { coveredBp: 0, min: Number.POSITIVE_INFINITY, max: 0, sum: 0, sumSquares: 0 };
  const sweep = sweepDepth((chrom, start, end, depth) => {
    reducer.addItem(chrom, start, end, depth);
    const sizeBp = end - start;
    summary.coveredBp += sizeBp;
    summary.min = Math.min(summary.min, depth);
    summary.max = Math.max(summary.max, depth);
    summary.sum += sizeBp * depth;
    summary.sumSquares += sizeBp * depth * depth;
  });
  await visitPlaces(handle, rows, isCompressed, sweep.add);
  sweep.finish();
  if (summary.coveredBp === 0) return { zooms: [], summary: { ...summary, min: 0 } };

  const levels = reducer.finish();
  const isUseless = levels.findIndex(({ records }, i) => i > 0 && records >= levels[i - 1]!.records);
  return { zooms: isUseless < 0 ? levels : levels.slice(0, isUseless), summary };
}

/** Calls `visit` for the place of each row, by chromosome and start. */
function visitPlaces(
  handle: FileHandle,
  rows: WrittenRows,
  isCompressed: boolean,
  visit: (chrom: number, start: number, end: number) => void,
): Promise<void> {
  return visitWrittenBlocks(handle, rows, {
    isCompressed,
    visit: ({ bytes }, length) => {
      const view = new DataView(bytes.buffer, bytes.byteOffset);
      for (let at = 0; at < length; ) {
        visit(view.getUint32(at, true), view.getUint32(at + 4, true), view.getUint32(at + 8, true));
        const end = bytes.indexOf(0, at + ROW_HEADER_BYTES);
        if (end < 0 || end >= length) return 'a row without an end';
        at = end + 1;
      }
      return undefined;
    },
  });
}

/** Counts the records that zoom levels of several resolutions would have. */
interface RecordCounter {
  readonly reductionsBp: readonly number[];
  readonly records: Float64Array;
  add(chrom: number, start: number, end: number): void;
}

/** For windows of the rows' mean size (at least 10), four times that, and so on, as UCSC's bedToBigBed tries them. */
function countRecords(meanBp: number): RecordCounter {
  const reductionsBp: number[] = [];
  for (let reduction = Math.max(10, Math.floor(meanBp)); reductionsBp.length < 10; reduction *= 4) {
    reductionsBp.push(reduction);
    if (reduction > LARGE_BP) break;
  }
  const records = new Float64Array(reductionsBp.length);
  const reached = new Float64Array(reductionsBp.length);
  let last = -1;
  return {
    reductionsBp,
    records,
    add(chrom, start, end) {
      if (end === start) return;
      if (chrom !== last) reached.fill(0);
      last = chrom;
      for (let i = 0; i < reached.length; i++) {
        const reduction = reductionsBp[i]!;
        const from = Math.max(start, reached[i]!);
        if (end <= from) continue;
        const windows = Math.ceil((end - from) / reduction);
        records[i]! += windows;
        reached[i] = from + windows * reduction;
      }
    },
  };
}
