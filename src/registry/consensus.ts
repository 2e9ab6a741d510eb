/** The consensus-DHS filter of rDHSs: ENCODE-cCREs scripts, step 2d (index of Meuleman et al. 2020). */

import { forEachOverlap } from '../genome/overlap.ts';
import type { SortedRegions } from '../genome/sorted-regions.ts';
import { percentile } from './percentile.ts';

/** A single consensus DHS must share this many bases with an rDHS that does not contain one whole. */
const MIN_OVERLAP_BP = 135;
/** Partial overlaps pass at the signal of this percentile of the rDHSs that overlap none. */
const PARTIAL_PERCENTILE = 90;

export type ConsensusSupport = 'complete' | 'long' | 'partial' | 'none';
const SUPPORT: readonly ConsensusSupport[] = ['none', 'partial', 'long', 'complete'];

export interface ConsensusResult {
  /** 1 for each rDHS that stays. */
  readonly keep: Uint8Array;
  readonly counts: Readonly<Record<ConsensusSupport, number>>;
  /** Partial overlaps that pass. */
  readonly partialKept: number;
  /** The signal that a partial overlap needs; undefined where every rDHS has an overlap: then all partial ones stay. */
  readonly minPartialSignal: number | undefined;
}

/**
 * Which rDHSs stay: those that contain a whole consensus DHS; those that share >= 135 bp with one; those with a
 * smaller overlap whose signal reaches the 90th percentile (linear) of the rDHSs without any.
 */
export function filterByConsensus(
  rdhs: SortedRegions,
  signal: Float64Array,
  consensus: SortedRegions,
): ConsensusResult {
  return keepSupported(consensusSupport(rdhs, consensus), signal);
}

/** How each region overlaps the consensus DHSs: the index into none, partial, long, complete. */
export function consensusSupport(regions: SortedRegions, consensus: SortedRegions): Uint8Array {
  const support = new Uint8Array(regions.start.length);
  forEachOverlap(regions, consensus, (i, j, bp) => {
    const level = bp === consensus.end[j]! - consensus.start[j]! ? 3 : bp >= MIN_OVERLAP_BP ? 2 : 1;
    if (level > support[i]!) support[i] = level;
  });
  return support;
}

/** filterByConsensus where the overlaps of the rDHSs are known. */
export function keepSupported(support: Uint8Array, signal: Float64Array): ConsensusResult {
  const n = support.length;
  const counts = { complete: 0, long: 0, partial: 0, none: 0 };
  for (let i = 0; i < n; i++) counts[SUPPORT[support[i]!]!]++;
  const without = new Float64Array(counts.none);
  let filled = 0;
  for (let i = 0; i < n; i++) if (support[i] === 0) without[filled++] = signal[i]!;
  const minPartialSignal = counts.none === 0 ? undefined : percentile(() => [without], PARTIAL_PERCENTILE);

  const keep = new Uint8Array(n);
  let partialKept = 0;
  for (let i = 0; i < n; i++) {
    if (support[i]! >= 2) keep[i] = 1;
    else if (support[i] === 1 && (minPartialSignal === undefined || signal[i]! >= minPartialSignal)) {
      keep[i] = 1;
      partialKept++;
    }
  }
  return { keep, counts, partialKept, minPartialSignal };
}
