/** The blocks of a file, side by side: what the leaves of its R-tree hold. */

import { growingFloat64, growingInt32 } from '../growing-column.ts';

/** Blocks in any order. Extents are 0-based half-open and may begin and end on different chromosomes. */
export interface BlockTable {
  readonly count: number;
  readonly startChrom: Int32Array;
  readonly start: Int32Array;
  readonly endChrom: Int32Array;
  readonly end: Int32Array;
  /** Byte offsets into the file; doubles, as they pass 2^32. */
  readonly offset: Float64Array;
  readonly sizeBytes: Int32Array;
}

/** Where a block lies. */
export interface BlockExtent {
  readonly startChrom: number;
  readonly start: number;
  readonly endChrom: number;
  readonly end: number;
}

export interface BlockTableBuilder {
  readonly count: number;
  add(extent: BlockExtent, offset: number, sizeBytes: number): void;
  /** The table, by chromosome and start; blocks equal in both keep their order. */
  finish(): BlockTable;
}

/** Collects blocks. */
export function buildBlockTable(): BlockTableBuilder {
  const columns = [growingInt32(), growingInt32(), growingInt32(), growingInt32(), growingInt32()] as const;
  const [startChrom, start, endChrom, end, sizeBytes] = columns;
  const offset = growingFloat64();
  let count = 0;
  let isSorted = true;
  return {
    get count() {
      return count;
    },
    add(extent, at, bytes) {
      if (count === offset.values.length) {
        for (const column of columns) column.reserve(count + 1);
        offset.reserve(count + 1);
      }
      startChrom.values[count] = extent.startChrom;
      start.values[count] = extent.start;
      endChrom.values[count] = extent.endChrom;
      end.values[count] = extent.end;
      offset.values[count] = at;
      sizeBytes.values[count] = bytes;
      if (count > 0) {
        const chromBefore = startChrom.values[count - 1]!;
        const startBefore = start.values[count - 1]!;
        const isAfter =
          extent.startChrom > chromBefore ||
          (extent.startChrom === chromBefore && extent.start >= startBefore);
        if (!isAfter) isSorted = false;
      }
      count++;
    },
    finish() {
      const table = {
        count,
        startChrom: startChrom.finish(count),
        start: start.finish(count),
        endChrom: endChrom.finish(count),
        end: end.finish(count),
        offset: offset.finish(count),
        sizeBytes: sizeBytes.finish(count),
      };
      return isSorted ? table : sorted(table);
    },
  };
}

/** Whether an extent of the index has bases in common with a stretch of one chromosome. */
export function overlaps(extent: BlockExtent, chrom: number, start: number, end: number): boolean {
  const beginsBefore = extent.startChrom < chrom || (extent.startChrom === chrom && extent.start < end);
  const endsAfter = extent.endChrom > chrom || (extent.endChrom === chrom && extent.end > start);
  return beginsBefore && endsAfter && start < end;
}

/** Blocks from..to-1 of a table, or up to its end. */
export function sliceBlocks(blocks: BlockTable, from: number, to: number): BlockTable {
  const count = Math.min(to, blocks.count) - from;
  return {
    count,
    startChrom: blocks.startChrom.subarray(from, to),
    start: blocks.start.subarray(from, to),
    endChrom: blocks.endChrom.subarray(from, to),
    end: blocks.end.subarray(from, to),
    offset: blocks.offset.subarray(from, to),
    sizeBytes: blocks.sizeBytes.subarray(from, to),
  };
}

/** The extent of block i. */
export function extentOf(blocks: BlockTable, i: number): BlockExtent {
  return {
    startChrom: blocks.startChrom[i]!,
    start: blocks.start[i]!,
    endChrom: blocks.endChrom[i]!,
    end: blocks.end[i]!,
  };
}

function sorted(table: BlockTable): BlockTable {
  const order = Int32Array.from({ length: table.count }, (_, i) => i).sort(
    (a, b) => table.startChrom[a]! - table.startChrom[b]! || table.start[a]! - table.start[b]! || a - b,
  );
  const pick = (column: Int32Array) => Int32Array.from(order, (i) => column[i]!);
  return {
    count: table.count,
    startChrom: pick(table.startChrom),
    start: pick(table.start),
    endChrom: pick(table.endChrom),
    end: pick(table.end),
    offset: Float64Array.from(order, (i) => table.offset[i]!),
    sizeBytes: pick(table.sizeBytes),
  };
}
