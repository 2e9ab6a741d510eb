/** /api/v1/search: what people type, taken apart; and suggestions while they type. */

import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import type { ElementFilter } from '../../store/element-filter.ts';
import { filterRows } from '../../store/element-filter.ts';
import { countRows } from '../../store/row-set.ts';
import { closed, ElementRef, oneOf, orNull, RegistryRef } from '../answers/components.ts';
import { examplesOf } from '../answers/examples.ts';
import { REGISTRY_QUERY, registryView } from '../answers/registry-view.ts';
import { elementView } from '../elements/element-view.ts';
import type { ServedRegistries } from '../served.ts';
import { PART_KINDS, understood } from './search-parts.ts';
import { suggestions } from './search-suggestions.ts';

const SearchQuery = closed({
  ...REGISTRY_QUERY,
  q: Type.String({
    description:
      'Coordinates, accessions, variants, genes, biosamples, keywords, mixed; or a study by its whole id, accession, PubMed id, trait or title',
    maxLength: 2048,
  }),
});
const PartSchema = closed({
  kind: oneOf(...PART_KINDS),
  text: Type.String({ description: 'As it was typed' }),
  value: Type.String({ description: 'What was understood' }),
  location: orNull('string', '1-based inclusive; null for what has no place'),
  others: Type.Array(Type.String(), {
    description:
      'What else the name stands for: ids of genes and studies, biosamples of a tissue, further accessions',
  }),
});
const SearchAnswer = closed({
  registry: RegistryRef,
  q: Type.String(),
  parts: Type.Array(PartSchema),
  unknown: Type.Array(Type.String(), { description: 'Words that nothing is known by' }),
  notices: Type.Array(Type.String(), { description: 'What the answer took on itself' }),
  filter: Type.Unsafe<ElementFilter>({
    type: 'object',
    additionalProperties: true,
    description: 'The same as `filter` of POST /ccres',
  }),
  total: Type.Integer({ description: 'Elements that pass the filter; 0 where nothing was understood' }),
  element: Type.Union([ElementRef, Type.Null()], { description: 'The one whose accession was typed' }),
});
const SuggestionSchema = closed({
  ...PartSchema.properties,
  detail: orNull('string', 'What it is: the type and id of a gene, the tissue and assays of a biosample'),
  before: Type.String({ description: 'Words before those that it completes' }),
});
const SuggestAnswer = closed({ registry: RegistryRef, suggestions: Type.Array(SuggestionSchema) });

/** Adds the routes. */
export function searchRoutes(app: FastifyInstance, registries: ServedRegistries): void {
  const { region, accessions } = examplesOf(registries);
  app.get(
    '/search',
    {
      schema: {
        querystring: SearchQuery,
        response: { 200: SearchAnswer },
        tags: ['search'],
        summary: 'What people type, understood as parts and as a filter',
      },
      config: { example: `/search?q=${region}` },
    },
    (request) => {
      const { registry, q } = request.query as Static<typeof SearchQuery>;
      const served = registries.find(registry);
      const { parts, filter, unknown, notices } = understood(served, q);
      const rows = filterRows(served.store, filter);
      const element =
        parts.length === 1 && parts[0]!.kind === 'accession'
          ? served.store.rowOf(parts[0]!.value)
          : undefined;
      return {
        registry: registryView(served),
        q,
        parts,
        unknown,
        notices,
        filter,
        total: parts.length === 0 ? 0 : countRows(rows),
        element: element === undefined ? null : elementView(served.store, element),
      };
    },
  );
  app.get(
    '/suggest',
    {
      schema: {
        querystring: SearchQuery,
        response: { 200: SuggestAnswer },
        tags: ['search'],
        summary: 'Places, accessions, genes, biosamples, variants and studies that begin so',
      },
      config: { example: `/suggest?q=${accessions[0]}` },
    },
    (request) => {
      const { registry, q } = request.query as Static<typeof SearchQuery>;
      const served = registries.find(registry);
      return { registry: registryView(served), suggestions: suggestions(served, q) };
    },
  );
}
