/** What a visitor asks of elements, from an address or from a JSON body, as one thing. */

import { type Static, Type } from 'typebox';
import { CLASS_ASSAYS } from '../../registry/classify.ts';
import type { Facet } from '../../store/element-facets.ts';
import type { Condition, ElementFilter, Range } from '../../store/element-filter.ts';
import type { Sort, SortKey } from '../../store/element-order.ts';
import type { RegistryDirectory } from '../../store/registry-directory.ts';
import { askedPlaces } from '../answers/asked-place.ts';
import { askedOf, type ListAsked } from '../answers/list-answer.ts';
import { LIST_QUERY } from '../answers/list-schema.ts';
import { RequestError } from '../answers/problem.ts';
import { quoted } from '../answers/quoted.ts';
import { type AskedFilter, GENE_PLACES, MAX_GENES } from './asked-filter.ts';

export interface ElementRequest {
  /** As it is asked: storeFilter makes a filter of the store from it. */
  readonly filter: AskedFilter;
  readonly sort: Sort;
  readonly asked: ListAsked;
  readonly facets: readonly { readonly name: string; readonly facet: Facet }[];
  /** Z of these biosamples beside each element. */
  readonly columns: readonly { readonly assay: string; readonly biosample: string }[];
}

/** Of addresses and bodies alike: each is a column of the registry to read. */
export const MAX_COLUMNS = 200;
export const MAX_FACETS = 50;

const Text = (description: string) => Type.Optional(Type.String({ description, maxLength: 100_000 }));
const RANGE = 'FROM,TO, both inclusive; either may be left out: `1.64,` or `,2000`';
const perAssay = (key: string, what: string) =>
  Object.fromEntries(CLASS_ASSAYS.map((assay) => [`${key}.${assay}`, Text(`${what} ${assay}. ${RANGE}`)]));

/** The query of GET /ccres. Lists are separated by commas. */
export const ElementQuery = Type.Object(
  {
    registry: Text('Id or assembly of a registry; default the first that is served'),
    scope: Text('cCREs (default): the registry. unfiltered: tiers 3 and 4 too. rDHSs: every rDHS'),
    class: Text('Classes without suffix: `PLS,pELS`'),
    ctcfBound: Text('true or false (encode3)'),
    tier: Text('Tiers: `1a,1b`'),
    zone: Text('TSS-overlapping, proximal, distal: `proximal,distal`'),
    chrom: Text('Chromosomes, in any spelling: `chr1,X`'),
    region: Text(
      'Places, 1-based inclusive: `chr1:1,000-2,000;chr2:5-10` (semicolons between, either end first)',
    ),
    accession: Text(
      'Accessions of cCREs or rDHSs, commas between; older ones stand for the elements where they were, unknown ones are refused (400)',
    ),
    list: Text('The id of a saved list, in place of accessions'),
    nearestGene: Text(
      'Genes of the nearest TSS: ids with or without version, as registries have them, or any name with annotated genes; commas between',
    ),
    gene: Text(
      `Elements of any of these genes, at most ${MAX_GENES}, commas between, as \`geneBy\` says; with \`region\`, those in both`,
    ),
    geneBy: Text(
      'nearest (default): the nearest TSS is the gene’s. tss: at most `window` bp from a TSS of it (default 100000). body: in the gene, or at most `window` bp beside it (default 0). tss and body need annotated genes',
    ),
    window: Text('bp, at most 10000000; of nearest: from that TSS to the centre'),
    ...perAssay('maxZ', 'Highest Z over biosamples, of elements with signal in any:'),
    ...perAssay('support', 'Number of biosamples in which it is high:'),
    z: Text('Z in biosamples, as shown, of elements with signal there: `H3K27ac@K562:1.5,8;DNase@liver:,0`'),
    high: Text('High in all of these: `H3K27ac@K562;DNase@liver`, biosamples by name or key'),
    low: Text('Low (assayed, with signal, and not high) in all of these: `H3K27ac@K562;DNase@liver`'),
    noSignal: Text('Without signal (assayed) in all of these: `H3K27ac@K562;DNase@liver`'),
    tssDistance: Text(`bp from the centre to the nearest TSS. ${RANGE}`),
    length: Text(`bp. ${RANGE}`),
    tau: Text(`Tissue specificity of DNase, 0 to 1. ${RANGE}`),
    blacklisted: Text('true or false'),
    sort: Text(
      '`position` (default), `length`, `tssDistance`, `tau`, `accession`, `maxZ.ASSAY`, `support.ASSAY`, `z.ASSAY@BIOSAMPLE`; with - in front descending',
    ),
    columns: Text('Z beside each element, in every format but BED: `H3K27ac@K562;DNase@liver`'),
    facets: Text(
      '`class,tier,zone,chrom,ctcfBound`, `biosample.ASSAY` and `tissue.ASSAY` (elements high in each, of any assay of the registry), `histogram.maxZ.DNase:-10,10,40` (from, to, bins: values of [from, to); `histogram.tssDistance:0,1000000,48,log`: bins equal in log10(1 + value), not of Z), `positions.chr1:48` (along a chromosome by starts, in so many bins)',
    ),
    ...LIST_QUERY,
  },
  { additionalProperties: false },
);
export type ElementQuery = Static<typeof ElementQuery>;

