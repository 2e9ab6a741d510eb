/** Classes of the two sides under common codes, and who became what. */

import type { SortedRegions } from '../genome/sorted-regions.ts';
import type { Scheme } from '../registry/schemes.ts';
import { splitLabel } from '../store/ccre-table.ts';
import { jaccardOfBases, type SharedBases, sharedBases } from './diff-bases.ts';
import type { DiffElements } from './diff-elements.ts';

/** Classes in the order in which tables show them; others follow as text. */
const ORDER = [
  ...['PLS', 'pELS', 'dELS', 'DNase-H3K4me3', 'CA-H3K4me3', 'CTCF-only', 'CA-CTCF', 'CA-TF', 'CA', 'TF'],
  ...['DNase-only', 'CA-only', 'Low-DNase'],
];
/** What a class of encode4 is called in encode3. */
const COUNTERPARTS: ReadonlyMap<string, string> = new Map([
  ['CA-H3K4me3', 'DNase-H3K4me3'],
  ['CA-CTCF', 'CTCF-only'],
]);

/** The classes of both sides under common codes: places in `names`. */
export interface CommonClasses {
  readonly names: readonly string[];
  readonly old: Uint8Array;
  readonly now: Uint8Array;
  /** 1 where the label has the suffix; undefined where the sides are of schemes between which it is not compared. */
  readonly oldBound: Uint8Array | undefined;
  readonly newBound: Uint8Array | undefined;
}

/** One side's elements and scheme. */
export interface ClassedSide {
  readonly elements: DiffElements;
  readonly scheme: Scheme | undefined;
}

/** undefined where a side has no classes. */
export function commonClasses(old: ClassedSide, now: ClassedSide): CommonClasses | undefined {
  const [a, b] = [old.elements, now.elements];
  if (a.label === undefined || b.label === undefined) return undefined;
  const schemes = [old.scheme ?? now.scheme, now.scheme ?? old.scheme];
  const isMixed = schemes[0] !== schemes[1];
  const nameOf = (label: string): string => {
    const { name } = splitLabel(label);
    return (isMixed ? COUNTERPARTS.get(name) : undefined) ?? name;
  };
  const rank = (name: string): number => (ORDER.includes(name) ? ORDER.indexOf(name) : ORDER.length);
  const names = [...new Set([...a.labels, ...b.labels].map(nameOf))].sort(
    (x, y) => rank(x) - rank(y) || (x < y ? -1 : 1),
  );
  const codes = ({ labels, label }: DiffElements): Uint8Array =>
    mapped(
      label!,
      labels.map((text) => names.indexOf(nameOf(text))),
    );
  const bound = ({ labels, label }: DiffElements): Uint8Array =>
    mapped(
      label!,
      labels.map((text) => (splitLabel(text).isCtcfBound ? 1 : 0)),
    );
  const hasSuffix = !schemes.includes('encode4');
  return {
    names,
    old: codes(a),
    now: codes(b),
    oldBound: hasSuffix ? bound(a) : undefined,
    newBound: hasSuffix ? bound(b) : undefined,
  };
}

/** One class on both sides. */
export interface ClassRow {
  readonly class: string;
  readonly old: number;
  readonly new: number;
  /** Pairs of which both elements are of this class. */
  readonly pairs: number;
  readonly jaccardElements: number | null;
  readonly jaccardBases: number | null;
  readonly bases: SharedBases;
}

export interface ClassDiff {
  /** Pairs of another class, the suffix aside. */
  readonly changed: number;
  /** Pairs of another class, or that gained or lost the suffix; null where it is not compared. */
  readonly changedWithSuffix: number | null;
  readonly ctcfBoundGained: number | null;
  readonly ctcfBoundLost: number | null;
  readonly names: readonly string[];
  /** Pairs of old class (row) and new class (column), as places in `names`. */
  readonly confusion: readonly (readonly number[])[];
  /** Elements without a partner, by class. */
  readonly vanished: readonly number[];
  readonly appeared: readonly number[];
  readonly rows: readonly ClassRow[];
}

/** Compares classes over the pairs. */
export function classDiff(
  classes: CommonClasses,
  sides: { readonly old: SortedRegions; readonly now: SortedRegions },
  partnerOfOld: Int32Array,
  partnerOfNew: Int32Array,
): ClassDiff {
  const { names, old, now, oldBound, newBound } = classes;
  const size = names.length;
  const confusion = names.map(() => new Array<number>(size).fill(0));
  const vanished = new Array<number>(size).fill(0);
  const appeared = new Array<number>(size).fill(0);
  let changed = 0;
  let changedWithSuffix = 0;
  let gained = 0;
  let lost = 0;
  for (let i = 0; i < old.length; i++) {
    const j = partnerOfOld[i]!;
    if (j < 0) {
      vanished[old[i]!]!++;
      continue;
    }
    confusion[old[i]!]![now[j]!]!++;
    const isOther = old[i] !== now[j];
    if (isOther) changed++;
    const step = oldBound === undefined ? 0 : newBound![j]! - oldBound[i]!;
    if (step > 0) gained++;
    if (step < 0) lost++;
    if (isOther || step !== 0) changedWithSuffix++;
  }
  for (let j = 0; j < now.length; j++) if (partnerOfNew[j] === -1) appeared[now[j]!]!++;
  const hasSuffix = oldBound !== undefined;
  return {
    changed,
    changedWithSuffix: hasSuffix ? changedWithSuffix : null,
    ctcfBoundGained: hasSuffix ? gained : null,
    ctcfBoundLost: hasSuffix ? lost : null,
    names,
    confusion,
    vanished,
    appeared,
    rows: names.map((name, code) => {
      const counts = {
        old: sumOf(confusion[code]!) + vanished[code]!,
        new: sumOf(confusion.map((row) => row[code]!)) + appeared[code]!,
        pairs: confusion[code]![code]!,
      };
      const bases = sharedBases(
        sides.old,
        sides.now,
        (i) => old[i] === code,
        (j) => now[j] === code,
      );
      return {
        class: name,
        ...counts,
        jaccardElements: jaccardOfElements(counts),
        jaccardBases: jaccardOfBases(bases) ?? null,
        bases,
      };
    }),
  };
}

/** Pairs over elements of either side, a pair counting once; null where there are none. */
export function jaccardOfElements(counts: { old: number; new: number; pairs: number }): number | null {
  const union = counts.old + counts.new - counts.pairs;
  return union === 0 ? null : counts.pairs / union;
}

function mapped(codes: Uint8Array, to: readonly number[]): Uint8Array {
  const result = new Uint8Array(codes.length);
  for (let i = 0; i < codes.length; i++) result[i] = to[codes[i]!]!;
  return result;
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
