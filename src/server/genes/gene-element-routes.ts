/** /api/v1/genes/ID/ccres and /api/v1/ccres/ACCESSION/genes: elements and genes that lie near each other. */

import type { FastifyInstance } from 'fastify';
import { type Static, type TProperties, Type } from 'typebox';
import { activityCorrelation, activityReader } from '../../annotation/expression/element-activity.ts';
import { EXPRESSION, expressionByBiosample } from '../../annotation/expression/expression-table.ts';
import { elementsInBody, elementsNearestTo, elementsNearTss } from '../../annotation/genes/gene-elements.ts';
import { GENES } from '../../annotation/genes/gene-table.ts';
import { nearestGenes } from '../../annotation/genes/nearest-genes.ts';
import { placeAt } from '../../genome/sorted-regions.ts';
import { zScoresAt } from '../../store/element-row.ts';
import { hasRow } from '../../store/row-set.ts';
import { annotationOf } from '../answers/annotated.ts';
import { COMPONENT_PARTS, closed, ElementRef, RegistryRef } from '../answers/components.ts';
import { examplesOf } from '../answers/examples.ts';
import { answerList, arrayRows, askedOf, type ListColumn, MAX_LIMIT } from '../answers/list-answer.ts';
import { LIST_QUERY, listResponse, rowSchema } from '../answers/list-schema.ts';
import { RequestError } from '../answers/problem.ts';
import { REGISTRY_QUERY, registryView } from '../answers/registry-view.ts';
import { rowOfAccession } from '../elements/accession.ts';
import { elementColumns, zCell } from '../elements/element-columns.ts';
import { elementBed, elementView, type ZView, zView } from '../elements/element-view.ts';
import type { Served, ServedRegistries } from '../served.ts';
import {
  CORRELATION_QUERY,
  CorrelationSchema,
  correlationView,
  distanceCell,
  PAIR_COLUMNS,
  type Pair,
  type PairRow,
  PairSchema,
  withCorrelation,
} from './gene-element-list.ts';
import { shown } from './gene-expression-list.ts';
import { exampleGenes, GeneParams, geneOf, Text, wholeOf, wordOf } from './gene-request.ts';
import {
  GeneSchema,
  geneBed,
  geneColumns,
  geneView,
  NAMED_GENE,
  type NamedGene,
  namedGeneView,
} from './gene-view.ts';

const NEAREST_QUERY = {
  anchor: Text('edge (default): from the nearer edge of the element; centre: from its centre'),
  to: Text('tss (default): to start sites; body: to the gene from start to end'),
  type: Text('Only genes of this type: `protein_coding`; default all'),
};
const GeneElementsQuery = closed({
  ...REGISTRY_QUERY,
  by: Text(
    'tss (default): at most `window` bp from a start site. body: sharing a base with the gene. nearest: the gene is among the `most` nearest of the element, at most `window` bp away',
  ),
  window: Text('At most so many bp away; default 100000, for nearest 1000000; not for body'),
  most: Text('For nearest: default 3'),
  ...NEAREST_QUERY,
  scope: Text('cCREs (default): the registry. rDHSs: every rDHS'),
  ...CORRELATION_QUERY,
  ...LIST_QUERY,
});
const ElementGenesQuery = closed({
  ...REGISTRY_QUERY,
  ...NEAREST_QUERY,
  within: Text('At most so many bp away; default any distance'),
  most: Text('Default 5'),
  ...CORRELATION_QUERY,
  ...LIST_QUERY,
});
const ActivityQuery = closed({
  ...REGISTRY_QUERY,
  accession: Type.String({ description: 'Accession of a cCRE or an rDHS', maxLength: 64 }),
  ...CORRELATION_QUERY,
  ...LIST_QUERY,
});
const AccessionParams = Type.Object({
  accession: Type.String({ description: 'Accession of a cCRE or an rDHS', maxLength: 64 }),
});
const MAX_NEAREST = 100;
/** Beyond this, nothing is near, and a list would be the chromosome. */
const MAX_WINDOW = 10_000_000;

