/** /api/v1/gwas/lists: a visitor's own list of variants, read, kept under an id, and asked like a study. */

import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { VARIANTS } from '../../annotation/variants/variant-table.ts';
import { annotationOf } from '../answers/annotated.ts';
import { closed, orNull, RegistryRef } from '../answers/components.ts';
import { answerList, askedOf } from '../answers/list-answer.ts';
import { LIST_QUERY, listResponse } from '../answers/list-schema.ts';
import { REGISTRY_QUERY, registryView } from '../answers/registry-view.ts';
import { slotsOf } from '../frame/slots.ts';
import { Text, wordOf } from '../genes/gene-request.ts';
import { SavedParams } from '../lists/state-access.ts';
import type { Served, ServedRegistries } from '../served.ts';
import { readList } from './enrichment-entries.ts';
import { entriesOf, LIST_BODY, type ListBody, takeListBodies } from './enrichment-request.ts';
import { BlockSnpSchema, blockList } from './gwas-lists.ts';
import { biosampleOf } from './gwas-routes.ts';
import { HitCcreSchema, hitCcreList } from './hit-ccres.ts';
import { blocksOfList, REPORT, reportOf, savedVariants } from './own-list.ts';
import { exampleVariants } from './variant-routes.ts';

/** LD blocks of 20,000 variants take seconds of the one thread that answers: the other places of the service stay free. */
const AT_ONCE = 2;

const RegistryQuery = closed(REGISTRY_QUERY);
const ReadQuery = closed({
  ...REGISTRY_QUERY,
  keep: Text('false: only read, nothing is kept; default true'),
});
const BlocksQuery = closed({
  ...REGISTRY_QUERY,
  population: Text('Panel of linkage: EUR; default the first'),
  r2: Text('Proxies have a greater r2; default as the registry’s studies (0.7)'),
  ...LIST_QUERY,
});
const CcresQuery = closed({
  ...BlocksQuery.properties,
  biosample: Text('Name or key: only cCREs with high DNase, H3K4me3 or H3K27ac there, with their Z'),
});
type CcresQuery = Static<typeof CcresQuery>;

const ReadAnswer = closed({
  registry: RegistryRef,
  id: orNull('string', 'Stands for the text; null where the service keeps nothing (--state)'),
  address: orNull('string', 'The same report'),
  text: orNull('string', 'The list as it was sent'),
  enrichment: orNull('string'),
  blocks: orNull('string'),
  ccres: orNull('string'),
  ...REPORT,
});

