/** How well a registry recovers what was planted in the mini genome. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Place {
  readonly chrom: string;
  readonly start: number;
  readonly end: number;
  /** The planted class, or the registry's without its suffix; '' for an rDHS. */
  readonly label: string;
}

/** Shares from 0 to 1, with what they are of. */
export interface Recovery {
  readonly elements: number;
  readonly rDHSs: number;
  readonly cCREs: number;
  /** Planted elements with an rDHS on them, and rDHSs that lie on a planted element. */
  readonly rdhsRecall: number;
  readonly rdhsPrecision: number;
  /** Planted elements that are cCREs by class and have a cCRE; cCREs that lie on one. */
  readonly ccreRecall: number;
  readonly ccrePrecision: number;
  /** Of each planted class: elements recovered with that class, and cCREs of that class that were planted so. */
  readonly classes: ReadonlyMap<
    string,
    { planted: number; called: number; recall: number; precision: number }
  >;
}

const NOT_CCRE = 'DNase-only';

/** Two places are the same if each covers at least half of the other. */
const SHARE = 0.5;

/** Compares the registry directory `registry` with the truth of the mini genome in `mini`. */
export function recoveryOf(mini: string, registry: string): Recovery {
  const truth = rows(join(mini, 'truth', 'elements.tsv'))
    .slice(1)
    .map((cells) => placeOf(cells, cells[4]!));
  const rdhs = rows(join(registry, 'rDHSs.bed')).map((cells) => placeOf(cells, ''));
  const ccres = rows(join(registry, 'cCREs.bed')).map((cells) => placeOf(cells, cells[5]!.split(',')[0]!));
  const plantedCcres = truth.filter((place) => place.label !== NOT_CCRE);
  const classes = new Map<string, { planted: number; called: number; recall: number; precision: number }>();
  for (const label of new Set(plantedCcres.map((place) => place.label))) {
    const planted = truth.filter((place) => place.label === label);
    const called = ccres.filter((place) => place.label === label);
    classes.set(label, {
      planted: planted.length,
      called: called.length,
      recall: shareFound(planted, called),
      precision: shareFound(called, planted),
    });
  }
  return {
    elements: truth.length,
    rDHSs: rdhs.length,
    cCREs: ccres.length,
    rdhsRecall: shareFound(truth, rdhs),
    rdhsPrecision: shareFound(rdhs, truth),
    ccreRecall: shareFound(plantedCcres, ccres),
    ccrePrecision: shareFound(ccres, plantedCcres),
    classes,
  };
}

/** How well one biosample's file tells the elements that are active in it, among planted ones that are cCREs. */
export function activityOf(
  mini: string,
  registry: string,
  biosample: { readonly name: string; readonly key: string },
): { readonly recall: number; readonly precision: number } {
  const truth = rows(join(mini, 'truth', 'elements.tsv')).slice(1);
  const open = rows(join(registry, 'biosamples', `${biosample.key}.bed`))
    .filter((cells) => cells[9] !== 'Low-DNase')
    .map((cells) => placeOf(cells, ''));
  const ccres = rows(join(registry, 'cCREs.bed')).map((cells) => placeOf(cells, ''));
  const active = truth
    .filter((cells) => cells[7]!.split('; ').includes(biosample.name))
    .map((cells) => placeOf(cells, ''));
  // An element that is no cCRE cannot be told by a file of cCREs.
  const known = active.filter((place) => shareFound([place], ccresNear(ccres, place)) === 1);
  return { recall: shareFound(known, open), precision: shareFound(open, active) };
}

function ccresNear(ccres: readonly Place[], place: Place): readonly Place[] {
  let low = 0;
  let high = ccres.length;
  const isBefore = (ccre: Place) =>
    ccre.chrom < place.chrom || (ccre.chrom === place.chrom && ccre.start < place.start - 1000);
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBefore(ccres[middle]!)) low = middle + 1;
    else high = middle;
  }
  return ccres.slice(low, low + 20);
}

/** The cells of a file of tab-separated rows. */
export function rows(path: string): string[][] {
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
  return lines.map((line) => line.split('\t'));
}

function placeOf(cells: readonly string[], label: string): Place {
  return { chrom: cells[0]!, start: Number(cells[1]), end: Number(cells[2]), label };
}

/** The share of `places` that one of `others` matches. Buckets of 1 kb stand in for an index. */
function shareFound(places: readonly Place[], others: readonly Place[]): number {
  const buckets = new Map<string, Place[]>();
  for (const other of others) {
    for (let bin = other.start >> 10; bin <= other.end >> 10; bin++) {
      const key = `${other.chrom} ${bin}`;
      const bucket = buckets.get(key);
      if (bucket === undefined) buckets.set(key, [other]);
      else bucket.push(other);
    }
  }
  let found = 0;
  for (const place of places) {
    let isFound = false;
    for (let bin = place.start >> 10; bin <= place.end >> 10 && !isFound; bin++) {
      isFound = (buckets.get(`${place.chrom} ${bin}`) ?? []).some((other) => matches(place, other));
    }
    if (isFound) found++;
  }
  return places.length === 0 ? 0 : found / places.length;
}

function matches(a: Place, b: Place): boolean {
  const shared = Math.min(a.end, b.end) - Math.max(a.start, b.start);
  return shared >= SHARE * (a.end - a.start) && shared >= SHARE * (b.end - b.start);
}
