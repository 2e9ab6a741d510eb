/** The rows of bigBed blocks, checked and gathered as columns. */

import type { Regions } from '../../genome/regions.ts';
import type { ByteSource } from '../byte-source.ts';
import { growingInt32 } from '../growing-column.ts';
import { type TextColumn, TextColumnBuilder } from '../text-column.ts';
import type { BlockExtent } from './block-table.ts';
import type { BbiChrom } from './chrom-tree.ts';
import type { BbiHeader } from './header.ts';
import { Fields } from './tree-reader.ts';

/** Rows of a bigBed in the order of the file. `chrom` indexes `chromNames`, the chromosomes of the whole file. */
export interface BigBedRows extends Regions {
  readonly count: number;
  /** Each row's columns from the fourth on, tabs between; '' for a row of three. */
  readonly rest: TextColumn;
}

/** What rows are read by. */
export interface BedChroms {
  readonly source: ByteSource;
  readonly header: BbiHeader;
  readonly chroms: readonly BbiChrom[];
  /** A chromosome id's place in chroms. */
  readonly placeOf: ReadonlyMap<number, number>;
}

export interface BedRow {
  /** Place in chroms. */
  chrom: number;
  start: number;
  end: number;
  /** The columns from the fourth on: bytes[textAt] up to bytes[textEnd]. */
  bytes: Uint8Array;
  textAt: number;
  textEnd: number;
}

export interface BedRows {
  /** The rows since the last take(). */
  readonly count: number;
  /** Adds the rows of the next block. Returns what is wrong with it, or undefined. */
  addBlock(bytes: Uint8Array, extent: BlockExtent): string | undefined;
  /** The rows so far, and a fresh start. */
  take(): BigBedRows;
}

/** Chromosome id, start and end stand before a row's text. */
const ROW_HEADER_BYTES = 12;
const TAB = 9;

/** Collects the rows that `keeps` accepts (default all), and checks all. */
export function newBedRows(file: BedChroms, keeps?: (row: BedRow) => boolean): BedRows {
  const chromNames = file.chroms.map(({ name }) => name);
  // A row of three columns has no text, so no tabs; one of five has one.
  const tabs = Math.max(0, file.header.fieldCount - 4);
  let chrom = growingInt32();
  let start = growingInt32();
  let end = growingInt32();
  let rest = new TextColumnBuilder();
  let count = 0;
  const row: BedRow = { chrom: 0, start: 0, end: 0, bytes: new Uint8Array(0), textAt: 0, textEnd: 0 };
  const before = { id: -1, start: 0 };

  const addRow = (fields: Fields, at: number, extent: BlockExtent): string | undefined => {
    const id = fields.u32(at);
    row.start = fields.u32(at + 4);
    row.end = fields.u32(at + 8);
    const place = file.placeOf.get(id);
    if (place === undefined) return `chromosome id ${id}, which the file does not list`;
    row.chrom = place;
    const { name, sizeBp } = file.chroms[place]!;
    const shown = `a row at ${name}:${row.start}-${row.end}`;
    if (row.end < row.start || row.end > sizeBp) {
      return `${shown}, expected start before end, and no end beyond the ${sizeBp} bases of ${name}`;
    }
    const startsInside = id > extent.startChrom || (id === extent.startChrom && row.start >= extent.start);
    const endsInside = id < extent.endChrom || (id === extent.endChrom && row.end <= extent.end);
    if (!startsInside || !endsInside) return `${shown}, outside the extent that the index states for it`;
    if (id < before.id || (id === before.id && row.start < before.start))
      return `${shown}, which is out of order`;
    before.id = id;
    before.start = row.start;
    return undefined;
  };

  return {
    get count() {
      return count;
    },
    addBlock(bytes, extent) {
      const fields = new Fields(bytes, 0, file.header.isBigEndian);
      for (let at = 0; at < bytes.length; ) {
        const textAt = at + ROW_HEADER_BYTES;
        const textEnd = textAt <= bytes.length ? bytes.indexOf(0, textAt) : -1;
        if (textEnd < 0) return `a row without an end, ${bytes.length - at} bytes before that of the block`;
        const complaint = addRow(fields, at, extent);
        if (complaint !== undefined) return complaint;
        let found = 0;
        for (let i = textAt; i < textEnd; i++) if (bytes[i] === TAB) found++;
        if (found !== tabs) {
          const columns = textEnd === textAt ? 3 : found + 4;
          return `a row of ${columns} columns at ${chromNames[row.chrom]}:${row.start}-${row.end}, expected ${file.header.fieldCount}`;
        }
        row.bytes = bytes;
        row.textAt = textAt;
        row.textEnd = textEnd;
        if (keeps === undefined || keeps(row)) {
          for (const column of [chrom, start, end]) column.reserve(count + 1);
          chrom.values[count] = row.chrom;
          start.values[count] = row.start;
          end.values[count] = row.end;
          rest.append(bytes, textAt, textEnd);
          count++;
        }
        at = textEnd + 1;
      }
      return undefined;
    },
    take() {
      const rows: BigBedRows = {
        chromNames,
        chrom: chrom.finish(count),
        start: start.finish(count),
        end: end.finish(count),
        count,
        rest: rest.finish(),
      };
      chrom = growingInt32();
      start = growingInt32();
      end = growingInt32();
      rest = new TextColumnBuilder();
      count = 0;
      return rows;
    },
  };
}
