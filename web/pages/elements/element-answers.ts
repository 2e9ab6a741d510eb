/**
 * Elements, their number and what they are, for the filters of an address: asked by GET where the API's address can say them, else by POST. What asks
 * for elements by filters asks here.
 */

import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { type Answer, addressOf, ask, type Problem, post } from '../../api/ask.ts';
import type { Query } from '../../frame/address.ts';
import { useRegistry } from '../../frame/registry.ts';
import { type ElementBody, facetBody, filterBody, sortBody } from './element-body.ts';
import { filtersOf } from './element-query.ts';
import { askedActivity } from './facets/asked-activity.ts';
import { askedAssays } from './filter-texts.ts';

export type ElementPage = Answer<'/api/v1/ccres'>;
export type ElementRow = ElementPage['elements'][number];
export type Facet = ElementPage['facets'][string];
/** Names and counts, those with 0 too. */
export type FacetCounts = Extract<Facet, readonly unknown[]>;
export type FacetHistogram = Exclude<Facet, readonly unknown[]>;

/** What is asked of elements; texts as the API has them in addresses. */
export interface ElementAsking {
  /** Filters alone are taken from it: it may be the whole query of the page. */
  readonly filter: Query;
  readonly sort?: string | undefined;
  /** Z beside each element: `H3K27ac@K562;DNase@liver`. */
  readonly columns?: string | undefined;
  readonly offset?: number;
  /** Rows; 0 for counts alone. */
  readonly limit?: number;
  /** `class`, `tissue.DNase`, `histogram.maxZ.DNase:-2,10,48`. */
  readonly facets?: readonly string[];
  readonly format?: string;
}

const PATH = '/api/v1/ccres';

/** Servers take addresses of 16 kB, some proxies in front of them of 8 kB. */
const MOST_IN_ADDRESS = 8000;

/** The API's address has everything that is asked: no condition is joined by more than all-of, and the whole address is short enough. */
export const isInAddress = (registry: string, asking: ElementAsking): boolean =>
  (asking.filter.activity ?? '') === '' && elementsAddress(registry, asking).length <= MOST_IN_ADDRESS;

/** The address of GET /api/v1/ccres. Only where isInAddress. */
export function elementsAddress(registry: string, asking: ElementAsking): string {
  return addressOf(PATH, { query: queryOf(registry, asking) });
}

function queryOf(registry: string, { filter, facets, offset, limit, ...rest }: ElementAsking) {
  return {
    registry,
    ...filtersOf(filter),
    ...given(rest),
    ...(offset === undefined ? {} : { offset: String(offset) }),
    ...(limit === undefined ? {} : { limit: String(limit) }),
    ...(facets === undefined || facets.length === 0 ? {} : { facets: facets.join(',') }),
  };
}

/** Without what is undefined. */
const given = (texts: Readonly<Record<string, string | undefined>>): Query =>
  Object.fromEntries(Object.entries(texts).filter((pair): pair is [string, string] => pair[1] !== undefined));

/** The body of POST /api/v1/ccres. Throws Problem where a saved list, `activity` or another filter cannot be read. */
export async function elementsBody(
  registry: string,
  { filter, sort, columns, offset, limit, facets, format }: ElementAsking,
  signal?: AbortSignal,
): Promise<ElementBody> {
  const { list, accession } = filter;
  // Both are refused before a long list is read.
  const accessions =
    list === undefined || accession !== undefined ? undefined : await listed(registry, list, signal);
  return {
    registry,
    filter: filterBody(filtersOf(filter), {
      activity: filter.activity === undefined ? undefined : await askedActivity(registry, filter.activity),
      accessions,
    }),
    ...(sort === undefined ? {} : { sort: sortBody(sort) }),
    ...(columns === undefined ? {} : { columns: askedAssays('columns', columns) }),
    ...(offset === undefined ? {} : { offset }),
    ...(limit === undefined ? {} : { limit }),
    ...(facets === undefined ? {} : { facets: facets.map(facetBody) }),
    ...(format === undefined ? {} : { format }),
  };
}

/** The elements of a saved list: a body has no name for it. */
async function listed(registry: string, id: string, signal?: AbortSignal): Promise<string[]> {
  const accessions: string[] = [];
  for (;;) {
    const query = { registry, scope: 'rDHSs', limit: '10000', offset: String(accessions.length) };
    const { elements, next } = await ask('/api/v1/lists/{id}', { path: { id }, query }, signal);
    accessions.push(...elements.map(({ rdhs }) => rdhs));
    if (next === null) return accessions;
  }
}

/** A page of elements with the total. Facets are named as in GET: a histogram without its numbers. Throws Problem. */
export async function askElements(
  registry: string,
  asking: ElementAsking,
  signal?: AbortSignal,
): Promise<ElementPage> {
  if (isInAddress(registry, asking)) return ask(PATH, { query: queryOf(registry, asking) }, signal);
  const answer: ElementPage = await post(PATH, {}, await elementsBody(registry, asking, signal), signal);
  return { ...answer, facets: namedFacets(answer.facets, asking.facets ?? []) };
}

/** A body's facets come by their place. */
function namedFacets(facets: ElementPage['facets'], asked: readonly string[]): ElementPage['facets'] {
  return Object.fromEntries(asked.map((name, i) => [nameOfFacet(name), facets[String(i)]!]));
}

/** `histogram.maxZ.DNase` of `histogram.maxZ.DNase:-2,10,48`, `positions.chr1` of `positions.chr1:48`; others are their own name. */
export const nameOfFacet = (asked: string): string =>
  /^(histogram|positions)\./.test(asked) ? asked.slice(0, asked.lastIndexOf(':')) : asked;

/** The key under which an answer is kept. */
export const elementsKey = (version: string, asking: ElementAsking) =>
  [PATH, version, { ...asking, filter: filtersOf(asking.filter) }] as const;

interface Wish {
  /** False: not asked yet. */
  readonly isWanted?: boolean;
}

/** A page of elements. While another one is asked, `data` keeps the one before and isPlaceholderData is true: dim it. */
function useElementPage(
  asking: ElementAsking,
  { isWanted = true }: Wish = {},
): UseQueryResult<ElementPage, Problem> {
  const { id, version } = useRegistry();
  return useQuery<ElementPage, Problem>({
    queryKey: elementsKey(version, asking),
    queryFn: ({ signal }) => askElements(id, asking, signal),
    placeholderData: (before) => before,
    enabled: isWanted,
  });
}

/**
 * The number of elements that pass and the counts of facets (`facets[nameOfFacet(asked)]`, each without its own filter), exact. Keeps the counts before
 * while new ones come, as useElementPage.
 */
export function useElementCounts(
  query: Query,
  facets: readonly string[] = [],
  wish: Wish = {},
): UseQueryResult<ElementPage, Problem> {
  return useElementPage({ filter: query, limit: 0, facets }, wish);
}
