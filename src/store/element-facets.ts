/** Counts and histograms beside a list: each facet under all filters but its own. */

import { CisregError } from '../errors.ts';
import { CLASS_NAMES } from '../registry/schemes.ts';
import { TIERS } from '../registry/tiers.ts';
import { ZONES } from '../registry/zones.ts';
import { ZERO_SIGNAL_Z } from '../registry/zscores.ts';
import { assayColumns, conditionSet, withoutAssay } from './element-conditions.ts';
import { type ElementFilter, filterSteps, partName } from './element-filter.ts';
import { type SortKey, sortColumn } from './element-order.ts';
import type { ElementStore } from './element-store.ts';
import {
  countRange,
  countRows,
  countShared,
  forEachBlock,
  intersection,
  type RowSet,
  setOfCodes,
  union,
} from './row-set.ts';
import { atOnce, type Steps } from './steps.ts';

/** What is counted. */
export type Facet =
  | { readonly of: 'class' | 'tier' | 'zone' | 'chrom' | 'ctcfBound' }
  /** Elements of the list that are high in each biosample that has the assay. */
  | { readonly of: 'biosample'; readonly assay: string }
  /** Elements of the list that are high in any biosample of each tissue, by the biosample sheet. */
  | { readonly of: 'tissue'; readonly assay: string }
  | {
      readonly of: 'histogram';
      readonly value: SortKey;
      readonly from: number;
      readonly to: number;
      readonly bins: number;
    };

/** Names and counts, those with 0 too, in the order of the registry. */
export interface FacetCounts {
  readonly counts: readonly (readonly [name: string, count: number])[];
}

/** Equal bins of [from, to); what lies below, above, is not known, or (Z) has no signal is counted apart. */
export interface FacetHistogram {
  readonly from: number;
  readonly to: number;
  readonly bins: Int32Array;
  readonly below: number;
  readonly above: number;
  readonly unknown: number;
  /** Elements without signal: of Z alone, 0 for all else. */
  readonly noSignal: number;
}

export interface FilteredSets {
  /** The rows that pass every filter. */
  readonly rows: RowSet;
  readonly total: number;
  facet(facet: Facet): FacetCounts | FacetHistogram;
  /** The same in steps. */
  facetSteps(facet: Facet): Steps<FacetCounts | FacetHistogram>;
}

/** The rows that pass a filter, and the facets beside them. */
export function filtered(store: ElementStore, filter: ElementFilter): FilteredSets {
  return atOnce(filteredSteps(store, filter));
}

/** The same in steps. */
export function* filteredSteps(store: ElementStore, filter: ElementFilter): Steps<FilteredSets> {
  const sets = yield* filterSteps(store, filter);
  const { rows: n } = store.table;
  const rows = intersection(n, [...sets.values()]);
  const but = (own: string) => [...sets].filter(([key]) => key !== own).map(([, set]) => set);
  function* beside(facet: Facet): Steps<RowSet> {
    const own = ownFilter(facet);
    if (own === undefined || !sets.has(own)) return rows;
    if (facet.of !== 'biosample' && facet.of !== 'tissue') return intersection(n, but(own));
    const rest = withoutAssay(store, filter.activity!, assayColumns(store, facet.assay));
    return intersection(n, [...but(own), ...(rest === undefined ? [] : [yield* conditionSet(store, rest)])]);
  }
  function* facetSteps(facet: Facet) {
    yield;
    return yield* facetOf(store, facet, yield* beside(facet));
  }
  return { rows, total: countRows(rows), facetSteps, facet: (facet) => atOnce(facetSteps(facet)) };
}

/** The filter that a facet sets, which its own numbers leave out: of conditions those on its assay alone. */
function ownFilter(facet: Facet): string | undefined {
  if (facet.of === 'biosample' || facet.of === 'tissue') return 'activity';
  if (facet.of !== 'histogram') return facet.of;
  const { value } = facet;
  if (value.by === 'z') return partName('z', value.assay, value.biosample);
  if (value.by === 'maxZ' || value.by === 'support') return partName(value.by, value.assay);
  return value.by;
}

