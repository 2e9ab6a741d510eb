/** What a visitor asks of enrichment: a list as JSON or text, and parameters that default to those of the registry's studies. */

import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { assayedBiosamples } from '../../annotation/gwas/gwas-panel.ts';
import { DEFAULT_PARAMETERS, type GwasParameters } from '../../annotation/gwas/gwas-parameters.ts';
import { panelOf, populationsOf } from '../../annotation/gwas/gwas-populations.ts';
import { GWAS } from '../../annotation/gwas/gwas-table.ts';
import { LD } from '../../annotation/variants/ld-table.ts';
import { VARIANTS } from '../../annotation/variants/variant-table.ts';
import { annotationIfAny, annotationOf } from '../answers/annotated.ts';
import { closed } from '../answers/components.ts';
import { LIST_QUERY } from '../answers/list-schema.ts';
import { RequestError } from '../answers/problem.ts';
import { quoted } from '../answers/quoted.ts';
import { REGISTRY_QUERY } from '../answers/registry-view.ts';
import { Text } from '../genes/gene-request.ts';
import type { Served } from '../served.ts';
import { type Entry, entriesOfIds, entriesOfText, MOST_ENTRIES } from './enrichment-entries.ts';
import type { EnrichmentTask } from './enrichment-worker.ts';

/** More controls take longer and tell little more: the standard deviation is known to some percent with 500. */
const MOST_CONTROLS = 10_000;

export const EnrichmentQuery = closed({
  ...REGISTRY_QUERY,
  population: Text('Panel of linkage: EUR; default the first'),
  r2: Text('Proxies have a greater r2; default as the registry’s studies (0.7)'),
  assay: Text('Elements are active where it is high; default H3K27ac'),
  controls: Text(`Controls a lead, 2 to ${MOST_CONTROLS}; default 500`),
  minLeads: Text('Lists with more variants than this are tested; default 25'),
  seed: Text('Of the draws, from 0; default 1'),
  ...LIST_QUERY,
});
export type EnrichmentQuery = Static<typeof EnrichmentQuery>;

export const EnrichmentBody = closed({
  ids: Type.Array(Type.String({ maxLength: 1000 }), {
    description: 'rs123, or chr1:1000 for the variant at a position (1-based); the strongest first',
    maxItems: MOST_ENTRIES,
  }),
});

/** What a list as text may come as; what it is, its lines say. */
const TEXT_TYPES = ['text/plain', 'text/x-bed', 'text/x-vcf'] as const;

/** What a visitor sends: ids as JSON, or a text. */
export type ListBody = Static<typeof EnrichmentBody> | string;

/** `body` of a route that takes a list. */
export const LIST_BODY = {
  content: {
    'application/json': { schema: EnrichmentBody },
    ...Object.fromEntries(TEXT_TYPES.map((type) => [type, { schema: Type.String() }])),
  },
};

/** Hands lists as text to the routes of `app` as they are. */
export function takeListBodies(app: FastifyInstance): void {
  app.addContentTypeParser([...TEXT_TYPES], { parseAs: 'string' }, (_, body, done) => done(null, body));
}

/** The task of a request. Throws RequestError that names what does not fit. */
export function enrichmentTask(
  served: Served,
  query: EnrichmentQuery,
  body: ListBody,
): { task: EnrichmentTask; parameters: Omit<GwasParameters, 'maxP'> } {
  const { store } = served;
  annotationOf(served, VARIANTS);
  const ld = annotationIfAny(served, LD);
  const defaults = annotationIfAny(served, GWAS)?.parameters ?? DEFAULT_PARAMETERS;
  const parameters = {
    r2: r2Of(served, query.r2),
    assay: query.assay ?? defaults.assay,
    controls: wholeIn(query.controls, 'controls', {
      low: 2,
      high: MOST_CONTROLS,
      otherwise: defaults.controls,
    }),
    minLeads: wholeIn(query.minLeads, 'minLeads', {
      low: 1,
      high: MOST_ENTRIES,
      otherwise: defaults.minLeads,
    }),
    seed: wholeIn(query.seed, 'seed', { low: 0, high: 0x7fffffff, otherwise: defaults.seed }),
  };
  const assayed = assayedBiosamples(store, parameters.assay);
  if (assayed.length === 0) {
    const known = [...new Set(store.registry.manifest.columns.map(({ assay }) => assay))];
    throw new RequestError(
      400,
      `assay is ${quoted(parameters.assay)}, expected one of ${known.join(', ')}`,
      'assay',
    );
  }
  const entries = entriesOf(served, body);
  const { r2, controls, minLeads, seed } = parameters;
  return {
    parameters,
    task: {
      directory: store.registry.path,
      version: served.annotations().version,
      zscores: store.registry.zscores,
      entries,
      population: populationOf(query.population, ld?.populations ?? []),
      ...{ r2, seed, controls, minLeads, assayed },
      published: store.table.published,
    },
  };
}

/** The limit of r2 that is asked for, or that of the registry's studies. Throws RequestError 400. */
export function r2Of(served: Served, wanted: string | undefined): number {
  const { r2 } = annotationIfAny(served, GWAS)?.parameters ?? DEFAULT_PARAMETERS;
  return numberOf(wanted, 'r2', { low: 0, high: 1, otherwise: r2 });
}

/** The entries of a list. Throws RequestError 400 where there is none, or a line does not fit; 413 for too many. */
export function entriesOf({ store }: Served, body: ListBody): readonly Entry[] {
  const { chromSizes } = store.registry;
  const entries =
    typeof body === 'string' ? entriesOfText(body, chromSizes) : entriesOfIds(body.ids, chromSizes);
  if (entries.length > 0) return entries;
  throw new RequestError(400, 'the list is empty, expected ids, or the rows of a BED or VCF', 'body');
}

/** The panel of linkage that is asked for, or the first; undefined where the registry has none. Throws RequestError 400. */
export function populationOf(wanted: string | undefined, panels: readonly string[]): string | undefined {
  if (wanted === undefined) return panels[0];
  const found = panelOf(populationsOf(wanted)[0] ?? wanted, panels) ?? panelOf(wanted, panels);
  if (found !== undefined) return found;
  const expected =
    panels.length === 0 ? 'none: the registry has no linkage (`ld`)' : `one of ${panels.join(', ')}`;
  throw new RequestError(400, `population is ${quoted(wanted)}, expected ${expected}`, 'population');
}

interface Limits {
  readonly low: number;
  readonly high: number;
  readonly otherwise: number;
}

function numberOf(text: string | undefined, name: string, { low, high, otherwise }: Limits): number {
  if (text === undefined) return otherwise;
  const value = /^\d*\.?\d+(?:e-?\d+)?$/i.test(text.trim()) ? Number(text) : Number.NaN;
  if (value >= low && value <= high) return value;
  throw new RequestError(400, `${name} is ${quoted(text)}, expected a number from ${low} to ${high}`, name);
}

function wholeIn(text: string | undefined, name: string, limits: Limits): number {
  const value = numberOf(text, name, limits);
  if (Number.isInteger(value)) return value;
  throw new RequestError(400, `${name} is ${quoted(text ?? '')}, expected a whole number`, name);
}
