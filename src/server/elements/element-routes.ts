/** /api/v1/ccres: lists of elements, single ones, what is known of each. */

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Static, Type } from 'typebox';
import { explanation } from '../../export/explanation.ts';
import { CLASS_ASSAYS } from '../../registry/classify.ts';
import { elementAt } from '../../store/element-row.ts';
import { byAssay, COMPONENT_PARTS, closed, ElementRef, orNull, RegistryRef } from '../answers/components.ts';
import { examplesOf } from '../answers/examples.ts';
import { answerList, arrayRows, askedOf, MAX_LIMIT, writtenAnswer } from '../answers/list-answer.ts';
import { LIST_QUERY, listResponse } from '../answers/list-schema.ts';
import { RequestError } from '../answers/problem.ts';
import { REGISTRY_QUERY, registryView } from '../answers/registry-view.ts';
import { withAccessions } from '../lists/saved-list.ts';
import type { Served, ServedRegistries } from '../served.ts';
import { rowOfAccession } from './accession.ts';
import { storeFilter } from './asked-filter.ts';
import { elementInBiosampleJson } from './element-biosample-json.ts';
import {
  ElementInBiosampleSchema,
  elementInAll,
  elementInBiosample,
  elementInBiosampleColumns,
  elementInBiosamples,
} from './element-biosamples.ts';
import { ElementBody } from './element-body.ts';
import { ELEMENT_LIST_RESPONSE, elementList } from './element-list.ts';
import { ElementQuery, type ElementRequest, requestOfQuery } from './element-request.ts';
import { elementView, zView } from './element-view.ts';

const RegistryQuery = closed(REGISTRY_QUERY);
const RegistryListQuery = closed({ ...REGISTRY_QUERY, ...LIST_QUERY });
const AccessionParams = Type.Object({
  accession: Type.String({ description: 'Accession of a cCRE or an rDHS', maxLength: 64 }),
});
const CompareQuery = closed({
  ...REGISTRY_QUERY,
  accessions: Type.String({ description: `Commas between, at most 100`, maxLength: 10_000 }),
});
const MAX_COMPARED = 100;

