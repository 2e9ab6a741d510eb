/** The blocks of BED12: columns 10 (how many), 11 (their sizes) and 12 (their starts, from the row's start). */

import { parseCoordinate } from './fields.ts';
import { growingInt32 } from './growing-column.ts';
import { type RegionRow, rowError } from './region-rows.ts';

const COMMA = 44;

/** Collects the blocks of rows. */
export interface BlockReader {
  add(row: RegionRow): void;
  /** `rows` + 1 offsets into starts and sizes. */
  offsets(rows: number): Int32Array;
  /** Absolute 0-based starts. */
  starts(rows: number): Int32Array;
  sizes(rows: number): Int32Array;
}

/** A reader without blocks yet. Rows are added in order; each must have at least 12 columns. */
export function readBlocks(): BlockReader {
  const offsets = growingInt32();
  const starts = growingInt32();
  const sizes = growingInt32();
  let rows = 0;
  let blocks = 0;
  return {
    add(row) {
      const { fields } = row;
      const count = parseCoordinate(fields.bytes, fields.starts[9]!, fields.ends[9]!);
      if (count < 1) throw rowError(row, 9, 'blockCount', ['a whole number from 1']);
      // A list of n numbers has at least 2 n - 1 bytes: a lie about the count must not reserve memory.
      if (count > fields.ends[10]! - fields.starts[10]!) throw wrongCount(row, 10, 'blockSizes', count);
      offsets.reserve(rows + 2);
      starts.reserve(blocks + count);
      sizes.reserve(blocks + count);
      parseList(row, 10, 'blockSizes', sizes.values.subarray(blocks, blocks + count));
      parseList(row, 11, 'blockStarts', starts.values.subarray(blocks, blocks + count));
      let reached = 0;
      for (let i = blocks; i < blocks + count; i++) {
        const from = starts.values[i]!;
        const to = from + sizes.values[i]!;
        if (from < reached || to > row.end - row.start) {
          const rule = `blocks in ascending order, apart, and inside the ${row.end - row.start} bases of the row`;
          throw rowError(row, 11, 'blockStarts', [rule]);
        }
        reached = to;
        starts.values[i] = row.start + from;
      }
      blocks += count;
      offsets.values[++rows] = blocks;
    },
    offsets: (count) => offsets.finish(count + 1),
    starts: () => starts.finish(blocks),
    sizes: () => sizes.finish(blocks),
  };
}

function parseList(row: RegionRow, index: number, name: string, into: Int32Array): void {
  const { bytes, starts, ends } = row.fields;
  let to = ends[index]!;
  let at = starts[index]!;
  if (to > at && bytes[to - 1] === COMMA) to--;
  for (let i = 0; i < into.length; i++) {
    let end = at;
    while (end < to && bytes[end] !== COMMA) end++;
    const value = parseCoordinate(bytes, at, end);
    if (value < 0) throw wrongCount(row, index, name, into.length);
    into[i] = value;
    at = end + 1;
  }
  if (at <= to) throw wrongCount(row, index, name, into.length);
}

function wrongCount(row: RegionRow, index: number, name: string, count: number): Error {
  return rowError(row, index, name, [`${count} whole numbers with commas between, as column 10 says`]);
}
