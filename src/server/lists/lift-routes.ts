/** /api/v1/lift: which elements of another registry stand for elements of this one. */

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Static, Type } from 'typebox';
import { askedPlace } from '../answers/asked-place.ts';
import { closed, RegistryRef } from '../answers/components.ts';
import { examplesOf } from '../answers/examples.ts';
import { answerList, arrayRows, askedOf, type ListAsked } from '../answers/list-answer.ts';
import { formatOf, LIST_FORMATS, type ListFormat } from '../answers/list-formats.ts';
import { LIST_QUERY, listResponse, rowSchema } from '../answers/list-schema.ts';
import { RequestError } from '../answers/problem.ts';
import { REGISTRY_QUERY, registryView } from '../answers/registry-view.ts';
import type { Served, ServedRegistries } from '../served.ts';
import {
  LIFTED_COLUMNS,
  type LiftedRow,
  liftBetween,
  liftedAccession,
  liftedPlace,
} from './lift-elements.ts';

const FORMATS = Object.keys(LIST_FORMATS) as ListFormat[];
/** An element takes some ten microseconds. */
const MAX_ACCESSIONS = 100_000;
/** So many are looked up at a time: the server answers others in between. */
const BATCH = 1000;

const to = Type.String({ description: 'Id or assembly of the other registry', maxLength: 200 });
const LiftQuery = closed({
  ...REGISTRY_QUERY,
  to,
  accessions: Type.Optional(
    Type.String({ description: 'Of cCREs or rDHSs, commas between', maxLength: 10_000 }),
  ),
  region: Type.Optional(
    Type.String({ description: 'A place, 1-based inclusive: of registries of one assembly', maxLength: 200 }),
  ),
  ...LIST_QUERY,
});
const LiftBody = closed({
  ...REGISTRY_QUERY,
  to,
  accessions: Type.Array(Type.String({ maxLength: 64 }), { minItems: 1, maxItems: MAX_ACCESSIONS }),
  format: Type.Optional(Type.String({ maxLength: 20 })),
  offset: Type.Optional(Type.Integer({ minimum: 0 })),
  limit: Type.Optional(Type.Integer({ minimum: 0 })),
});
const RESPONSE = listResponse('elements', rowSchema(LIFTED_COLUMNS), {
  beside: { registry: RegistryRef, to: RegistryRef },
  hasBed: true,
});

/** Adds the routes. */
export function liftRoutes(app: FastifyInstance, registries: ServedRegistries): void {
  const tags = ['elements'];
  const { accessions } = examplesOf(registries);
  const other = registries.all[0]!.id;
  app.get(
    '/lift',
    {
      schema: {
        querystring: LiftQuery,
        response: RESPONSE,
        tags,
        summary: 'Elements of another registry at the places of these, or their orthologs there',
      },
      config: { example: `/lift?to=${encodeURIComponent(other)}&accessions=${accessions.join(',')}` },
    },
    async (request, reply) => {
      const query = request.query as Static<typeof LiftQuery>;
      const pair = { from: registries.find(query.registry), to: registries.find(query.to, 'to') };
      const { region, accessions: text } = query;
      if ((region === undefined) === (text === undefined)) {
        throw new RequestError(400, 'expected either accessions or a region', 'accessions');
      }
      const rows =
        region === undefined
          ? await liftedRows(
              pair,
              text!
                .split(',')
                .map((own) => own.trim())
                .filter((own) => own !== ''),
            )
          : rowsAt(pair, region);
      return answer({ request, reply }, { ...pair, rows }, askedOf(query));
    },
  );
  app.post(
    '/lift',
    {
      schema: { body: LiftBody, response: RESPONSE, tags, summary: 'The same for many accessions' },
      config: { example: '/lift', exampleBody: { to: other, accessions } },
    },
    async (request, reply) => {
      const body = request.body as Static<typeof LiftBody>;
      const pair = { from: registries.find(body.registry), to: registries.find(body.to, 'to') };
      const { format, offset = 0, limit } = body;
      const rows = await liftedRows(pair, body.accessions);
      return answer({ request, reply }, { ...pair, rows }, { format, offset, limit });
    },
  );
}

interface Pair {
  readonly from: Served;
  readonly to: Served;
}

async function liftedRows({ from, to: other }: Pair, accessions: readonly string[]): Promise<LiftedRow[]> {
  const lift = liftBetween(from, other);
  const rows: LiftedRow[] = [];
  for (const [i, accession] of accessions.entries()) {
    if (i % BATCH === BATCH - 1) await new Promise((resolve) => setImmediate(resolve));
    rows.push(...liftedAccession(from, accession, lift));
  }
  return rows;
}

function rowsAt({ from, to: other }: Pair, region: string): readonly LiftedRow[] {
  return liftedPlace(from, other, askedPlace(region, from.store.registry));
}

function answer(
  context: { readonly request: FastifyRequest; readonly reply: FastifyReply },
  { from, to: other, rows }: Pair & { readonly rows: readonly LiftedRow[] },
  asked: ListAsked,
): Promise<unknown> {
  // A place that is nowhere is no row of a BED.
  const kind = formatOf(asked.format, context.request.headers.accept, FORMATS);
  const shown = kind === 'bed' ? rows.filter(({ state }) => state !== 'none') : rows;
  const list = {
    name: 'elements',
    columns: LIFTED_COLUMNS,
    ...arrayRows(shown),
    bed: (row: LiftedRow) =>
      [row.chrom, row.start, row.end, row.accession ?? row.rdhs, 0, '.', row.asked].join('\t'),
    beside: () => ({ registry: registryView(from), to: registryView(other) }),
  };
  return answerList(context, list, asked);
}
