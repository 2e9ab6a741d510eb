/** /api/v1/genes: genes by place, type and name, and what is known of one. */

import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { EXPRESSION } from '../../annotation/expression/expression-table.ts';
import type { GeneTable } from '../../annotation/genes/gene-table.ts';
import { locationText } from '../../genome/region-text.ts';
import { annotationIfAny } from '../answers/annotated.ts';
import { closed, orNull, RegistryRef } from '../answers/components.ts';
import { examplesOf } from '../answers/examples.ts';
import { answerList, askedOf } from '../answers/list-answer.ts';
import { listResponse } from '../answers/list-schema.ts';
import { REGISTRY_QUERY, registryView } from '../answers/registry-view.ts';
import type { Served, ServedRegistries } from '../served.ts';
import { GeneListQuery, geneList, known, ListedGene, SPECIFICITY } from './gene-list.ts';
import { exampleGenes, GeneParams, geneOf } from './gene-request.ts';
import { EXONS, exonsView, NAMED_GENE, namedGeneView } from './gene-view.ts';

const RegistryQuery = closed(REGISTRY_QUERY);

const GeneAnswer = closed({
  registry: RegistryRef,
  ...NAMED_GENE,
  aliases: Type.Array(Type.String()),
  startSites: Type.Array(
    closed({
      transcript: Type.String({ description: 'Empty where the file of genes has no transcripts' }),
      chrom: Type.String(),
      start: Type.Integer({ description: '0-based' }),
      end: Type.Integer({ description: 'Half-open: one base' }),
      location: Type.String({ description: '1-based inclusive' }),
      ...EXONS,
    }),
  ),
  expression: Type.Union([
    Type.Null(),
    closed({
      ...SPECIFICITY,
      tissues: Type.Array(
        closed({
          tissue: Type.String(),
          meanLog10: orNull(
            'number',
            'Mean of log10(TPM + 1) over experiments; null where nothing was measured',
          ),
          max: orNull('number', 'Highest TPM of an experiment, the mean of its replicates'),
        }),
        { description: 'In the order of the sheets' },
      ),
    }),
  ]),
});

/** Adds the routes. */
export function geneRoutes(app: FastifyInstance, registries: ServedRegistries): void {
  const tags = ['genes'];
  const [example] = exampleGenes(registries);
  app.get(
    '/genes',
    {
      schema: {
        querystring: GeneListQuery,
        response: listResponse('genes', ListedGene, {
          hasBed: true,
          beside: {
            registry: RegistryRef,
            types: Type.Array(Type.String(), { description: 'The types that genes of the registry have' }),
          },
        }),
        tags,
        summary: 'Genes by place, type or the beginning of a name',
      },
      config: { example: `/genes?region=${examplesOf(registries).region}` },
    },
    (request, reply) => {
      const query = request.query as Static<typeof GeneListQuery>;
      const served = registries.find(query.registry);
      return answerList({ request, reply }, geneList(served, query), askedOf(query));
    },
  );
  app.get(
    '/genes/:id',
    {
      schema: {
        params: GeneParams,
        querystring: RegistryQuery,
        response: { 200: GeneAnswer },
        tags,
        summary: 'One gene: its place, start sites, other names and tissue specificity',
      },
      config: { example: `/genes/${example}` },
    },
    (request) => {
      const named = geneOf(registries, request);
      const { served, table, row } = named;
      return {
        registry: registryView(served),
        ...namedGeneView(named),
        aliases: table.aliases(row),
        startSites: table
          .startSites(row)
          .map((t) => ({ ...startSiteView(table, t), ...exonsView(table.exonsOfTranscript(t)) })),
        expression: specificity(served, row),
      };
    },
  );
}

/** A start site as one base, 0-based half-open. */
export function startSiteView({ tss, gene }: GeneTable, t: number) {
  const { chrom } = gene(tss.gene[t]!);
  const [start, end] = [tss.position[t]! - 1, tss.position[t]!];
  return {
    transcript: tss.transcript.at(t),
    chrom,
    start,
    end,
    location: locationText({ chrom, start, end }),
  };
}

function specificity(served: Served, gene: number): object | null {
  const expression = annotationIfAny(served, EXPRESSION);
  const row = expression?.rowOf(gene);
  if (expression === undefined || row === undefined) return null;
  const [means, maxima] = [expression.tissueMeans(row), expression.tissueMaxima(row)];
  return {
    tau: known(expression.tau(row)),
    topTissue: expression.topTissue(row) ?? null,
    tissues: expression.tissues.map((tissue, t) => ({
      tissue,
      meanLog10: known(means[t]!),
      max: known(maxima[t]!),
    })),
  };
}
