/** Filters of an address as the body of POST /api/v1/ccres, for what an address of the API cannot say: conditions joined by any, not, at least. */

import type { operations } from '../../api/schema.d.ts';
import type { Query } from '../../frame/address.ts';

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
type Ends = (number | null)[];

/** An assay in a biosample. */
export interface AssayIn {
  readonly assay: string;
  readonly biosample: string;
}

/** What stands between these signs, without blanks around it and without empty ones. */
export const partsOf = (text: string | undefined, sign: ',' | ';'): string[] =>
  (text ?? '')
    .split(sign)
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** `ASSAY@BIOSAMPLE`; undefined where it is not that. */
export function assayIn(text: string): AssayIn | undefined {
  const at = text.indexOf('@');
  return at < 1 ? undefined : { assay: text.slice(0, at), biosample: text.slice(at + 1) };
}

/** `FROM,TO` with either left out where it is open. */
function ends(text: string): Ends {
  const [from = '', to = ''] = text.split(',').map((end) => end.trim());
  return [from, to].map((end) => (end === '' ? null : Number(end)));
}

/** `chr1:1,000-2,000` or `chr1` as a 0-based half-open region. Chromosomes keep their spelling; undefined where it is no place. */
export function placeOf(text: string): { chrom: string; start: number; end: number } | undefined {
  const found = /^([\w.]+)(?::([\d,]+)(?:-([\d,]+))?)?$/.exec(text.replaceAll(' ', ''));
  if (found === null) return undefined;
  const [, chrom, first, last] = found;
  const number = (digits: string) => Number(digits.replaceAll(',', ''));
  // The end of every chromosome lies before it.
  if (first === undefined) return { chrom: chrom!, start: 0, end: 2 ** 31 - 1 };
  return { chrom: chrom!, start: number(first) - 1, end: number(last ?? first) };
}

/** What an address cannot hold, or only under another name. */
interface Beside {
  readonly activity: Condition | undefined;
  /** The elements of the list that `list` names. */
  readonly accessions?: readonly string[] | undefined;
}

/** The filter of a body. What has another form than the API wants is left as it is: the API says what is wrong with it. */
export function filterBody(query: Query, { activity, accessions }: Beside): FilterBody {
  const states = (['high', 'low', 'noSignal'] as const).flatMap((is) =>
    partsOf(query[is], ';').flatMap((part): Condition[] => {
      const column = assayIn(part);
      return column === undefined ? [] : [{ ...column, is }];
    }),
  );
  const conditions = activity === undefined ? states : [...states, activity];
  const names = (key: 'class' | 'tier' | 'zone' | 'chrom' | 'nearestGene') =>
    query[key] === undefined ? {} : { [key]: partsOf(query[key], ',') };
  const range = (key: 'tssDistance' | 'length' | 'tau') =>
    query[key] === undefined ? {} : { [key]: ends(query[key]) };
  const truth = (key: 'ctcfBound' | 'blacklisted') =>
    query[key] === undefined ? {} : { [key]: query[key] === 'true' };
  const byAssay = (key: 'maxZ' | 'support') => {
    const own = Object.entries(query).filter(([name]) => name.startsWith(`${key}.`));
    return own.length === 0
      ? {}
      : { [key]: Object.fromEntries(own.map(([name, text]) => [name.slice(key.length + 1), ends(text)])) };
  };
  const { scope, region, accession, gene, geneBy, window, z } = query;
  const own = accession === undefined ? accessions : partsOf(accession, ',');
  return {
    ...(scope === undefined ? {} : { scope: scope as NonNullable<FilterBody['scope']> }),
    ...names('class'),
    ...names('tier'),
    ...names('zone'),
    ...names('chrom'),
    ...names('nearestGene'),
    ...truth('ctcfBound'),
    ...truth('blacklisted'),
    ...range('tssDistance'),
    ...range('length'),
    ...range('tau'),
    ...byAssay('maxZ'),
    ...byAssay('support'),
    ...(region === undefined
      ? {}
      : { regions: partsOf(region, ';').map((text) => placeOf(text) ?? { chrom: text, start: 0, end: 0 }) }),
    ...(own === undefined ? {} : { accessions: [...own] }),
    ...(gene === undefined
      ? {}
      : {
          gene: {
            names: partsOf(gene, ','),
            ...(geneBy === undefined ? {} : { by: geneBy as 'nearest' | 'tss' | 'body' }),
            ...(window === undefined ? {} : { window: Number(window) }),
          },
        }),
    ...(z === undefined ? {} : { z: partsOf(z, ';').flatMap(zRange) }),
    ...(conditions.length === 0
      ? {}
      : { activity: conditions.length === 1 ? conditions[0]! : { all: conditions } }),
  };
}

function zRange(text: string): { assay: string; biosample: string; range: Ends }[] {
  const colon = text.lastIndexOf(':');
  const column = assayIn(text.slice(0, colon));
  return colon < 0 || column === undefined ? [] : [{ ...column, range: ends(text.slice(colon + 1)) }];
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
