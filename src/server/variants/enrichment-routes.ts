/** /api/v1/gwas: enrichment of studies in biosamples, and of anybody's own list. */

import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Static, type TProperties, Type } from 'typebox';
import { GWAS, type GwasTable } from '../../annotation/gwas/gwas-table.ts';
import { annotationOf } from '../answers/annotated.ts';
import { closed, orNull, RegistryRef } from '../answers/components.ts';
import { answerList, arrayRows, askedOf, type List, MAX_LIMIT } from '../answers/list-answer.ts';
import { LIST_QUERY, listResponse } from '../answers/list-schema.ts';
import { REGISTRY_QUERY, registryView } from '../answers/registry-view.ts';
import { slotsOf } from '../frame/slots.ts';
import { SavedParams } from '../lists/state-access.ts';
import type { Served, ServedRegistries } from '../served.ts';
import { MOST_ENTRIES } from './enrichment-entries.ts';
import {
  EnrichmentQuery,
  enrichmentTask,
  LIST_BODY,
  type ListBody,
  takeListBodies,
} from './enrichment-request.ts';
import { enrichmentThread } from './enrichment-thread.ts';
import {
  byP,
  type EnrichmentRow,
  EnrichmentSchema,
  enrichmentColumns,
  enrichmentView,
  measuresOf,
} from './enrichment-view.ts';
import type { EnrichmentResult, EnrichmentTask } from './enrichment-worker.ts';
import type { ServedStudy } from './gwas-lists.ts';
import {
  DrawsSchema,
  exampleStudy,
  GwasParametersSchema,
  LeadFatesSchema,
  PanelSchema,
  StudyParams,
  servedStudy,
} from './gwas-routes.ts';
import { savedVariants } from './own-list.ts';
import { exampleVariants } from './variant-routes.ts';

const RegistryListQuery = closed({ ...REGISTRY_QUERY, ...LIST_QUERY });
/** A panel of SNPs may take a gigabyte: one question at a time, the others wait. */
const AT_ONCE = { waiting: 16, waitMs: 30_000 };
/** What a panel takes is given back after this time without a question. */
const IDLE_MS = 60_000;

/** Results of own lists: some 200 kB each with 2,000 biosamples. */
const MOST_KEPT = 8;

const { maxP: _maxP, ...ownParameters } = GwasParametersSchema.properties;
const OwnParameters = closed(ownParameters);

const OWN_RESPONSE = listResponse('biosamples', EnrichmentSchema, {
  beside: {
    registry: RegistryRef,
    parameters: OwnParameters,
    population: orNull('string', 'Panel of linkage; null where the registry has none'),
    panel: PanelSchema,
    leads: closed({
      ...LeadFatesSchema.properties,
      repeated: Type.Integer({ description: 'Given before' }),
    }),
    notFound: Type.Array(Type.String(), { description: 'Entries of which no variant is known' }),
    ...DrawsSchema,
    missingControls: Type.Integer({
      description: 'Controls of all draws that no unlinked SNP was found for',
    }),
    isTested: Type.Boolean(),
    whyNot: orNull('string', 'Why there is no test'),
  },
});

const TableRow = closed({
  study: Type.String({ description: 'Id of the study' }),
  trait: Type.String(),
  ...(EnrichmentSchema.properties as TProperties),
});

/** Adds the routes. */
export function enrichmentRoutes(app: FastifyInstance, registries: ServedRegistries): void {
  const tags = ['gwas'];
  const thread = enrichmentThread(IDLE_MS);
  const gate = slotsOf(1, AT_ONCE);
  app.addHook('onClose', () => thread.close());
  app.get(
    '/gwas/studies/:id/enrichment',
    {
      schema: {
        params: StudyParams,
        querystring: RegistryListQuery,
        response: listResponse('biosamples', EnrichmentSchema, {
          beside: {
            registry: RegistryRef,
            isTested: Type.Boolean({ description: 'False: there are too few leads' }),
            warning: DrawsSchema.warning,
          },
        }),
        tags,
        summary: 'Enrichment of a study in every biosample, the least p first',
      },
      config: { example: `/gwas/studies/${exampleStudy(registries)}/enrichment` },
    },
    (request, reply) => {
      const own = servedStudy(registries, request);
      const asked = askedOf(request.query as Static<typeof RegistryListQuery>);
      return answerList({ request, reply }, studyEnrichment(own), asked);
    },
  );
  app.get(
    '/gwas/enrichment',
    {
      schema: {
        querystring: RegistryListQuery,
        response: listResponse('enrichment', TableRow, {
          beside: { registry: RegistryRef, parameters: GwasParametersSchema },
        }),
        tags,
        summary: 'Enrichment of every tested study in every biosample: the whole table',
      },
      config: { example: '/gwas/enrichment' },
    },
    (request, reply) => {
      const query = request.query as Static<typeof RegistryListQuery>;
      const served = registries.find(query.registry);
      return answerList({ request, reply }, wholeTable(served, annotationOf(served, GWAS)), askedOf(query));
    },
  );
  const testOf = async (
    { request, reply }: { readonly request: FastifyRequest; readonly reply: FastifyReply },
    query: EnrichmentQuery,
    body: ListBody,
  ) => {
    const served = registries.find(query.registry);
    const { task, parameters } = enrichmentTask(served, query, body);
    const found = await tested(task, async () => {
      await gate.take(reply);
      return thread.run(task, reply);
    });
    const list = ownEnrichment(served, found, { parameters, population: task.population });
    return answerList({ request, reply }, list, askedOf(query));
  };
  const tested = lastTests();
  void app.register(async (own) => {
    takeListBodies(own);
    own.post(
      '/gwas/enrichment',
      {
        schema: {
          querystring: EnrichmentQuery,
          body: LIST_BODY,
          response: OWN_RESPONSE,
          tags,
          summary: 'Enrichment of one’s own list of variants in every biosample',
          description: `As text: ids, a BED or a VCF, told by its lines; as JSON: ids. Up to ${MOST_ENTRIES} variants, the strongest first: of variants in LD the first stands for all. The same list, parameters and registry give the same answer.`,
        },
        config: {
          example: '/gwas/enrichment',
          exampleBody: { ids: exampleVariants(registries).map(decodeURIComponent) },
        },
      },
      (request, reply) =>
        testOf({ request, reply }, request.query as EnrichmentQuery, request.body as ListBody),
    );
  });
  app.get(
    '/gwas/lists/:id/enrichment',
    {
      schema: {
        params: SavedParams,
        querystring: EnrichmentQuery,
        response: OWN_RESPONSE,
        tags,
        summary: 'Enrichment of a saved list of variants in every biosample',
      },
      config: { isCached: false },
    },
    async (request, reply) => {
      const { id } = request.params as Static<typeof SavedParams>;
      return testOf({ request, reply }, request.query as EnrichmentQuery, await savedVariants(app, id));
    },
  );
}

