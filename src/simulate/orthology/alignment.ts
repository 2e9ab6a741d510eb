/**
 * How the second genome follows from the first: segments of its chromosomes in another order, some turned round, with
 * gaps on either side inside them. Selection keeps conserved elements; others may be lost as a whole or in part.
 */

import { type ChromSizes, chromSizesOf } from '../../genome/chrom-sizes.ts';
import { conservedOf } from '../annotation/conservation.ts';
import { onceAGenome } from '../annotation/once-a-genome.ts';
import type { SimulatedGenome } from '../layout.ts';
import { streamOf } from '../plan.ts';
import type { Random } from '../random.ts';

/** Bases that align one to one: `size` of both genomes from an offset in the segment of each, both from its start. */
export interface AlignedBlock {
  readonly first: number;
  readonly second: number;
  readonly size: number;
}

/** A segment of the first genome and its counterpart, 0-based half-open on both. */
export interface AlignedSegment {
  readonly firstChrom: number;
  readonly firstStart: number;
  readonly firstEnd: number;
  readonly secondChrom: number;
  readonly secondStart: number;
  readonly secondEnd: number;
  /** Whether the counterpart reads the other strand: offsets of blocks then count from its end. */
  readonly isInverted: boolean;
  readonly blocks: readonly AlignedBlock[];
}

export interface Alignment {
  readonly chroms: ChromSizes;
  readonly mainChroms: number;
  /** By place on the first genome. */
  readonly segments: readonly AlignedSegment[];
  /** Stretches of the second genome that the first has no counterpart of. */
  readonly ownStretches: readonly { readonly chrom: number; readonly start: number; readonly end: number }[];
}

const LEAST_SEGMENT_BP = 400_000;
const MEAN_SEGMENT_BP = 900_000;
const LOST_SEGMENT_SHARE = 0.06;
const INVERTED_SHARE = 0.35;
/** Aligned blocks between gaps, where no element stands. */
const MEAN_BLOCK_BP = 2500;
const EDGE_BP = 30_000;

/** A gap in the alignment at an offset of a segment: so many bases of the first, of the second. */
interface Gap {
  readonly at: number;
  readonly firstBp: number;
  readonly secondBp: number;
}

export const alignmentOf = onceAGenome((genome): Alignment => {
  const random = streamOf(genome, 'alignment');
  const { orthologChroms } = genome.plan.annotation;
  const pieces = orthologChroms.flatMap((chrom) => segmentsAlong(random, genome, chrom));
  const kept = pieces.filter(() => !random.chance(LOST_SEGMENT_SHARE));
  shuffle(random, kept);

  const mainChroms = orthologChroms.length;
  const segments: AlignedSegment[] = [];
  const ownStretches: { chrom: number; start: number; end: number }[] = [];
  const sizes = orthologChroms.map(() => 0);
  const own = (chrom: number) => {
    const start = sizes[chrom]!;
    sizes[chrom] = start + EDGE_BP + Math.round(random.exponential(60_000));
    ownStretches.push({ chrom, start, end: sizes[chrom]! });
  };
  for (const chrom of sizes.keys()) own(chrom);
  for (const { chrom: firstChrom, start, end } of kept) {
    const secondChrom = random.whole(0, mainChroms - 1);
    const gaps = gapsOf(random, genome, { chrom: firstChrom, start, end });
    const blocks = blocksOf(gaps, end - start);
    const last = blocks.at(-1)!;
    const secondStart = sizes[secondChrom]!;
    const secondEnd = secondStart + last.second + last.size;
    const isInverted = random.chance(INVERTED_SHARE);
    // Blocks begin and end where the segment does: so chains are written.
    segments.push({
      firstChrom,
      firstStart: start + blocks[0]!.first,
      firstEnd: start + last.first + last.size,
      secondChrom,
      secondStart,
      secondEnd,
      isInverted,
      blocks,
    });
    sizes[secondChrom] = secondEnd;
    own(secondChrom);
  }
  segments.sort((a, b) => a.firstChrom - b.firstChrom || a.firstStart - b.firstStart);
  const names = sizes.map((_, i) => `chr${i + 1}`);
  const chroms = chromSizesOf([...names, 'chrM', 'chr1_alt'], [...sizes, 16_299, 200_000]);
  return { chroms, mainChroms, segments, ownStretches };
});

function shuffle<T>(random: Random, items: T[]): void {
  for (let i = items.length - 1; i > 0; i--) {
    const k = random.whole(0, i);
    [items[i], items[k]] = [items[k]!, items[i]!];
  }
}

interface Piece {
  readonly chrom: number;
  readonly start: number;
  readonly end: number;
}

/** A chromosome cut at any place, now and then through an element. */
function segmentsAlong(random: Random, { plan }: SimulatedGenome, chrom: number): readonly Piece[] {
  const pieces: Piece[] = [];
  const limit = plan.chroms.sizes[chrom]! - 10_000;
  for (let start = 10_000; start + LEAST_SEGMENT_BP < limit; ) {
    const wanted = start + LEAST_SEGMENT_BP + Math.round(random.exponential(MEAN_SEGMENT_BP));
    const end = wanted + LEAST_SEGMENT_BP > limit ? limit : wanted;
    pieces.push({ chrom, start, end });
    start = end;
  }
  return pieces;
}