/** Parameters that name things. */
const NAMED = [
  ...[
    'class',
    'tier',
    'zone',
    'chrom',
    'region',
    'accession',
    'nearestGene',
    'gene',
    'z',
    'high',
    'low',
    'noSignal',
  ],
  ...['columns', 'facets', 'sort'],
] as const;

/** The request of an address. Throws RequestError 400 that names the parameter. */
export function requestOfQuery(query: ElementQuery, registry: RegistryDirectory): ElementRequest {
  const own = query as Readonly<Record<string, string | undefined>>;
  for (const name of NAMED) {
    // Nothing is neither everything nor a filter.
    if (own[name] !== undefined && /^[\s,;]*$/.test(own[name])) {
      throw new RequestError(400, `${name} names nothing; leave it out, or say what it should be`, name);
    }
  }
  const list = (key: string) =>
    own[key]
      ?.split(',')
      .map((text) => text.trim())
      .filter((text) => text !== '');
  const optional = <T>(key: string, parse: (text: string) => T) =>
    own[key] === undefined ? {} : { [key]: parse(own[key]) };
  const range = (key: string) => optional(key, (text) => parseRange(text, key));
  const assays = (key: string) => {
    const ranges = CLASS_ASSAYS.flatMap((assay) => {
      const text = own[`${key}.${assay}`];
      return text === undefined ? [] : [[assay, parseRange(text, `${key}.${assay}`)] as const];
    });
    return ranges.length === 0 ? {} : { [key]: Object.fromEntries(ranges) };
  };
  const activity = [
    ...parts(own.high, 'high').map((column): Condition => ({ ...column, is: 'high' })),
    ...parts(own.low, 'low').map((column): Condition => ({ ...column, is: 'low' })),
    ...parts(own.noSignal, 'noSignal').map((column): Condition => ({ ...column, is: 'noSignal' })),
  ];
  const filter: AskedFilter = {
    ...optional('scope', (text) => text as NonNullable<ElementFilter['scope']>),
    ...Object.fromEntries(
      ['class', 'tier', 'zone', 'chrom', 'nearestGene'].flatMap((key) =>
        own[key] === undefined ? [] : [[key, list(key)]],
      ),
    ),
    ...(own.accession === undefined ? {} : { accessions: list('accession')! }),
    ...optional('ctcfBound', (text) => parseBoolean(text, 'ctcfBound')),
    ...optional('blacklisted', (text) => parseBoolean(text, 'blacklisted')),
    ...(own.region === undefined ? {} : { regions: askedPlaces(own.region, registry) }),
    ...assays('maxZ'),
    ...assays('support'),
    ...(own.z === undefined ? {} : { z: parseZ(own.z) }),
    ...(activity.length === 0 ? {} : { activity: { all: activity } }),
    ...range('tssDistance'),
    ...range('length'),
    ...range('tau'),
    ...geneAsked(query, list('gene')),
  };
  return {
    filter,
    sort: parseSort(own.sort ?? 'position'),
    asked: askedOf(query),
    facets: own.facets === undefined ? [] : parseFacets(own.facets),
    columns: parts(own.columns, 'columns'),
  };
}

