/** Filters of an address as the body of POST /api/v1/ccres, for what an address of the API cannot say: conditions joined by any, not, at least. */

import { Problem } from '../../api/ask.ts';
import type { operations } from '../../api/schema.d.ts';
import type { Query } from '../../frame/address.ts';
import {
  askedAssays,
  askedNames,
  askedPlaces,
  askedRange,
  askedTruth,
  askedWindow,
  askedZ,
  assayIn,
} from './filter-texts.ts';

/** What the API joins, at most six deep. */
export type Condition =
  | { assay: string; biosample: string; is: 'high' | 'low' | 'noSignal' }
  | { all: Condition[] }
  | { any: Condition[] }
  | { not: Condition }
  | { atLeast: { k: number; of: Condition[] } };

type Body = operations['postCcres']['requestBody']['content']['application/json'];
type FilterBody = Omit<NonNullable<Body['filter']>, 'activity'> & { activity?: Condition };
/** The description of the service has conditions of every depth as types of their own. */
export type ElementBody = Omit<Body, 'filter'> & { filter: FilterBody };
type SortBody = NonNullable<Body['sort']>;
type FacetBody = NonNullable<Body['facets']>[number];
/** What an address cannot hold, or only under another name. */
interface Beside {
  readonly activity: Condition | undefined;
  /** The elements of the list that `list` names. */
  readonly accessions?: readonly string[] | undefined;
}

/** The filter of a body. Throws Problem 400 where a text is not what the address of the API would take; names that it does not know it refuses itself. */
export function filterBody(query: Query, { activity, accessions }: Beside): FilterBody {
  const { scope, region, accession, list, gene, geneBy, window, z } = query;
  if (accession !== undefined && (list ?? accessions) !== undefined) {
    throw new Problem('there are a list and accessions, expected one of the two', 400, { parameter: 'list' });
  }
  const alone = geneBy === undefined ? (window === undefined ? undefined : 'window') : 'geneBy';
  if (gene === undefined && alone !== undefined) {
    throw new Problem(`there is ${alone} without gene, expected both`, 400, { parameter: alone });
  }
  const read = <T>(key: string, reader: (name: string, text: string) => T) =>
    query[key] === undefined ? {} : { [key]: reader(key, query[key]) };
  const states = (['high', 'low', 'noSignal'] as const).flatMap((is) =>
    query[is] === undefined ? [] : askedAssays(is, query[is]).map((column): Condition => ({ ...column, is })),
  );
  const conditions = activity === undefined ? states : [...states, activity];
  const byAssay = (key: 'maxZ' | 'support') => {
    const own = Object.entries(query).filter(([name]) => name.startsWith(`${key}.`));
    return own.length === 0
      ? {}
      : {
          [key]: Object.fromEntries(
            own.map(([name, text]) => [name.slice(key.length + 1), askedRange(name, text)]),
          ),
        };
  };
  const own = accession === undefined ? accessions : askedNames('accession', accession);
  return {
    ...(scope === undefined ? {} : { scope: scope as NonNullable<FilterBody['scope']> }),
    ...read('class', askedNames),
    ...read('tier', askedNames),
    ...read('zone', askedNames),
    ...read('chrom', askedNames),
    ...read('nearestGene', askedNames),
    ...read('ctcfBound', askedTruth),
    ...read('blacklisted', askedTruth),
    ...read('tssDistance', askedRange),
    ...read('length', askedRange),
    ...read('tau', askedRange),
    ...byAssay('maxZ'),
    ...byAssay('support'),
    ...(region === undefined ? {} : { regions: askedPlaces('region', region) }),
    ...(own === undefined ? {} : { accessions: [...own] }),
    ...(gene === undefined
      ? {}
      : {
          gene: {
            names: askedNames('gene', gene),
            ...(geneBy === undefined ? {} : { by: geneBy as 'nearest' | 'tss' | 'body' }),
            ...(window === undefined ? {} : { window: askedWindow('window', window) }),
          },
        }),
    ...(z === undefined ? {} : { z: askedZ('z', z) }),
    ...(conditions.length === 0
      ? {}
      : { activity: conditions.length === 1 ? conditions[0]! : { all: conditions } }),
  };
}

const PLAIN = ['position', 'length', 'tssDistance', 'tau', 'accession'] as const;
type SortKey = Omit<SortBody, 'order'>;

function sortKey(text: string): SortKey {
  const plain = PLAIN.find((key) => key === text);
  if (plain !== undefined) return { by: plain };
  const [, by, rest = ''] = /^(maxZ|support|z)\.(.+)$/.exec(text) ?? [];
  if (by === 'z') return { by, ...(assayIn(rest) ?? { assay: rest, biosample: '' }) };
  // An unknown key goes as it is, and is refused by name.
  return by === undefined ? ({ by: text } as SortKey) : ({ by, assay: rest } as SortKey);
}

/** The order of a body: `-maxZ.DNase` is descending. */
export function sortBody(text: string): SortBody {
  const isDescending = text.startsWith('-');
  const key = sortKey(isDescending ? text.slice(1) : text);
  return { ...key, ...(isDescending ? { order: 'descending' } : {}) } as SortBody;
}

/** One facet of a body: `class`, `tissue.DNase`, `histogram.maxZ.DNase:-2,10,48`, `positions.chr1:48`. */
export function facetBody(text: string): FacetBody {
  const [, of, assay] = /^(biosample|tissue)\.(.+)$/.exec(text) ?? [];
  if (of !== undefined) return { of: of as 'biosample', assay: assay! };
  const [, chrom, places] = /^positions\.(.+):(\d+)$/.exec(text) ?? [];
  if (chrom !== undefined) return { of: 'positions', chrom, bins: Number(places) };
  const [, value, numbers, log] = /^histogram\.(.+):([^:]+?)(,log)?$/.exec(text) ?? [];
  if (value === undefined) return { of: text as 'class' };
  const [from = 0, to = 0, bins = 0] = numbers!.split(',').map(Number);
  const scale = log === undefined ? {} : { scale: 'log' };
  return { of: 'histogram', value: sortKey(value), from, to, bins, ...scale } as FacetBody;
}
