/** Writes bigWig files: sections, R-tree, zoom levels and summary, as UCSC's tools lay them out. */

import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { deflateSync } from 'node:zlib';
import { CisregError } from '../../errors.ts';
import type { ChromSizes } from '../../genome/chrom-sizes.ts';
import { compareText } from '../../genome/text-order.ts';
import { openBlockInflater } from './block-inflate.ts';
import { type BlockTable, buildBlockTable } from './block-table.ts';
import { appendTo, type FileAppender } from './file-appender.ts';
import {
  BIGWIG_MAGIC,
  HEADER_BYTES,
  MAX_SECTION_ITEMS,
  type SignalSummary,
  SUMMARY_BYTES,
  ZOOM_HEADER_BYTES,
} from './layout.ts';
import { decodeSection, newBlockBuffer, newSectionItems, type SectionItems } from './section.ts';
import { encodeSection } from './section-encoder.ts';
import { encodeChromTree, encodeIndex } from './tree-writer.ts';
import { newWigChecker, type WigRun } from './wig-run.ts';

export type { WigRun } from './wig-run.ts';

import { reduceToZooms, type ZoomLevelData } from './zoom-reducer.ts';

/** Room for the headers of zoom levels, whether they are used or not. */
const MAX_ZOOM_LEVELS = 10;
const SUMMARY_OFFSET = HEADER_BYTES + MAX_ZOOM_LEVELS * ZOOM_HEADER_BYTES;
const CHROM_TREE_OFFSET = SUMMARY_OFFSET + SUMMARY_BYTES;
const COUNT_BYTES = 8;

export interface BigWigOptions {
  /** Values of a section, 1 to 65,535. Default 1024, as UCSC's tools write. */
  readonly itemsPerSection?: number;
  /** Compresses blocks with zlib. Default true. */
  readonly compress?: boolean;
  /** Writes zoom levels, which browsers draw from. Default true. */
  readonly zooms?: boolean;
}

/**
 * Writes a bigWig of `runs`: each chromosome's values in order and without overlap, chromosomes in any order but each
 * in one piece. Every chromosome of `chroms` is listed in the file, those without values too. The same input gives
 * the same bytes. The file appears under `path` when it is whole. Throws CisregError FORMAT for runs that are not as
 * described, unknown chromosomes, and values that are not finite.
 */