function* facetOf(store: ElementStore, facet: Facet, rows: RowSet): Steps<FacetCounts | FacetHistogram> {
  const { table, registry } = store;
  if ((facet.of === 'tier' || facet.of === 'ctcfBound') && registry.scheme !== 'encode3') {
    throw new CisregError(
      'USAGE',
      `facet ${facet.of}, which the scheme ${registry.scheme} has not, expected class, zone, chrom, biosample, tissue or histogram`,
    );
  }
  switch (facet.of) {
    case 'class':
      return byCode(store, 'class', CLASS_NAMES[registry.scheme].agnostic, rows);
    case 'tier':
      return byCode(store, 'tier', TIERS, rows);
    case 'zone':
      return byCode(store, 'zone', ZONES, rows);
    case 'chrom': {
      const { chromNames, chromOffsets } = table.regions;
      return {
        counts: chromNames.map((name, c) => [name, countRange(rows, chromOffsets[c]!, chromOffsets[c + 1]!)]),
      };
    }
    case 'ctcfBound': {
      const bound = countShared(rows, table.ctcfBound);
      return {
        counts: [
          ['true', bound],
          ['false', countShared(rows, table.ccres) - bound],
        ],
      };
    }
    case 'biosample': {
      const counts: [string, number][] = [];
      for (const name of assayColumns(store, facet.assay).keys()) {
        counts.push([name, countShared(rows, store.high(name, facet.assay))]);
        yield;
      }
      return { counts };
    }
    case 'tissue':
      return { counts: yield* byTissue(store, facet.assay, rows) };
    case 'histogram':
      return histogram(store, facet, rows);
    default:
      throw new CisregError(
        'USAGE',
        `facet ${String((facet as { of: unknown }).of)}, expected one of class, tier, zone, chrom, ctcfBound, biosample, tissue, histogram`,
      );
  }
}

/** Tissues in the order of the biosamples; those without a tissue are left out. */
function* byTissue(store: ElementStore, assay: string, rows: RowSet): Steps<[string, number][]> {
  const columns = assayColumns(store, assay);
  const tissues = new Map<string, string[]>();
  for (const { name, metadata } of store.registry.biosamples) {
    if (metadata.tissue === undefined || !columns.has(name)) continue;
    tissues.set(metadata.tissue, [...(tissues.get(metadata.tissue) ?? []), name]);
  }
  const counts: [string, number][] = [];
  for (const [tissue, names] of tissues) {
    const high = store.cachedSet(JSON.stringify({ tissue, assay }), () =>
      union(
        store.table.rows,
        names.map((name) => store.high(name, assay)),
      ),
    );
    counts.push([tissue, countShared(rows, high)]);
    yield;
  }
  return counts;
}

/** Each code's rows are a set that filters use too: to count them is to count shared bits. */
function byCode(
  store: ElementStore,
  key: 'class' | 'tier' | 'zone',
  names: readonly string[],
  rows: RowSet,
): FacetCounts {
  const { classCode, tier, zone } = store.table;
  const codes = { class: classCode, tier, zone }[key];
  return {
    counts: names.map((name, code) => [
      name,
      countShared(
        rows,
        store.cachedSet(JSON.stringify({ [key]: [name] }), () => setOfCodes(codes, [code])),
      ),
    ]),
  };
}

