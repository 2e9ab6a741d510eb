/**
 * The names in the address of the page of elements. Filters have the API's own names and texts (GET /api/v1/ccres), so that a condition can be carried
 * from the one to the other; the page adds `activity`, and how it shows what was found.
 */

import type { Changes, Query } from '../../frame/address.ts';

/** Filters whose name is the whole name. */
const FILTER_NAMES = [
  'scope',
  'class',
  'ctcfBound',
  'tier',
  'zone',
  'chrom',
  'region',
  'accession',
  'list',
  'nearestGene',
  'gene',
  'geneBy',
  'window',
  'z',
  'high',
  'low',
  'noSignal',
  'tssDistance',
  'length',
  'tau',
  'blacklisted',
  // Conditions joined by more than all-of; facets/activity.ts reads it. The API takes it by POST alone.
  'activity',
] as const;

/** Filters that exist for each assay: `maxZ.DNase`, `support.CTCF`. */
const FILTER_NAMES_BY_ASSAY = ['maxZ', 'support'] as const;

/** These alone filter nothing: they say how another filter is meant. They go when it goes. */
export const QUALIFIERS: Readonly<Record<string, readonly string[]>> = { gene: ['geneBy', 'window'] };

const NAMES: ReadonlySet<string> = new Set(FILTER_NAMES);
const BY_ASSAY: ReadonlySet<string> = new Set(FILTER_NAMES_BY_ASSAY);

/** Whether a name of the address filters elements. */
export function isFilterName(name: string): boolean {
  const dot = name.indexOf('.');
  return dot < 0 ? NAMES.has(name) : BY_ASSAY.has(name.slice(0, dot)) && dot + 1 < name.length;
}

/** What filters elements, of all that stands in an address. */
export function filtersOf(query: Query): Query {
  return Object.fromEntries(
    Object.entries(query).filter(([name, value]) => value !== '' && isFilterName(name)),
  );
}

/** The changes that take all filters out of an address. */
export function withoutFilters(query: Query): Changes {
  return Object.fromEntries(Object.keys(filtersOf(query)).map((name) => [name, undefined]));
}