export async function writeBigWig(
  path: string,
  chroms: ChromSizes,
  runs: Iterable<WigRun> | AsyncIterable<WigRun>,
  options: BigWigOptions = {},
): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`;
  const handle = await open(temporary, 'w+').catch((error: unknown) => {
    throw writeError(path, error);
  });
  try {
    await writeParts(handle, { path, chroms, runs, options });
    await handle.close();
    await rename(temporary, path);
  } catch (error) {
    await handle.close();
    await rm(temporary, { force: true });
    throw writeError(path, error);
  }
}

interface Job {
  readonly path: string;
  readonly chroms: ChromSizes;
  readonly runs: Iterable<WigRun> | AsyncIterable<WigRun>;
  readonly options: BigWigOptions;
}

async function writeParts(handle: FileHandle, { path, chroms, runs, options }: Job): Promise<void> {
  const itemsPerSection = Math.min(Math.max(1, options.itemsPerSection ?? 1024), MAX_SECTION_ITEMS);
  const isCompressed = options.compress ?? true;
  // A chromosome's id is its place by name: readers search the tree of names by bytes.
  const names = [...chroms.names].sort(compareText);
  const sizesBp = names.map((name) => chroms.sizes[chroms.index.get(name)!]!);
  const chromTree = encodeChromTree(names, sizesBp, CHROM_TREE_OFFSET);
  const dataOffset = CHROM_TREE_OFFSET + chromTree.length;

  const file = appendTo(handle);
  await file.append(Buffer.alloc(CHROM_TREE_OFFSET));
  await file.append(chromTree);
  await file.append(Buffer.alloc(COUNT_BYTES));
  const data = await writeSections(file, runs, { path, names, sizesBp, itemsPerSection, isCompressed });
  const indexOffset = file.offset;
  await file.append(encodeIndex(data.blocks, indexOffset, itemsPerSection));
  await file.flush();

  const zooms = options.zooms === false ? [] : await reduceSections(handle, data, { sizesBp, isCompressed });
  const zoomHeaders = Buffer.alloc(zooms.length * ZOOM_HEADER_BYTES);
  for (const [i, zoom] of zooms.entries()) {
    zoomHeaders.writeUInt32LE(zoom.reductionBp, i * ZOOM_HEADER_BYTES);
    zoomHeaders.writeBigUInt64LE(BigInt(file.offset), i * ZOOM_HEADER_BYTES + 8);
    const indexAt = await writeZoom(file, zoom);
    zoomHeaders.writeBigUInt64LE(BigInt(indexAt), i * ZOOM_HEADER_BYTES + 16);
  }
  const magic = Buffer.alloc(4);
  magic.writeUInt32LE(BIGWIG_MAGIC);
  await file.append(magic);
  await file.flush();

  const largestBytes = zooms.reduce((most, zoom) => Math.max(most, zoom.largestBytes), data.largestBytes);
  const header = encodeHeader({
    zoomLevels: zooms.length,
    dataOffset,
    indexOffset,
    bufferBytes: isCompressed ? largestBytes : 0,
  });
  const count = Buffer.alloc(COUNT_BYTES);
  count.writeBigUInt64LE(BigInt(data.blocks.count));
  await handle.write(Buffer.concat([header, zoomHeaders]), 0, undefined, 0);
  await handle.write(encodeSummary(data.summary), 0, undefined, SUMMARY_OFFSET);
  await handle.write(count, 0, undefined, dataOffset);
}

interface Sections {
  readonly blocks: BlockTable;
  readonly summary: SignalSummary;
  readonly items: number;
  /** The largest section before compression. */
  readonly largestBytes: number;
}

interface SectionOptions {
  readonly path: string;
  readonly names: readonly string[];
  readonly sizesBp: readonly number[];
  readonly itemsPerSection: number;
  readonly isCompressed: boolean;
}

async function writeSections(
  file: FileAppender,
  runs: Job['runs'],
  options: SectionOptions,
): Promise<Sections> {
  const { itemsPerSection, isCompressed } = options;
  const blocks = buildBlockTable();
  const checker = newWigChecker(options.path, options.names, options.sizesBp);
  const section: SectionItems = newSectionItems();
  section.starts = new Int32Array(itemsPerSection);
  section.ends = new Int32Array(itemsPerSection);
  section.values = new Float32Array(itemsPerSection);
  let largestBytes = 0;
  const flush = async () => {
    if (section.count === 0) return;
    const plain = encodeSection(section);
    largestBytes = Math.max(largestBytes, plain.length);
    const bytes = isCompressed ? deflateSync(plain) : plain;
    const extent = {
      startChrom: section.chrom,
      start: section.starts[0]!,
      endChrom: section.chrom,
      end: section.ends[section.count - 1]!,
    };
    blocks.add(extent, file.offset, bytes.length);
    section.count = 0;
    await file.append(bytes);
  };
  for await (const run of runs) {
    const chrom = checker.check(run);
    if (chrom !== section.chrom) await flush();
    section.chrom = chrom;
    for (let from = 0; from < run.length; ) {
      const to = Math.min(run.length, from + itemsPerSection - section.count);
      section.starts.set(run.starts.subarray(from, to), section.count);
      section.ends.set(run.ends.subarray(from, to), section.count);
      section.values.set(run.values.subarray(from, to), section.count);
      section.count += to - from;
      from = to;
      if (section.count === itemsPerSection) await flush();
    }
  }
  await flush();
  return { blocks: blocks.finish(), ...checker.totals(), largestBytes };
}

/**
 * Zoom levels from the sections just written: their resolution follows from the mean size of the values, which is
 * known only now. Levels that would save less than half of the level below are left out.
 */
async function reduceSections(
  handle: FileHandle,
  data: Sections,
  options: { sizesBp: readonly number[]; isCompressed: boolean },
): Promise<ZoomLevelData[]> {
  if (data.items === 0) return [];
  const firstReduction = Math.max(10, Math.round((10 * data.summary.coveredBp) / data.items));
  const reducer = reduceToZooms(options.sizesBp, firstReduction, options.isCompressed);
  const { blocks } = data;
  const block = newBlockBuffer(data.largestBytes + 1);
  const items = newSectionItems();
  const inflater = openBlockInflater();
  for (let i = 0; i < blocks.count; i++) {
    const packed = new Uint8Array(blocks.sizeBytes[i]!);
    await handle.read(packed, 0, packed.length, blocks.offset[i]!);
    let length: number | string = packed.length;
    if (options.isCompressed) length = inflater.inflate(packed, block.bytes);
    else block.bytes.set(packed);
    const complaint = typeof length === 'string' ? length : decodeSection(block, length, false, items);
    if (complaint !== undefined)
      throw new Error(`a section that was just written reads back wrong: ${complaint}`);
    for (let k = 0; k < items.count; k++) {
      reducer.addItem(items.chrom, items.starts[k]!, items.ends[k]!, items.values[k]!);
    }
  }
  inflater.close();
  let recordsBelow = data.items;
  return reducer.finish().filter(({ records }) => {
    const isWorthIt = records * 2 <= recordsBelow;
    if (isWorthIt) recordsBelow = records;
    return isWorthIt;
  });
}

/** Writes a level's count, blocks and R-tree; returns the offset of the R-tree. */
async function writeZoom(file: FileAppender, zoom: ZoomLevelData): Promise<number> {
  const count = Buffer.alloc(4);
  count.writeUInt32LE(zoom.records);
  await file.append(count);
  const base = file.offset;
  for (const part of zoom.parts) await file.append(part);
  const indexAt = file.offset;
  const blocks = { ...zoom.blocks, offset: zoom.blocks.offset.map((offset) => offset + base) };
  await file.append(encodeIndex(blocks, indexAt, 1));
  return indexAt;
}

function encodeHeader(facts: {
  zoomLevels: number;
  dataOffset: number;
  indexOffset: number;
  bufferBytes: number;
}): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt32LE(BIGWIG_MAGIC, 0);
  header.writeUInt16LE(4, 4);
  header.writeUInt16LE(facts.zoomLevels, 6);
  header.writeBigUInt64LE(BigInt(CHROM_TREE_OFFSET), 8);
  header.writeBigUInt64LE(BigInt(facts.dataOffset), 16);
  header.writeBigUInt64LE(BigInt(facts.indexOffset), 24);
  header.writeBigUInt64LE(BigInt(SUMMARY_OFFSET), 44);
  header.writeUInt32LE(facts.bufferBytes, 52);
  return header;
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
