/** Which element of one registry is which of another. */

import type { TextColumn } from '../formats/text-column.ts';
import { lookupOf, rowsOf } from '../formats/text-lookup.ts';
import { rowsWhere } from '../genome/gather.ts';
import { forEachOverlap } from '../genome/overlap.ts';
import { radixOrder } from '../genome/radix-sort.ts';
import type { SortedRegions } from '../genome/sorted-regions.ts';
import { pickRegions } from './diff-elements.ts';

/** How a pair was found; the pairs of the second and third kind have moved. */
export const SAME_PLACE = 1;
export const SAME_ACCESSION = 2;
export const OVERLAPS = 3;

/** What is matched: elements by chromosome text, start and end. */
export interface Matchable {
  readonly regions: SortedRegions;
  readonly accession: TextColumn | undefined;
}

/** Pairs of an old and a new element; each element is in at most one. -1 stands for no partner. */
export interface Matches {
  readonly partnerOfOld: Int32Array;
  readonly partnerOfNew: Int32Array;
  /** SAME_PLACE, SAME_ACCESSION or OVERLAPS for each old element that has a partner, else 0. */
  readonly how: Uint8Array;
  /** The first new row with an old row's accession, and the other way; -1 for none, undefined without accessions. */
  readonly accessions: AccessionRows | undefined;
}

export interface AccessionRows {
  readonly newRowOfOld: Int32Array;
  readonly oldRowOfNew: Int32Array;
  /** A row whose accession an earlier row of its own side has; -1 where all differ. */
  readonly repeatedInOld: number;
  readonly repeatedInNew: number;
}

/**
 * Pairs elements in three steps, each among those that are left:
 *
 * 1. the same chromosome, start and end (the k-th of several at one place with the k-th);
 * 2. the same accession, where the two overlap;
 * 3. any two that overlap, those that share the most bases first; of equals the one of lower old, then new place.
 *
 * O(n + m) and a sort of the overlaps that step 3 finds.
 */
export function matchElements(old: Matchable, now: Matchable): Matches {
  const partnerOfOld = new Int32Array(old.regions.start.length).fill(-1);
  const partnerOfNew = new Int32Array(now.regions.start.length).fill(-1);
  const how = new Uint8Array(partnerOfOld.length);
  const pair = (i: number, j: number, kind: number): void => {
    partnerOfOld[i] = j;
    partnerOfNew[j] = i;
    how[i] = kind;
  };
  forEachSamePlace(old.regions, now.regions, (i, j) => pair(i, j, SAME_PLACE));
  const accessions = accessionRows(old.accession, now.accession);
  if (accessions !== undefined) {
    for (let i = 0; i < partnerOfOld.length; i++) {
      const j = accessions.newRowOfOld[i]!;
      if (j < 0 || partnerOfOld[i] !== -1 || partnerOfNew[j] !== -1) continue;
      if (sharedBp(old.regions, i, now.regions, j) > 0) pair(i, j, SAME_ACCESSION);
    }
  }
  for (const [i, j] of longestOverlaps(old.regions, partnerOfOld, now.regions, partnerOfNew)) {
    if (partnerOfOld[i] === -1 && partnerOfNew[j] === -1) pair(i, j, OVERLAPS);
  }
  return { partnerOfOld, partnerOfNew, how, accessions };
}

/** Rows without a partner. */
export function unmatched(partner: Int32Array): Int32Array {
  const flags = new Uint8Array(partner.length);
  for (let i = 0; i < partner.length; i++) flags[i] = partner[i] === -1 ? 1 : 0;
  return rowsWhere(flags);
}

/** Bases that row i of one side and row j of the other share. */
export function sharedBp(a: SortedRegions, i: number, b: SortedRegions, j: number): number {
  if (a.chromNames[a.chrom[i]!] !== b.chromNames[b.chrom[j]!]) return 0;
  return Math.max(0, Math.min(a.end[i]!, b.end[j]!) - Math.max(a.start[i]!, b.start[j]!));
}

/** Calls back with the rows of each place that both sides have; the k-th of several at one place with the k-th. */
export function forEachSamePlace(
  a: SortedRegions,
  b: SortedRegions,
  visit: (i: number, j: number) => void,
): void {
  const chromOfB = new Map(b.chromNames.map((name, c) => [name, c]));
  for (const [c, name] of a.chromNames.entries()) {
    const d = chromOfB.get(name);
    if (d === undefined) continue;
    let j = b.chromOffsets[d]!;
    const to = b.chromOffsets[d + 1]!;
    for (let i = a.chromOffsets[c]!; i < a.chromOffsets[c + 1]! && j < to; ) {
      const step = a.start[i]! - b.start[j]! || a.end[i]! - b.end[j]!;
      if (step === 0) visit(i, j);
      if (step <= 0) i++;
      if (step >= 0) j++;
    }
  }
}

function accessionRows(old: TextColumn | undefined, now: TextColumn | undefined): AccessionRows | undefined {
  if (old === undefined || now === undefined) return undefined;
  const oldLookup = lookupOf(old);
  const oldRowOfNew = rowsOf(oldLookup, now);
  const newLookup = lookupOf(now);
  return {
    newRowOfOld: rowsOf(newLookup, old),
    oldRowOfNew,
    repeatedInOld: oldLookup.firstRepeated,
    repeatedInNew: newLookup.firstRepeated,
  };
}

/** Overlaps of rows without a partner, the longest first, then by old and new place. */
function* longestOverlaps(
  old: SortedRegions,
  partnerOfOld: Int32Array,
  now: SortedRegions,
  partnerOfNew: Int32Array,
): Generator<readonly [number, number]> {
  const oldRows = unmatched(partnerOfOld);
  const newRows = unmatched(partnerOfNew);
  const left: number[] = [];
  const right: number[] = [];
  const shared: number[] = [];
  forEachOverlap(pickRegions(old, oldRows), pickRegions(now, newRows), (i, j, bp) => {
    left.push(oldRows[i]!);
    right.push(newRows[j]!);
    shared.push(bp);
  });
  // The sweep gives pairs by old, then new place, and the sort keeps that among equals.
  for (const k of radixOrder(Uint32Array.from(shared, (bp) => ~bp))) yield [left[k]!, right[k]!];
}