/** Adds the routes. */
export function geneElementRoutes(app: FastifyInstance, registries: ServedRegistries): void {
  const [example] = exampleGenes(registries);
  const [accession] = examplesOf(registries).accessions;
  app.get(
    '/genes/:id/ccres',
    {
      schema: {
        params: GeneParams,
        querystring: GeneElementsQuery,
        response: listResponse(
          'elements',
          closed({ ...(COMPONENT_PARTS.ElementView.properties as TProperties), ...PairSchema }),
          { hasBed: true, beside: { registry: RegistryRef, ...NAMED_GENE } },
        ),
        tags: ['genes'],
        summary: 'Elements near a gene, with their distance and the correlation of activity and expression',
      },
      config: { example: `/genes/${example}/ccres` },
    },
    (request, reply) => {
      const query = request.query as Static<typeof GeneElementsQuery>;
      const named = geneOf(registries, request);
      const { store } = named.served;
      const columns = elementColumns(store);
      const rows = pairsOfGene(named, query);
      const list = {
        name: 'elements',
        columns: [
          ...columns.map((column) => ({
            ...column,
            value: ({ element }: PairOfBoth) => column.value(element),
          })),
          ...PAIR_COLUMNS,
        ],
        ...arrayRows(rows),
        object: ({ element, distance, correlation }: PairOfBoth) => ({
          ...elementView(store, element),
          distance: distanceCell(distance),
          correlation,
        }),
        bed: ({ element }: PairOfBoth) => elementBed(store, element),
        beside: () => ({ registry: registryView(named.served), ...namedGeneView(named) }),
      };
      return answerList({ request, reply }, list, askedOf(query));
    },
  );
  app.get(
    '/ccres/:accession/genes',
    {
      schema: {
        params: AccessionParams,
        querystring: ElementGenesQuery,
        response: listResponse('genes', closed({ ...GeneSchema.properties, ...PairSchema }), {
          hasBed: true,
          beside: { registry: RegistryRef, element: ElementRef },
        }),
        tags: ['elements'],
        summary: 'The nearest genes of an element, by either anchor',
      },
      config: { example: `/ccres/${accession}/genes?type=protein_coding` },
    },
    (request, reply) => {
      const query = request.query as Static<typeof ElementGenesQuery>;
      const served = registries.find(query.registry);
      const table = annotationOf(served, GENES);
      const row = rowOfAccession(served, (request.params as Static<typeof AccessionParams>).accession);
      const rows = pairsOfElement(served, row, query);
      const list = {
        name: 'genes',
        columns: [...geneColumns(table, ({ gene }: PairOfBoth) => gene), ...PAIR_COLUMNS],
        ...arrayRows(rows),
        object: ({ gene, distance, correlation }: PairOfBoth) => ({
          ...geneView(table, gene),
          distance: distanceCell(distance),
          correlation,
        }),
        bed: ({ gene }: PairOfBoth) => geneBed(table, gene),
        beside: () => ({ registry: registryView(served), element: elementView(served.store, row) }),
      };
      return answerList({ request, reply }, list, askedOf(query));
    },
  );
  app.get(
    '/genes/:id/activity',
    {
      schema: {
        params: GeneParams,
        querystring: ActivityQuery,
        response: listResponse('biosamples', rowSchema(ACTIVITY_COLUMNS), {
          beside: {
            registry: RegistryRef,
            ...NAMED_GENE,
            element: ElementRef,
            assay: Type.String(),
            correlation: CorrelationSchema,
          },
        }),
        tags: ['genes'],
        summary:
          'Activity of an element beside the expression of a gene in every biosample, and their correlation',
      },
      config: { example: `/genes/${example}/activity?accession=${accession}` },
    },
    (request, reply) => {
      const query = request.query as Static<typeof ActivityQuery>;
      const named = geneOf(registries, request);
      const { served } = named;
      const row = rowOfAccession(served, query.accession);
      const assay = query.assay ?? 'H3K27ac';
      const [z, expression] = [
        activityOf(served, row, assay),
        expressionByBiosample(annotationOf(served, EXPRESSION), named.row),
      ];
      const states = new Map(
        zScoresAt(served.store, row).map((own) => [own.column.file, zView(own.z, own.isHigh).state]),
      );
      const rows = served.store.registry.biosamples.flatMap(({ name, key, files }, b): ActivityRow[] => {
        if (Number.isNaN(z[b]) && Number.isNaN(expression[b])) return [];
        const state = states.get(files[assay] ?? '') ?? 'notAssayed';
        return [{ biosample: name, key, z: z[b]!, state, log10: expression[b]! }];
      });
      const list = {
        name: 'biosamples',
        columns: ACTIVITY_COLUMNS,
        ...arrayRows(rows),
        pageLimit: MAX_LIMIT,
        beside: () => ({
          registry: registryView(served),
          ...namedGeneView(named),
          element: elementView(served.store, row),
          assay,
          correlation: correlationView(activityCorrelation(z, expression)),
        }),
      };
      return answerList({ request, reply }, list, askedOf(query));
    },
  );
}

