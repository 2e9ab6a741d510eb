/** /api/v1/ccres: lists of elements, single ones, what is known of each. */

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Static, Type } from 'typebox';
import { explanation } from '../export/explanation.ts';
import { biosampleLabel } from '../registry/biosamples.ts';
import { CLASS_ASSAYS } from '../registry/classify.ts';
import { type FacetCounts, type FacetHistogram, filtered } from '../store/element-facets.ts';
import { sortedRows } from '../store/element-order.ts';
import { readElement } from '../store/element-record.ts';
import type { ElementStore } from '../store/element-store.ts';
import { exactZ, readHighAt, readSignalAt } from '../store/zscore-store.ts';
import { ElementBody } from './element-body.ts';
import {
  cursorOf,
  DEFAULT_LIMIT,
  ElementQuery,
  type ElementRequest,
  MAX_LIMIT,
  quoted,
  requestOfQuery,
} from './element-request.ts';
import { elementStream, STREAM_FORMATS, type StreamFormat } from './element-stream.ts';
import { columnView, elementView, type ZView, zView } from './element-view.ts';
import { RequestError } from './problem.ts';
import type { Served, ServedRegistries } from './served.ts';

const RegistryQuery = Type.Object(
  { registry: Type.Optional(Type.String({ description: 'Id or assembly of a registry' })) },
  { additionalProperties: false },
);
const AccessionParams = Type.Object({
  accession: Type.String({ description: 'Accession of a cCRE or an rDHS', maxLength: 64 }),
});
const CompareQuery = Type.Object(
  {
    registry: Type.Optional(Type.String()),
    accessions: Type.String({ description: 'Two or more, commas between', maxLength: 10_000 }),
  },
  { additionalProperties: false },
);
/** Adds the routes. */
export function elementRoutes(app: FastifyInstance, registries: ServedRegistries): void {
  app.get(
    '/ccres',
    {
      schema: {
        querystring: ElementQuery,
        tags: ['elements'],
        summary: 'Elements by filters, with totals and facets',
      },
    },
    (request, reply) => {
      const query = request.query as ElementQuery;
      const served = registries.find(query.registry);
      const wanted = requestOfQuery(query, served.store.registry.chromSizes);
      return answerList(served, wanted, query.format, { request, reply });
    },
  );
  app.post(
    '/ccres',
    {
      schema: {
        body: ElementBody,
        tags: ['elements'],
        summary: 'Elements by filters that are too long for an address',
      },
    },
    (request, reply) => {
      const { registry, filter, sort, offset, limit, facets, columns, format } = request.body as ElementBody;
      const served = registries.find(registry);
      const wanted: ElementRequest = {
        filter: filter ?? {},
        sort: sort ?? { by: 'position' },
        offset: offset ?? 0,
        limit,
        facets: (facets ?? []).map((facet, i) => ({ name: String(i), facet })),
        columns: columns ?? [],
      };
      return answerList(served, wanted, format, { request, reply });
    },
  );
  app.get(
    '/ccres/:accession',
    {
      schema: {
        params: AccessionParams,
        querystring: RegistryQuery,
        tags: ['elements'],
        summary: 'One element',
      },
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
        querystring: RegistryQuery,
        tags: ['elements'],
        summary: 'Class and Z-scores of an element in every biosample',
      },
    },
    (request) => {
      const { served, row } = elementOf(registries, request);
      return { registry: registryView(served), biosamples: biosampleViews(served.store, row) };
    },
  );
  app.get(
    '/ccres/:accession/explanation',
    {
      schema: {
        params: AccessionParams,
        querystring: RegistryQuery,
        tags: ['elements'],
        summary: 'Why an element has its class and tier',
      },
    },
    (request) => {
      const { served, accession } = elementOf(registries, request);
      const { registry } = served.store;
      const { text, ...reasons } = explanation(registry, readElement(registry, accession));
      return { registry: registryView(served), ...reasons, text };
    },
  );
  app.get(
    '/compare',
    { schema: { querystring: CompareQuery, tags: ['elements'], summary: 'Several elements side by side' } },
    (request) => {
      const { registry, accessions } = request.query as Static<typeof CompareQuery>;
      const served = registries.find(registry);
      const names = accessions
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== '');
      const rows = names.map((name) => rowOf(served, name));
      return {
        registry: registryView(served),
        elements: rows.map((row) => ({
          ...elementView(served.store, row),
          biosamples: biosampleViews(served.store, row),
        })),
      };
    },
  );
}

/** What answers say of the registry that they come from. */
export function registryView({ id, version, store }: Served): object {
  const { assembly, scheme, accessionPrefix, idsAreLocal } = store.registry;
  return { id, version, assembly, scheme, accessionPrefix, idsAreLocal };
}

