/** What a differential question asks: two groups of biosamples, and where. */

import { type TProperties, Type } from 'typebox';
import { EXPRESSION } from '../../annotation/expression/expression-table.ts';
import type { Place } from '../../genome/region-text.ts';
import { annotationIfAny } from '../answers/annotated.ts';
import { askedPlaces } from '../answers/asked-place.ts';
import { closed } from '../answers/components.ts';
import { LIST_QUERY } from '../answers/list-schema.ts';
import { RequestError } from '../answers/problem.ts';
import { quoted } from '../answers/quoted.ts';
import { REGISTRY_QUERY } from '../answers/registry-view.ts';
import type { Served } from '../served.ts';
import { Text, wholeOf } from './gene-request.ts';
import { geneNamed } from './gene-view.ts';

const GROUP = 'Biosamples by name or key';
const COMMON = {
  region: Text('Only what shares a base with these places, 1-based inclusive; semicolons between'),
  gene: Text('Only what lies around this gene: id, symbol or alias'),
  window: Text('With gene: bp on either side of it; default 500000'),
  sort: Text(
    'position (default), change (the largest in either direction first) or p (of equal p, and without, the largest change first)',
  ),
};

/** The query of a GET; `own` is what one route has beside. */
export function differentialQuery<P extends TProperties>(own: P) {
  const group = Type.String({ description: `${GROUP}; semicolons between`, maxLength: 10_000 });
  return closed({ ...REGISTRY_QUERY, a: group, b: group, ...COMMON, ...own, ...LIST_QUERY });
}

/** The body of a POST: the same, with groups of any size. */
export function differentialBody<P extends TProperties>(own: P) {
  const group = Type.Array(Type.String({ maxLength: 1000 }), { description: GROUP, maxItems: 10_000 });
  return closed({ ...REGISTRY_QUERY, a: group, b: group, ...COMMON, ...own, ...LIST_QUERY });
}

export const SORTS = ['position', 'change', 'p'] as const;

/** Names of a group; where an address lists them they have semicolons between. */
export function groupOf(names: string | readonly string[]): readonly string[] {
  return (typeof names === 'string' ? names.split(';') : names)
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

export interface Groups {
  /** By their names in the registry, or in the sheets of expression, each once. */
  readonly a: readonly string[];
  readonly b: readonly string[];
}

/** The groups of a question. Throws RequestError that names the parameter: an unknown biosample, an empty group, one in both. */
export function groupsOf(
  served: Served,
  asked: { readonly a: string | readonly string[]; readonly b: string | readonly string[] },
): Groups {
  const known = new Map<string, string>();
  for (const { biosample } of annotationIfAny(served, EXPRESSION)?.experiments ?? []) {
    known.set(biosample, biosample);
  }
  for (const { name, key } of served.store.registry.biosamples) known.set(key, name);
  for (const { name } of served.store.registry.biosamples) known.set(name, name);
  const resolve = (parameter: 'a' | 'b') => {
    const names = groupOf(asked[parameter]);
    if (names.length === 0) {
      throw new RequestError(400, `${parameter} is empty, expected biosamples`, parameter);
    }
    const found = names.map((name) => {
      const own = known.get(name);
      if (own !== undefined) return own;
      throw new RequestError(404, `${quoted(name)} is no biosample of ${served.id}`, parameter);
    });
    return [...new Set(found)];
  };
  const [a, b] = [resolve('a'), resolve('b')];
  const both = b.find((name) => a.includes(name));
  if (both !== undefined)
    throw new RequestError(400, `${quoted(both)} is in a and in b, expected one of them`, 'b');
  return { a, b };
}

/** The places of a question; undefined for the whole genome. Throws RequestError 400 or 404. */
export function placesAsked(
  served: Served,
  asked: { readonly region?: string; readonly gene?: string; readonly window?: string },
): readonly Place[] | undefined {
  if (asked.region !== undefined && asked.gene !== undefined) {
    throw new RequestError(400, 'there are a region and a gene, expected one of them', 'gene');
  }
  if (asked.window !== undefined && asked.gene === undefined) {
    throw new RequestError(400, 'window is for a gene, expected one', 'window');
  }
  if (asked.region !== undefined) return askedPlaces(asked.region, served.store.registry);
  if (asked.gene === undefined) return undefined;
  const { table, row } = geneNamed(served, asked.gene, 'gene');
  const { chrom, start, end } = table.gene(row);
  const windowBp = wholeOf(asked.window, 'window', 500_000);
  const { sizes, index } = served.store.registry.chromSizes;
  return [
    { chrom, start: Math.max(0, start - windowBp), end: Math.min(sizes[index.get(chrom)!]!, end + windowBp) },
  ];
}

interface Ranked {
  readonly change: Float64Array;
  readonly p: Float64Array;
}

const orders = new WeakMap<Ranked, Map<string, Int32Array>>();

/** The order of results by a wish, made once a result: of equal p the larger change comes first, other equals stay in the order of the genome, NaN comes last. */
export function orderedBy(sort: (typeof SORTS)[number], found: Ranked): Int32Array {
  const own = orders.get(found) ?? new Map<string, Int32Array>();
  orders.set(found, own);
  let order = own.get(sort);
  if (order === undefined) {
    order = Int32Array.from({ length: found.p.length }, (_, i) => i);
    const key = sortKey(sort, found);
    // Where no p tells, the size of the change does.
    const further = sort === 'p' ? sortKey('change', found) : undefined;
    if (key !== undefined)
      order.sort(
        (i, j) => key[i]! - key[j]! || (further === undefined ? 0 : further[i]! - further[j]!) || i - j,
      );
    own.set(sort, order);
  }
  return order;
}

function sortKey(sort: (typeof SORTS)[number], { change, p }: Ranked): Float64Array | undefined {
  if (sort === 'position') return undefined;
  return sort === 'p'
    ? p.map((value) => (Number.isNaN(value) ? 2 : value))
    : change.map((value) => (Number.isNaN(value) ? 1 : -Math.abs(value)));
}
