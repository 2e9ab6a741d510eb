/** `cisreg diff`: two registries, or BEDs of elements, held against each other. */

import { bedPlaceText } from '../genome/region-text.ts';
import type { Progress } from '../progress.ts';
import { type BiosampleDiff, biosampleDiff, type Pairs } from './diff-biosamples.ts';
import { type ClassDiff, type CommonClasses, classDiff, commonClasses } from './diff-classes.ts';
import {
  accessionFate,
  type OtherSideCounts,
  otherSideCounts,
  type PlaceDiff,
  placeDiff,
  tierConfusion,
} from './diff-counts.ts';
import type { DiffElements } from './diff-elements.ts';
import { type Matches, matchElements } from './diff-match.ts';
import { comparisonWarnings, type DiffSide } from './diff-sides.ts';

/** One side, for people and machines. */
export interface SideSummary {
  readonly name: string;
  readonly kind: 'registry' | 'BED';
  readonly assembly: string | null;
  readonly scheme: string | null;
  readonly elements: number;
  readonly rdhss: number | null;
  readonly biosamples: number | null;
}

/** What `--json` prints. null stands for what a side does not say. */
export interface DiffSummary {
  readonly old: SideSummary;
  readonly new: SideSummary;
  readonly warnings: readonly string[];
  /** Of all that both sides say. */
  readonly isSame: boolean;
  /** What a side says that could not be compared, because the other does not say it; the values of Z always. */
  readonly notCompared: readonly string[];
  readonly elements: PlaceDiff;
  /** Of the elements without a partner: how many have what on the other side. */
  readonly vanishedNow: Readonly<Record<string, number>>;
  readonly appearedFrom: Readonly<Record<string, number>>;
  readonly classes: ClassDiff | null;
  readonly tiers: ReturnType<typeof tierConfusion>;
  readonly rdhss: PlaceDiff | null;
  readonly biosamples: BiosampleDiff | null;
  /** Accessions that stand for different elements on the two sides: the first hundred. */
  readonly reassigned: readonly Reassigned[];
}

/** An accession at two elements that are no pair: `chr1:100-250`, 0-based half-open. */
export interface Reassigned {
  readonly accession: string;
  readonly old: string;
  readonly new: string;
}

/** The summary, and what the rows of a table of differences are made of. */
export interface Diff {
  readonly old: DiffSide;
  readonly now: DiffSide;
  readonly matches: Matches;
  readonly classes: CommonClasses | undefined;
  readonly vanished: OtherSideCounts;
  readonly appeared: OtherSideCounts;
  readonly summary: DiffSummary;
}

/** Compares two sides. Throws a CisregError (ASSEMBLY) where they cannot be compared. */
export async function diffSides(old: DiffSide, now: DiffSide, progress: Progress): Promise<Diff> {
  const warnings = comparisonWarnings(old, now);
  progress.step('comparing');
  const matches = matchElements(old.elements, now.elements);
  const { partnerOfOld, partnerOfNew } = matches;
  const classes = commonClasses(old, now);
  const vanished = otherSideCounts(old, partnerOfOld, now);
  const appeared = otherSideCounts(now, partnerOfNew, old);
  const elements = placeDiff(old.elements, now.elements, matches);
  const regions = { old: old.elements.regions, now: now.elements.regions };
  const classSummary = classes === undefined ? null : classDiff(classes, regions, partnerOfOld, partnerOfNew);
  const tiers = tierConfusion(old.elements, now.elements, partnerOfOld);
  const isSamePlace = (places: PlaceDiff): boolean =>
    places.samePlace === Math.max(places.old, places.new) &&
    (places.accessions?.kept ?? places.old) === places.old;
  const rdhss =
    old.rdhss && now.rdhss ? placeDiff(old.rdhss, now.rdhss, matchElements(old.rdhss, now.rdhss)) : null;
  const biosamples = await biosamplesOf(old, now, pairsOf(partnerOfOld, elements.pairs), progress);
  const isSame =
    isSamePlace(elements) &&
    (rdhss === null || isSamePlace(rdhss)) &&
    (classSummary?.changedWithSuffix ?? classSummary?.changed ?? 0) === 0 &&
    isOneScheme(old, now) &&
    (tiers?.changed ?? 0) === 0 &&
    (biosamples === null || isSameBiosamples(biosamples));
  const summary: DiffSummary = {
    old: sideSummary(old),
    new: sideSummary(now),
    warnings: [...warnings, ...repeatedAccessions(old, now, matches)],
    isSame,
    notCompared: notCompared(old, now, biosamples),
    elements,
    vanishedNow: vanished.counts,
    appearedFrom: appeared.counts,
    classes: classSummary,
    tiers,
    rdhss,
    biosamples,
    reassigned: reassignedAccessions(old.elements, now.elements, matches),
  };
  return { old, now, matches, classes, vanished, appeared, summary };
}

