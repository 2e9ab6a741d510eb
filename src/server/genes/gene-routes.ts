/** /api/v1/genes: genes by place, type and name, and what is known of one. */

import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { EXPRESSION } from '../../annotation/expression/expression-table.ts';
import { GENES, type GeneTable } from '../../annotation/genes/gene-table.ts';
import { floatToSix } from '../../formats/six-digits.ts';
import { locationText } from '../../genome/region-text.ts';
import { annotationIfAny, annotationOf } from '../answers/annotated.ts';
import { closed, orNull, RegistryRef } from '../answers/components.ts';
import { examplesOf } from '../answers/examples.ts';
import { answerList, arrayRows, askedOf, type List } from '../answers/list-answer.ts';
import { LIST_QUERY, listResponse } from '../answers/list-schema.ts';
import { RequestError } from '../answers/problem.ts';
import { REGISTRY_QUERY, registryView } from '../answers/registry-view.ts';
import type { Served, ServedRegistries } from '../served.ts';
import { commaList, exampleGenes, GeneParams, geneOf, placesOf, Text } from './gene-request.ts';
import {
  GeneSchema,
  geneBed,
  geneColumns,
  geneIfAny,
  geneView,
  NAMED_GENE,
  namedGeneView,
} from './gene-view.ts';

const GeneListQuery = closed({
  ...REGISTRY_QUERY,
  region: Text('Genes that share a base with these places, 1-based inclusive; semicolons between'),
  type: Text('Types of genes: `protein_coding,lncRNA`'),
  prefix: Text('Symbols, ids and aliases that begin so, in any case; the list is by name then'),
  ids: Text(
    'Ids, with or without version, commas between: what elements call their nearest gene. Those that are no gene here are left out',
  ),
  ...LIST_QUERY,
});
const RegistryQuery = closed(REGISTRY_QUERY);

const SPECIFICITY = {
  tau: orNull('number', 'Specificity of expression over tissues, 0 to 1'),
  topTissue: orNull('string', 'The tissue of the highest mean expression'),
};
const ListedGene = closed({
  ...GeneSchema.properties,
  name: orNull('string', 'The name that begins with `prefix`, the id of `ids`'),
  ...SPECIFICITY,
});
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
        startSites: table.startSites(row).map((t) => startSiteView(table, t)),
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

interface GeneRow {
  readonly row: number;
  readonly name: string | null;
}

function geneList(served: Served, query: Static<typeof GeneListQuery>): List<GeneRow> {
  const table = annotationOf(served, GENES);
  const expression = annotationIfAny(served, EXPRESSION);
  const rowOf = ({ row }: GeneRow) => row;
  const specificityOf =
    <T>(of: (row: number) => T | undefined) =>
    ({ row }: GeneRow) => {
      const own = expression?.rowOf(row);
      return own === undefined ? null : (of(own) ?? null);
    };
  return {
    name: 'genes',
    columns: [
      ...geneColumns(table, rowOf),
      {
        name: 'name',
        type: 'text',
        description: 'The name that begins with prefix, the id of ids',
        value: ({ name }) => name,
      },
      {
        name: 'tau',
        type: 'number',
        description: 'Specificity of expression over tissues, 0 to 1',
        value: specificityOf((row) => known(expression!.tau(row))),
      },
      {
        name: 'topTissue',
        type: 'text',
        description: 'The tissue of the highest mean expression',
        value: specificityOf((row) => expression!.topTissue(row)),
      },
    ],
    ...arrayRows(genesThatPass(served, table, query)),
    object: ({ row, name }) => {
      const own = expression?.rowOf(row);
      return {
        ...geneView(table, row),
        name,
        tau: own === undefined ? null : known(expression!.tau(own)),
        topTissue: own === undefined ? null : (expression!.topTissue(own) ?? null),
      };
    },
    bed: ({ row }) => geneBed(table, row),
    beside: () => ({ registry: registryView(served), types: table.types }),
  };
}

function genesThatPass(
  served: Served,
  table: GeneTable,
  { region, type, prefix, ids }: Static<typeof GeneListQuery>,
): readonly GeneRow[] {
  const types = commaList(type);
  const unknown = types?.find((own) => !table.types.includes(own));
  if (unknown !== undefined) {
    throw new RequestError(
      400,
      `type is ${unknown.slice(0, 60)}, expected some of ${table.types.join(', ')}`,
      'type',
    );
  }
  const places =
    region === undefined
      ? undefined
      : new Set(
          placesOf(region, served).flatMap(({ chrom, start, end }) =>
            table.index.overlapping(chrom, start, end),
          ),
        );
  const passes = (row: number) =>
    (places === undefined || places.has(row)) &&
    (types === undefined || types.includes(table.gene(row).type));
  if (prefix !== undefined) {
    return table.beginningWith(prefix, table.count).filter(({ row }) => passes(row));
  }
  if (ids !== undefined) {
    return [...new Set(commaList(ids))].flatMap((name) => {
      const found = geneIfAny(table, name);
      return found?.foundBy === 'id' && passes(found.row) ? [{ row: found.row, name }] : [];
    });
  }
  const rows = places === undefined ? Array.from({ length: table.count }, (_, row) => row) : [...places];
  return rows
    .filter(passes)
    .sort((a, b) => a - b)
    .map((row) => ({ row, name: null }));
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

/** Six digits; null for NaN. */
function known(value: number): number | null {
  return Number.isNaN(value) ? null : floatToSix(value);
}
