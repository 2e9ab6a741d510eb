/** Reads bigBed files: their header, their rows by region, and all of them in order. */

import { CisregError } from '../../errors.ts';
import { autoSqlColumns } from '../auto-sql.ts';
import type { ByteSource } from '../byte-source.ts';
import { type BedChroms, type BedRow, type BedRows, type BigBedRows, newBedRows } from './bed-rows.ts';
import { readBlockIndex } from './block-index.ts';
import { type BlockTable, buildBlockTable, extentOf, overlaps, sliceBlocks } from './block-table.ts';
import { visitBlocks } from './block-visitor.ts';
import { type BbiChrom, readChromTree, unknownChrom } from './chrom-tree.ts';
import { type ExtraIndex, findBlockOffsets, readExtraIndexes } from './extra-index.ts';
import { type BbiHeader, readHeader } from './header.ts';
import type { SignalSummary } from './layout.ts';
import { bbiError, type TreeReader } from './tree-reader.ts';

export type { BigBedRows } from './bed-rows.ts';

/** An open bigBed. Every method that reads throws CisregError FORMAT or TRUNCATED, with the byte, for a damaged file. */
export interface BigBed {
  /** The path or address. */
  readonly name: string;
  readonly header: BbiHeader;
  readonly chroms: readonly BbiChrom[];
  /** Depth of coverage over the whole file; undefined in files of version 1. */
  readonly summary: SignalSummary | undefined;
  /** Columns of a row, and how many of them are as in BED. */
  readonly fieldCount: number;
  readonly definedFieldCount: number;
  /** What the columns are, in UCSC's autoSql; '' where the file does not say. */
  readonly autoSql: string;
  /** The rows that overlap [start, end) of a chromosome. Throws NOT_FOUND where the file has no such chromosome. */
  readRows(chrom: string, start: number, end: number): Promise<BigBedRows>;
  /**
   * The rows whose column `column` (default name) is `text`, by an index of the file. Throws NOT_FOUND where the file
   * has no such index.
   */
  findByName(text: string, column?: string): Promise<BigBedRows>;
  /** All rows. */
  readAll(): Promise<BigBedRows>;
  /** All rows, about `rowsPerBatch` at a time (default 65,536). */
  batches(rowsPerBatch?: number): AsyncGenerator<BigBedRows>;
  /** Closes the source. */
  close(): Promise<void>;
}

/** How many blocks a batch reads before it looks whether it has its rows. */
const BATCH_BLOCKS = 64;
/** Blocks hold 512 rows by default; no sensible one comes near this. */
const LARGEST_BLOCK_BYTES = 1 << 30;
const TAB = 9;

/**
 * Opens a bigBed of either byte order, any version, compressed or not, with or without zoom levels and extra indexes.
 * Throws CisregError FORMAT or TRUNCATED. The source stays open if this fails.
 */
export async function openBigBed(source: ByteSource): Promise<BigBed> {
  const { header, reader } = await readHeader(source, 'bigBed');
  const chroms = await readChromTree(source, reader, header.chromTreeOffset);
  const placeOf = new Map(chroms.map(({ id }, place) => [id, place]));
  const file: OpenFile = { source, header, reader, chroms, placeOf };
  const findByName = newNameFinder(file);
  return {
    name: source.name,
    header,
    chroms,
    summary: header.summary,
    fieldCount: header.fieldCount,
    definedFieldCount: header.definedFieldCount,
    autoSql: header.autoSql,
    readRows: (chrom, start, end) => readRows(file, chrom, start, end),
    findByName: (text, column = 'name') => findByName(text, column),
    readAll: () => readAll(file),
    batches: (rowsPerBatch = 65_536) => batches(file, rowsPerBatch),
    close: () => source.close(),
  };
}

interface OpenFile extends BedChroms {
  readonly header: BbiHeader;
  readonly reader: TreeReader;
}

