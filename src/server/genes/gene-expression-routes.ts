/** /api/v1/genes/ID/expression and what else is known of a gene by biosample: start sites, two genes, activity of an element. */

import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import {
  EXPRESSION,
  type ExpressionTable,
  TSS_EXPRESSION,
} from '../../annotation/expression/expression-table.ts';
import { GENES } from '../../annotation/genes/gene-table.ts';
import { annotationIfAny, annotationOf } from '../answers/annotated.ts';
import { closed, oneOf, RegistryRef } from '../answers/components.ts';
import { answerList, arrayRows, askedOf, type ListColumn, MAX_LIMIT } from '../answers/list-answer.ts';
import { LIST_QUERY, listResponse } from '../answers/list-schema.ts';
import { RequestError } from '../answers/problem.ts';
import { quoted } from '../answers/quoted.ts';
import { REGISTRY_QUERY, registryView } from '../answers/registry-view.ts';
import type { Served, ServedRegistries } from '../served.ts';
import { comparedGenes, GENE_COMPARISON_COLUMNS, GeneComparisonSchema } from './gene-comparison.ts';
import {
  EXPERIMENT_QUERY,
  EXPRESSION_COLUMNS,
  EXPRESSION_VIEWS,
  type ExpressionRow,
  ExpressionSchema,
  expressionRows,
  inView,
} from './gene-expression-list.ts';
import { exampleGenes, GeneParams, geneOf, Text, wordOf } from './gene-request.ts';
import { startSiteView } from './gene-routes.ts';
import {
  GeneSchema,
  geneIfAny,
  geneNamed,
  geneView,
  NAMED_GENE,
  type NamedGene,
  namedGeneView,
} from './gene-view.ts';

const ExpressionQuery = closed({
  ...REGISTRY_QUERY,
  view: Text(
    'experiment (default): highest first. tissue: tissues by their highest, within them highest first. tissueMax: the highest of each tissue alone',
  ),
  ...EXPERIMENT_QUERY,
  ...LIST_QUERY,
});
const StartSiteQuery = closed({ ...REGISTRY_QUERY, ...EXPERIMENT_QUERY, ...LIST_QUERY });
const TwoGenes = closed({
  ...REGISTRY_QUERY,
  a: Type.String({ description: 'A gene by id, symbol or alias', maxLength: 200 }),
  b: Type.String({ description: 'Another', maxLength: 200 }),
  ...LIST_QUERY,
});

const StartSiteRow = closed({
  transcript: Type.String(),
  chrom: Type.String(),
  start: Type.Integer({ description: '0-based' }),
  end: Type.Integer({ description: 'Half-open: one base' }),
  location: Type.String({ description: '1-based inclusive' }),
  ...ExpressionSchema.properties,
});

