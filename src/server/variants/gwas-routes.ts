/** /api/v1/gwas/studies: association studies, their LD blocks, and the elements that these hit. */

import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type Static, Type } from 'typebox';
import { LEAD_FATES } from '../../annotation/gwas/gwas-matrices.ts';
import { GWAS } from '../../annotation/gwas/gwas-table.ts';
import { annotationIfAny, annotationOf } from '../answers/annotated.ts';
import { closed, orNull, RegistryRef } from '../answers/components.ts';
import { answerList, arrayRows, askedOf, type List } from '../answers/list-answer.ts';
import { LIST_QUERY, listResponse } from '../answers/list-schema.ts';
import { RequestError } from '../answers/problem.ts';
import { quoted } from '../answers/quoted.ts';
import { REGISTRY_QUERY, registryView } from '../answers/registry-view.ts';
import { biosampleIfAny } from '../biosamples/named-biosample.ts';
import { commaList, Text, wordOf } from '../genes/gene-request.ts';
import type { Served, ServedRegistries } from '../served.ts';
import {
  AssociationSchema,
  associationList,
  BlockSnpSchema,
  blockList,
  blocksOfStudy,
  type ServedStudy,
} from './gwas-lists.ts';
import { StudySchema, studyColumns, studyOf, studyView } from './gwas-view.ts';
import { HitCcreSchema, hitCcreList } from './hit-ccres.ts';

const StudiesQuery = closed({
  ...REGISTRY_QUERY,
  q: Text('Words that author, trait, title, PubMed id, accession or id hold, all of them'),
  population: Text('Populations that the samples name: `EUR,EAS`'),
  tested: Text('true: studies that have enrichment; false: the others'),
  ...LIST_QUERY,
});
const RegistryQuery = closed(REGISTRY_QUERY);
const RegistryListQuery = closed({ ...REGISTRY_QUERY, ...LIST_QUERY });
const CcresQuery = closed({
  ...REGISTRY_QUERY,
  biosample: Text('Name or key: only cCREs with high DNase, H3K4me3 or H3K27ac there, with their Z'),
  ...LIST_QUERY,
});
export const StudyParams = Type.Object({
  id: Type.String({
    description: 'Id of a study, such as Doe_J-30000001-Blood_trait_1, or an accession that it alone has',
    maxLength: 400,
  }),
});

export const GwasParametersSchema = closed({
  maxP: Type.Number({ description: 'Leads have a smaller p' }),
  r2: Type.Number({ description: 'Proxies have a greater r2' }),
  assay: Type.String({ description: 'Elements are active where it is high' }),
  controls: Type.Integer({ description: 'Controls a lead' }),
  minLeads: Type.Integer({ description: 'Studies with more leads than this are tested' }),
  seed: Type.Integer(),
});
const Borders = (what: string) =>
  Type.Array(Type.Number(), { description: `Quartiles of the panel by ${what}; empty where none is known` });
export const PanelSchema = closed({
  snps: Type.Integer({ description: 'Variants that controls are drawn from' }),
  mafBorders: Borders('MAF'),
  tssDistanceBorders: Borders('distance to a TSS'),
});
export const LeadFatesSchema = closed(
  {
    given: Type.Integer(),
    absent: Type.Integer({ description: 'No variants of the registry' }),
    linked: Type.Integer({ description: 'Counted with an earlier lead that is their proxy' }),
    unmatched: Type.Integer({ description: 'Without another SNP of like frequency and distance to a TSS' }),
    tested: Type.Integer({ description: 'LD groups that were tested' }),
    repeatingControls: Type.Integer({
      description: 'Of the tested, those with fewer possible controls than asked for',
    }),
  },
  'What became of the leads',
);

/** Of a test, whatever it is of. */
export const DrawsSchema = {
  meanControlGroups: Type.Number({
    description: 'LD groups a draw on average; the study has as many as `tested`',
  }),
  warning: orNull('string', 'Why draws are not like the study, so that p is not fair; null where they are'),
};

const StudyAnswer = closed({
  registry: RegistryRef,
  study: StudySchema,
  parameters: GwasParametersSchema,
  panel: Type.Union([PanelSchema, Type.Null()]),
  test: Type.Union([closed({ leads: LeadFatesSchema, ...DrawsSchema }), Type.Null()], {
    description: 'Null where there are too few leads',
  }),
});

