/** The comparison of two lists of elements by looking at every pair and every base. */

import type { Random } from '../genome/random.ts';
import { byteOrder, type Row, sharedBp } from '../genome/rows.ts';

export interface NaiveElement extends Row {
  readonly accession: string;
  readonly label: string;
}

/** A pair as places in the two lists, or an element without a partner (-1). */
export type NaivePair = readonly [old: number, now: number, how: 'same' | 'accession' | 'overlap' | 'none'];

/** In the order that the program gives them: chromosome bytes, start, end. */
export function inOrder(elements: readonly NaiveElement[]): NaiveElement[] {
  return [...elements].sort((a, b) => byteOrder(a.chrom, b.chrom) || a.start - b.start || a.end - b.end);
}

/** Both lists are in order. */
export function naivePairs(old: readonly NaiveElement[], now: readonly NaiveElement[]): NaivePair[] {
  const takenOld = new Set<number>();
  const takenNew = new Set<number>();
  const pairs: NaivePair[] = [];
  const take = (i: number, j: number, how: NaivePair[2]): void => {
    if (takenOld.has(i) || takenNew.has(j)) return;
    takenOld.add(i);
    takenNew.add(j);
    pairs.push([i, j, how]);
  };
  const all = old.flatMap((a, i) => now.map((b, j) => ({ a, b, i, j, bp: sharedBp(a, b) })));
  for (const { a, b, i, j } of all) {
    if (a.chrom === b.chrom && a.start === b.start && a.end === b.end) take(i, j, 'same');
  }
  for (const { a, b, i, j, bp } of all) if (a.accession === b.accession && bp > 0) take(i, j, 'accession');
  const overlaps = all.filter(({ bp }) => bp > 0).sort((x, y) => y.bp - x.bp || x.i - y.i || x.j - y.j);
  for (const { i, j } of overlaps) take(i, j, 'overlap');
  for (const i of old.keys()) if (!takenOld.has(i)) pairs.push([i, -1, 'none']);
  for (const j of now.keys()) if (!takenNew.has(j)) pairs.push([-1, j, 'none']);
  return pairs;
}

/** Every base of some elements, as text. */
export function basesOf(elements: readonly Row[]): Set<string> {
  const bases = new Set<string>();
  for (const { chrom, start, end } of elements) {
    for (let base = start; base < end; base++) bases.add(`${chrom}:${base}`);
  }
  return bases;
}

const LABELS = ['PLS', 'PLS,CTCF-bound', 'pELS', 'dELS', 'dELS,CTCF-bound', 'CTCF-only,CTCF-bound'];

/** Two lists that have much in common: kept, shifted, split, renumbered, dropped and new elements; some overlap. */
export function randomSides(random: Random): { old: NaiveElement[]; now: NaiveElement[] } {
  let number = 0;
  const accession = () => `EH38E${String(++number).padStart(7, '0')}`;
  const old: NaiveElement[] = [];
  const now: NaiveElement[] = [];
  for (const chrom of ['chr1', 'chr10', 'chr2', 'chrOld', 'chrNew']) {
    let at = 0;
    for (let k = random.int(0, 12); k > 0; k--) {
      at += random.int(-10, 60);
      const start = Math.max(0, at);
      const end = start + random.int(10, 50);
      at = end;
      const one = { chrom, start, end, accession: accession(), label: random.pick(LABELS) };
      const moved = () => {
        const from = Math.max(0, start + random.int(-25, 25));
        return { ...one, start: from, end: from + random.int(5, 60) };
      };
      if (chrom !== 'chrNew' && random.chance(0.85)) old.push(one);
      if (chrom === 'chrOld' || random.chance(0.15)) continue;
      const other = random.chance(0.5) ? one : moved();
      const name = random.chance(0.7) ? one.accession : accession();
      now.push({ ...other, accession: name, label: random.chance(0.8) ? one.label : random.pick(LABELS) });
      if (random.chance(0.15)) now.push({ ...moved(), accession: accession() });
    }
  }
  // Some numbers wander to elements that have nothing to do with them.
  for (let k = 0; k + 1 < now.length; k++) {
    if (!random.chance(0.1)) continue;
    const [a, b] = [now[k]!, now[k + 1]!];
    now[k] = { ...a, accession: b.accession };
    now[k + 1] = { ...b, accession: a.accession };
  }
  return { old, now };
}
