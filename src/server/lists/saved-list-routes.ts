/** /api/v1/lists: elements that someone wants to come back to, or to show. */

import type { FastifyInstance } from 'fastify';
import { type Static, type TProperties, Type } from 'typebox';
import { closed, orNull } from '../answers/components.ts';
import { examplesOf } from '../answers/examples.ts';
import { answerList } from '../answers/list-answer.ts';
import { storeFilter } from '../elements/asked-filter.ts';
import { ELEMENT_LIST_RESPONSE, elementList } from '../elements/element-list.ts';
import { ElementQuery, requestOfQuery } from '../elements/element-request.ts';
import type { ServedRegistries } from '../served.ts';
import { rdhssOfList, registryOfList, savedList, saveList } from './saved-list.ts';
import { SavedParams } from './state-access.ts';

/** A body of 8 MB holds some 500,000. */
const MAX_ACCESSIONS = 1_000_000;

const ListBody = closed({
  registry: Type.Optional(
    Type.String({ description: 'Id or assembly; default the first that is served', maxLength: 200 }),
  ),
  accessions: Type.Array(Type.String({ maxLength: 64 }), {
    description: 'Of cCREs or rDHSs of that registry, or of those before it',
    minItems: 1,
    maxItems: MAX_ACCESSIONS,
  }),
  name: Type.Optional(Type.String({ description: 'For people', maxLength: 200 })),
});
const SavedAnswer = closed({
  id: Type.String({ description: 'Stands for the content: the same list has the same id, on every server' }),
  address: Type.String({ description: 'Where its elements are' }),
  registry: Type.String(),
  name: orNull('string'),
  size: Type.Integer({ description: 'Accessions, each counted once' }),
});

const { accession: _accession, list: _list, ...properties } = ElementQuery.properties as TProperties;
/** What GET /ccres asks, of the elements of the list. */
const ListQuery = closed(properties);

/** Adds the routes. */
export function savedListRoutes(app: FastifyInstance, registries: ServedRegistries): void {
  const tags = ['lists'];
  const { accessions } = examplesOf(registries);
  app.post(
    '/lists',
    {
      schema: {
        body: ListBody,
        response: { 201: SavedAnswer },
        tags,
        summary: 'Saves a list of accessions under an id that stands for its content',
      },
      config: { example: '/lists', exampleBody: { accessions, name: 'two elements' } },
    },
    async (request, reply) => {
      const { registry, accessions: given, name } = request.body as Static<typeof ListBody>;
      const { id, list } = await saveList(app, registries.find(registry), { accessions: given, name });
      const address = `/api/v1/lists/${id}`;
      void reply.code(201).header('location', address);
      return { id, address, registry: list.registry, name: list.name, size: list.accessions.length };
    },
  );
  app.get(
    '/lists/:id',
    {
      schema: {
        params: SavedParams,
        querystring: ListQuery,
        response: ELEMENT_LIST_RESPONSE,
        tags,
        summary: 'The elements of a saved list, with the filters, sorts and formats of /ccres',
        description:
          'All of them by default, cCREs and rDHSs of any tier; `scope` and the other filters narrow it. Asked of another registry (`registry`), older accessions of that one are followed, others left out.',
      },
      // What a list is not decided by the registries alone: it may have gone.
      config: { isCached: false },
    },
    async (request, reply) => {
      const list = await savedList(app, (request.params as Static<typeof SavedParams>).id);
      const query = request.query as ElementQuery;
      const served = registryOfList(registries, list, query.registry);
      const wanted = requestOfQuery({ scope: 'rDHSs', ...query }, served.store.registry);
      const own = { ...wanted.filter, accessions: rdhssOfList(served, list) };
      const filter = await storeFilter(served, own, 'address');
      return answerList({ request, reply }, await elementList(served, { ...wanted, filter }), wanted.asked);
    },
  );
}
