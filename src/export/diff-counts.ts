/** What became of elements, accessions and tiers between two registries, counted. */

import { isSameText } from '../formats/text-lookup.ts';
import { forEachOverlap } from '../genome/overlap.ts';
import type { SortedRegions } from '../genome/sorted-regions.ts';
import { TIERS } from '../registry/tiers.ts';
import { jaccardOfBases, type SharedBases, sharedBases } from './diff-bases.ts';
import { jaccardOfElements } from './diff-classes.ts';
import { type DiffElements, pickRegions } from './diff-elements.ts';
import { type Matchable, type Matches, SAME_ACCESSION, SAME_PLACE, unmatched } from './diff-match.ts';
import type { DiffSide } from './diff-sides.ts';

/** Places of two lists of elements. */
export interface PlaceDiff {
  readonly old: number;
  readonly new: number;
  readonly pairs: number;
  /** Pairs with the same start and end. */
  readonly samePlace: number;
  /** Pairs with other boundaries: of one accession, and otherwise. */
  readonly movedByAccession: number;
  readonly movedByOverlap: number;
  /** Elements without a partner. */
  readonly vanished: number;
  readonly appeared: number;
  /** Pairs over elements of either side. */
  readonly jaccardElements: number | null;
  readonly jaccardBases: number | null;
  readonly bases: SharedBases;
  /** null where a side has no accessions. */
  readonly accessions: AccessionDiff | null;
}

/** old = kept + renumbered with their accession lost + ... : each row's accession is in one of these. */
export interface AccessionDiff {
  /** Pairs with one accession. */
  readonly kept: number;
  /** Pairs with two. */
  readonly renumbered: number;
  /** Old accessions that no new element has. */
  readonly lost: number;
  /** New accessions that no old element had. */
  readonly new: number;
  /** Accessions that both sides have at elements that are no pair. */
  readonly reassigned: number;
}

/** Counts pairs, places and accessions. */
export function placeDiff(old: Matchable, now: Matchable, matches: Matches): PlaceDiff {
  const { how, partnerOfOld, partnerOfNew } = matches;
  const counts = { old: partnerOfOld.length, new: partnerOfNew.length, pairs: 0 };
  let samePlace = 0;
  let movedByAccession = 0;
  for (let i = 0; i < how.length; i++) {
    if (how[i] === 0) continue;
    counts.pairs++;
    if (how[i] === SAME_PLACE) samePlace++;
    if (how[i] === SAME_ACCESSION) movedByAccession++;
  }
  const bases = sharedBases(old.regions, now.regions);
  return {
    ...counts,
    samePlace,
    movedByAccession,
    movedByOverlap: counts.pairs - samePlace - movedByAccession,
    vanished: counts.old - counts.pairs,
    appeared: counts.new - counts.pairs,
    jaccardElements: jaccardOfElements(counts),
    jaccardBases: jaccardOfBases(bases) ?? null,
    bases,
    accessions: accessionDiff(old, now, matches),
  };
}

/** What became of an old element's accession. */
export type AccessionFate = 'kept' | 'reassigned' | 'lost';

/** The fate of the accession of old row i. `matches.accessions` is there. */
export function accessionFate(old: Matchable, now: Matchable, matches: Matches, i: number): AccessionFate {
  const j = matches.partnerOfOld[i]!;
  if (j >= 0 && isSameText(old.accession!, i, now.accession!, j)) return 'kept';
  return matches.accessions!.newRowOfOld[i]! < 0 ? 'lost' : 'reassigned';
}

function accessionDiff(old: Matchable, now: Matchable, matches: Matches): AccessionDiff | null {
  if (matches.accessions === undefined) return null;
  const counts = { kept: 0, renumbered: 0, lost: 0, new: 0, reassigned: 0 };
  for (let i = 0; i < matches.partnerOfOld.length; i++) {
    const fate = accessionFate(old, now, matches, i);
    counts[fate]++;
    if (fate !== 'kept' && matches.partnerOfOld[i] !== -1) counts.renumbered++;
  }
  for (const row of matches.accessions.oldRowOfNew) if (row < 0) counts.new++;
  return counts;
}

/** Pairs by old tier (row) and new tier (column), as places in TIERS; null where a side has no tiers. */
export function tierConfusion(
  old: DiffElements,
  now: DiffElements,
  partnerOfOld: Int32Array,
): { changed: number; names: readonly string[]; confusion: number[][] } | null {
  if (old.tier === undefined || now.tier === undefined) return null;
  const confusion = TIERS.map(() => new Array<number>(TIERS.length).fill(0));
  let changed = 0;
  for (let i = 0; i < partnerOfOld.length; i++) {
    const j = partnerOfOld[i]!;
    if (j < 0) continue;
    confusion[old.tier[i]!]![now.tier[j]!]!++;
    if (old.tier[i] !== now.tier[j]) changed++;
  }
  return { changed, names: TIERS, confusion };
}

/** What stands on the other side where an element has no partner; the last that holds. */
export const OTHER_SIDE = ['nothing', 'rDHS', 'tier 4', 'tier 3', 'cCRE'] as const;
const RDHS = 1;
const TIER_4 = 2;
const TIER_3 = 3;
const CCRE = 4;

/**
 * For each of these rows, which have no partner, the code (in OTHER_SIDE) of what overlaps it on the other side: a cCRE
 * that is another's partner; one that was left out for its tier; an rDHS that is no cCRE.
 */
export function otherSideOf(regions: SortedRegions, rows: Int32Array, other: DiffSide): Uint8Array {
  const codes = new Uint8Array(rows.length);
  const own = pickRegions(regions, rows);
  const mark = (targets: DiffElements | undefined, codeOf: (target: number) => number): void => {
    if (targets === undefined) return;
    forEachOverlap(own, targets.regions, (i, j) => {
      codes[i] = Math.max(codes[i]!, codeOf(j));
    });
  };
  const { leftOut } = other;
  mark(other.rdhss, () => RDHS);
  mark(leftOut, (j) => (TIERS[leftOut!.tier![j]!] === '3' ? TIER_3 : TIER_4));
  mark(other.elements, () => CCRE);
  return codes;
}

/** Rows without a partner by what stands on the other side. */
export interface OtherSideCounts {
  readonly rows: Int32Array;
  readonly codes: Uint8Array;
  readonly counts: Readonly<Record<string, number>>;
}

/** Counts what stands on the other side of the rows without a partner; of a BED only cCREs are known. */
export function otherSideCounts(side: DiffSide, partner: Int32Array, other: DiffSide): OtherSideCounts {
  const rows = unmatched(partner);
  const codes = otherSideOf(side.elements.regions, rows, other);
  const counts: Record<string, number> = {};
  for (const code of codes) {
    const name = OTHER_SIDE[code]!;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return { rows, codes, counts };
}
