/** Rows as the bytes of one bigBed block: chromosome id, start, end, text, a byte 0. Little endian. */

import type { BedRun } from './bed-run.ts';
import type { BlockExtent } from './block-table.ts';

/** Chromosome id, start and end stand before a row's text. */
const ROW_HEADER_BYTES = 12;
/** No sensible row comes near this. */
const MAX_TEXT_BYTES = 1 << 26;
const TAB = 9;
const NEWLINE = 10;

/** Rows of one chromosome. */
export interface BedBlock {
  readonly rows: number;
  /** Begins with the rows; it is reused. */
  readonly buffer: Uint8Array;
  readonly sizeBytes: number;
  readonly extent: BlockExtent;
  /** Column k of the last row, from 3 on, is buffer[columnAt[k - 3]] up to buffer[columnAt[k - 2] - 1]. */
  readonly columnAt: Int32Array;
  /** Adds row i of a run of the chromosome with this id. Returns what is wrong with its text, or undefined. */
  add(chrom: number, run: BedRun, i: number): string | undefined;
  clear(): void;
}

/** An empty block for rows of `columns` columns. */
export function newBedBlock(columns: number): BedBlock {
  const texts = columns - 3;
  const columnAt = new Int32Array(texts + 1);
  let buffer = Buffer.alloc(1 << 16);
  let used = 0;
  let rows = 0;
  let chromId = 0;
  let first = 0;
  let furthest = 0;
  return {
    columnAt,
    get rows() {
      return rows;
    },
    get buffer() {
      return buffer;
    },
    get sizeBytes() {
      return used;
    },
    get extent() {
      return { startChrom: chromId, start: first, endChrom: chromId, end: furthest };
    },
    add(chrom, { starts, ends, rest }, i) {
      const from = rest === undefined ? 0 : rest.offsets[i]!;
      const to = rest === undefined ? 0 : rest.offsets[i + 1]!;
      if (to - from > MAX_TEXT_BYTES)
        return `a text of ${to - from} bytes, expected at most ${MAX_TEXT_BYTES}`;
      const needed = used + ROW_HEADER_BYTES + to - from + 1;
      if (needed > buffer.length) {
        const larger = Buffer.alloc(Math.max(needed, buffer.length * 2));
        buffer.copy(larger, 0, 0, used);
        buffer = larger;
      }
      const start = starts[i]!;
      const end = ends[i]!;
      let at = buffer.writeUInt32LE(chrom, used);
      at = buffer.writeUInt32LE(start, at);
      at = buffer.writeUInt32LE(end, at);
      let found = 0;
      columnAt[0] = at;
      for (let k = from; k < to; k++) {
        const byte = rest!.bytes[k]!;
        buffer[at++] = byte;
        if (byte > NEWLINE) continue;
        if (byte === 0 || byte === NEWLINE)
          return `a byte ${byte} in its text, which no line of BED can have; take it out`;
        // A typed array drops what is beyond its end; the count tells.
        if (byte === TAB) columnAt[++found] = at;
      }
      buffer[at++] = 0;
      // A row of three columns has no text, one of four has text without a tab.
      if (texts === 0 ? to > from : found !== texts - 1) {
        const given = to > from ? found + 4 : 3;
        return `${given} columns, expected the ${columns} of the autoSql`;
      }
      columnAt[texts] = at;
      if (rows === 0) {
        chromId = chrom;
        first = start;
        furthest = end;
      }
      furthest = Math.max(furthest, end);
      used = at;
      rows++;
      return undefined;
    },
    clear() {
      used = 0;
      rows = 0;
    },
  };
}