const Z_VALUES = 'values of Z-scores';

/** In words: that the two are the same, and whether a side says more than the other can answer. */
export function sameText({ notCompared }: DiffSummary): string {
  const isPartial = notCompared.some((name) => name !== Z_VALUES);
  return `the two are the same${isPartial ? ', as far as they can be compared' : ''}`;
}

/** In the order of the summary. */
function notCompared(old: DiffSide, now: DiffSide, biosamples: BiosampleDiff | null): string[] {
  const isOnlyOne = (has: (side: DiffSide) => boolean): boolean => has(old) !== has(now);
  const hasRegistry = old.registry !== undefined || now.registry !== undefined;
  return [
    ...(isOnlyOne(({ elements }) => elements.accession !== undefined) ? ['accessions'] : []),
    ...(isOnlyOne(({ elements }) => elements.label !== undefined) ? ['classes'] : []),
    ...(isOnlyOne(({ elements }) => elements.tier !== undefined) ? ['tiers'] : []),
    ...(isOnlyOne(({ rdhss }) => rdhss !== undefined) ? ['rDHSs'] : []),
    ...(isOnlyOne(({ registry }) => registry !== undefined) ? ['biosamples'] : []),
    ...(biosamples?.labelsCompared === false ? ['classes in biosamples'] : []),
    ...(hasRegistry ? [Z_VALUES] : []),
  ];
}

/** Where the schemes differ, classes are compared by their counterparts: what is equal then is not yet the same. */
function isOneScheme(old: DiffSide, now: DiffSide): boolean {
  return old.scheme === undefined || now.scheme === undefined || old.scheme === now.scheme;
}

/** Labels that are not compared are not the same; a biosample that neither side labels has none to compare. */
function isSameBiosamples({ removed, added, shared, labelsCompared }: BiosampleDiff): boolean {
  return (
    labelsCompared &&
    removed.length + added.length === 0 &&
    shared.every(
      (own) =>
        own.otherDatasets.length === 0 &&
        own.oldGroup === own.newGroup &&
        (own.changedWithSuffix === 0 || own.oldGroup === null),
    )
  );
}

const MAX_REASSIGNED = 100;

function reassignedAccessions(old: DiffElements, now: DiffElements, matches: Matches): Reassigned[] {
  const found: Reassigned[] = [];
  if (matches.accessions === undefined) return found;
  for (let i = 0; i < matches.partnerOfOld.length && found.length < MAX_REASSIGNED; i++) {
    if (accessionFate(old, now, matches, i) !== 'reassigned') continue;
    found.push({
      accession: old.accession!.at(i),
      old: bedPlaceText(old.regions, i),
      new: bedPlaceText(now.regions, matches.accessions.newRowOfOld[i]!),
    });
  }
  return found;
}

function sideSummary({ name, registry, scheme, elements, rdhss }: DiffSide): SideSummary {
  return {
    name,
    kind: registry === undefined ? 'BED' : 'registry',
    assembly: registry?.assembly ?? null,
    scheme: scheme ?? null,
    elements: elements.regions.start.length,
    rdhss: rdhss === undefined ? null : rdhss.regions.start.length,
    biosamples: registry?.biosamples.length ?? null,
  };
}

function pairsOf(partnerOfOld: Int32Array, count: number): Pairs {
  const pairs = { old: new Int32Array(count), now: new Int32Array(count) };
  let filled = 0;
  for (let i = 0; i < partnerOfOld.length; i++) {
    if (partnerOfOld[i] === -1) continue;
    pairs.old[filled] = i;
    pairs.now[filled++] = partnerOfOld[i]!;
  }
  return pairs;
}

async function biosamplesOf(
  old: DiffSide,
  now: DiffSide,
  pairs: Pairs,
  progress: Progress,
): Promise<BiosampleDiff | null> {
  if (old.registry === undefined || now.registry === undefined) return null;
  return biosampleDiff(
    { ...old, registry: old.registry },
    { ...now, registry: now.registry },
    pairs,
    progress,
  );
}

function repeatedAccessions(old: DiffSide, now: DiffSide, { accessions }: Matches): string[] {
  if (accessions === undefined) return [];
  const sides = [
    [old, accessions.repeatedInOld],
    [now, accessions.repeatedInNew],
  ] as const;
  return sides.flatMap(([side, row]) =>
    row < 0
      ? []
      : [
          `${side.name} has ${side.elements.accession!.at(row)} more than once; accessions are looked up where they stand first`,
        ],
  );
}
