/** Regions made ready for a sweep over a signal: widened, sorted, and in memory that threads share. */

import { CisregError } from '../errors.ts';
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
  const { chromNames, chrom } = regions;
  const count = regions.start.length;
  const pieces = blocks === undefined ? widened(regions, flankBp) : blockPieces(count, blocks);
  const n = pieces.start.length;
  const regionOf = (piece: number) => (pieces.region === undefined ? piece : pieces.region[piece]!);

  const chromOffsets = sharedInt32(chromNames.length + 1);
  for (let i = 0; i < n; i++) chromOffsets[chrom[regionOf(i)]! + 1]!++;
  for (let c = 0; c < chromNames.length; c++) chromOffsets[c + 1]! += chromOffsets[c]!;

  const byStart = radixOrder(new Uint32Array(pieces.start.buffer), n);
  const start = sharedInt32(n);
  const end = sharedInt32(n);
  const reach = sharedInt32(n);
  const region = sharedInt32(n);
  const sizeBp = sharedInt32(count);
  const next = chromOffsets.slice();
  for (let i = 0; i < n; i++) {
    const piece = byStart[i]!;
    const owner = regionOf(piece);
    const c = chrom[owner]!;
    const to = next[c]!++;
    const pieceStart = pieces.start[piece]!;
    const pieceEnd = pieces.end[piece]!;
    start[to] = pieceStart;
    end[to] = pieceEnd;
    reach[to] = to > chromOffsets[c]! ? Math.max(reach[to - 1]!, pieceEnd) : pieceEnd;
    region[to] = owner;
    sizeBp[owner]! += pieceEnd - pieceStart;
  }
  return { count, sizeBp, chromNames, chromOffsets, start, end, reach, region };
}

interface Pieces {
  readonly start: Int32Array;
  readonly end: Int32Array;
  /** Undefined: piece i is region i. */
  readonly region: Int32Array | undefined;
}

function widened(regions: Regions, flankBp: number): Pieces {
  const n = regions.start.length;
  const start = new Int32Array(n);
  const end = new Int32Array(n);
  for (let i = 0; i < n; i++) {
    const to = regions.end[i]! + flankBp;
    if (to > MAX_COORDINATE) {
      const message = `a region that ends at ${regions.end[i]} reaches beyond ${MAX_COORDINATE} with a flank of ${flankBp}`;
      throw new CisregError('USAGE', `${message}, expected a smaller flank`);
    }
    start[i] = Math.max(0, regions.start[i]! - flankBp);
    end[i] = to;
  }
  return { start, end, region: undefined };
}

function blockPieces(regions: number, blocks: RegionBlocks): Pieces {
  const n = blocks.starts.length;
  const region = new Int32Array(n);
  for (let i = 0; i < regions; i++) region.fill(i, blocks.offsets[i]!, blocks.offsets[i + 1]!);
  const start = blocks.starts.slice();
  return { start, end: start.map((from, i) => from + blocks.sizes[i]!), region };
}

function sharedInt32(length: number): Int32Array {
  return new Int32Array(new SharedArrayBuffer(length * Int32Array.BYTES_PER_ELEMENT));
}
