/**
 * What is asked of elements, and the rows that answer: each filter gives a set, and the sets are intersected. Beside places, ranges
 * look at the rows there alone.
 */

import { CisregError } from '../errors.ts';
import { chromOf, type Place } from '../genome/region-text.ts';
import { CLASS_ASSAYS } from '../registry/classify.ts';
import { CLASS_NAMES } from '../registry/schemes.ts';
import { TIERS } from '../registry/tiers.ts';
import { ZONES } from '../registry/zones.ts';
import { type Condition, conditionSet } from './element-conditions.ts';
import type { ElementStore } from './element-store.ts';
import { lengthsOf } from './element-table.ts';
import { type RangeValues, setInRange } from './range-set.ts';
import {
  addRange,
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
} from './row-set.ts';
import type { BlankSet, SetLease } from './set-pool.ts';
import { fillShown, type ShownRange } from './shown-range.ts';
import { atOnce, type Steps } from './steps.ts';

/**
 * From and to, both inclusive; null leaves an end open. What is not known is in no range, nor is an element without signal in one of Z.
 * Z are compared as they are shown, with six digits.
 */
export type Range = readonly [from: number | null, to: number | null];

export type { Activity, Condition } from './element-conditions.ts';

/** What elements must be; what is left out asks nothing. */
export interface ElementFilter {
  /** Default cCREs: those of the registry. unfiltered: tiers 3 and 4 too. rDHSs: every row. */
  readonly scope?: 'cCREs' | 'unfiltered' | 'rDHSs';
  /** Classes without suffix. */
  readonly class?: readonly string[];
  readonly ctcfBound?: boolean;
  readonly tier?: readonly string[];
  readonly zone?: readonly string[];
  /** In any spelling of the assembly's. */
  readonly chrom?: readonly string[];
  /** Elements that share a base with any of the places. */
  readonly regions?: readonly Place[];
  /** Accessions of cCREs or rDHSs, of this registry. */
  readonly accessions?: readonly string[];
  /** The gene of the nearest TSS, as elements.tsv names it. */
  readonly nearestGene?: readonly string[];
  /** By class assay: the highest Z over biosamples, of elements with signal in any. */
  readonly maxZ?: Readonly<Record<string, Range>>;
  /** Z in one biosample, of elements with signal there. */
  readonly z?: readonly { readonly biosample: string; readonly assay: string; readonly range: Range }[];
  /** As the 2020 SCREEN has it: elements without signal lie in the ranges of Z that have -10. */
  readonly countsNoSignal?: boolean;
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
  return atOnce(filterSteps(store, filter));
}

/** The same in steps: a part each, and a condition each. Some of the sets may be of `lease`. */
export function* filterSteps(
  store: ElementStore,
  filter: ElementFilter,
  lease: SetLease = store.lease(),
): Steps<ReadonlyMap<string, RowSet>> {
  const sets = new Map<string, RowSet>();
  const window = windowOf(store, filter.regions);
  sets.set('scope', scopeSet(store, filter.scope ?? 'cCREs'));
  for (const { name, part } of partsOf(filter)) {
    yield;
    const own =
      part.activity === undefined
        ? partSet(store, part, { window, lease })
        : yield* conditionSet(store, part.activity, lease.blank);
    const known = sets.get(name);
    sets.set(name, known === undefined ? own : intersection(store.table.rows, [known, own]));
  }
  return sets;
}

