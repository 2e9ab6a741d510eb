/**
 * What is asked of elements, and the rows that answer: each filter gives a set, and the sets are intersected. Beside places, ranges
 * look at the rows there alone.
 */

import { CisregError } from '../errors.ts';
import type { Place } from '../genome/region-text.ts';
import { CLASS_ASSAYS } from '../registry/classify.ts';
import { CLASS_NAMES } from '../registry/schemes.ts';
import { TIERS } from '../registry/tiers.ts';
import { ZONES } from '../registry/zones.ts';
import type { ElementStore } from './element-store.ts';
import { lengthsOf } from './element-table.ts';
import { fillInRange, type RangeValues, setInRange } from './range-set.ts';
import {
  addRange,
  atLeast,
  complement,
  emptySet,
  emptyWindow,
  fullSet,
  intersection,
  type RowSet,
  type RowWindow,
  setOf,
  setOfCodes,
  setWhere,
  union,
} from './row-set.ts';

/** From and to, both inclusive; null leaves an end open. What is not known is in no range. */
export type Range = readonly [from: number | null, to: number | null];

/** Whether an element is high or low in an assay of a biosample: low is assayed and at most 1.64. */
export interface Activity {
  readonly biosample: string;
  readonly assay: string;
  readonly is: 'high' | 'low';
}

/** Activities joined; `atLeast` asks for k of the conditions. */
export type Condition =
  | Activity
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  | { readonly atLeast: { readonly k: number; readonly of: readonly Condition[] } };

/** What elements must be; what is left out asks nothing. */
export interface ElementFilter {
  /** Default cCREs: those of the registry. unfiltered: tiers 3 and 4 too. rDHSs: every row. */
  readonly scope?: 'cCREs' | 'unfiltered' | 'rDHSs';
  /** Classes without suffix. */
  readonly class?: readonly string[];
  readonly ctcfBound?: boolean;
  readonly tier?: readonly string[];
  readonly zone?: readonly string[];
  readonly chrom?: readonly string[];
  /** Elements that share a base with any of the places. */
  readonly regions?: readonly Place[];
  /** Accessions of cCREs or rDHSs, of this registry. */
  readonly accessions?: readonly string[];
  /** The gene of the nearest TSS, as elements.tsv names it. */
  readonly nearestGene?: readonly string[];
  /** By class assay: the highest Z over biosamples. */
  readonly maxZ?: Readonly<Record<string, Range>>;
  /** Z in one biosample. */
  readonly z?: readonly { readonly biosample: string; readonly assay: string; readonly range: Range }[];
  readonly activity?: Condition;
  /** bp from the centre to the nearest TSS. */
  readonly tssDistance?: Range;
  readonly length?: Range;
  /** By class assay: the number of biosamples in which it is high. */
  readonly support?: Readonly<Record<string, Range>>;
  /** Tissue specificity of DNase, 0 to 1. */
  readonly tau?: Range;
  readonly blacklisted?: boolean;
}

/**
 * The sets of a filter's parts by name: the key of the filter, and for those that hold several the assay and biosample behind it
 * (`maxZ DNase`, `support CTCF`, `z H3K27ac K562`). `scope` is always among them. Throws CisregError USAGE for names that the registry
 * has not, with the ones that it has. With places in the filter, sets may have bits for the rows there alone.
 */
export function filterSets(store: ElementStore, filter: ElementFilter): ReadonlyMap<string, RowSet> {
  const sets = new Map<string, RowSet>();
  const window = windowOf(store, filter.regions);
  sets.set('scope', scopeSet(store, filter.scope ?? 'cCREs'));
  for (const { name, part } of partsOf(filter)) {
    const key = Object.keys(part)[0]!;
    const make = PARTS[key];
    if (make === undefined) throw unknown(`the filter ${key}`, Object.keys(PARTS));
    const own =
      window !== undefined && WINDOWED.has(key)
        ? make(store, part, window)
        : store.cachedSet(JSON.stringify(part), () => make(store, part, undefined));
    const known = sets.get(name);
    sets.set(name, known === undefined ? own : intersection(store.table.rows, [known, own]));
  }
  return sets;
}

/** Parts whose sets are as quickly made for the rows of a place as they are looked up. */
const WINDOWED = new Set(['regions', 'maxZ', 'z', 'support', 'tssDistance', 'length', 'tau']);
/** A share of all rows; beyond it sets of all rows, which are kept, are worth their time. */
const WINDOW_SHARE = 1 / 16;

