/** Writes bigBed files: rows, R-tree, zoom levels of depth, and indexes by name, as UCSC's tools lay them out. */

import { deflateSync } from 'node:zlib';
import { CisregError } from '../../errors.ts';
import type { ChromSizes } from '../../genome/chrom-sizes.ts';
import { autoSqlColumns } from '../auto-sql.ts';
import { type FileChroms, writeBbi } from './bbi-writer.ts';
import { newBedBlock } from './bed-block.ts';
import { type BedRun, newBedChecker } from './bed-run.ts';
import { reduceRows, type WrittenRows } from './bed-zooms.ts';
import { buildBlockTable } from './block-table.ts';
import { EXTENSION_BYTES, EXTENSION_FIELD, EXTRA_INDEX_BYTES } from './extra-index.ts';
import { buildExtraIndex, type ExtraIndexBuilder } from './extra-index-writer.ts';
import type { FileAppender } from './file-appender.ts';
import { BIGBED_MAGIC } from './layout.ts';

export type { BedRun } from './bed-run.ts';

export interface BigBedOptions {
  /** What the columns are, in UCSC's autoSql: at least chrom, start and end. Rows have as many columns. */
  readonly autoSql: string;
  /** How many of the columns are as in BED: 9 for bed9+2. */
  readonly definedFieldCount: number;
  /** Columns to index, by their name in the autoSql, so that rows are found by them: 'name'. Default none. */
  readonly extraIndex?: readonly string[];
  /** Rows of a block. Default 512, as UCSC's bedToBigBed writes. */
  readonly itemsPerSlot?: number;
  /** Compresses blocks with zlib. Default true. */
  readonly compress?: boolean;
}

/** Readers hold a block as a whole: rows of long texts are put into smaller blocks. */
const BLOCK_BYTES = 1 << 22;
/** The columns of BED that UCSC knows. */
const MAX_DEFINED = 15;

/**
 * Writes a bigBed of `runs`: each chromosome's rows by start, chromosomes in any order but each in one piece. Every
 * chromosome of `chroms` is listed in the file, those without rows too. The same rows give the same bytes. The file
 * appears under `path` when it is whole. Throws CisregError FORMAT for rows out of order, of unknown chromosomes,
 * beyond the end of theirs, or with other columns than the autoSql lists. Holds a block, the R-tree, the zoom levels,
 * and the texts of the indexed columns.
 */