/** Answers of the last tests, so that a page that is opened again does not wait once more. */
function lastTests() {
  const last = new Map<string, EnrichmentResult>();
  return async (task: EnrichmentTask, run: () => Promise<EnrichmentResult>): Promise<EnrichmentResult> => {
    // The registry decides which elements are published.
    const question = JSON.stringify({ ...task, published: undefined });
    const key = createHash('sha256').update(question).digest('base64url');
    const known = last.get(key);
    const found = known ?? (await run());
    last.delete(key);
    last.set(key, found);
    if (last.size > MOST_KEPT) last.delete(last.keys().next().value!);
    return found;
  };
}

function studyEnrichment({ served, gwas, study }: ServedStudy): List<EnrichmentRow> {
  const test = gwas.enrichment.of(study);
  const rows = (test?.biosamples ?? [])
    .map((own) => ({ ...own, measures: measuresOf(own.measures) }))
    .sort(byP);
  return {
    name: 'biosamples',
    columns: enrichmentColumns((row) => row),
    ...arrayRows(rows),
    object: enrichmentView,
    pageLimit: MAX_LIMIT,
    beside: () => ({
      registry: registryView(served),
      isTested: test !== undefined,
      warning: test?.warning ?? null,
    }),
  };
}

interface TableEntry extends EnrichmentRow {
  readonly study: string;
  readonly trait: string;
}

/** Study after study, in each the biosamples in the order of the registry; read in place. */
function wholeTable(served: Served, gwas: GwasTable): List<TableEntry> {
  const { enrichment } = gwas;
  const width = enrichment.biosamples.length;
  const { maxP, r2, assay, controls, minLeads, seed } = gwas.parameters;
  return {
    name: 'enrichment',
    columns: [
      { name: 'study', type: 'text', description: 'Id of the study', value: ({ study }) => study },
      { name: 'trait', type: 'text', description: 'Its trait', value: ({ trait }) => trait },
      ...enrichmentColumns<TableEntry>((row) => row),
    ],
    total: enrichment.tested.length * width,
    *rows(offset, limit) {
      let left = limit;
      for (let place = Math.floor(offset / width); place < enrichment.tested.length && left > 0; place++) {
        const { id, trait } = gwas.study(enrichment.tested[place]!);
        const skipped = Math.max(0, offset - place * width);
        for (const own of enrichment
          .of(enrichment.tested[place]!)!
          .biosamples.slice(skipped, skipped + left)) {
          left--;
          yield { ...own, measures: measuresOf(own.measures), study: id, trait };
        }
      }
    },
    object: ({ study, trait, ...own }) => ({ study, trait, ...enrichmentView(own) }),
    beside: () => ({
      registry: registryView(served),
      parameters: { maxP, r2, assay, controls, minLeads, seed },
    }),
  };
}

function ownEnrichment(
  served: Served,
  found: EnrichmentResult,
  asked: { readonly parameters: object; readonly population: string | undefined },
): List<EnrichmentRow> {
  const byName = new Map(found.biosamples.map((own) => [own.biosample, own]));
  const isTested = found.notTested === undefined;
  const all = served.store.registry.biosamples.map(({ name }): EnrichmentRow => {
    const own = byName.get(name);
    const none = measuresOf({} as EnrichmentRow['measures']);
    return own === undefined
      ? { biosample: name, state: 'notAssayed', measures: none }
      : { biosample: name, state: 'tested', measures: measuresOf(own) };
  });
  const { panelSnps, mafBorders, tssDistanceBorders } = found.parameters;
  return {
    name: 'biosamples',
    columns: enrichmentColumns((row) => row),
    ...arrayRows(isTested ? all.sort(byP) : []),
    object: enrichmentView,
    pageLimit: MAX_LIMIT,
    beside: () => ({
      registry: registryView(served),
      parameters: asked.parameters,
      population: asked.population ?? null,
      panel: { snps: panelSnps, mafBorders, tssDistanceBorders },
      leads: found.leads,
      notFound: found.notFound,
      meanControlGroups: found.meanControlGroups,
      missingControls: found.missingControls,
      warning: found.warning ?? null,
      isTested,
      whyNot: found.notTested ?? null,
    }),
  };
}