/** The rows that lie in places, where these are few and near each other. */
function windowOf(store: ElementStore, regions: ElementFilter['regions']): RowWindow | undefined {
  if (regions === undefined || regions.length === 0 || regions.length > 1000) return undefined;
  let first = store.table.rows;
  let end = 0;
  for (const place of regions) {
    const [from, to] = store.rowsIn(place);
    if (to === from) continue;
    first = Math.min(first, from);
    end = Math.max(end, to);
  }
  if (end === 0) return { first: 0, end: 0 };
  first &= ~31;
  return end - first > store.table.rows * WINDOW_SHARE ? undefined : { first, end };
}

/** The name of a part that holds for an assay, or for an assay in a biosample. */
export function partName(key: string, assay: string, biosample?: string): string {
  return biosample === undefined ? `${key} ${assay}` : `${key} ${assay} ${biosample}`;
}

/** A filter as filters of one thing each. */
function partsOf(filter: ElementFilter): { name: string; part: ElementFilter }[] {
  const { scope, maxZ, support, z, ...single } = filter;
  const parts: { name: string; part: ElementFilter }[] = [];
  for (const [key, value] of Object.entries(single)) {
    if (value !== undefined) parts.push({ name: key, part: { [key]: value } });
  }
  for (const [assay, range] of Object.entries(maxZ ?? {})) {
    parts.push({ name: partName('maxZ', assay), part: { maxZ: { [assay]: range } } });
  }
  for (const [assay, range] of Object.entries(support ?? {})) {
    parts.push({ name: partName('support', assay), part: { support: { [assay]: range } } });
  }
  for (const own of z ?? []) {
    parts.push({ name: partName('z', own.assay, own.biosample), part: { z: [own] } });
  }
  return parts;
}

/** The rows that pass every part. */
export function filterRows(store: ElementStore, filter: ElementFilter): RowSet {
  return intersection(store.table.rows, [...filterSets(store, filter).values()]);
}

function scopeSet({ table }: ElementStore, scope: string): RowSet {
  if (scope === 'cCREs') return table.published;
  if (scope === 'unfiltered') return table.ccres;
  if (scope === 'rDHSs') return fullSet(table.rows);
  throw unknown(`scope ${scope}`, ['cCREs', 'unfiltered', 'rDHSs']);
}

/** Makes the set of one part: for the rows of the window, or for all. */
type Part = (store: ElementStore, filter: ElementFilter, window: RowWindow | undefined) => RowSet;

