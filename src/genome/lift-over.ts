/**
 * Lifts places from the target of chains to their query, by the rule of UCSC's liftOver: a chain hits where it aligns at
 * least minMatch of a place's bases; exactly one hit lifts the place, to the first through the last base it aligns.
 */

import { CisregError } from '../errors.ts';
import { firstAtLeast } from './binary-search.ts';
import type { Chains } from './chains.ts';
import type { Regions } from './regions.ts';
import { type SpanSearch, type SpanTree, searchSpans, spanTree } from './span-tree.ts';

/**
 * Why a place is not lifted, as liftOver says it, at its code; '' at 0: it is lifted. No chain aligns a base, one chain
 * aligns too few, several do, several align enough.
 */
export const LIFT_REASONS = [
  '',
  'Deleted in new',
  'Partially deleted in new',
  'Split in new',
  'Duplicated in new',
] as const;

const DELETED = 1;
const PARTIALLY_DELETED = 2;
const SPLIT = 3;
const DUPLICATED = 4;

/** liftOver's own default of -minMatch. */
export const DEFAULT_MIN_MATCH = 0.95;

/** Chains made ready for lifting. */
export interface LiftIndex {
  readonly chains: Chains;
  readonly tree: SpanTree;
  /** Bases of the blocks before each block in its chain. */
  readonly alignedBefore: Int32Array;
}

/** A place, 0-based half-open, with at least one base. */
export interface Place {
  readonly chrom: string;
  readonly start: number;
  readonly end: number;
}

/** Where a place came to lie: on the query's + strand; `strand` is - where the chain reads the other one. */
export interface LiftedPlace extends Place {
  readonly strand: '+' | '-';
}

/** A row for each region that was lifted, in their order. */
export interface LiftedRows {
  readonly chromNames: readonly string[];
  /** -1 where a region is not lifted; start, end and strand are 0 there. */
  readonly chrom: Int32Array;
  /** 0-based half-open, on the + strand. */
  readonly start: Int32Array;
  readonly end: Int32Array;
  /** +1, or -1 where the chain reads the other strand. */
  readonly strand: Int8Array;
  /** The place of each row's reason in LIFT_REASONS. */
  readonly reason: Uint8Array;
  /** How many rows have each reason. */
  readonly counts: readonly number[];
}

/** Makes chains ready. O(chains + blocks). */
export function liftIndex(chains: Chains): LiftIndex {
  const { targets, targetChrom, targetStart, targetEnd, blockOffsets, blockStart, blockEnd } = chains;
  const alignedBefore = new Int32Array(blockStart.length);
  for (let c = 0; c < chains.count; c++) {
    let aligned = 0;
    for (let b = blockOffsets[c]!; b < blockOffsets[c + 1]!; b++) {
      alignedBefore[b] = aligned;
      aligned += blockEnd[b]! - blockStart[b]!;
    }
  }
  const spans = { chromNames: targets.names, chrom: targetChrom, start: targetStart, end: targetEnd };
  return { chains, tree: spanTree(spans), alignedBefore };
}

/**
 * Lifts one place. A chromosome that no chain has is deleted, as in liftOver. USAGE: a minMatch that is not above 0 and
 * at most 1.
 */
export function liftOne(
  index: LiftIndex,
  place: Place,
  minMatch = DEFAULT_MIN_MATCH,
): LiftedPlace | { readonly reason: string } {
  const lift = newLift(index, minMatch);
  const reason = liftPlace(lift, index.tree.chroms.get(place.chrom), place);
  if (reason !== 0) return { reason: LIFT_REASONS[reason]! };
  const { names } = index.chains.queries;
  const { chrom, start, end, strand } = lift.hit;
  return { chrom: names[chrom]!, start, end, strand: strand > 0 ? '+' : '-' };
}

