/** Reads bigWig files: their header, their values by region, and all of them in order. */

import type { ByteSource } from '../byte-source.ts';
import { readBlockIndex } from './block-index.ts';
import { type BlockExtent, type BlockTable, overlaps, sliceBlocks } from './block-table.ts';
import { visitBlocks } from './block-visitor.ts';
import { type BbiChrom, readChromTree, unknownChrom } from './chrom-tree.ts';
import { type BbiHeader, readHeader } from './header.ts';
import { ITEM_BYTES, MAX_SECTION_ITEMS, SECTION_HEADER_BYTES, type SignalSummary } from './layout.ts';
import { copyItems, itemEnd, itemStart, newSection, type Section, viewSection } from './section.ts';
import { bbiError, type TreeReader } from './tree-reader.ts';

/** Values in order: values[i] holds for the bases starts[i] to ends[i], 0-based half-open. */
export interface SignalIntervals {
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly values: Float32Array;
}

/** A section's values with the name of their chromosome. */
export interface SignalBatch extends SignalIntervals {
  readonly chrom: string;
}

/** An open bigWig. Every method that reads throws CisregError FORMAT or TRUNCATED, with the byte, for a damaged file. */
export interface BigWig {
  /** The path or address. */
  readonly name: string;
  readonly header: BbiHeader;
  readonly chroms: readonly BbiChrom[];
  /** The sums over the whole file; undefined in files of version 1. */
  readonly summary: SignalSummary | undefined;
  /**
   * The values that overlap [start, end) of a chromosome, whole: the first and last may reach beyond. Throws
   * NOT_FOUND where the file has no such chromosome.
   */
  readIntervals(chrom: string, start: number, end: number): Promise<SignalIntervals>;
  /** All values, by chromosome id and start, a section at a time. */
  batches(): AsyncGenerator<SignalBatch>;
  /**
   * Hands each section that `isWanted` accepts by its extent, and that has values, to `visit`, by chromosome id and
   * start. It holds until `visit` returns: what is to stay must be copied.
   */
  visitSections(
    visit: (section: Section) => void,
    isWanted?: (extent: BlockExtent) => boolean,
  ): Promise<void>;
  /** Closes the source. */
  close(): Promise<void>;
}

/** The largest section that its 16-bit count of items allows. */
const LARGEST_SECTION_BYTES = SECTION_HEADER_BYTES + MAX_SECTION_ITEMS * ITEM_BYTES[1];
/** How many blocks batches() reads before it hands over their values. */
const BATCH_BLOCKS = 256;

/**
 * Opens a bigWig of either byte order, any version, compressed or not, with or without zoom levels (which are not
 * used). Throws CisregError FORMAT or TRUNCATED. The source stays open if this fails.
 */
export async function openBigWig(source: ByteSource): Promise<BigWig> {
  const { header, reader } = await readHeader(source, 'bigWig');
  const chroms = await readChromTree(source, reader, header.chromTreeOffset);
  const byName = new Map(chroms.map((chrom) => [chrom.name, chrom]));
  const file: OpenFile = { source, header, reader, byId: new Map(chroms.map((chrom) => [chrom.id, chrom])) };
  return {
    name: source.name,
    header,
    chroms,
    summary: header.summary,
    readIntervals: (chrom, start, end) => readIntervals(file, byName.get(chrom), { chrom, start, end }),
    batches: () => batches(file),
    async visitSections(visit, isWanted) {
      await visitTable(file, await blocksOf(file, isWanted), visit);
    },
    close: () => source.close(),
  };
}

interface OpenFile {
  readonly source: ByteSource;
  readonly header: BbiHeader;
  readonly reader: TreeReader;
  readonly byId: ReadonlyMap<number, BbiChrom>;
}

function blocksOf(file: OpenFile, isWanted?: (extent: BlockExtent) => boolean): Promise<BlockTable> {
  const { indexOffset, version } = file.header;
  return readBlockIndex(file.source, file.reader, { offset: indexOffset, version, isWanted });
}

