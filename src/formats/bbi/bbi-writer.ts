/** The frame that bigWig and bigBed share: header, chromosomes, blocks, R-trees, zoom levels and summary. */

import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { CisregError } from '../../errors.ts';
import type { ChromSizes } from '../../genome/chrom-sizes.ts';
import { compareText } from '../../genome/text-order.ts';
import { temporaryName } from '../temporary-name.ts';
import type { BlockTable } from './block-table.ts';
import { appendTo, type FileAppender } from './file-appender.ts';
import { HEADER_BYTES, type SignalSummary, SUMMARY_BYTES, ZOOM_HEADER_BYTES } from './layout.ts';
import { encodeChromTree, encodeIndex } from './tree-writer.ts';
import type { ZoomLevelData } from './zoom-reducer.ts';

/** Room for the headers of zoom levels, whether they are used or not. */
const MAX_ZOOM_LEVELS = 10;
const DESCRIPTION_OFFSET = HEADER_BYTES + MAX_ZOOM_LEVELS * ZOOM_HEADER_BYTES;
const COUNT_BYTES = 8;
const VERSION = 4;

/** The chromosomes of a file. An id is a place here: by name, as readers search the tree of names by bytes. */
export interface FileChroms {
  readonly names: readonly string[];
  readonly sizesBp: readonly number[];
}

/** Blocks that stand in the file. */
export interface WrittenBlocks {
  readonly blocks: BlockTable;
  /** What the file counts: blocks in a bigWig, rows in a bigBed. */
  readonly count: number;
  /** The largest block before compression. */
  readonly largestBytes: number;
}

/** Zoom levels, and the sums over all values. */
export interface Reduced {
  readonly zooms: readonly ZoomLevelData[];
  readonly summary: SignalSummary;
}

/** What one kind of file puts into the frame; the functions are called in this order. */
export interface BbiContent<Blocks extends WrittenBlocks> {
  readonly magic: number;
  readonly isCompressed: boolean;
  readonly itemsPerBlock: number;
  /** What stands before the summary, up to it: libBigWig takes all of that for the autoSql. Default none. */
  readonly description?: Uint8Array;
  /** Bytes between the summary and the chromosomes, for `complete` to fill; default none. */
  readonly extensionBytes?: number;
  writeBlocks(file: FileAppender, chroms: FileChroms): Promise<Blocks>;
  /** May read back what was written. */
  reduce(handle: FileHandle, written: Blocks, chroms: FileChroms): Promise<Reduced>;
  /** Appends what follows the zoom levels. */
  writeTail?(file: FileAppender): Promise<void>;
  /** Adds the fields of this kind to the header, and fills the extension. */
  complete?(header: Buffer, extension: Buffer, at: { description: number; extension: number }): void;
}

/**
 * Writes a file that appears under `path` when it is whole. Throws what the content throws, and CisregError IO.
 */
export async function writeBbi<Blocks extends WrittenBlocks>(
  path: string,
  chroms: ChromSizes,
  content: BbiContent<Blocks>,
): Promise<void> {
  const temporary = temporaryName(path);
  const handle = await open(temporary, 'w+').catch((error: unknown) => {
    throw writeError(path, error);
  });
  try {
    await writeParts(handle, sortedByName(chroms), content);
    await handle.close();
    await rename(temporary, path);
  } catch (error) {
    await handle.close();
    await rm(temporary, { force: true });
    throw writeError(path, error);
  }
}

