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
  const pieces = blocks === undefined ? { ...regions, flankBp, owner: undefined } : piecesOf(count, blocks);
  const n = pieces.start.length;
  const ownerOf = (piece: number) => (pieces.owner === undefined ? piece : pieces.owner[piece]!);

  const chromOffsets = sharedInt32(chromNames.length + 1);
  for (let i = 0; i < n; i++) chromOffsets[chrom[ownerOf(i)]! + 1]!++;
  for (let c = 0; c < chromNames.length; c++) chromOffsets[c + 1]! += chromOffsets[c]!;

  const isSorted = isInOrder(pieces.start, (piece) => chrom[ownerOf(piece)]!);
  const byStart = isSorted ? undefined : radixOrder(new Uint32Array(pieces.start));
  const start = sharedInt32(n);
  const end = sharedInt32(n);
  const reach = sharedInt32(n);
  const region = sharedInt32(n);
  const sizeBp = sharedInt32(count);
  const next = chromOffsets.slice();
  for (let i = 0; i < n; i++) {
    const piece = byStart === undefined ? i : byStart[i]!;
    const owner = ownerOf(piece);
    const c = chrom[owner]!;
    const to = next[c]!++;
    const pieceStart = Math.max(0, pieces.start[piece]! - pieces.flankBp);
    const pieceEnd = pieces.end[piece]! + pieces.flankBp;
    if (pieceEnd > MAX_COORDINATE) throw tooFar(pieces.end[piece]!, flankBp);
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
  readonly flankBp: number;
  /** The region of each piece. */
  readonly owner: Int32Array;
}

function piecesOf(regions: number, blocks: RegionBlocks): Pieces {
  const owner = new Int32Array(blocks.starts.length);
  for (let i = 0; i < regions; i++) owner.fill(i, blocks.offsets[i]!, blocks.offsets[i + 1]!);
  const end = blocks.starts.map((from, i) => from + blocks.sizes[i]!);
  return { start: blocks.starts, end, flankBp: 0, owner };
}

/** Whether starts ascend on each chromosome, as in most files: there is nothing to sort then. */
function isInOrder(start: Int32Array, chromOf: (piece: number) => number): boolean {
  const reached: number[] = [];
  for (let i = 0; i < start.length; i++) {
    const c = chromOf(i);
    if (start[i]! < (reached[c] ?? 0)) return false;
    reached[c] = start[i]!;
  }
  return true;
}

function tooFar(end: number, flankBp: number): CisregError {
  const found = `a region that ends at ${end} reaches beyond ${MAX_COORDINATE} with a flank of ${flankBp}`;
  return new CisregError('USAGE', `${found}, expected a smaller flank`);
}

function sharedInt32(length: number): Int32Array {
  return new Int32Array(new SharedArrayBuffer(length * Int32Array.BYTES_PER_ELEMENT));
}
