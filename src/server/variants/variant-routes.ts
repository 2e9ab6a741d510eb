/** /api/v1/variants: variants by place and by id, what each hits, what it is linked with, and who reports it. */

import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { LD } from '../../annotation/variants/ld-table.ts';
import { VARIANTS, type VariantTable } from '../../annotation/variants/variant-table.ts';
import { floatToSix } from '../../formats/six-digits.ts';
import type { Place } from '../../genome/region-text.ts';
import { placeAt } from '../../genome/sorted-regions.ts';
import { ccreAccession } from '../../store/element-table.ts';
import { hasRow } from '../../store/row-set.ts';
import { annotationIfAny, annotationOf } from '../answers/annotated.ts';
import { askedPlaces } from '../answers/asked-place.ts';
import { closed, ElementRef, RegistryRef } from '../answers/components.ts';
import { examplesOf } from '../answers/examples.ts';
import { answerList, arrayRows, askedOf, type List } from '../answers/list-answer.ts';
import { LIST_QUERY, listResponse } from '../answers/list-schema.ts';
import { RequestError } from '../answers/problem.ts';
import { quoted } from '../answers/quoted.ts';
import { REGISTRY_QUERY, registryView } from '../answers/registry-view.ts';
import { rowOfAccession } from '../elements/accession.ts';
import { elementView } from '../elements/element-view.ts';
import { commaList, Text, wholeOf } from '../genes/gene-request.ts';
import type { Served, ServedRegistries } from '../served.ts';
import { type Entry, MOST_ENTRIES, rowsOfEntries } from './enrichment-entries.ts';
import { entriesOf, LIST_BODY, type ListBody, takeListBodies } from './enrichment-request.ts';
import { ReportSchema, reportsOf } from './variant-reports.ts';
import { VariantSchema, variantBed, variantColumns, variantView } from './variant-view.ts';

/** What SCREEN shows around a variant. */
const DEFAULT_WITHIN = 2000;
const MAX_WITHIN = 1_000_000;
/** For suggestions: nobody reads more. */
const MOST_BEGINNING = 1000;

const VariantListQuery = closed({
  ...REGISTRY_QUERY,
  region: Text('Variants whose first base lies in these places, 1-based inclusive; semicolons between'),
  id: Text('Ids; commas between'),
  prefix: Text(`Ids that begin so, rs numbers by number; the first ${MOST_BEGINNING}`),
  ...LIST_QUERY,
});
const WITHIN = Text(`bp around, at most ${MAX_WITHIN}`);
const VariantQuery = closed({ ...REGISTRY_QUERY, within: WITHIN });
const NearQuery = closed({ ...REGISTRY_QUERY, within: WITHIN, ...LIST_QUERY });
const IdParams = Type.Object({
  id: Type.String({ description: 'Id of a variant, such as rs123', maxLength: 200 }),
});
const AccessionParams = Type.Object({
  accession: Type.String({ description: 'Accession of a cCRE or an rDHS', maxLength: 64 }),
});

const Partner = closed({ ...VariantSchema.properties, r2: Type.Number() });
const VariantAnswer = closed({
  registry: RegistryRef,
  variant: VariantSchema,
  otherPlaces: Type.Array(VariantSchema, { description: 'Where the same id stands as well' }),
  element: Type.Union([ElementRef, Type.Null()], {
    description: 'The first element that it shares a base with',
  }),
  within: Type.Integer({ description: 'bp around it that were looked through for cCREs' }),
  nearby: Type.Array(
    closed({ distance: Type.Integer({ description: 'bp; 0 where they share a base' }), element: ElementRef }),
    {
      description: 'Published cCREs, the nearest first',
    },
  ),
  ld: Type.Array(closed({ population: Type.String(), partners: Type.Array(Partner) }), {
    description: 'Variants linked with it by population, the closest first',
  }),
  studies: Type.Array(ReportSchema, { description: 'That report it or a proxy of it; each once' }),
});
const VariantNearElement = closed({
  ...VariantSchema.properties,
  distance: Type.Integer({ description: 'bp; 0 where they share a base' }),
  studies: Type.Array(ReportSchema, { description: 'That report it or a proxy of it; each once' }),
});

const VariantList = listResponse('variants', VariantSchema, {
  hasBed: true,
  beside: {
    registry: RegistryRef,
    notFound: Type.Array(Type.String(), { description: 'Ids that were asked for and are not there' }),
  },
});
const PostedQuery = closed({ ...REGISTRY_QUERY, ...LIST_QUERY });