/** Lifts all regions, as liftOne does. Their order does not matter, but sorted ones take less time. */
export function liftAll(index: LiftIndex, regions: Regions, minMatch = DEFAULT_MIN_MATCH): LiftedRows {
  const lift = newLift(index, minMatch);
  const count = regions.chrom.length;
  const numbers = regions.chromNames.map((name) => index.tree.chroms.get(name));
  const rows = {
    chromNames: index.chains.queries.names,
    chrom: new Int32Array(count).fill(-1),
    start: new Int32Array(count),
    end: new Int32Array(count),
    strand: new Int8Array(count),
    reason: new Uint8Array(count),
    counts: LIFT_REASONS.map(() => 0),
  };
  const place = { start: 0, end: 0 };
  for (let i = 0; i < count; i++) {
    place.start = regions.start[i]!;
    place.end = regions.end[i]!;
    const reason = liftPlace(lift, numbers[regions.chrom[i]!], place);
    rows.counts[reason]!++;
    rows.reason[i] = reason;
    if (reason !== 0) continue;
    rows.chrom[i] = lift.hit.chrom;
    rows.start[i] = lift.hit.start;
    rows.end[i] = lift.hit.end;
    rows.strand[i] = lift.hit.strand;
  }
  return rows;
}

/** What is known of the place that is being lifted. */
interface Lift {
  readonly minMatch: number;
  readonly search: SpanSearch;
  /** How many chains align enough of it, and how many too little. */
  hits: number;
  partial: number;
  /** The least number of aligned bases that is enough; no whole number as a rule. */
  enough: number;
  /** Where the last chain that aligns enough puts it. */
  readonly hit: { chrom: number; start: number; end: number; strand: number };
}

function newLift(index: LiftIndex, minMatch: number): Lift {
  if (!(minMatch > 0 && minMatch <= 1)) {
    throw new CisregError('USAGE', `a minMatch of ${minMatch}, expected a share above 0 and at most 1`);
  }
  const visit = (chain: number) => addChain(lift, index, chain);
  const lift: Lift = {
    minMatch,
    search: { tree: index.tree, visit, start: 0, end: 0 },
    hits: 0,
    partial: 0,
    enough: 0,
    hit: { chrom: 0, start: 0, end: 0, strand: 0 },
  };
  return lift;
}

/** The code of why the place is not lifted; 0 where it is, and then `hit` says to where. */
function liftPlace(
  lift: Lift,
  chrom: number | undefined,
  { start, end }: { readonly start: number; readonly end: number },
): number {
  if (chrom === undefined) return DELETED;
  lift.hits = 0;
  lift.partial = 0;
  // The same product of doubles as in liftOver: 0.95 of 20 bases is 19 there.
  lift.enough = lift.minMatch * (end - start);
  lift.search.start = start;
  lift.search.end = end;
  searchSpans(lift.search, chrom);
  if (lift.hits === 1) return 0;
  if (lift.hits > 1) return DUPLICATED;
  if (lift.partial === 0) return DELETED;
  return lift.partial === 1 ? PARTIALLY_DELETED : SPLIT;
}

/** Counts the bases that a chain aligns, as a hit or less. */
function addChain(lift: Lift, { chains, alignedBefore }: LiftIndex, chain: number): void {
  const { blockOffsets, blockStart, blockEnd, blockQueryStart } = chains;
  const { start, end } = lift.search;
  const to = blockOffsets[chain + 1]!;
  const first = firstAtLeast(blockEnd, start + 1, blockOffsets[chain]!, to);
  if (first === to || blockStart[first]! >= end) return;
  // Most places lie within a block or two.
  const last =
    first + 1 === to || blockStart[first + 1]! >= end
      ? first
      : firstAtLeast(blockStart, end, first + 1, to) - 1;
  const cutBefore = Math.max(0, start - blockStart[first]!);
  const lastBp = Math.min(end, blockEnd[last]!) - blockStart[last]!;
  const alignedBp = alignedBefore[last]! + lastBp - alignedBefore[first]! - cutBefore;
  if (alignedBp < lift.enough) {
    lift.partial++;
    return;
  }
  lift.hits++;
  const low = blockQueryStart[first]! + cutBefore;
  const high = blockQueryStart[last]! + lastBp;
  const query = chains.queryChrom[chain]!;
  const isForward = chains.queryStrand[chain]! > 0;
  const sizeBp = chains.queries.sizes[query]!;
  lift.hit.chrom = query;
  lift.hit.start = isForward ? low : sizeBp - high;
  lift.hit.end = isForward ? high : sizeBp - low;
  lift.hit.strand = isForward ? 1 : -1;
}