/** The gaps of a segment, in order and apart. */
function gapsOf(random: Random, genome: SimulatedGenome, { chrom, start, end }: Piece): readonly Gap[] {
  const { elements } = genome;
  const conserved = conservedOf(genome);
  const gaps: Gap[] = [];
  const add = (gap: Gap | undefined) => {
    const before = gaps.at(-1);
    // Elements of a cluster stand side by side: the gap of one may reach into the next.
    const isApart = before === undefined || gap === undefined || gap.at > before.at + before.firstBp + 5;
    if (gap !== undefined && isApart) gaps.push(gap);
  };
  const range = elements.rangeOf(chrom);
  let at = start;
  for (let i = elements.firstEndingAfter(range, start); i < range.to && elements.start[i]! < end; i++) {
    const from = elements.start[i]!;
    const to = elements.end[i]!;
    addNeutralGaps(random, add, { at, until: Math.min(from, end) - 40, start });
    at = Math.max(at, to + 40);
    // An element at the segment's edge is cut by it; it gets no gap besides.
    if (from < start + 100 || to > end - 100) continue;
    add(gapAtElement(random, { offset: from - start, widthBp: to - from, isConserved: conserved[i] === 1 }));
  }
  addNeutralGaps(random, add, { at, until: end - 40, start });
  return gaps;
}

/** A base or a few where selection keeps the element; elsewhere it may be lost as a whole, or in part. */
function gapAtElement(
  random: Random,
  element: { readonly offset: number; readonly widthBp: number; readonly isConserved: boolean },
): Gap | undefined {
  const { offset, widthBp, isConserved } = element;
  const fate = random.uniform();
  if (isConserved) {
    if (fate >= 0.3) return undefined;
    const at = offset + random.whole(20, widthBp - 40);
    const fewBp = random.whole(1, 12);
    return fate < 0.15 ? { at, firstBp: fewBp, secondBp: 0 } : { at, firstBp: 0, secondBp: fewBp };
  }
  if (fate < 0.45) return { at: offset - 20, firstBp: widthBp + 40, secondBp: random.whole(0, 30) };
  if (fate >= 0.7) return undefined;
  const lostBp = Math.round((0.3 + 0.5 * random.uniform()) * widthBp);
  return { at: offset + random.whole(2, widthBp - lostBp - 2), firstBp: lostBp, secondBp: 0 };
}

function addNeutralGaps(
  random: Random,
  add: (gap: Gap) => void,
  stretch: { readonly at: number; readonly until: number; readonly start: number },
): void {
  for (let at = stretch.at + 40; ; ) {
    at += 10 + Math.round(random.exponential(MEAN_BLOCK_BP));
    const kind = random.uniform();
    const lengthBp = kind < 0.8 ? random.whole(1, 40) : 100 + Math.round(random.exponential(800));
    const firstBp = kind % 0.4 < 0.2 ? lengthBp : 0;
    const both = random.chance(0.2) ? random.whole(1, 60) : 0;
    if (at + firstBp + both + 40 >= stretch.until) return;
    const secondBp = firstBp === 0 ? lengthBp : both;
    add({ at: at - stretch.start, firstBp: firstBp === 0 ? both : firstBp, secondBp });
    at += firstBp + both;
  }
}

function blocksOf(gaps: readonly Gap[], lengthBp: number): readonly AlignedBlock[] {
  const blocks: AlignedBlock[] = [];
  let first = 0;
  let second = 0;
  for (const { at, firstBp, secondBp } of gaps) {
    const size = at - first;
    if (size <= 0) throw new Error('gaps of an alignment that touch each other');
    blocks.push({ first, second, size });
    first = at + firstBp;
    second += size + secondBp;
  }
  blocks.push({ first, second, size: lengthBp - first });
  return blocks;
}

/** Where a place of the first genome lies in the second. */
export interface Lifted {
  readonly chrom: number;
  /** From the first aligned base to the last. */
  readonly start: number;
  readonly end: number;
  readonly isInverted: boolean;
  readonly alignedBp: number;
}

/** The counterpart of a place within one segment; undefined where no base aligns, or where two segments share it. */
export function liftFirst(
  { segments }: Alignment,
  place: { readonly chrom: number; readonly start: number; readonly end: number },
): Lifted | undefined {
  const isBefore = (segment: AlignedSegment) =>
    segment.firstChrom < place.chrom ||
    (segment.firstChrom === place.chrom && segment.firstEnd <= place.start);
  const segment = segments[partition(segments, isBefore)];
  if (segment === undefined || segment.firstChrom !== place.chrom) return undefined;
  if (segment.firstStart > place.start || segment.firstEnd < place.end) return undefined;
  const origin = segment.firstStart - segment.blocks[0]!.first;
  const from = place.start - origin;
  const to = place.end - origin;
  let alignedBp = 0;
  let low = Number.POSITIVE_INFINITY;
  let high = 0;
  const { blocks } = segment;
  for (let i = partition(blocks, ({ first, size }) => first + size <= from); i < blocks.length; i++) {
    const { first, second, size } = blocks[i]!;
    if (first >= to) break;
    const begin = Math.max(from, first);
    const end = Math.min(to, first + size);
    alignedBp += end - begin;
    low = Math.min(low, second + begin - first);
    high = Math.max(high, second + end - first);
  }
  if (alignedBp === 0) return undefined;
  const { secondChrom: chrom, secondStart, secondEnd, isInverted } = segment;
  const [start, end] = isInverted
    ? [secondEnd - high, secondEnd - low]
    : [secondStart + low, secondStart + high];
  return { chrom, start, end, isInverted, alignedBp };
}

/** How many of the items, which are ordered by it, hold `isBefore`. */
function partition<T>(items: readonly T[], isBefore: (item: T) => boolean): number {
  let from = 0;
  let to = items.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (isBefore(items[middle]!)) from = middle + 1;
    else to = middle;
  }
  return from;
}
