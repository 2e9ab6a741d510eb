/** The addresses of earlier SCREENs, which papers and the ENCODE portal link to: each leads to what answers it now. */

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { noSuchAddress, type PageAnswer } from '../pages/page-routes.ts';
import type { OLD_NAMES } from '../reserved-names.ts';
import type { ServedRegistries } from '../served.ts';
import { API_TARGETS, type GeneTab, pageTargets, type Targets } from './legacy-targets.ts';

type Query = Readonly<Record<string, string | undefined>>;

/** Whether or not one is served here: its registry then says which are. */
const ASSEMBLIES = new Set(['grch38', 'hg38', 'mm10', 'grcm38', 'hg19', 'grch37']);
/** A browser asks again after this: the target may be another one by then. */
const KEPT = 'public, max-age=3600';

/** SCREEN 2018 to 2020: an address with a query, whatever stands behind it. */
const BY_QUERY: Readonly<Record<(typeof OLD_NAMES)[number], (to: Targets, query: Query) => string>> = {
  search: searchTarget,
  geApp: (to, { gene, q, assembly }) => geneTarget(to, gene ?? q, assembly) ?? to.start(assembly),
  deApp: (to, { gene, q, assembly }) => geneTarget(to, gene ?? q, assembly) ?? to.differential(assembly),
  gwasApp: (to, { assembly }) => to.studies(assembly),
  ldr: (to, { assembly }) => to.biosamples(assembly),
  index: (to, { assembly }) => to.start(assembly),
  downloads: (to, { assembly }) => to.downloads(assembly),
  about: (to, { assembly }) => to.about(assembly),
};

interface Entity {
  readonly id: string;
  readonly assembly: string;
  readonly tab?: GeneTab | undefined;
}

/** SCREEN 2025: /GRCh38/ccre/EH38E0000001, with a tab behind it or not. */
const BY_ENTITY: Readonly<Record<string, (to: Targets, entity: Entity) => string>> = {
  ccre: (to, { id, assembly }) => to.element(id, assembly),
  gene: (to, { id, assembly, tab }) => to.gene(id, assembly, tab),
  variant: (to, { id, assembly }) => to.variant(id, assembly),
  region: (to, { id, assembly }) => to.region(id, assembly),
  gwas: (to, { id, assembly }) => to.study(id, assembly),
  // What was uploaded there never left the browser.
  bed: (to, { assembly }) => to.bed(assembly),
};
/** These are pages of ours too, where a registry's id stands in front. */
const OUR_ENTITIES = new Set(['gene', 'variant', 'gwas', 'bed']);
/** Of a gene, to ours. */
const GENE_TABS: Readonly<Record<string, GeneTab>> = {
  expression: 'expression',
  'transcript-expression': 'tss',
  ccres: 'elements',
  browser: 'browser',
};

/** Adds the addresses, outside of /api. They lead to pages where `page` answers with one, and the visitor is no program that asks for JSON. */
export function legacyRoutes(
  app: FastifyInstance,
  registries: ServedRegistries,
  page: PageAnswer | undefined,
): void {
  const options = { schema: { hide: true } };
  const toPages = pageTargets(registries);
  const targetsOf = (request: FastifyRequest) =>
    page === undefined || asksJson(request) ? API_TARGETS : toPages;
  const none: PageAnswer = page ?? (async (_, reply) => noSuchAddress(reply));
  for (const [name, targetOf] of Object.entries(BY_QUERY)) {
    const answer = (request: FastifyRequest, reply: FastifyReply) =>
      redirect(
        reply,
        targetOf(targetsOf(request), firstValues(request.query as Record<string, string | string[]>)),
      );
    app.get(`/${name}`, options, answer);
    app.get(`/${name}/*`, options, answer);
  }
  app.get('/', options, async (request, reply) =>
    page !== undefined && !asksJson(request)
      ? page(request, reply)
      : redirect(reply, API_TARGETS.start(undefined)),
  );
  const isId = (name: string) => registries.all.some(({ id }) => id === name);
  const isAssembly = (name: string) =>
    ASSEMBLIES.has(name.toLowerCase()) ||
    registries.all.some(({ id, store }) => id === name || store.registry.assembly === name);
  app.get('/:assembly/gwas', options, async (request, reply) => {
    const { assembly } = request.params as { assembly: string };
    const to = targetsOf(request);
    if (!isAssembly(assembly) || (to === toPages && isId(assembly))) return none(request, reply);
    return redirect(reply, to.studies(assembly));
  });
  const entity = async (request: FastifyRequest, reply: FastifyReply) => {
    const params = request.params as Record<'assembly' | 'type' | 'id' | '*', string>;
    const { assembly, type, id } = params;
    const targetOf = Object.hasOwn(BY_ENTITY, type) ? BY_ENTITY[type] : undefined;
    if (targetOf === undefined || !isAssembly(assembly)) return none(request, reply);
    const asked = params['*'];
    const tab = type === 'gene' && Object.hasOwn(GENE_TABS, asked) ? GENE_TABS[asked] : undefined;
    const to = targetsOf(request);
    const isOurs = to === toPages && isId(assembly) && OUR_ENTITIES.has(type);
    // Only what a tab is called differs.
    if (isOurs && (tab === undefined || tab === asked)) return none(request, reply);
    return redirect(reply, targetOf(to, { id, assembly, tab }));
  };
  app.get('/:assembly/:type/:id', options, entity);
  app.get('/:assembly/:type/:id/*', options, entity);
}

function redirect(reply: FastifyReply, target: string): FastifyReply {
  return reply.header('cache-control', KEPT).header('vary', 'accept').redirect(target, 301);
}

function asksJson({ headers: { accept = '' } }: FastifyRequest): boolean {
  return accept.includes('application/json') && !accept.includes('text/html');
}

/** The first of values that are given twice. */
function firstValues(query: Readonly<Record<string, string | readonly string[]>>): Query {
  return Object.fromEntries(
    Object.entries(query).map(([key, value]) => [key, typeof value === 'string' ? value : value[0]]),
  );
}

/** /search of all versions: q of the first and the last, the single fields of those between. */
function searchTarget(to: Targets, query: Query): string {
  const { assembly, chromosome, start, end, gene, snpid } = query;
  const accessions = query.accessions?.split(',').filter((text) => text !== '') ?? [];
  const q = query.q?.trim() ?? '';
  if (q !== '') return to.search(q, assembly);
  if (accessions.length === 1) return to.element(accessions[0]!, assembly);
  if (accessions.length > 1) return to.elements(accessions.join(','), assembly);
  if (gene !== undefined) return to.gene(gene, assembly);
  if (snpid !== undefined) return to.variant(snpid, assembly);
  if (chromosome === undefined) return to.start(assembly);
  const place = start === undefined || end === undefined ? chromosome : `${chromosome}:${start}-${end}`;
  return to.region(place, assembly);
}

function geneTarget(to: Targets, gene: string | undefined, assembly: string | undefined): string | undefined {
  return gene === undefined || gene === '' ? undefined : to.geneExpression(gene, assembly);
}