const PARTS: Readonly<Record<string, Part | undefined>> = {
  class: ({ table, registry }, { class: names }) => {
    const known = CLASS_NAMES[registry.scheme].agnostic;
    return setOfCodes(table.classCode, codesOf('class', names!, known));
  },
  ctcfBound: ({ table }, { ctcfBound }) => (ctcfBound ? table.ctcfBound : complement(table.ctcfBound)),
  tier: ({ table }, { tier }) => setOfCodes(table.tier, codesOf('tier', tier!, TIERS)),
  zone: ({ table }, { zone }) => setOfCodes(table.zone, codesOf('zone', zone!, ZONES)),
  chrom: ({ table }, { chrom }) => {
    const { chromNames, chromOffsets } = table.regions;
    const set = emptySet(table.rows);
    for (const name of chrom!) {
      const c = chromNames.indexOf(name);
      // A chromosome of the assembly may have no element: that is an answer, not a mistake.
      if (c >= 0) addRange(set, chromOffsets[c]!, chromOffsets[c + 1]!);
    }
    return set;
  },
  regions: (store, { regions }, window) => {
    const set = window === undefined ? emptySet(store.table.rows) : emptyWindow(window);
    for (const place of regions!) {
      const [from, to] = store.rowsIn(place);
      addRange(set, from, to);
    }
    return set;
  },
  accessions: (store, { accessions }) =>
    setOf(
      store.table.rows,
      accessions!.flatMap((accession) => store.rowOf(accession) ?? []),
    ),
  nearestGene: ({ table }, { nearestGene }) => {
    const wanted = new Set(nearestGene!.map((gene) => table.genes.indexOf(gene)).filter((g) => g >= 0));
    return setWhere(table.rows, (row) => wanted.has(table.gene[row]!));
  },
  maxZ: ({ table }, { maxZ }, window) =>
    intersection(
      table.rows,
      Object.entries(maxZ!).map(([assay, range]) => {
        const z = table.maxZ[assayCode(assay)];
        if (z === undefined)
          throw new CisregError('USAGE', `maxZ of ${assay}, but no biosample of this registry has it`);
        return inRange(z, bounds(range), window);
      }),
    ),
  z: (store, { z }, window) =>
    intersection(
      store.table.rows,
      z!.map((own) => zInRange(store, own, window)),
    ),
  activity: (store, { activity }) => conditionSet(store, activity!),
  tssDistance: ({ table }, { tssDistance }, window) => {
    const [from, to] = bounds(tssDistance!);
    // -1 stands for no TSS.
    return inRange(table.tssDistance2, [Math.max(0, 2 * from), 2 * to], window);
  },
  length: ({ table }, { length }, window = { first: 0, end: table.rows }) => ({
    ...setInRange(lengthsOf(table, window.first, window.end), ...bounds(length!)),
    first: window.first,
  }),
  support: ({ table }, { support }, window) =>
    intersection(
      table.rows,
      Object.entries(support!).map(([assay, range]) => {
        const counts = table.support[assayCode(assay)];
        return counts === undefined ? emptySet(table.rows) : inRange(counts, bounds(range), window);
      }),
    ),
  tau: ({ table }, { tau }, window) => {
    const [from, to] = bounds(tau!);
    // The quotient is the very number that four decimals spell: the codes whose quotients lie within.
    const codes = Int32Array.from({ length: 10_001 }, (_, code) => code);
    const inside = codes.filter((code) => code / 10_000 >= from && code / 10_000 <= to);
    return inside.length === 0
      ? emptySet(table.rows)
      : inRange(table.tau, [inside[0]!, inside.at(-1)!], window);
  },
  blacklisted: ({ table }, { blacklisted }) =>
    setWhere(table.rows, (row) => table.blacklist[row] === Number(blacklisted)),
};

function conditionSet(store: ElementStore, condition: Condition): RowSet {
  const { rows } = store.table;
  const sets = (conditions: readonly Condition[]) => conditions.map((own) => conditionSet(store, own));
  if ('all' in condition) return intersection(rows, sets(condition.all));
  if ('any' in condition) return union(rows, sets(condition.any));
  if ('not' in condition) return complement(conditionSet(store, condition.not));
  if ('atLeast' in condition) return atLeast(rows, sets(condition.atLeast.of), condition.atLeast.k);
  const { biosample, assay, is } = condition;
  const high = store.high(biosample, assay);
  return is === 'high' ? high : complement(high);
}

function inRange(
  values: RangeValues,
  [from, to]: readonly [number, number],
  window: RowWindow | undefined,
): RowSet {
  if (window === undefined) return setInRange(values, from, to);
  const { first, end } = window;
  return { ...setInRange(values.subarray(first, end), from, to), first };
}

/** Of a column on disk no more than the rows of the window is read, and nothing is kept. */
function zInRange(
  store: ElementStore,
  { biosample, assay, range }: NonNullable<ElementFilter['z']>[number],
  window: RowWindow | undefined,
): RowSet {
  const [from, to] = bounds(range);
  if (window !== undefined) {
    const { first, end } = window;
    return { ...setInRange(store.zRows(biosample, assay, [first, end]), from, to), first };
  }
  const set = emptySet(store.table.rows);
  store.eachZ(biosample, assay, (z, at) => fillInRange(set, z, { from, to, at }));
  return set;
}

function bounds([from, to]: Range): readonly [number, number] {
  return [from ?? Number.NEGATIVE_INFINITY, to ?? Number.POSITIVE_INFINITY];
}

function codesOf(what: string, names: readonly string[], known: readonly string[]): number[] {
  return names.map((name) => {
    const code = known.indexOf(name);
    if (code < 0) throw unknown(`${what} ${name}`, known);
    return code;
  });
}

/** The place of a class assay among CLASS_ASSAYS. Throws CisregError USAGE for any other. */
export function assayCode(assay: string): number {
  const code = (CLASS_ASSAYS as readonly string[]).indexOf(assay);
  if (code < 0) throw unknown(`assay ${assay}`, CLASS_ASSAYS);
  return code;
}

function unknown(found: string, known: readonly string[]): CisregError {
  return new CisregError('USAGE', `${found}, expected one of ${known.join(', ')}`);
}