/** Adds the routes. */
export function elementRoutes(app: FastifyInstance, registries: ServedRegistries): void {
  const tags = ['elements'];
  const {
    accessions: [accession, other],
    region,
  } = examplesOf(registries);
  app.get(
    '/ccres',
    {
      schema: {
        querystring: ElementQuery,
        response: ELEMENT_LIST_RESPONSE,
        tags,
        summary: 'Elements by filters, with totals and facets',
      },
      config: { example: `/ccres?region=${region}&facets=class&limit=10` },
    },
    async (request, reply) => {
      const query = request.query as ElementQuery;
      const served = registries.find(query.registry);
      const asked = requestOfQuery(query, served.store.registry);
      const wanted = await withAccessions(app, served, { query, wanted: asked });
      return answerList({ request, reply }, await elementList(served, wanted), wanted.asked);
    },
  );
  app.post(
    '/ccres',
    {
      schema: {
        body: ElementBody,
        response: ELEMENT_LIST_RESPONSE,
        tags,
        summary: 'Elements by filters that are too long for an address',
      },
      config: {
        example: '/ccres',
        exampleBody: { filter: { accessions: [accession, other] }, facets: [{ of: 'class' }] },
      },
    },
    async (request, reply) => {
      const { registry, filter, sort, offset, limit, facets, columns, format } = request.body as ElementBody;
      const served = registries.find(registry);
      const wanted: ElementRequest = {
        filter: await storeFilter(served, filter ?? {}, 'body'),
        sort: sort ?? { by: 'position' },
        asked: { format, offset: offset ?? 0, limit },
        facets: (facets ?? []).map((facet, i) => ({ name: String(i), facet })),
        columns: columns ?? [],
      };
      return answerList({ request, reply }, await elementList(served, wanted), wanted.asked);
    },
  );
  app.get(
    '/ccres/:accession',
    {
      schema: {
        params: AccessionParams,
        querystring: RegistryQuery,
        response: { 200: closed({ registry: RegistryRef, element: ElementRef }) },
        tags,
        summary: 'One element',
      },
      config: { example: `/ccres/${accession}` },
    },
    (request) => {
      const { served, row } = elementOf(registries, request);
      return { registry: registryView(served), element: elementView(served.store, row) };
    },
  );
  app.get(
    '/ccres/:accession/biosamples',
    {
      schema: {
        params: AccessionParams,
        querystring: RegistryListQuery,
        response: listResponse('biosamples', ElementInBiosampleSchema, { beside: { registry: RegistryRef } }),
        tags,
        summary: 'Class and Z-scores of an element in every biosample',
      },
      config: { example: `/ccres/${accession}/biosamples` },
    },
    (request, reply) => {
      const { served, row } = elementOf(registries, request);
      const all = elementInAll(served.store, row);
      const list = {
        name: 'biosamples',
        columns: elementInBiosampleColumns(all),
        ...arrayRows([...all.biosamples.keys()]),
        object: (b: number) => elementInBiosample(all, b),
        json: elementInBiosampleJson(all),
        pageLimit: MAX_LIMIT,
        beside: () => ({ registry: registryView(served) }),
      };
      return answerList({ request, reply }, list, askedOf(request.query as Static<typeof RegistryListQuery>));
    },
  );
  app.get(
    '/ccres/:accession/explanation',
    {
      schema: {
        params: AccessionParams,
        querystring: RegistryQuery,
        response: { 200: ExplanationAnswer },
        tags,
        summary: 'Why an element has its class and tier',
      },
      config: { example: `/ccres/${accession}/explanation` },
    },
    (request, reply) => explained(elementOf(registries, request), reply),
  );
  app.get(
    '/compare',
    {
      schema: {
        querystring: CompareQuery,
        response: { 200: closed({ registry: RegistryRef, elements: Type.Array(ComparedElement) }) },
        tags,
        summary: 'Several elements side by side',
      },
      config: { example: `/compare?accessions=${accession},${other}` },
    },
    (request) => {
      const { registry, accessions } = request.query as Static<typeof CompareQuery>;
      const served = registries.find(registry);
      const names = accessions
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== '');
      if (names.length === 0 || names.length > MAX_COMPARED) {
        throw new RequestError(
          400,
          `accessions has ${names.length}, expected 1 to ${MAX_COMPARED}`,
          'accessions',
        );
      }
      return {
        registry: registryView(served),
        elements: names
          .map((name) => rowOfAccession(served, name, 'accessions'))
          .map((row) => ({
            ...elementView(served.store, row),
            biosamples: elementInBiosamples(served.store, row),
          })),
      };
    },
  );
}

const ComparedElement = closed({
  ...COMPONENT_PARTS.ElementView.properties,
  biosamples: Type.Array(ElementInBiosampleSchema),
});

const ExplanationAnswer = closed({
  registry: RegistryRef,
  element: ElementRef,
  classRule: Type.String(),
  tierRule: orNull('string', 'Null where there are no tiers'),
  maxZ: closed(
    byAssay(
      closed({
        ...COMPONENT_PARTS.ZView.properties,
        biosample: orNull('string', 'The one that has it'),
      }),
    ),
  ),
  text: Type.String({ description: 'All of it for people' }),
  biosamples: Type.Array(ElementInBiosampleSchema),
});

/** The reasons in the words of the API. */
function explained({ served, row }: ElementPlace, reply: FastifyReply): Buffer {
  const { store } = served;
  const { maxZ, classRule, tierRule, text } = explanation(store.registry, elementAt(store, row));
  const reasons = {
    registry: registryView(served),
    element: elementView(store, row),
    classRule,
    tierRule: tierRule ?? null,
    maxZ: Object.fromEntries(
      CLASS_ASSAYS.map((assay) => {
        const own = maxZ[assay];
        const view = zView(own?.z ?? Number.NaN, own?.isHigh ?? false);
        return [assay, { ...view, biosample: view.z === null ? null : own!.biosample }];
      }),
    ),
    text,
  };
  const all = elementInAll(store, row);
  return writtenAnswer(reply, reasons, {
    name: 'biosamples',
    rows: [...all.biosamples.keys()],
    json: elementInBiosampleJson(all),
  });
}

interface ElementPlace {
  readonly served: Served;
  readonly row: number;
}

function elementOf(registries: ServedRegistries, request: FastifyRequest): ElementPlace {
  const served = registries.find((request.query as Static<typeof RegistryQuery>).registry);
  const { accession } = request.params as Static<typeof AccessionParams>;
  return { served, row: rowOfAccession(served, accession) };
}