function geneAsked(
  { gene, geneBy, window }: { gene?: string; geneBy?: string; window?: string },
  names: readonly string[] | undefined,
): Pick<AskedFilter, 'gene'> {
  if (gene === undefined || names === undefined) {
    const alone = geneBy !== undefined ? 'geneBy' : 'window';
    if (geneBy === undefined && window === undefined) return {};
    throw new RequestError(400, `there is ${alone} without gene, expected both`, alone);
  }
  if (names.length === 0 || names.length > MAX_GENES) {
    throw new RequestError(400, `gene has ${names.length} names, expected 1 to ${MAX_GENES}`, 'gene');
  }
  const by = GENE_PLACES.find((place) => place === (geneBy ?? 'nearest'));
  if (by === undefined) {
    throw new RequestError(
      400,
      `geneBy is ${quoted(geneBy!)}, expected one of ${GENE_PLACES.join(', ')}`,
      'geneBy',
    );
  }
  if (window !== undefined && !/^\d{1,8}$/.test(window)) {
    throw new RequestError(
      400,
      `window is ${quoted(window)}, expected a whole number from 0 to 10000000`,
      'window',
    );
  }
  return { gene: { names, by, ...(window === undefined ? {} : { window: Number(window) }) } };
}

function parseBoolean(text: string, name: string): boolean {
  if (text !== 'true' && text !== 'false') {
    throw new RequestError(400, `${name} is ${quoted(text)}, expected true or false`, name);
  }
  return text === 'true';
}

function parseRange(text: string, name: string): Range {
  const ends = text.split(',').map((end) => end.trim());
  const numbers = ends.map((end) => (end === '' ? null : Number(end)));
  if (ends.length !== 2 || numbers.some((end) => end !== null && !Number.isFinite(end))) {
    throw new RequestError(
      400,
      `${name} is ${quoted(text)}, expected FROM,TO with either left out if open, such as 1.64,`,
      name,
    );
  }
  const [from, to] = [numbers[0]!, numbers[1]!];
  if (from !== null && to !== null && from > to) {
    throw new RequestError(
      400,
      `${name} is ${quoted(text)}: it begins above its end, expected FROM,TO`,
      name,
    );
  }
  return [from, to];
}

/** What stands between semicolons. */
function piecesOf(text: string, name: string): string[] {
  const pieces = text.split(';').filter((part) => part.trim() !== '');
  if (pieces.length > MAX_COLUMNS) {
    throw new RequestError(400, `${name} has ${pieces.length}, expected at most ${MAX_COLUMNS}`, name);
  }
  return pieces;
}

/** ASSAY@BIOSAMPLE, semicolons between. */
function parts(text: string | undefined, name: string): { assay: string; biosample: string }[] {
  return piecesOf(text ?? '', name).map((part) => {
    const at = part.indexOf('@');
    if (at < 1)
      throw new RequestError(
        400,
        `${name} is ${quoted(part)}, expected ASSAY@BIOSAMPLE, such as DNase@K562`,
        name,
      );
    return { assay: part.slice(0, at).trim(), biosample: part.slice(at + 1).trim() };
  });
}

function parseZ(text: string): NonNullable<ElementFilter['z']> {
  return piecesOf(text, 'z').map((part) => {
    const colon = part.lastIndexOf(':');
    if (colon < 0) throw new RequestError(400, `z is ${quoted(part)}, expected ASSAY@BIOSAMPLE:FROM,TO`, 'z');
    const [column] = parts(part.slice(0, colon), 'z');
    return { ...column!, range: parseRange(part.slice(colon + 1), 'z') };
  });
}

