/** What hangs on one element, as a list under its address: the part that all such routes have in common. */

import type { FastifyInstance } from 'fastify';
import { type TProperties, type TSchema, Type } from 'typebox';
import type { Place } from '../../genome/region-text.ts';
import { placeAt } from '../../genome/sorted-regions.ts';
import { closed, ElementRef, RegistryRef } from '../answers/components.ts';
import { examplesOf } from '../answers/examples.ts';
import { answerList, askedOf, type List, type ListColumn, MAX_LIMIT } from '../answers/list-answer.ts';
import { LIST_QUERY, listResponse } from '../answers/list-schema.ts';
import { RequestError } from '../answers/problem.ts';
import { quoted } from '../answers/quoted.ts';
import { REGISTRY_QUERY, registryView } from '../answers/registry-view.ts';
import type { Served, ServedRegistries } from '../served.ts';
import { rowOfAccession } from './accession.ts';
import { elementView } from './element-view.ts';

export const AccessionParams = Type.Object({
  accession: Type.String({ description: 'Accession of a cCRE or an rDHS', maxLength: 64 }),
});

/** An element as a route was asked for it. */
export interface ElementAt {
  readonly served: Served;
  readonly row: number;
  readonly place: Place;
}

/** A list under /ccres/ACCESSION. */
export interface ElementListRoute<Row> {
  /** The address behind the accession. */
  readonly path: string;
  /** What the rows are called. */
  readonly name: string;
  readonly summary: string;
  /** A row in JSON. */
  readonly item: TSchema;
  /** Parameters beside those of every list. */
  readonly query?: TProperties;
  /** What stands beside the registry and the element. */
  readonly beside?: TProperties;
  readonly hasBed?: boolean;
  list(
    at: ElementAt,
    query: Readonly<Record<string, string | undefined>>,
  ): Pick<List<Row>, 'columns' | 'total' | 'rows' | 'object' | 'bed' | 'beside'>;
}

/** Adds the route. */
export function addElementList<Row>(
  app: FastifyInstance,
  registries: ServedRegistries,
  route: ElementListRoute<Row>,
): void {
  const [accession] = examplesOf(registries).accessions;
  app.get(
    `/ccres/:accession/${route.path}`,
    {
      schema: {
        params: AccessionParams,
        querystring: closed({ ...REGISTRY_QUERY, ...route.query, ...LIST_QUERY }),
        response: listResponse(route.name, route.item, {
          beside: { registry: RegistryRef, element: ElementRef, ...route.beside },
          hasBed: route.hasBed ?? false,
        }),
        tags: ['elements'],
        summary: route.summary,
      },
      config: { example: `/ccres/${accession}/${route.path}` },
    },
    (request, reply) => {
      const query = request.query as Readonly<Record<string, string | undefined>>;
      const served = registries.find(query.registry);
      const row = rowOfAccession(served, (request.params as { accession: string }).accession);
      const own = route.list({ served, row, place: placeAt(served.store.table.regions, row) }, query);
      const list: List<Row> = {
        ...own,
        name: route.name,
        pageLimit: MAX_LIMIT,
        beside: () => ({
          registry: registryView(served),
          element: elementView(served.store, row),
          ...own.beside?.(),
        }),
      };
      return answerList({ request, reply }, list, askedOf(query as Parameters<typeof askedOf>[0]));
    },
  );
}

/** A parameter of an address. */
export const Text = (description: string) => Type.Optional(Type.String({ description, maxLength: 1000 }));

/** A number from 0 to 1. Throws RequestError 400 that names the parameter. */
export function shareOf(text: string | undefined, name: string): number {
  const value = Number(text ?? 0);
  if ((text ?? '0').trim() !== '' && value >= 0 && value <= 1) return value;
  throw new RequestError(400, `${name} is ${quoted(text!)}, expected a number from 0 to 1`, name);
}

/** One of several words; undefined without a wish. Throws RequestError 400 that names the parameter. */
export function wordIn<T extends string>(
  text: string | undefined,
  name: string,
  words: readonly T[],
): T | undefined {
  const found = words.find((word) => word === text);
  if (found !== undefined || text === undefined) return found;
  throw new RequestError(400, `${name} is ${quoted(text)}, expected one of ${words.join(', ')}`, name);
}

/** Columns whose values stand in the row under their own names. */
export function namedColumns<Row extends object>(
  columns: readonly (Omit<ListColumn<Row>, 'value' | 'name'> & { readonly name: keyof Row & string })[],
): readonly ListColumn<Row>[] {
  return columns.map((column) => ({
    ...column,
    value: (row) => row[column.name] as string | number | boolean | null,
  }));
}
