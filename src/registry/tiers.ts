/** Tiers: how well the evidence for a cCRE agrees within biosamples. ENCODE-cCREs scripts, step 6 (encode3 only). */

import { HIGH_CTCF, HIGH_DNASE, HIGH_H3K4ME3, HIGH_H3K27AC } from './classify.ts';
import { CTCF, DELS, H3K4ME3, PELS, PLS } from './schemes.ts';

export const TIERS = ['1a', '1b', '2', '3', '4'] as const;
export type Tier = (typeof TIERS)[number];

/** Elements of tiers 3 and 4 are left out of the registry. */
export const LAST_PUBLISHED_TIER = 2;

// What has been seen of an element, one bit each. Biosample classes: I all four assays, II DNase and some marks,
// III the rest. From DNASE_SHIFT on stand three bits for high DNase in a class, from MARK_SHIFT on three for a
// high mark.
const CONCORDANT_I = 1;
const CONCORDANT_II = 2;
const DNASE_SHIFT = 2;
const MARK_SHIFT = 5;
const CONTRADICTS_H3K4ME3 = 256;
const CONTRADICTS_H3K27AC = 512;
const CONTRADICTS_CTCF = 1024;

const CLASS_I = 0;
const CLASS_II = 1;
const CLASS_III = 2;

/** Groups of class II, and those in which a missing high mark speaks against a class that needs it. */
const CLASS_II_GROUPS: ReadonlySet<number> = new Set([2, 3, 4, 5, 6, 14]);
const H3K4ME3_GROUPS: ReadonlySet<number> = new Set([2, 3, 4]);
const H3K27AC_GROUPS: ReadonlySet<number> = new Set([2, 5, 14]);
const CTCF_GROUPS: ReadonlySet<number> = new Set([3, 6, 14]);

/** Evidence of n elements, nothing seen yet. */
export function noEvidence(n: number): Uint16Array {
  return new Uint16Array(n);
}

/** Adds to `evidence` what one biosample of this availability group shows: the high bits of each element in it. */
export function addEvidence(evidence: Uint16Array, group: number, high: Uint8Array): void {
  const adds = evidenceOf(group);
  for (let i = 0; i < evidence.length; i++) evidence[i]! |= adds[high[i]!]!;
}

const evidenceByGroup: Uint16Array[] = [];

/** What each combination of high bits adds is the same for all elements: sixteen entries instead of branches. */
function evidenceOf(group: number): Uint16Array {
  const known = evidenceByGroup[group];
  if (known !== undefined) return known;
  const biosampleClass = group === 1 ? CLASS_I : CLASS_II_GROUPS.has(group) ? CLASS_II : CLASS_III;
  const concordant =
    biosampleClass === CLASS_I ? CONCORDANT_I : biosampleClass === CLASS_II ? CONCORDANT_II : 0;
  const adds = Uint16Array.from({ length: 16 }, (_, bits) => {
    const dnase = bits & HIGH_DNASE;
    const mark = bits & (HIGH_H3K4ME3 | HIGH_H3K27AC | HIGH_CTCF);
    let seen = 0;
    if (dnase && mark) seen |= concordant;
    if (dnase) seen |= 1 << (DNASE_SHIFT + biosampleClass);
    if (mark) seen |= 1 << (MARK_SHIFT + biosampleClass);
    if (H3K4ME3_GROUPS.has(group) && bits & (HIGH_DNASE | HIGH_H3K4ME3)) seen |= CONTRADICTS_H3K4ME3;
    if (H3K27AC_GROUPS.has(group) && bits & (HIGH_DNASE | HIGH_H3K27AC)) seen |= CONTRADICTS_H3K27AC;
    if (CTCF_GROUPS.has(group) && bits & (HIGH_DNASE | HIGH_CTCF)) seen |= CONTRADICTS_CTCF;
    return seen;
  });
  evidenceByGroup[group] = adds;
  return adds;
}

/** The tier (index into TIERS) of an element of this class; `ctcfBound` where its CTCF max-Z is high. */
export function tierOf(evidence: number, classCode: number, ctcfBound: boolean): number {
  if (evidence & CONCORDANT_I) return 0;
  if (evidence & CONCORDANT_II) return 1;
  const dnase = (evidence >> DNASE_SHIFT) & 7;
  const mark = (evidence >> MARK_SHIFT) & 7;
  const onlyI = 1 << CLASS_I;
  const onlyIII = 1 << CLASS_III;
  if (dnase === onlyI && mark !== 0 && (mark & onlyIII) === 0) return 4;
  if (dnase === onlyIII && mark === onlyIII) return 2;
  if ((dnase | mark) & onlyI) return 3;
  if ((classCode === PLS || classCode === H3K4ME3) && evidence & CONTRADICTS_H3K4ME3) return 3;
  if ((classCode === PELS || classCode === DELS) && evidence & CONTRADICTS_H3K27AC) return 3;
  // The scripts look for "CTCF" anywhere in the label, so ",CTCF-bound" of any class is tested too.
  if ((classCode === CTCF || ctcfBound) && evidence & CONTRADICTS_CTCF) return 3;
  return 2;
}

/** The biosample classes (I, II, III) in which DNase was seen high, and in which a mark was. */
export function seenClasses(evidence: number): { dnase: string[]; marks: string[] } {
  const names = ['I', 'II', 'III'];
  const seen = (shift: number) => names.filter((_, c) => (evidence >> (shift + c)) & 1);
  return { dnase: seen(DNASE_SHIFT), marks: seen(MARK_SHIFT) };
}

/** The marks whose biosamples contradict a class that needs them. */
export function contradictions(evidence: number): string[] {
  const bits = { H3K4me3: CONTRADICTS_H3K4ME3, H3K27ac: CONTRADICTS_H3K27AC, CTCF: CONTRADICTS_CTCF };
  return Object.entries(bits)
    .filter(([, bit]) => evidence & bit)
    .map(([mark]) => mark);
}