function histogram(
  store: ElementStore,
  facet: Extract<Facet, { of: 'histogram' }>,
  rows: RowSet,
): FacetHistogram {
  const { from, to, bins: count } = facet;
  if (!(to > from) || !Number.isInteger(count) || count < 1 || count > 10_000) {
    throw new CisregError(
      'USAGE',
      `a histogram of ${count} bins from ${from} to ${to}, expected 1 to 10000 bins and from below to`,
    );
  }
  const { value } = facet;
  const bins = new Int32Array(count);
  const tally = { bins, below: 0, above: 0, unknown: 0, noSignal: 0 };
  if (value.by === 'z') {
    const { first: begin = 0, rows: n } = rows;
    // Of a place, its rows; of the genome, blocks of the column, which is not kept.
    if (n < store.table.rows) {
      const z = store.zRows(value.biosample, value.assay, [begin, begin + n]);
      tallyZ(tally, z, rows, { from, to, first: begin });
    } else {
      store.eachZ(value.biosample, value.assay, (z, first) => tallyZ(tally, z, rows, { from, to, first }));
    }
    return { from, to, ...tally };
  }
  const column = sortColumn(store, value);
  if (column === undefined) tally.unknown = countRows(rows);
  else if ('floats' in column) tallyZ(tally, column.floats, rows, { from, to, first: 0 });
  else {
    const { wholes, times, unknown } = column;
    forEachBlock(rows, (block) => {
      const values = Float64Array.from(block, (row) =>
        wholes[row] === unknown ? Number.NaN : wholes[row]! / times,
      );
      const all = new Uint32Array((values.length + 31) >>> 5).fill(0xffffffff);
      if ((values.length & 31) !== 0) all[all.length - 1] = (1 << (values.length & 31)) - 1;
      tallyFloats(tally, values, { rows: values.length, words: all }, { from, to, first: 0 });
    });
  }
  return { from, to, ...tally };
}

interface Tally {
  readonly bins: Int32Array;
  below: number;
  above: number;
  unknown: number;
  noSignal: number;
}

interface TallyRange {
  readonly from: number;
  readonly to: number;
  /** The row of the first value, a multiple of 32. */
  readonly first: number;
  /** The value that stands for no signal; such rows are counted as it, and beside. */
  readonly noSignal?: number;
}

/** The same of Z: those without signal, counted as -10 like others, are taken out again. */
function tallyZ(tally: Tally, z: Float32Array, rows: RowSet, range: TallyRange): void {
  const before = tally.noSignal;
  tallyFloats(tally, z, rows, { ...range, noSignal: ZERO_SIGNAL_Z });
  const none = tally.noSignal - before;
  const { from, to } = range;
  if (ZERO_SIGNAL_Z < from) tally.below -= none;
  else if (ZERO_SIGNAL_Z >= to) tally.above -= none;
  else tally.bins[binOf(ZERO_SIGNAL_Z, tally.bins.length, range)]! -= none;
}

/** The bin of a value within: as tallyFloats has it. */
function binOf(x: number, count: number, { from, to }: TallyRange): number {
  return Math.min(count - 1, Math.trunc((x - from) * (count / (to - from))));
}

/** Counts the values of the set's rows from `first` on, as far as there are values. Without a call a row: half a million rows a few milliseconds. */
function tallyFloats(
  tally: Tally,
  values: Float32Array | Float64Array,
  { words, first: begin = 0 }: RowSet,
  { from, to, first, noSignal = Number.NaN }: TallyRange,
): void {
  // Blocks begin at multiples of 32, as sets do.
  const firstWord = Math.max(0, (first - begin) >> 5);
  const endWord = Math.min(words.length, (first - begin + values.length + 31) >> 5);
  const shift = begin - first;
  const { bins } = tally;
  const last = bins.length - 1;
  const scale = bins.length / (to - from);
  let [below, above, unknown, none] = [0, 0, 0, 0];
  for (let w = firstWord; w < endWord; w++) {
    for (let word = words[w]!; word !== 0; word &= word - 1) {
      const x = values[shift + (w << 5) + 31 - Math.clz32(word & -word)]!;
      none += +(x === noSignal);
      if (x >= from && x < to) {
        const bin = ((x - from) * scale) | 0;
        bins[bin > last ? last : bin]!++;
      } else if (x < from) below++;
      else if (x >= to) above++;
      else unknown++;
    }
  }
  tally.below += below;
  tally.above += above;
  tally.unknown += unknown;
  tally.noSignal += none;
}