async function visitTable(
  file: OpenFile,
  blocks: BlockTable,
  visit: (section: Section) => void,
): Promise<void> {
  const { source, header, byId } = file;
  const section = newSection();
  let chrom: BbiChrom | undefined;
  let reached = 0;
  await visitBlocks({ source, header, largestBytes: LARGEST_SECTION_BYTES }, blocks, (block, length, i) => {
    const refuse = (message: string) =>
      bbiError(source, blocks.offset[i]!, `the section here has ${message}; is the file damaged?`);
    const complaint = viewSection(block, length, header.isBigEndian, section);
    if (complaint !== undefined) throw refuse(complaint);
    if (chrom === undefined || section.chrom !== chrom.id) {
      chrom = byId.get(section.chrom);
      if (chrom === undefined) throw refuse(`chromosome id ${section.chrom}, which the file does not list`);
      reached = 0;
    }
    if (section.end > chrom.sizeBp) {
      throw refuse(
        `values up to ${section.end} on ${chrom.name}, expected none beyond its ${chrom.sizeBp} bases`,
      );
    }
    if (section.count === 0) return;
    const first = itemStart(section, 0);
    const last = itemEnd(section, section.count - 1);
    if (first < reached) {
      throw refuse(
        `values from ${first} on ${chrom.name}, expected none before ${reached}, where the section before ends`,
      );
    }
    reached = last;
    const isIndexed =
      blocks.startChrom[i] === section.chrom &&
      blocks.endChrom[i] === section.chrom &&
      first >= blocks.start[i]! &&
      last <= blocks.end[i]!;
    if (!isIndexed) {
      const found = `${blocks.start[i]}-${blocks.end[i]} of chromosome id ${blocks.startChrom[i]}`;
      throw refuse(`values of ${first}-${last} on ${chrom.name}, but the index says ${found}`);
    }
    visit(section);
  });
}

async function readIntervals(
  file: OpenFile,
  chrom: BbiChrom | undefined,
  place: { chrom: string; start: number; end: number },
): Promise<SignalIntervals> {
  if (chrom === undefined) throw unknownChrom(file.source, [...file.byId.values()], place.chrom);
  const { start, end } = place;
  const blocks = await blocksOf(file, (extent) => overlaps(extent, chrom.id, start, end));
  const parts: SignalIntervals[] = [];
  await visitTable(file, blocks, (section) => {
    let from = 0;
    while (from < section.count && itemEnd(section, from) <= start) from++;
    let to = section.count;
    while (to > from && itemStart(section, to - 1) >= end) to--;
    if (to > from) parts.push(copyItems(section, from, to));
  });
  return joined(parts);
}

async function* batches(file: OpenFile): AsyncGenerator<SignalBatch> {
  const blocks = await blocksOf(file);
  // The end of the piece before: overlaps between pieces would pass unseen otherwise.
  let reached = { chrom: -1, end: 0 };
  for (let from = 0; from < blocks.count; from += BATCH_BLOCKS) {
    const waiting: SignalBatch[] = [];
    await visitTable(file, sliceBlocks(blocks, from, from + BATCH_BLOCKS), (section) => {
      const { chrom, count } = section;
      const { name } = file.byId.get(chrom)!;
      if (chrom === reached.chrom && itemStart(section, 0) < reached.end) {
        const byte = blocks.offset[from]!;
        throw bbiError(
          file.source,
          byte,
          `the section here overlaps the one before on ${name}; is the file damaged?`,
        );
      }
      reached = { chrom, end: itemEnd(section, count - 1) };
      waiting.push({ chrom: name, ...copyItems(section, 0, count) });
    });
    yield* waiting;
  }
}

function joined(parts: readonly SignalIntervals[]): SignalIntervals {
  const count = parts.reduce((sum, part) => sum + part.starts.length, 0);
  const whole = {
    starts: new Int32Array(count),
    ends: new Int32Array(count),
    values: new Float32Array(count),
  };
  let at = 0;
  for (const part of parts) {
    whole.starts.set(part.starts, at);
    whole.ends.set(part.ends, at);
    whole.values.set(part.values, at);
    at += part.starts.length;
  }
  return whole;
}
