/** Counts and histograms beside a list: each facet under all filters but its own. */

import { CisregError } from '../errors.ts';
import { CLASS_NAMES } from '../registry/schemes.ts';
import { TIERS } from '../registry/tiers.ts';
import { ZONES } from '../registry/zones.ts';
import { assayColumns, conditionSet, withoutAssay } from './element-conditions.ts';
import { type ElementFilter, filterSteps, partName } from './element-filter.ts';
import { type FacetHistogram, type HistogramBins, histogramOf, positionsOf } from './element-histogram.ts';
import type { SortKey } from './element-order.ts';
import type { ElementStore } from './element-store.ts';
import {
  countRange,
  countRows,
  countShared,
  intersection,
  type RowSet,
  setOfCodes,
  union,
} from './row-set.ts';
import { atOnce, type Steps } from './steps.ts';

export type { FacetHistogram } from './element-histogram.ts';

/** What is counted. */
export type Facet =
  | { readonly of: 'class' | 'tier' | 'zone' | 'chrom' | 'ctcfBound' }
  /** Elements of the list that are high in each biosample that has the assay. */
  | { readonly of: 'biosample'; readonly assay: string }
  /** Elements of the list that are high in any biosample of each tissue, by the biosample sheet. */
  | { readonly of: 'tissue'; readonly assay: string }
  | ({ readonly of: 'histogram'; readonly value: SortKey } & HistogramBins)
  /** Along a chromosome, in any spelling, in equal bins of it by their starts: under all filters but those of chromosomes. */
  | { readonly of: 'positions'; readonly chrom: string; readonly bins: number };

/** Names and counts, those with 0 too, in the order of the registry. */
export interface FacetCounts {
  readonly counts: readonly (readonly [name: string, count: number])[];
}

export interface FilteredSets {
  /** The rows that pass every filter. */
  readonly rows: RowSet;
  readonly total: number;
  facet(facet: Facet): FacetCounts | FacetHistogram;
  /** The same in steps. */
  facetSteps(facet: Facet): Steps<FacetCounts | FacetHistogram>;
  /** The answer is made: `rows` may not be looked at from now on, nor facets asked for. Who has no more to ask may leave it out. */
  end(): void;
}

/** The rows that pass a filter, and the facets beside them. */
export function filtered(store: ElementStore, filter: ElementFilter): FilteredSets {
  return atOnce(filteredSteps(store, filter));
}

/** The same in steps. */
export function* filteredSteps(store: ElementStore, filter: ElementFilter): Steps<FilteredSets> {
  const lease = store.lease();
  const sets = yield* filterSteps(store, filter, lease);
  const { rows: n } = store.table;
  const rows = intersection(n, [...sets.values()], lease.blank);
  const but = (own: string) => [...sets].filter(([key]) => key !== own).map(([, set]) => set);
  function* beside(facet: Facet): Steps<RowSet> {
    const own = ownFilter(facet);
    if (own === undefined || !sets.has(own)) return rows;
    if (facet.of !== 'biosample' && facet.of !== 'tissue') return intersection(n, but(own), lease.blank);
    const rest = withoutAssay(store, filter.activity!, assayColumns(store, facet.assay));
    const others = rest === undefined ? [] : [yield* conditionSet(store, rest, lease.blank)];
    return intersection(n, [...but(own), ...others], lease.blank);
  }
  function* facetSteps(facet: Facet) {
    yield;
    return yield* facetOf(store, facet, yield* beside(facet));
  }
  return {
    rows,
    total: countRows(rows),
    facetSteps,
    facet: (facet) => atOnce(facetSteps(facet)),
    end: () => lease.end(),
  };
}

/** The filter that a facet sets, which its own numbers leave out: of conditions those on its assay alone. */
function ownFilter(facet: Facet): string | undefined {
  if (facet.of === 'biosample' || facet.of === 'tissue') return 'activity';
  if (facet.of === 'positions') return 'chrom';
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
      `facet ${facet.of}, which the scheme ${registry.scheme} has not, expected class, zone, chrom, biosample, tissue, histogram or positions`,
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
      return histogramOf(store, facet, rows);
    case 'positions':
      return positionsOf(store, facet, rows);
    default:
      throw new CisregError(
        'USAGE',
        `facet ${String((facet as { of: unknown }).of)}, expected one of class, tier, zone, chrom, ctcfBound, biosample, tissue, histogram, positions`,
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
