/** Writes bigWig files: sections, R-tree, zoom levels and summary, as UCSC's tools lay them out. */

import type { FileHandle } from 'node:fs/promises';
import { deflateSync } from 'node:zlib';
import type { ChromSizes } from '../../genome/chrom-sizes.ts';
import { type FileChroms, type WrittenBlocks, writeBbi } from './bbi-writer.ts';
import { buildBlockTable } from './block-table.ts';
import type { FileAppender } from './file-appender.ts';
import { BIGWIG_MAGIC, MAX_SECTION_ITEMS, type SignalSummary } from './layout.ts';
import { decodeSection, newSectionItems, type SectionItems } from './section.ts';
import { encodeSection } from './section-encoder.ts';
import { newWigChecker, type WigRun } from './wig-run.ts';
import { visitWrittenBlocks } from './written-blocks.ts';
import { reduceToZooms, type ZoomLevelData } from './zoom-reducer.ts';

export type { WigRun } from './wig-run.ts';

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
  const itemsPerSection = Math.min(Math.max(1, options.itemsPerSection ?? 1024), MAX_SECTION_ITEMS);
  const isCompressed = options.compress ?? true;
  await writeBbi(path, chroms, {
    magic: BIGWIG_MAGIC,
    isCompressed,
    itemsPerBlock: itemsPerSection,
    writeBlocks: (file, fileChroms) =>
      writeSections(file, runs, { path, ...fileChroms, itemsPerSection, isCompressed }),
    reduce: async (handle, data: Sections, { sizesBp }) => ({
      summary: data.summary,
      zooms: options.zooms === false ? [] : await reduceSections(handle, data, { sizesBp, isCompressed }),
    }),
  });
}

interface Sections extends WrittenBlocks {
  readonly summary: SignalSummary;
  readonly items: number;
}

interface SectionOptions extends FileChroms {
  readonly path: string;
  readonly itemsPerSection: number;
  readonly isCompressed: boolean;
}

async function writeSections(
  file: FileAppender,
  runs: Iterable<WigRun> | AsyncIterable<WigRun>,
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
  return { blocks: blocks.finish(), count: blocks.count, ...checker.totals(), largestBytes };
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
  const reducer = reduceToZooms({ ...options, reductionBp: firstReduction });
  const items = newSectionItems();
  await visitWrittenBlocks(handle, data, {
    isCompressed: options.isCompressed,
    visit: (block, length) => {
      const complaint = decodeSection(block, length, false, items);
      for (let k = 0; complaint === undefined && k < items.count; k++) {
        reducer.addItem(items.chrom, items.starts[k]!, items.ends[k]!, items.values[k]!);
      }
      return complaint;
    },
  });
  let recordsBelow = data.items;
  return reducer.finish().filter(({ records }) => {
    const isWorthIt = records * 2 <= recordsBelow;
    if (isWorthIt) recordsBelow = records;
    return isWorthIt;
  });
}
