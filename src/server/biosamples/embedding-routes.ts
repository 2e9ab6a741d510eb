/** Biosamples as points of a plane: where those lie near each other whose elements are active alike. */

import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { EMBEDDING, EMBEDDING_PARAMETERS, type EmbeddingPoint } from '../../annotation/embedding.ts';
import { annotationOf } from '../answers/annotated.ts';
import { closed, RegistryRef } from '../answers/components.ts';
import { answerList, arrayRows, askedOf, type ListColumn, MAX_LIMIT } from '../answers/list-answer.ts';
import { LIST_QUERY, listResponse, rowSchema } from '../answers/list-schema.ts';
import { RequestError } from '../answers/problem.ts';
import { quoted } from '../answers/quoted.ts';
import { REGISTRY_QUERY, registryView } from '../answers/registry-view.ts';
import type { ServedRegistries } from '../served.ts';

type Point = EmbeddingPoint & { readonly tissue: string | null; readonly key: string };

const COLUMNS: readonly ListColumn<Point>[] = [
  { name: 'biosample', type: 'text', description: 'Biosample', value: (own) => own.biosample },
  { name: 'key', type: 'text', description: 'As in the names of files', value: (own) => own.key },
  { name: 'tissue', type: 'text', description: 'As the biosample sheet has it', value: (own) => own.tissue },
  {
    name: 'assay',
    type: 'text',
    description: 'Each assay has a plane of its own',
    value: (own) => own.assay,
  },
  { name: 'x', type: 'number', description: 'Without a unit', value: (own) => own.x },
  { name: 'y', type: 'number', description: 'Without a unit', value: (own) => own.y },
];

const EmbeddingQuery = closed({
  ...REGISTRY_QUERY,
  assay: Type.Optional(Type.String({ description: 'Only this assay; default all', maxLength: 200 })),
  ...LIST_QUERY,
});

/** Adds the route. */
export function embeddingRoutes(app: FastifyInstance, registries: ServedRegistries): void {
  app.get(
    '/biosamples/embedding',
    {
      schema: {
        querystring: EmbeddingQuery,
        response: listResponse('points', rowSchema(COLUMNS), {
          beside: {
            registry: RegistryRef,
            assays: Type.Array(Type.String()),
            parameters: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()]), {
              description: 'How the points were made',
            }),
          },
        }),
        tags: ['biosamples'],
        summary: 'Biosamples of each assay as points (UMAP), near where their elements are active alike',
      },
      config: { example: '/biosamples/embedding?assay=DNase' },
    },
    (request, reply) => {
      const query = request.query as Static<typeof EmbeddingQuery>;
      const served = registries.find(query.registry);
      const points = annotationOf(served, EMBEDDING);
      const assays = [...new Set(points.map(({ assay }) => assay))];
      if (query.assay !== undefined && !assays.includes(query.assay)) {
        throw new RequestError(
          400,
          `assay is ${quoted(query.assay)}, expected one of ${assays.join(', ')}`,
          'assay',
        );
      }
      const biosamples = new Map(served.store.registry.biosamples.map((own) => [own.name, own]));
      const wanted = points
        .filter(({ assay }) => query.assay === undefined || assay === query.assay)
        .map((point): Point => {
          const own = biosamples.get(point.biosample);
          return { ...point, key: own?.key ?? '', tissue: own?.metadata.tissue ?? null };
        });
      const list = {
        name: 'points',
        columns: COLUMNS,
        ...arrayRows(wanted),
        pageLimit: MAX_LIMIT,
        beside: () => ({ registry: registryView(served), assays, parameters: EMBEDDING_PARAMETERS }),
      };
      return answerList({ request, reply }, list, askedOf(query));
    },
  );
}