async function writeParts<Blocks extends WrittenBlocks>(
  handle: FileHandle,
  chroms: FileChroms,
  content: BbiContent<Blocks>,
): Promise<void> {
  const { magic, isCompressed } = content;
  const description = content.description ?? new Uint8Array(0);
  const extension = Buffer.alloc(content.extensionBytes ?? 0);
  const summaryOffset = DESCRIPTION_OFFSET + description.length;
  const extensionOffset = summaryOffset + SUMMARY_BYTES;
  const chromTreeOffset = extensionOffset + extension.length;
  const chromTree = encodeChromTree(chroms.names, chroms.sizesBp, chromTreeOffset);
  const dataOffset = chromTreeOffset + chromTree.length;
  const file = appendTo(handle);
  await file.append(Buffer.alloc(chromTreeOffset));
  await file.append(chromTree);
  await file.append(Buffer.alloc(COUNT_BYTES));
  const written = await content.writeBlocks(file, chroms);
  const indexOffset = file.offset;
  await file.append(encodeIndex(written.blocks, indexOffset, content.itemsPerBlock));
  await file.flush();

  const { zooms, summary } = await content.reduce(handle, written, chroms);
  const zoomHeaders = await writeZooms(file, zooms);
  await content.writeTail?.(file);
  const closing = Buffer.alloc(4);
  closing.writeUInt32LE(magic);
  await file.append(closing);
  await file.flush();

  const largestBytes = zooms.reduce((most, zoom) => Math.max(most, zoom.largestBytes), written.largestBytes);
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt32LE(magic, 0);
  header.writeUInt16LE(VERSION, 4);
  header.writeUInt16LE(zooms.length, 6);
  header.writeBigUInt64LE(BigInt(chromTreeOffset), 8);
  header.writeBigUInt64LE(BigInt(dataOffset), 16);
  header.writeBigUInt64LE(BigInt(indexOffset), 24);
  header.writeBigUInt64LE(BigInt(summaryOffset), 44);
  header.writeUInt32LE(isCompressed ? largestBytes : 0, 52);
  content.complete?.(header, extension, { description: DESCRIPTION_OFFSET, extension: extensionOffset });
  const count = Buffer.alloc(COUNT_BYTES);
  count.writeBigUInt64LE(BigInt(written.count));
  await handle.write(Buffer.concat([header, zoomHeaders]), 0, undefined, 0);
  const front = Buffer.concat([description, encodeSummary(summary), extension]);
  await handle.write(front, 0, undefined, DESCRIPTION_OFFSET);
  await handle.write(count, 0, undefined, dataOffset);
}

function sortedByName(chroms: ChromSizes): FileChroms {
  const names = [...chroms.names].sort(compareText);
  return { names, sizesBp: names.map((name) => chroms.sizes[chroms.index.get(name)!]!) };
}

/** Writes each level's count, blocks and R-tree; returns the headers. */
async function writeZooms(file: FileAppender, zooms: readonly ZoomLevelData[]): Promise<Buffer> {
  const headers = Buffer.alloc(zooms.length * ZOOM_HEADER_BYTES);
  for (const [i, zoom] of zooms.entries()) {
    headers.writeUInt32LE(zoom.reductionBp, i * ZOOM_HEADER_BYTES);
    headers.writeBigUInt64LE(BigInt(file.offset), i * ZOOM_HEADER_BYTES + 8);
    const count = Buffer.alloc(4);
    count.writeUInt32LE(zoom.records);
    await file.append(count);
    const base = file.offset;
    for (const part of zoom.parts) await file.append(part);
    const indexAt = file.offset;
    const blocks = { ...zoom.blocks, offset: zoom.blocks.offset.map((offset) => offset + base) };
    await file.append(encodeIndex(blocks, indexAt, 1));
    headers.writeBigUInt64LE(BigInt(indexAt), i * ZOOM_HEADER_BYTES + 16);
  }
  return headers;
}

function encodeSummary(summary: SignalSummary): Buffer {
  const bytes = Buffer.alloc(SUMMARY_BYTES);
  bytes.writeBigUInt64LE(BigInt(summary.coveredBp), 0);
  bytes.writeDoubleLE(summary.min, 8);
  bytes.writeDoubleLE(summary.max, 16);
  bytes.writeDoubleLE(summary.sum, 24);
  bytes.writeDoubleLE(summary.sumSquares, 32);
  return bytes;
}

function writeError(path: string, error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException).code;
  if (error instanceof CisregError || code === undefined) return error;
  return new CisregError('IO', `cannot be written (${code}); check the folder and the space left`, {
    where: { file: path },
    cause: error,
  });
}