/** Adds the routes. */
export function gwasRoutes(app: FastifyInstance, registries: ServedRegistries): void {
  const tags = ['gwas'];
  const example = `/gwas/studies/${exampleStudy(registries)}`;
  app.get(
    '/gwas/studies',
    {
      schema: {
        querystring: StudiesQuery,
        response: listResponse('studies', StudySchema, { beside: { registry: RegistryRef } }),
        tags,
        summary: 'Association studies, by words and population',
      },
      config: { example: '/gwas/studies' },
    },
    (request, reply) => {
      const query = request.query as Static<typeof StudiesQuery>;
      const served = registries.find(query.registry);
      return answerList({ request, reply }, studyList(served, query), askedOf(query));
    },
  );
  app.get(
    '/gwas/studies/:id',
    {
      schema: {
        params: StudyParams,
        querystring: RegistryQuery,
        response: { 200: StudyAnswer },
        tags,
        summary: 'One study with its totals, and how it was tested',
      },
      config: { example },
    },
    (request) => oneStudy(servedStudy(registries, request)),
  );
  const lists = [
    [
      'associations',
      'What a study reports, with what is no variant of the registry',
      AssociationSchema,
      false,
    ],
    ['blocks', 'The variants of a study’s LD blocks', BlockSnpSchema, true],
  ] as const;
  for (const [name, summary, item, hasBed] of lists) {
    const rows = name === 'blocks' ? 'snps' : name;
    app.get(
      `/gwas/studies/:id/${name}`,
      {
        schema: {
          params: StudyParams,
          querystring: RegistryListQuery,
          response: listResponse(rows, item, { hasBed, beside: { registry: RegistryRef } }),
          tags,
          summary,
        },
        config: { example: `${example}/${name}` },
      },
      (request, reply) => {
        const own = servedStudy(registries, request);
        const asked = askedOf(request.query as Static<typeof RegistryListQuery>);
        return name === 'blocks'
          ? answerList({ request, reply }, blockList(blocksOfStudy(own)), asked)
          : answerList({ request, reply }, associationList(own), asked);
      },
    );
  }
  app.get(
    '/gwas/studies/:id/ccres',
    {
      schema: {
        params: StudyParams,
        querystring: CcresQuery,
        response: listResponse('ccres', HitCcreSchema, {
          hasBed: true,
          beside: {
            registry: RegistryRef,
            biosample: orNull('string'),
            ofAll: Type.Integer({ description: 'cCREs that are hit, active there or not' }),
          },
        }),
        tags,
        summary: 'Published cCREs that a study’s LD blocks hit; with a biosample those that are active there',
      },
      config: { example: `${example}/ccres` },
    },
    (request, reply) => {
      const query = request.query as Static<typeof CcresQuery>;
      const own = servedStudy(registries, request);
      const list = hitCcreList(blocksOfStudy(own), biosampleOf(own.served, query.biosample));
      return answerList({ request, reply }, list, askedOf(query));
    },
  );
}

/** The study that an address names. Throws RequestError 404. */
export function servedStudy(registries: ServedRegistries, request: FastifyRequest): ServedStudy {
  const served = registries.find((request.query as { registry?: string }).registry);
  return { served, ...studyOf(served, (request.params as Static<typeof StudyParams>).id) };
}

/** The biosample of that name or key, if any is asked for. Throws RequestError 404. */
export function biosampleOf(served: Served, name: string | undefined) {
  if (name === undefined) return undefined;
  const found = biosampleIfAny(served, name);
  if (found !== undefined) return found;
  throw new RequestError(404, `${quoted(name)} is no biosample of ${served.id}`, 'biosample');
}

function studyList(served: Served, { q, population, tested }: Static<typeof StudiesQuery>): List<number> {
  const gwas = annotationOf(served, GWAS);
  const populations = commaList(population)?.map((own) => own.toUpperCase());
  const isTested = tested === undefined ? undefined : wordOf(tested, 'tested', ['true', 'false']) === 'true';
  const words = (q ?? '').split(/\s+/).filter((word) => word !== '');
  const rows = gwas.search(words).filter((row) => {
    if (isTested !== undefined && gwas.enrichment.placeOf(row) >= 0 !== isTested) return false;
    return populations === undefined || gwas.study(row).populations.some((own) => populations.includes(own));
  });
  return {
    name: 'studies',
    columns: studyColumns(gwas),
    ...arrayRows(rows),
    object: (row) => studyView(gwas.study(row)),
    beside: () => ({ registry: registryView(served) }),
  };
}

function oneStudy({ served, gwas, study }: ServedStudy): object {
  const own = gwas.study(study);
  const { panels, ...parameters } = gwas.parameters;
  const test = gwas.enrichment.of(study);
  return {
    registry: registryView(served),
    study: studyView(own),
    parameters,
    panel: panels[own.panel ?? ''] ?? null,
    test:
      test === undefined
        ? null
        : {
            leads: Object.fromEntries(LEAD_FATES.map((fate) => [fate, test.leads[fate]])),
            meanControlGroups: test.meanControlGroups,
            warning: test.warning ?? null,
          },
  };
}

/** The id of a study that has enrichment where there is one, for examples; escaped for an address. */
export function exampleStudy({ all }: ServedRegistries): string {
  const gwas = annotationIfAny(all[0]!, GWAS);
  if (gwas === undefined || gwas.count === 0) return 'Doe_J-30000001-Blood_trait_1';
  return encodeURIComponent(gwas.study(gwas.enrichment.tested[0] ?? 0).id);
}