function partSet(
  store: ElementStore,
  part: ElementFilter,
  { window, lease }: { readonly window: RowWindow | undefined; readonly lease: SetLease },
): RowSet {
  const key = Object.keys(part)[0]!;
  const make = Object.hasOwn(PARTS, key) ? PARTS[key] : undefined;
  if (make === undefined) throw unknown(`the filter ${key}`, [...Object.keys(PARTS), 'activity']);
  const name = JSON.stringify(part);
  const whole = (blank: BlankSet) => make(store, part, { first: 0, end: store.table.rows, blank });
  if (!WINDOWED.has(key)) return store.cachedSet(name, () => whole(() => emptySet(store.table.rows)));
  if (window === undefined) return store.setAskedAgain(name, lease, whole);
  return make(store, part, { ...window, blank: () => emptyWindow(window) });
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
  const { scope, maxZ, support, z, countsNoSignal, ...single } = filter;
  const counts = countsNoSignal === true ? { countsNoSignal } : {};
  const parts: { name: string; part: ElementFilter }[] = [];
  for (const [key, value] of Object.entries(single)) {
    if (value !== undefined) parts.push({ name: key, part: { [key]: value } });
  }
  for (const [assay, range] of Object.entries(maxZ ?? {})) {
    parts.push({ name: partName('maxZ', assay), part: { maxZ: { [assay]: range }, ...counts } });
  }
  for (const [assay, range] of Object.entries(support ?? {})) {
    parts.push({ name: partName('support', assay), part: { support: { [assay]: range } } });
  }
  for (const own of z ?? []) {
    parts.push({ name: partName('z', own.assay, own.biosample), part: { z: [own], ...counts } });
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
  throw unknown(`scope ${scope}`, ['cCREs', 'unfiltered', 'rDHSs'], 'scope');
}

/** The rows that a set is made for, and an empty set of them. */
interface PartRows extends RowWindow {
  readonly blank: BlankSet;
}

/** Makes the set of one part: for the rows of a window, or for all. */
type Part = (store: ElementStore, filter: ElementFilter, window: PartRows) => RowSet;

const PARTS: Readonly<Record<string, Part | undefined>> = {
  class: ({ table, registry }, { class: names }) => {
    const known = CLASS_NAMES[registry.scheme].agnostic;
    return setOfCodes(table.classCode, codesOf('class', names!, known));
  },
  // An rDHS that is no cCRE is neither.
  ctcfBound: ({ table }, { ctcfBound }) =>
    ctcfBound ? table.ctcfBound : intersection(table.rows, [table.ccres, complement(table.ctcfBound)]),
  tier: ({ table }, { tier }) => setOfCodes(table.tier, codesOf('tier', tier!, TIERS)),
  zone: ({ table }, { zone }) => setOfCodes(table.zone, codesOf('zone', zone!, ZONES)),
  chrom: ({ table, registry }, { chrom }) => {
    const { chromNames, chromOffsets } = table.regions;
    const set = emptySet(table.rows);
    for (const name of chrom!) {
      const own = chromOf(name, registry.chromSizes);
      if (own === undefined) throw unknown(`chrom ${shortly(name)}`, registry.chromSizes.names, 'chrom');
      const c = chromNames.indexOf(own);
      // A chromosome of the assembly may have no element: that is an answer, not a mistake.
      if (c >= 0) addRange(set, chromOffsets[c]!, chromOffsets[c + 1]!);
    }
    return set;
  },
  regions: (store, { regions }, { blank }) => {
    const set = blank();
    for (const place of regions!) {
      const [from, to] = store.rowsIn(place);
      addRange(set, from, to);
    }
    return set;
  },
  accessions: (store, { accessions }) =>
    setOf(
      store.table.rows,
      accessions!.map((accession) => {
        const row = store.rowOf(accession);
        if (row === undefined) {
          const { accessionPrefix } = store.registry;
          throw new CisregError(
            'USAGE',
            `accession ${shortly(accession)}, which this registry has not, expected one such as ${accessionPrefix}E0000001 or ${accessionPrefix}D0000001`,
          );
        }
        return row;
      }),
    ),
  nearestGene: ({ table }, { nearestGene }) => {
    const codes = new Map(table.genes.map((gene, code) => [gene, code]));
    const wanted = new Uint8Array(table.genes.length);
    for (const gene of nearestGene!) {
      const code = codes.get(gene);
      if (code === undefined) {
        throw new CisregError(
          'USAGE',
          `nearestGene ${shortly(gene)}, which is the nearest gene of no element, expected one of elements.tsv such as ${table.genes[0]}`,
        );
      }
      wanted[code] = 1;
    }
    return setWhere(table.rows, (row) => wanted[table.gene[row]!] === 1);
  },
  maxZ: ({ table }, { maxZ, countsNoSignal }, { first, end, blank }) =>
    allOf(
      table.rows,
      Object.entries(maxZ!).map(([assay, range]) => {
        const z = table.maxZ[assayCode(assay)];
        if (z === undefined)
          throw new CisregError('USAGE', `maxZ of ${assay}, but no biosample of this registry has it`);
        const set = blank();
        fillShown(set, z.subarray(first, end), { range, countsNoSignal, at: 0 });
        return set;
      }),
    ),
  z: (store, { z, countsNoSignal }, window) =>
    allOf(
      store.table.rows,
      z!.map((own) => zInRange(store, { ...own, countsNoSignal }, window)),
    ),
  tssDistance: ({ table }, { tssDistance }, window) => {
    const [from, to] = bounds(tssDistance!);
    // -1 stands for no TSS.
    return inRange(table.tssDistance2, [Math.max(0, 2 * from), 2 * to], window);
  },
  length: ({ table }, { length }, { first, end, blank }) =>
    setInRange(lengthsOf(table, first, end), bounds(length!), blank()),
  support: ({ table }, { support }, window) =>
    allOf(
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

/** Mostly there is one: what a copy of it takes would have to be collected after each question. */
function allOf(rows: number, sets: readonly RowSet[]): RowSet {
  return sets.length === 1 ? sets[0]! : intersection(rows, sets);
}

function inRange(
  values: RangeValues,
  range: readonly [number, number],
  { first, end, blank }: PartRows,
): RowSet {
  return setInRange(values.subarray(first, end), range, blank());
}

/** Of a column on disk no more than the rows of the window is read, and nothing is kept. */
function zInRange(
  store: ElementStore,
  { biosample, assay, ...shown }: { readonly biosample: string; readonly assay: string } & ShownRange,
  { first, end, blank }: PartRows,
): RowSet {
  const set = blank();
  if (end - first < store.table.rows) {
    fillShown(set, store.zRows(biosample, assay, [first, end]), { ...shown, at: 0 });
    return set;
  }
  store.eachZ(biosample, assay, (z, at) => fillShown(set, z, { ...shown, at }));
  return set;
}

function bounds([from, to]: Range): readonly [number, number] {
  return [from ?? Number.NEGATIVE_INFINITY, to ?? Number.POSITIVE_INFINITY];
}

/** A visitor's text in a message: not more of it than one reads. */
function shortly(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}...` : text;
}

function codesOf(what: string, names: readonly string[], known: readonly string[]): number[] {
  return names.map((name) => {
    const code = known.indexOf(name);
    if (code < 0) throw unknown(`${what} ${shortly(name)}`, known, what);
    return code;
  });
}

/** The place of a class assay among CLASS_ASSAYS. Throws CisregError USAGE for any other. */
export function assayCode(assay: string): number {
  const code = (CLASS_ASSAYS as readonly string[]).indexOf(assay);
  if (code < 0) throw unknown(`assay ${shortly(assay)}`, CLASS_ASSAYS);
  return code;
}

function unknown(found: string, known: readonly string[], parameter?: string): CisregError {
  return new CisregError('USAGE', `${found}, expected one of ${known.join(', ')}`, { parameter });
}