async function readRows(file: OpenFile, name: string, start: number, end: number): Promise<BigBedRows> {
  const index = file.chroms.findIndex((chrom) => chrom.name === name);
  const chrom = file.chroms[index];
  if (chrom === undefined) throw unknownChrom(file.source, file.chroms, name);
  const blocks = await readBlockIndex(file.source, file.reader, {
    offset: file.header.indexOffset,
    version: file.header.version,
    isWanted: (extent) => overlaps(extent, chrom.id, start, end),
  });
  const rows = newBedRows(file, (row) => row.chrom === index && row.start < end && row.end > start);
  await addBlocks(file, blocks, rows);
  return rows.take();
}

/** The R-tree and the list of indexes are read once: whoever asks for one name often asks for more. */
function newNameFinder(file: OpenFile): (text: string, column: string) => Promise<BigBedRows> {
  const { source, header, reader } = file;
  let known: Promise<{ indexes: readonly ExtraIndex[]; blocks: BlockTable }> | undefined;
  const readKnown = async () => ({
    indexes: await readExtraIndexes(source, reader),
    blocks: await readBlockIndex(source, reader, allOf(file)),
  });
  return async (text, column) => {
    known ??= readKnown();
    const { indexes, blocks } = await known.catch((error: unknown) => {
      known = undefined;
      throw error;
    });
    const columns =
      header.autoSql === '' ? ['', '', '', 'name'] : autoSqlColumns(header.autoSql, source.name);
    const place = columns.indexOf(column);
    const index = indexes.find((one) => one.column === place);
    if (index === undefined) {
      const listed =
        indexes.map((one) => columns[one.column] ?? `column ${one.column + 1}`).join(', ') || 'none';
      const message = `no index by ${column}, expected one that the file has: ${listed}`;
      throw new CisregError('NOT_FOUND', message, { where: { file: source.name } });
    }
    const key = Buffer.from(text, 'utf8');
    const offsets = await findBlockOffsets(source, reader, { offset: index.offset, key });
    const found = buildBlockTable();
    for (let i = 0; i < blocks.count; i++) {
      if (offsets.delete(blocks.offset[i]!))
        found.add(extentOf(blocks, i), blocks.offset[i]!, blocks.sizeBytes[i]!);
    }
    for (const offset of offsets)
      throw bbiError(
        source,
        offset,
        `no block begins here, but the index by ${column} says so; is the file damaged?`,
      );
    const rows = newBedRows(file, (row) => hasColumn(row, place - 3, key));
    await addBlocks(file, found.finish(), rows);
    return rows.take();
  };
}

/** Whether the column with this place among those from the fourth on is `text`. */
function hasColumn({ bytes, textAt, textEnd }: BedRow, column: number, text: Buffer): boolean {
  let from = textAt;
  for (let k = 0; k < column; k++) {
    from = bytes.indexOf(TAB, from) + 1;
    if (from === 0 || from > textEnd) return false;
  }
  const end = from + text.length;
  return end <= textEnd && (end === textEnd || bytes[end] === TAB) && text.compare(bytes, from, end) === 0;
}

async function* batches(file: OpenFile, rowsPerBatch: number): AsyncGenerator<BigBedRows> {
  const blocks = await readBlockIndex(file.source, file.reader, allOf(file));
  const rows = newBedRows(file);
  for (let from = 0; from < blocks.count; from += BATCH_BLOCKS) {
    await addBlocks(file, sliceBlocks(blocks, from, from + BATCH_BLOCKS), rows);
    if (rows.count >= rowsPerBatch) yield rows.take();
  }
  if (rows.count > 0) yield rows.take();
}

async function readAll(file: OpenFile): Promise<BigBedRows> {
  const blocks = await readBlockIndex(file.source, file.reader, allOf(file));
  const rows = newBedRows(file);
  await addBlocks(file, blocks, rows);
  return rows.take();
}

function allOf({ header }: OpenFile): { offset: number; version: number } {
  return { offset: header.indexOffset, version: header.version };
}

async function addBlocks(file: OpenFile, blocks: BlockTable, rows: BedRows): Promise<void> {
  const { source, header } = file;
  await visitBlocks({ source, header, largestBytes: LARGEST_BLOCK_BYTES }, blocks, (block, length, i) => {
    const complaint = rows.addBlock(block.bytes.subarray(0, length), extentOf(blocks, i));
    if (complaint !== undefined) {
      throw bbiError(source, blocks.offset[i]!, `the block here has ${complaint}; is the file damaged?`);
    }
  });
}
