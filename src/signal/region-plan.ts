/** Regions made ready for a sweep over a signal: widened, sorted, and in memory that threads share. */

import { CisregError } from '../errors.ts';
import { gatherInt32 } from '../genome/gather.ts';
import { radixOrder } from '../genome/radix-sort.ts';
import { MAX_COORDINATE, type Regions } from '../genome/regions.ts';

/**
 * Pieces of regions by chromosome and start; a region is one piece, or its blocks. All arrays lie in shared memory:
 * a plan is made once and read by every thread.
 */
export interface RegionPlan {
  /** How many regions were given. */
  readonly count: number;
  /** The bases of each region with its flanks, or of its blocks, in the order given. */
  readonly sizeBp: Int32Array;
  readonly chromNames: readonly string[];
  /** The pieces of chromosome c are chromOffsets[c] up to chromOffsets[c + 1]. */
  readonly chromOffsets: Int32Array;
  readonly start: Int32Array;
  readonly end: Int32Array;
  /** The largest end among the pieces of the chromosome up to this one. */
  readonly reach: Int32Array;
  /** The region, in the order given, that a piece belongs to. */
  readonly region: Int32Array;
}

/** Blocks of regions: those of region i are offsets[i] up to offsets[i + 1]; starts are absolute. */
export interface RegionBlocks {
  readonly offsets: Int32Array;
  readonly starts: Int32Array;
  readonly sizes: Int32Array;
}

/**
 * Plans the regions, each widened by `flankBp` on both sides; starts stop at 0, ends are not clipped. With `blocks`
 * the blocks count instead of the whole region, and there is no flank. O(n). Throws CisregError USAGE for a
 * flank that leads beyond 2^31 - 1.
 */
export function planRegions(regions: Regions, flankBp: number, blocks?: RegionBlocks): RegionPlan {
  const { chromNames } = regions;
  const count = regions.start.length;
  const pieces = blocks === undefined ? { ...regions, flankBp, owner: undefined } : piecesOf(regions, blocks);
  const { chrom, owner } = pieces;
  const n = pieces.start.length;
  const { chromOffsets, isSorted } = groupByChrom(pieces, chromNames.length);
  const byStart = isSorted ? undefined : radixOrder(new Uint32Array(pieces.start));
  const start = sharedInt32(n);
  const end = sharedInt32(n);
  const reach = sharedInt32(n);
  const region = sharedInt32(n);
  const sizeBp = sharedInt32(count);
  const next = chromOffsets.slice();
  const reached = new Int32Array(chromNames.length);
  for (let i = 0; i < n; i++) {
    const piece = byStart === undefined ? i : byStart[i]!;
    const c = chrom[piece]!;
    const to = next[c]!++;
    const pieceStart = Math.max(0, pieces.start[piece]! - pieces.flankBp);
    const pieceEnd = pieces.end[piece]! + pieces.flankBp;
    if (pieceEnd > MAX_COORDINATE) throw tooFar(pieces.end[piece]!, flankBp);
    start[to] = pieceStart;
    end[to] = pieceEnd;
    if (pieceEnd > reached[c]!) reached[c] = pieceEnd;
    reach[to] = reached[c]!;
    const from = owner === undefined ? piece : owner[piece]!;
    region[to] = from;
    sizeBp[from]! += pieceEnd - pieceStart;
  }
  return { count, sizeBp, chromNames, chromOffsets, start, end, reach, region };
}

interface Pieces {
  readonly chrom: Int32Array;
  readonly start: Int32Array;
  readonly end: Int32Array;
  readonly flankBp: number;
  /** The region of each piece; undefined: each is a region of its own. */
  readonly owner: Int32Array | undefined;
}

function piecesOf({ chrom }: Regions, blocks: RegionBlocks): Pieces {
  const owner = new Int32Array(blocks.starts.length);
  for (let i = 0; i < chrom.length; i++) owner.fill(i, blocks.offsets[i]!, blocks.offsets[i + 1]!);
  const end = blocks.starts.map((from, i) => from + blocks.sizes[i]!);
  return { chrom: gatherInt32(chrom, owner), start: blocks.starts, end, flankBp: 0, owner };
}

/** How many pieces the chromosomes have, summed up; and whether starts ascend on each, as in most files. */
function groupByChrom(
  { chrom, start }: Pieces,
  chroms: number,
): { chromOffsets: Int32Array; isSorted: boolean } {
  const chromOffsets = sharedInt32(chroms + 1);
  const reached = new Int32Array(chroms);
  let isSorted = true;
  for (let i = 0; i < start.length; i++) {
    const c = chrom[i]!;
    chromOffsets[c + 1]!++;
    if (start[i]! < reached[c]!) isSorted = false;
    reached[c] = start[i]!;
  }
  for (let c = 0; c < chroms; c++) chromOffsets[c + 1]! += chromOffsets[c]!;
  return { chromOffsets, isSorted };
}

function tooFar(end: number, flankBp: number): CisregError {
  const found = `a region that ends at ${end} reaches beyond ${MAX_COORDINATE} with a flank of ${flankBp}`;
  return new CisregError('USAGE', `${found}, expected a smaller flank`);
}

function sharedInt32(length: number): Int32Array {
  return new Int32Array(new SharedArrayBuffer(length * Int32Array.BYTES_PER_ELEMENT));
}