function parseSort(text: string): Sort {
  const isDescending = text.startsWith('-');
  const key = parseSortKey(isDescending ? text.slice(1) : text, 'sort');
  return isDescending ? { ...key, order: 'descending' } : key;
}

const PLAIN_KEYS = ['position', 'length', 'tssDistance', 'tau', 'accession'] as const;

function parseSortKey(text: string, name: string): SortKey {
  const plain = PLAIN_KEYS.find((key) => key === text);
  if (plain !== undefined) return { by: plain };
  const [, by, rest] = /^(maxZ|support|z)\.(.+)$/.exec(text) ?? [];
  if (by === 'z') return { by, ...parts(rest, name)[0]! };
  if (by !== undefined) return { by: by as 'maxZ' | 'support', assay: rest! };
  throw new RequestError(
    400,
    `${name} is ${quoted(text)}, expected ${PLAIN_KEYS.join(', ')}, maxZ.ASSAY, support.ASSAY or z.ASSAY@BIOSAMPLE`,
    name,
  );
}

/** At commas that do not stand behind a colon: those are of a histogram. */
function splitFacets(text: string): string[] {
  const facets = [
    ...text.matchAll(/histogram\.[^:,]+(?:@[^:]+)?:[^,]*,[^,]*,[^,]*?(?:,log)?(?=,|$)|[^,]+/g),
  ].map(([part]) => part.trim());
  if (facets.length > MAX_FACETS) {
    throw new RequestError(400, `facets has ${facets.length}, expected at most ${MAX_FACETS}`, 'facets');
  }
  return facets;
}

/** Answers are found by their names: two that differ cannot have one. */
function parseFacets(text: string): { name: string; facet: Facet }[] {
  const byName = new Map<string, { name: string; facet: Facet }>();
  for (const part of splitFacets(text)) {
    const own = parseFacet(part);
    const before = byName.get(own.name);
    if (before !== undefined && JSON.stringify(before) !== JSON.stringify(own)) {
      throw new RequestError(
        400,
        `facets has two different ${quoted(own.name)}, expected one; a body may have several`,
        'facets',
      );
    }
    byName.set(own.name, own);
  }
  return [...byName.values()];
}

function parseFacet(text: string): { name: string; facet: Facet } {
  if (['class', 'tier', 'zone', 'chrom', 'ctcfBound'].includes(text)) {
    return { name: text, facet: { of: text } as Facet };
  }
  const [, of, assay] = /^(biosample|tissue)\.(.+)$/.exec(text) ?? [];
  if (assay !== undefined) return { name: text, facet: { of: of as 'biosample' | 'tissue', assay } };
  const [, chrom, places] = /^positions\.(.+):(\d{1,5})$/.exec(text) ?? [];
  if (chrom !== undefined) {
    return { name: `positions.${chrom}`, facet: { of: 'positions', chrom, bins: Number(places) } };
  }
  const [, key, numbers, log] = /^histogram\.(.+):([^:]+?)(,log)?$/.exec(text) ?? [];
  const [from, to, bins] = (numbers ?? '')
    .split(',')
    .map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  if (key !== undefined && [from, to, bins].every((n) => n !== undefined && Number.isFinite(n))) {
    const value = parseSortKey(key, 'facets');
    const range = {
      from: from!,
      to: to!,
      bins: bins!,
      ...(log === undefined ? {} : { scale: 'log' as const }),
    };
    return { name: `histogram.${key}`, facet: { of: 'histogram', value, ...range } };
  }
  throw new RequestError(
    400,
    `facets has ${quoted(text)}, expected class, tier, zone, chrom, ctcfBound, biosample.ASSAY, tissue.ASSAY, histogram.VALUE:FROM,TO,BINS or positions.CHROM:BINS`,
    'facets',
  );
}