type PairOfBoth = Pair & PairRow;

function pairsOfGene(
  { served, table, row: gene }: NamedGene & { readonly served: Served },
  query: Static<typeof GeneElementsQuery>,
): PairOfBoth[] {
  const { store } = served;
  const by = wordOf(query.by, 'by', ['tss', 'body', 'nearest']);
  const isCcre = wordOf(query.scope, 'scope', ['cCREs', 'rDHSs']) === 'cCREs';
  const windowBp = wholeOf(query.window, 'window', by === 'nearest' ? 1_000_000 : 100_000);
  if (windowBp > MAX_WINDOW) {
    throw new RequestError(400, `window is ${windowBp}, expected at most ${MAX_WINDOW}`, 'window');
  }
  const nearest = nearestOptions(query, 3);
  const own = { table, gene };
  const near =
    by === 'tss'
      ? elementsNearTss(store, own, windowBp)
      : by === 'body'
        ? elementsInBody(store, own)
        : elementsNearestTo(store, own, { ...nearest, within: windowBp });
  const found = near.filter(({ row }) => !isCcre || hasRow(store.table.published, row));
  return withCorrelation(
    served,
    found.map(({ row, distance }) => ({ element: row, gene, distance })),
    query.assay,
  );
}

function pairsOfElement(served: Served, row: number, query: Static<typeof ElementGenesQuery>): PairOfBoth[] {
  const place = placeAt(served.store.table.regions, row);
  const found = nearestGenes(annotationOf(served, GENES), place, {
    ...nearestOptions(query, 5),
    ...(query.within === undefined ? {} : { within: wholeOf(query.within, 'within', 0) }),
  });
  return withCorrelation(
    served,
    found.map((own) => ({ ...own, element: row })),
    query.assay,
  );
}

function nearestOptions(
  query: { readonly anchor?: string; readonly to?: string; readonly type?: string; readonly most?: string },
  most: number,
) {
  const wanted = wholeOf(query.most, 'most', most);
  if (wanted < 1 || wanted > MAX_NEAREST) {
    throw new RequestError(400, `most is ${wanted}, expected 1 to ${MAX_NEAREST}`, 'most');
  }
  return {
    anchor: wordOf(query.anchor, 'anchor', ['edge', 'centre']),
    to: wordOf(query.to, 'to', ['tss', 'body']),
    most: wanted,
    ...(query.type === undefined ? {} : { type: query.type }),
  };
}

function activityOf({ store }: Served, row: number, assay: string): Float64Array {
  const reader = activityReader(store, assay);
  try {
    return reader.z(row);
  } finally {
    reader.close();
  }
}

interface ActivityRow {
  readonly biosample: string;
  readonly key: string;
  readonly z: number;
  readonly state: ZView['state'];
  readonly log10: number;
}

const ACTIVITY_COLUMNS: readonly ListColumn<ActivityRow>[] = [
  { name: 'biosample', type: 'text', description: 'Biosample', value: ({ biosample }) => biosample },
  { name: 'key', type: 'text', description: 'As in the names of files', value: ({ key }) => key },
  {
    name: 'z',
    type: 'number',
    description: 'Z; -10 without signal, null where it was not assayed',
    value: ({ z }) => zCell(z),
  },
  {
    name: 'state',
    type: 'text',
    description:
      'high, low, noSignal or notAssayed: high as the registry has it, not told from the rounded Z',
    value: ({ state }) => state,
  },
  {
    name: 'tpm',
    type: 'number',
    description: 'TPM: mean over experiments; null where it was not measured',
    value: ({ log10 }) => (Number.isNaN(log10) ? null : shown(10 ** log10 - 1).value),
  },
  {
    name: 'log10',
    type: 'number',
    description: 'log10(TPM + 1)',
    value: ({ log10 }) => (Number.isNaN(log10) ? null : shown(10 ** log10 - 1).log10),
  },
];