/** Adds the routes. */
export function variantRoutes(app: FastifyInstance, registries: ServedRegistries): void {
  const tags = ['variants'];
  const { region, accessions } = examplesOf(registries);
  app.get(
    '/variants',
    {
      schema: {
        querystring: VariantListQuery,
        response: VariantList,
        tags,
        summary: 'Variants by place, by id or by the beginning of an id',
      },
      config: { example: `/variants?region=${region}` },
    },
    (request, reply) => {
      const query = request.query as Static<typeof VariantListQuery>;
      const served = registries.find(query.registry);
      const list = variantList(served, (variants) => chosenRows(served, variants, query));
      return answerList({ request, reply }, list, askedOf(query));
    },
  );
  void app.register(async (own) => {
    takeListBodies(own);
    own.post(
      '/variants',
      {
        schema: {
          querystring: PostedQuery,
          body: LIST_BODY,
          response: VariantList,
          tags,
          summary: `Variants of a list, each once: up to ${MOST_ENTRIES} ids, or the rows of a BED or VCF`,
        },
        config: {
          example: '/variants',
          exampleBody: { ids: exampleVariants(registries).map(decodeURIComponent) },
        },
      },
      (request, reply) => {
        const query = request.query as Static<typeof PostedQuery>;
        const served = registries.find(query.registry);
        const list = variantList(served, (variants) =>
          listedRows(variants, entriesOf(served, request.body as ListBody)),
        );
        return answerList({ request, reply }, list, askedOf(query));
      },
    );
  });
  app.get(
    '/variants/:id',
    {
      schema: {
        params: IdParams,
        querystring: VariantQuery,
        response: { 200: VariantAnswer },
        tags,
        summary: 'One variant: what it hits, what is near, its linkage, and studies that report it',
      },
      config: { example: `/variants/${exampleVariants(registries)[0]}` },
    },
    (request) => {
      const { registry, within } = request.query as Static<typeof VariantQuery>;
      const { id } = request.params as Static<typeof IdParams>;
      return oneVariant(registries.find(registry), id, withinOf(within, DEFAULT_WITHIN));
    },
  );
  app.get(
    '/ccres/:accession/variants',
    {
      schema: {
        params: AccessionParams,
        querystring: NearQuery,
        response: listResponse('variants', VariantNearElement, {
          hasBed: true,
          beside: { registry: RegistryRef, within: Type.Integer() },
        }),
        tags,
        summary: 'Variants in an element and around it, with the studies that report them',
      },
      config: { example: `/ccres/${accessions[0]}/variants?within=2000` },
    },
    (request, reply) => {
      const query = request.query as Static<typeof NearQuery>;
      const served = registries.find(query.registry);
      const row = rowOfAccession(served, (request.params as Static<typeof AccessionParams>).accession);
      const list = variantsNear(served, row, withinOf(query.within, 0));
      return answerList({ request, reply }, list, askedOf(query));
    },
  );
}

function withinOf(text: string | undefined, otherwise: number): number {
  const within = wholeOf(text, 'within', otherwise);
  if (within <= MAX_WITHIN) return within;
  throw new RequestError(400, `within is ${within}, expected at most ${MAX_WITHIN} bp`, 'within');
}

/** Stretches of rows; one after the other they are the list. */
type Rows = readonly (readonly [from: number, to: number])[];

/** Which variants a list has. */
interface ChosenRows {
  readonly rows: Rows;
  /** Of what was asked for. */
  readonly notFound: readonly string[];
}

function variantList(served: Served, chosen: (variants: VariantTable) => ChosenRows): List<number> {
  const variants = annotationOf(served, VARIANTS);
  const { rows, notFound } = chosen(variants);
  const total = rows.reduce((sum, [from, to]) => sum + to - from, 0);
  return {
    name: 'variants',
    columns: variantColumns(variants, served.store, (row) => row),
    total,
    *rows(offset, limit) {
      let [skip, left] = [offset, limit];
      for (const [from, to] of rows) {
        const begin = from + Math.min(skip, to - from);
        skip -= begin - from;
        for (let row = begin; row < to && left > 0; row++, left--) yield row;
      }
    },
    object: (row) => variantView(variants, served.store, row),
    bed: (row) => variantBed(variants.variant(row)),
    beside: () => ({ registry: registryView(served), notFound }),
  };
}

/** The variants of a list in its order, each once. Throws RequestError 413 for too many. */
function listedRows(variants: VariantTable, entries: readonly Entry[]): ChosenRows {
  const rows = new Set<number>();
  const notFound = new Set<string>();
  for (const [{ text }, from, to] of rowsOfEntries(variants, entries)) {
    if (from === to) notFound.add(text);
    for (let row = from; row < to; row++) rows.add(row);
  }
  return { rows: [...rows].map((row) => [row, row + 1] as const), notFound: [...notFound] };
}