export async function writeBigBed(
  path: string,
  chroms: ChromSizes,
  runs: Iterable<BedRun> | AsyncIterable<BedRun>,
  options: BigBedOptions,
): Promise<void> {
  const { autoSql, definedFieldCount } = options;
  const isCompressed = options.compress ?? true;
  const itemsPerSlot = Math.max(1, options.itemsPerSlot ?? 512);
  const columns = autoSqlColumns(autoSql, path);
  const refuse = (message: string) => new CisregError('FORMAT', message, { where: { file: path } });
  if (columns.length < 3) throw refuse(`an autoSql of ${columns.length} columns, expected at least 3`);
  const mostDefined = Math.min(columns.length, MAX_DEFINED);
  if (!(definedFieldCount >= 3 && definedFieldCount <= mostDefined))
    throw refuse(`${definedFieldCount} columns as in BED, expected 3 to ${mostDefined}`);
  const indexed = [...new Set(options.extraIndex ?? [])].map((name) => {
    const column = columns.indexOf(name);
    if (column < 3) {
      const known = columns.slice(3).join(', ') || 'none';
      throw refuse(
        `an index of the column ${name}, expected one of the autoSql from the fourth on: ${known}`,
      );
    }
    return { column, index: buildExtraIndex(path, name), offset: 0 };
  });
  const autoSqlBytes = Buffer.from(`${autoSql}\0`, 'utf8');
  if (autoSqlBytes.indexOf(0) !== autoSqlBytes.length - 1) throw refuse('an autoSql with a byte 0');

  await writeBbi(path, chroms, {
    magic: BIGBED_MAGIC,
    isCompressed,
    itemsPerBlock: itemsPerSlot,
    description: autoSqlBytes,
    extensionBytes: EXTENSION_BYTES + indexed.length * EXTRA_INDEX_BYTES,
    writeBlocks: (file, fileChroms) =>
      writeRows(file, runs, {
        path,
        ...fileChroms,
        columns: columns.length,
        indexed,
        itemsPerSlot,
        isCompressed,
      }),
    reduce: (handle, rows: WrittenRows, { sizesBp }) => reduceRows(handle, rows, { sizesBp, isCompressed }),
    async writeTail(file) {
      for (const index of indexed) index.offset = await index.index.write(file);
    },
    complete(header, extension, at) {
      header.writeUInt16LE(columns.length, 32);
      header.writeUInt16LE(definedFieldCount, 34);
      header.writeBigUInt64LE(BigInt(at.description), 36);
      header.writeBigUInt64LE(BigInt(at.extension), EXTENSION_FIELD);
      const listAt = indexed.length === 0 ? 0 : at.extension + EXTENSION_BYTES;
      extension.writeUInt16LE(EXTENSION_BYTES, 0);
      extension.writeUInt16LE(indexed.length, 2);
      extension.writeBigUInt64LE(BigInt(listAt), 4);
      for (const [i, { column, offset }] of indexed.entries()) {
        const entry = EXTENSION_BYTES + i * EXTRA_INDEX_BYTES;
        // Kind 0, a B+ tree; of one column.
        extension.writeUInt16LE(1, entry + 2);
        extension.writeBigUInt64LE(BigInt(offset), entry + 4);
        extension.writeUInt16LE(column, entry + 16);
      }
    },
  });
}

interface RowOptions extends FileChroms {
  readonly path: string;
  readonly columns: number;
  readonly indexed: readonly { readonly column: number; readonly index: ExtraIndexBuilder }[];
  readonly itemsPerSlot: number;
  readonly isCompressed: boolean;
}

async function writeRows(
  file: FileAppender,
  runs: Iterable<BedRun> | AsyncIterable<BedRun>,
  options: RowOptions,
): Promise<WrittenRows> {
  const { path, indexed, itemsPerSlot, isCompressed } = options;
  const blocks = buildBlockTable();
  const checker = newBedChecker(path, options.names, options.sizesBp);
  const block = newBedBlock(options.columns);
  const dataAt = file.offset;
  let largestBytes = 0;
  let chrom = -1;
  const flush = async () => {
    if (block.rows === 0) return;
    const plain = block.buffer.subarray(0, block.sizeBytes);
    largestBytes = Math.max(largestBytes, plain.length);
    const bytes = isCompressed ? deflateSync(plain) : Uint8Array.from(plain);
    blocks.add(block.extent, file.offset, bytes.length);
    for (const { index } of indexed) index.closeBlock(file.offset, bytes.length);
    block.clear();
    await file.append(bytes);
  };
  for await (const run of runs) {
    const id = checker.check(run);
    if (id !== chrom) await flush();
    chrom = id;
    for (let i = 0; i < run.length; i++) {
      if (block.rows === itemsPerSlot) await flush();
      else if (run.rest !== undefined && block.rows > 0) {
        const textBytes = run.rest.offsets[i + 1]! - run.rest.offsets[i]!;
        if (block.sizeBytes + textBytes > BLOCK_BYTES) await flush();
      }
      const complaint = block.add(id, run, i);
      if (complaint !== undefined) {
        const message = `a row at ${run.chrom}:${run.starts[i]}-${run.ends[i]} with ${complaint}`;
        throw new CisregError('FORMAT', message, { where: { file: path } });
      }
      for (const { column, index } of indexed) {
        index.add(block.buffer, block.columnAt[column - 3]!, block.columnAt[column - 2]! - 1);
      }
    }
  }
  await flush();
  const { basesBp, rows } = checker.totals();
  return { blocks: blocks.finish(), count: rows, largestBytes, basesBp, dataBytes: file.offset - dataAt };
}