/** Adds the routes. */
export function geneExpressionRoutes(app: FastifyInstance, registries: ServedRegistries): void {
  const tags = ['genes'];
  const [example, other] = exampleGenes(registries);
  app.get(
    '/genes/:id/expression',
    {
      schema: {
        params: GeneParams,
        querystring: ExpressionQuery,
        response: listResponse('experiments', ExpressionSchema, {
          beside: {
            registry: RegistryRef,
            id: Type.String({ description: 'As the matrix has it' }),
            gene: Type.Union([GeneSchema, Type.Null()], {
              description: 'Null for a row of the matrix that is none of the genes',
            }),
            foundBy: oneOf('id', 'symbol', 'alias', 'row'),
            alternatives: NAMED_GENE.alternatives,
            unit: Type.String(),
            view: oneOf(...EXPRESSION_VIEWS),
          },
        }),
        tags,
        summary: 'Expression of a gene by experiment, by tissue, or the highest of each tissue',
      },
      config: { example: `/genes/${example}/expression?view=tissueMax` },
    },
    (request, reply) => {
      const query = request.query as Static<typeof ExpressionQuery>;
      const served = registries.find(query.registry);
      const { id } = request.params as Static<typeof GeneParams>;
      const table = annotationOf(served, EXPRESSION);
      const found = rowNamed(served, table, id);
      const view = wordOf(query.view, 'view', EXPRESSION_VIEWS);
      const list = {
        name: 'experiments',
        columns: EXPRESSION_COLUMNS,
        ...arrayRows(inView(expressionRows(served, { table, row: found.row }, query), view)),
        object: (row: ExpressionRow) => row,
        pageLimit: MAX_LIMIT,
        beside: () => ({ registry: registryView(served), ...found.view, unit: 'TPM', view }),
      };
      return answerList({ request, reply }, list, askedOf(query));
    },
  );
  app.get(
    '/genes/:id/tss',
    {
      schema: {
        params: GeneParams,
        querystring: StartSiteQuery,
        response: listResponse('values', StartSiteRow, {
          hasBed: true,
          beside: {
            registry: RegistryRef,
            ...NAMED_GENE,
            unit: Type.String(),
            withoutValues: Type.Array(Type.String(), { description: 'Its transcripts that nobody measured' }),
          },
        }),
        tags,
        summary: 'Activity of the start sites of a gene (RAMPAGE) in every experiment',
      },
      config: { example: `/genes/${example}/tss` },
    },
    (request, reply) => {
      const query = request.query as Static<typeof StartSiteQuery>;
      const named = geneOf(registries, request);
      const { served, table: genes } = named;
      const table = annotationOf(served, TSS_EXPRESSION);
      const sites = genes
        .startSites(named.row)
        .map((t) => ({ site: startSiteView(genes, t), row: table.rowOf(t) }));
      const rows = sites.flatMap(({ site, row }) =>
        row === undefined
          ? []
          : inView(expressionRows(served, { table, row }, query), 'experiment').map((own) => ({
              ...site,
              ...own,
            })),
      );
      const list = {
        name: 'values',
        columns: START_SITE_COLUMNS,
        ...arrayRows(rows),
        object: (row: StartSiteValue) => row,
        bed: ({ chrom, start, end, transcript, experiment, value }: StartSiteValue) =>
          `${chrom}\t${start}\t${end}\t${transcript}\t${value ?? 'NA'}\t${geneView(genes, named.row).strand}\t${experiment}`,
        pageLimit: MAX_LIMIT,
        beside: () => ({
          registry: registryView(served),
          ...namedGeneView(named),
          unit: 'RPM',
          withoutValues: sites.filter(({ row }) => row === undefined).map(({ site }) => site.transcript),
        }),
      };
      return answerList({ request, reply }, list, askedOf(query));
    },
  );
  app.get(
    '/genes/compare',
    {
      schema: {
        querystring: TwoGenes,
        response: listResponse('biosamples', GeneComparisonSchema, {
          beside: {
            registry: RegistryRef,
            a: closed(NAMED_GENE),
            b: closed(NAMED_GENE),
            correlation: Type.Union([
              Type.Null(),
              closed({
                r: Type.Number({ description: 'Pearson, of log10(TPM + 1)' }),
                n: Type.Integer({ description: 'Biosamples that have both' }),
                p: Type.Number({ description: 'Two-sided' }),
              }),
            ]),
          },
        }),
        tags,
        summary: 'Two genes side by side in every biosample',
      },
      config: { example: `/genes/compare?a=${example}&b=${other}` },
    },
    (request, reply) => {
      const query = request.query as Static<typeof TwoGenes>;
      const served = registries.find(query.registry);
      const [a, b] = [geneNamed(served, query.a, 'a'), geneNamed(served, query.b, 'b')];
      const { rows, correlation } = comparedGenes(annotationOf(served, EXPRESSION), a.row, b.row);
      const list = {
        name: 'biosamples',
        columns: GENE_COMPARISON_COLUMNS,
        ...arrayRows(rows),
        pageLimit: MAX_LIMIT,
        beside: () => ({
          registry: registryView(served),
          a: namedGeneView(a),
          b: namedGeneView(b),
          correlation,
        }),
      };
      return answerList({ request, reply }, list, askedOf(query));
    },
  );
}

type StartSiteValue = ReturnType<typeof startSiteView> & ExpressionRow;

const START_SITE_COLUMNS: readonly ListColumn<StartSiteValue>[] = [
  { name: 'chrom', type: 'text', description: 'Chromosome', value: ({ chrom }) => chrom },
  { name: 'start', type: 'whole', description: 'Start, 0-based', value: ({ start }) => start },
  { name: 'end', type: 'whole', description: 'End, half-open', value: ({ end }) => end },
  { name: 'transcript', type: 'text', description: 'Transcript', value: ({ transcript }) => transcript },
  ...EXPRESSION_COLUMNS,
];

/** The row of expression that a name means: a gene's, or one that the matrix has beside the genes. Throws RequestError 404. */
function rowNamed(
  served: Served,
  table: ExpressionTable,
  name: string,
): { row: number | undefined; view: object } {
  const genes = annotationIfAny(served, GENES);
  const named: NamedGene | undefined = genes === undefined ? undefined : geneIfAny(genes, name);
  if (named !== undefined) {
    const row = table.rowOf(named.row);
    if (row === undefined) {
      const { symbol, id } = named.table.gene(named.row);
      throw new RequestError(
        404,
        `${symbol} (${id}) is a gene without expression: no matrix has a row for it`,
        'id',
      );
    }
    return { row, view: { id: table.id(row), ...namedGeneView(named) } };
  }
  const row = table.rowOfId(name);
  if (row === undefined) {
    if (genes !== undefined) geneNamed(served, name);
    throw new RequestError(404, `${quoted(name)} is no row of the expression of ${served.id}`, 'id');
  }
  return { row, view: { id: table.id(row), gene: null, foundBy: 'row', alternatives: [] } };
}
