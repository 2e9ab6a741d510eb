/** The cCREs among the rDHSs: zone, class, accession and tier of each. */

import { gatherInt32, rowsWhere } from '../genome/gather.ts';
import { forEachOverlap } from '../genome/overlap.ts';
import type { SortedRegions } from '../genome/sorted-regions.ts';
import { asSorted } from '../genome/sorted-regions.ts';
import { assignAccessions, type PreviousElements } from '../registry/accessions.ts';
import { classifyAgnostic, HIGH_CTCF } from '../registry/classify.ts';
import { CLASS_NAMES, CTCF_BOUND, NOT_CCRE, type Scheme } from '../registry/schemes.ts';
import { LAST_PUBLISHED_TIER, tierOf } from '../registry/tiers.ts';
import { type TssPositions, type ZonedRegions, zonesOf } from '../registry/zones.ts';
import type { Evidence } from './evidence.ts';

/** Elements by rDHS row. */
export interface Elements extends ZonedRegions {
  /** Class code, NOT_CCRE for an rDHS that is no cCRE. */
  readonly classCode: Uint8Array;
  /** HIGH_ bits of max-Z. */
  readonly high: Uint8Array;
  /** Numeric part of the cCRE accession; 0 for an rDHS that is no cCRE. */
  readonly ccreNumber: Float64Array;
  /** Index into TIERS; undefined in encode4, which has none. */
  readonly tier: Uint8Array | undefined;
  readonly reusedAccessions: number;
}

/** Classifies the rDHSs, gives the cCREs their accessions in registry order and, in encode3, their tiers. */
export function classifyElements(
  rdhs: SortedRegions,
  evidence: Evidence,
  options: {
    scheme: Scheme;
    tss: TssPositions;
    previous: PreviousElements | undefined;
    previousFile: string | undefined;
  },
): Elements {
  const zoned = zonesOf(rdhs, options.tss, options.scheme);
  const classCode = classifyAgnostic(zoned.zone, evidence.high, options.scheme);
  const rows = rowsWhere(classCode.map((code) => (code === NOT_CCRE ? 0 : 1)));
  const ccres = asSorted({
    chromNames: rdhs.chromNames,
    chrom: gatherInt32(rdhs.chrom, rows),
    start: gatherInt32(rdhs.start, rows),
    end: gatherInt32(rdhs.end, rows),
  });
  const { numbers, reused } = assignAccessions(ccres, options.previous, options.previousFile);
  const ccreNumber = new Float64Array(classCode.length);
  for (let k = 0; k < rows.length; k++) ccreNumber[rows[k]!] = numbers[k]!;
  let tier: Uint8Array | undefined;
  if (options.scheme === 'encode3') {
    tier = new Uint8Array(classCode.length);
    for (const i of rows) {
      tier[i] = tierOf(evidence.tierEvidence[i]!, classCode[i]!, (evidence.high[i]! & HIGH_CTCF) !== 0);
    }
  }
  return { ...zoned, classCode, high: evidence.high, ccreNumber, tier, reusedAccessions: reused };
}

/** The rows of the cCREs of the registry, ascending. */
export function publishedRows(elements: Elements): Int32Array {
  return rowsWhere(elements.classCode.map((_, i) => (isPublished(elements, i) ? 1 : 0)));
}

/** Whether rDHS row i is a cCRE of the registry: classified, and of tier 1a, 1b or 2 where there are tiers. */
export function isPublished(elements: Elements, i: number): boolean {
  return (
    elements.classCode[i] !== NOT_CCRE &&
    (elements.tier === undefined || elements.tier[i]! <= LAST_PUBLISHED_TIER)
  );
}

/** The class column of cCREs.bed: with ",CTCF-bound" in encode3 where the CTCF max-Z is high. */
export function classLabel(code: number, high: number, scheme: Scheme): string {
  const name = CLASS_NAMES[scheme].agnostic[code]!;
  return scheme === 'encode3' && high & HIGH_CTCF ? `${name}${CTCF_BOUND}` : name;
}

/** 1 for each region that shares a base with any of `others`. */
export function touching(regions: SortedRegions, others: SortedRegions): Uint8Array {
  const touched = new Uint8Array(regions.start.length);
  forEachOverlap(regions, others, (i) => {
    touched[i] = 1;
  });
  return touched;
}