/** Adds the routes. */
export function ownListRoutes(app: FastifyInstance, registries: ServedRegistries): void {
  const tags = ['gwas'];
  const example = { exampleBody: { ids: exampleVariants(registries).map(decodeURIComponent) } };
  const saved = { config: { isCached: false } };
  // Of its own: a list as a file takes one of the service's places besides, and must not wait for itself.
  const gate = slotsOf(AT_ONCE);
  const lists = {
    blocks: {
      querystring: BlocksQuery,
      response: listResponse('snps', BlockSnpSchema, { hasBed: true, beside: { registry: RegistryRef } }),
      summary: 'The variants of the LD blocks of one’s own list',
      async answer(served: Served, query: CcresQuery, body: ListBody) {
        return blockList(await blocksOfList(served, entriesOf(served, body), query));
      },
    },
    ccres: {
      querystring: CcresQuery,
      response: listResponse('ccres', HitCcreSchema, {
        hasBed: true,
        beside: { registry: RegistryRef, biosample: orNull('string'), ofAll: Type.Integer() },
      }),
      summary: 'Published cCREs that the LD blocks of one’s own list hit',
      async answer(served: Served, query: CcresQuery, body: ListBody) {
        const biosample = biosampleOf(served, query.biosample);
        return hitCcreList(await blocksOfList(served, entriesOf(served, body), query), biosample);
      },
    },
  };
  void app.register(async (own) => {
    takeListBodies(own);
    own.post(
      '/gwas/lists',
      {
        schema: {
          querystring: ReadQuery,
          body: LIST_BODY,
          response: { 200: ReadAnswer },
          tags,
          summary: 'Reads a list of variants, and keeps it under an id that stands for its text',
          description:
            'Ids, a BED or a VCF. Says what was found, what is unknown here, repeated, or not readable, line by line. It is kept where the service keeps things (`--state`); without an id, send the list with each question.',
        },
        config: { example: '/gwas/lists', ...example },
      },
      async (request) => {
        const { registry, keep = 'true' } = request.query as Static<typeof ReadQuery>;
        const served = registries.find(registry);
        const isKept = wordOf(keep, 'keep', ['true', 'false']) === 'true';
        const body = request.body as ListBody;
        const text = typeof body === 'string' ? body : body.ids.join('\n');
        const report = read(served, text);
        const id = isKept && report.entries > 0 ? await kept(own, text) : null;
        return { ...report, ...addresses(id) };
      },
    );
    for (const [name, { querystring, response, summary, answer }] of Object.entries(lists)) {
      own.post(
        `/gwas/${name}`,
        {
          schema: { querystring, body: LIST_BODY, response, tags, summary },
          config: { example: `/gwas/${name}`, ...example },
        },
        async (request, reply) => {
          const query = request.query as CcresQuery;
          await gate.take(reply);
          const list = await answer(registries.find(query.registry), query, request.body as ListBody);
          return answerList<never>({ request, reply }, list as never, askedOf(query));
        },
      );
    }
  });
  app.get(
    '/gwas/lists/:id',
    {
      schema: {
        params: SavedParams,
        querystring: RegistryQuery,
        response: { 200: ReadAnswer },
        tags,
        summary: 'What is read of a saved list of variants',
      },
      ...saved,
    },
    async (request) => {
      const served = registries.find((request.query as Static<typeof RegistryQuery>).registry);
      const { id } = request.params as Static<typeof SavedParams>;
      return { ...read(served, await savedVariants(app, id)), ...addresses(id) };
    },
  );
  app.get(
    '/gwas/lists/:id/text',
    {
      schema: {
        params: SavedParams,
        response: { 200: { description: 'As sent', content: { 'text/plain': { schema: Type.String() } } } },
        tags,
        summary: 'A saved list of variants as it was sent',
      },
      ...saved,
    },
    async (request, reply) => {
      const { id } = request.params as Static<typeof SavedParams>;
      // What a visitor wrote is never a page, whatever a browser takes it for.
      void reply
        .type('text/plain; charset=utf-8')
        .header('x-content-type-options', 'nosniff')
        .header('content-security-policy', "default-src 'none'; sandbox");
      return reply.send(await savedVariants(app, id));
    },
  );
  for (const [name, { querystring, response, summary, answer }] of Object.entries(lists)) {
    app.get(
      `/gwas/lists/:id/${name}`,
      {
        schema: {
          params: SavedParams,
          querystring,
          response,
          tags,
          summary: summary.replace('one’s own list', 'a saved list'),
        },
        ...saved,
      },
      async (request, reply) => {
        const query = request.query as CcresQuery;
        const { id } = request.params as Static<typeof SavedParams>;
        const body = await savedVariants(app, id);
        await gate.take(reply);
        const list = await answer(registries.find(query.registry), query, body);
        return answerList<never>({ request, reply }, list as never, askedOf(query));
      },
    );
  }
}

function read(served: Served, text: string) {
  const variants = annotationOf(served, VARIANTS);
  const list = readList(text, served.store.registry.chromSizes);
  return { registry: registryView(served), ...reportOf(variants, list) };
}

async function kept({ state }: FastifyInstance, text: string): Promise<string | null> {
  if (state === undefined) return null;
  const item = state.begin('variants');
  try {
    item.write(text);
    return await item.commit();
  } finally {
    await item.abort();
  }
}

function addresses(id: string | null) {
  const address = id === null ? null : `/api/v1/gwas/lists/${id}`;
  const below = (name: string) => (address === null ? null : `${address}/${name}`);
  const [text, enrichment, blocks, ccres] = ['text', 'enrichment', 'blocks', 'ccres'].map(below);
  return { id, address, text: text!, enrichment: enrichment!, blocks: blocks!, ccres: ccres! };
}