function chosenRows(
  served: Served,
  variants: VariantTable,
  { region, id, prefix }: Static<typeof VariantListQuery>,
): ChosenRows {
  const given = Object.entries({ region, id, prefix }).filter(([, value]) => value !== undefined);
  if (given.length > 1) {
    const names = given.map(([name]) => name);
    throw new RequestError(400, `there are ${names.join(' and ')}, expected one of them`, names[1]);
  }
  if (id !== undefined) {
    const ids = [...new Set(commaList(id) ?? [])];
    const found = ids.map((own) => variants.rowsOf(own));
    return {
      rows: [...new Set(found.flat())].map((row) => [row, row + 1] as const),
      notFound: ids.filter((_, i) => found[i]!.length === 0),
    };
  }
  if (prefix !== undefined) {
    const found = variants.beginningWith(prefix.trim(), MOST_BEGINNING);
    return { rows: found.map(({ row }) => [row, row + 1] as const), notFound: [] };
  }
  if (region === undefined) return { rows: [[0, variants.count]], notFound: [] };
  const spans = askedPlaces(region, served.store.registry).map((place) => variants.rowsIn(place));
  return { rows: joined(spans), notFound: [] };
}

/** Stretches in order, each row once. */
function joined(spans: Rows): Rows {
  const result: [number, number][] = [];
  for (const [from, to] of [...spans].sort((a, b) => a[0] - b[0] || a[1] - b[1])) {
    const last = result.at(-1);
    if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], to);
    else result.push([from, to]);
  }
  return result;
}

function oneVariant(served: Served, id: string, within: number): object {
  const { store } = served;
  const variants = annotationOf(served, VARIANTS);
  const [row, ...others] = variants.rowsOf(id);
  if (row === undefined) {
    throw new RequestError(
      404,
      `${quoted(id)} is no variant of ${served.id}, expected an id such as rs123`,
      'id',
    );
  }
  const own = variants.variant(row);
  const ld = annotationIfAny(served, LD);
  const view = (other: number) => variantView(variants, store, other);
  return {
    registry: registryView(served),
    variant: view(row),
    otherPlaces: others.map(view),
    element: own.element === undefined ? null : elementView(store, own.element),
    within,
    nearby: ccresNear(served, own, within),
    ld: (ld?.populations ?? []).map((population) => ({
      population,
      partners: ld!
        .partners(population, row)
        .sort((a, b) => b.r2 - a.r2 || a.row - b.row)
        .map((partner) => ({ ...view(partner.row), r2: floatToSix(partner.r2) })),
    })),
    studies: reportsOf(served, variants)(row),
  };
}

/** The published cCREs within so many bp of a place. */
function ccresNear({ store }: Served, place: Place, within: number): { distance: number; element: object }[] {
  const { regions, published } = store.table;
  const around = { ...place, start: Math.max(0, place.start - within), end: place.end + within };
  const [from, to] = store.rowsIn(around);
  const found: { row: number; distance: number }[] = [];
  for (let row = from; row < to; row++) {
    const [before, after] = [place.start - regions.end[row]! + 1, regions.start[row]! - place.end + 1];
    if (hasRow(published, row)) found.push({ row, distance: Math.max(0, before, after) });
  }
  return found
    .filter(({ distance }) => distance <= within)
    .sort((a, b) => a.distance - b.distance || a.row - b.row)
    .map(({ row, distance }) => ({ distance, element: elementView(store, row) }));
}

function variantsNear(
  served: Served,
  element: number,
  within: number,
): List<{ readonly row: number; readonly distance: number }> {
  const { store } = served;
  const variants = annotationOf(served, VARIANTS);
  const place = placeAt(store.table.regions, element);
  const reports = reportsOf(served, variants);
  const studies = (row: number) => reports(row) as { study: string }[];
  return {
    name: 'variants',
    columns: [
      ...variantColumns(variants, store, ({ row }: { row: number }) => row),
      {
        name: 'distance',
        type: 'whole',
        description: 'bp to the element; 0 inside',
        value: ({ distance }) => distance,
      },
      {
        name: 'studies',
        type: 'text',
        description: 'Ids of studies that report it or a proxy of it, semicolons between',
        value: ({ row }) =>
          studies(row)
            .map(({ study }) => study)
            .join(';') || null,
      },
    ],
    ...arrayRows(variants.near(place, within)),
    object: ({ row, distance }) => ({
      ...variantView(variants, store, row),
      distance,
      studies: studies(row),
    }),
    bed: ({ row }) => variantBed(variants.variant(row)),
    beside: () => ({ registry: registryView(served), within }),
  };
}

/** Ids of variants that lie in published cCREs, for examples; escaped for an address. */
export function exampleVariants({ all }: ServedRegistries): readonly string[] {
  const variants = annotationIfAny(all[0]!, VARIANTS);
  const found: string[] = [];
  const { table } = all[0]!.store;
  for (let row = 0; row < (variants?.count ?? 0) && found.length < 60; row++) {
    const element = variants!.elementOf(row);
    if (element >= 0 && ccreAccession(table, element) !== undefined) found.push(variants!.variant(row).id);
  }
  return found.length === 0 ? ['rs1'] : found.map(encodeURIComponent);
}