function answerList(
  served: Served,
  wanted: ElementRequest,
  format: string | undefined,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
): unknown {
  const { store } = served;
  const { filter, sort, offset, limit, facets, columns } = wanted;
  const kind = formatOf(format, request.headers.accept);
  const answer = filtered(store, filter);
  if (kind !== 'json') {
    const rows = sortedRows(store, answer.rows, sort, { offset, limit: limit ?? answer.total });
    return reply
      .type(STREAM_FORMATS[kind])
      .header('x-total', answer.total)
      .send(elementStream(store, rows, kind));
  }
  const most = limit ?? DEFAULT_LIMIT;
  if (most > MAX_LIMIT) {
    throw new RequestError(
      400,
      `limit is ${most}, expected at most ${MAX_LIMIT} in JSON; format=ndjson has no limit`,
      'limit',
    );
  }
  const rows = sortedRows(store, answer.rows, sort, { offset, limit: most });
  const beside = columns.map((column) => ({
    ...column,
    z: store.z(column.biosample, column.assay),
    high: store.high(column.biosample, column.assay),
  }));
  const reached = offset + rows.length;
  return {
    registry: registryView(served),
    total: answer.total,
    offset,
    next: rows.length > 0 && reached < answer.total ? cursorOf(reached) : null,
    elements: Array.from(rows, (row) => ({
      ...elementView(store, row),
      ...(beside.length === 0
        ? {}
        : {
            z: beside.map(({ biosample, assay, z, high }) => ({
              biosample,
              assay,
              ...columnView(z, high, row),
            })),
          }),
    })),
    facets: Object.fromEntries(facets.map(({ name, facet }) => [name, facetView(answer.facet(facet))])),
  };
}

function facetView(facet: FacetCounts | FacetHistogram): object {
  if ('counts' in facet) return facet.counts.map(([name, count]) => ({ name, count }));
  return { ...facet, bins: [...facet.bins] };
}

/** The format that is asked for; JSON without a wish. */
function formatOf(format: string | undefined, accept: string | undefined): StreamFormat | 'json' {
  if (format !== undefined) {
    if (format === 'json' || Object.hasOwn(STREAM_FORMATS, format)) return format as StreamFormat | 'json';
    throw new RequestError(
      406,
      `format is ${quoted(format)}, expected json, ${Object.keys(STREAM_FORMATS).join(', ')}`,
      'format',
    );
  }
  const found = Object.entries(STREAM_FORMATS).find(([, type]) => accept?.includes(type.split(';')[0]!));
  return (found?.[0] as StreamFormat | undefined) ?? 'json';
}

function elementOf(
  registries: ServedRegistries,
  request: FastifyRequest,
): { served: Served; row: number; accession: string } {
  const served = registries.find((request.query as Static<typeof RegistryQuery>).registry);
  const { accession } = request.params as Static<typeof AccessionParams>;
  return { served, row: rowOf(served, accession), accession: accession.toUpperCase() };
}

function rowOf({ store, id }: Served, accession: string): number {
  const row = store.rowOf(accession);
  if (row === undefined) {
    const { accessionPrefix } = store.registry;
    throw new RequestError(
      404,
      `${quoted(accession)} is no cCRE or rDHS of ${id}, expected an accession such as ${accessionPrefix}E0000001 or ${accessionPrefix}D0000001`,
      'accession',
    );
  }
  return row;
}

const ASSAY_BITS = new Map<string, number>(CLASS_ASSAYS.map((assay, a) => [assay, 1 << a]));

/** The element in every biosample that has a class assay. */
function biosampleViews({ registry, table }: ElementStore, row: number): object[] {
  const byFile = new Map(registry.manifest.columns.map((column) => [column.file, column]));
  return registry.biosamples.flatMap(({ name, key, group, files }) => {
    if (group === undefined) return [];
    let assays = 0;
    let high = 0;
    const z: Record<string, ZView> = {};
    for (const assay of CLASS_ASSAYS) {
      const column = byFile.get(files[assay] ?? '');
      if (column === undefined) {
        z[assay] = { state: 'notAssayed', z: null };
        continue;
      }
      const isHigh = readHighAt(registry.zscores, column, row);
      assays |= ASSAY_BITS.get(assay)!;
      if (isHigh) high |= ASSAY_BITS.get(assay)!;
      z[assay] = zView(exactZ(readSignalAt(registry.zscores, column, row), column), isHigh);
    }
    const { label, rgb } = biosampleLabel(table.zone[row]!, high, assays, registry.scheme);
    return [{ biosample: name, key, group, class: label, rgb, z }];
  });
}
