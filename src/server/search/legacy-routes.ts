/** The addresses of earlier SCREENs, which papers and the ENCODE portal link to: each leads to what answers it now. */

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ServedRegistries } from '../served.ts';
import { TARGETS } from './legacy-targets.ts';

type Query = Readonly<Record<string, string | undefined>>;

/** Whether or not one is served here: its registry then says which are. */
const ASSEMBLIES = new Set(['grch38', 'hg38', 'mm10', 'grcm38', 'hg19', 'grch37']);
/** A browser asks again after this: the target may be another one by then. */
const KEPT = 'public, max-age=3600';

/** SCREEN 2018 to 2020: an address with a query, whatever stands behind it. */
const BY_QUERY: Readonly<Record<string, (query: Query) => string>> = {
  search: searchTarget,
  geApp: ({ gene, q, assembly }) => geneTarget(gene ?? q, assembly),
  deApp: ({ gene, q, assembly }) => geneTarget(gene ?? q, assembly),
  gwasApp: ({ assembly }) => TARGETS.studies(assembly),
  ldr: ({ assembly }) => TARGETS.biosamples(assembly),
  index: TARGETS.start,
  downloads: TARGETS.start,
  about: TARGETS.start,
};

/** SCREEN 2025: /GRCh38/ccre/EH38E0000001, with a tab behind it or not. */
const BY_ENTITY: Readonly<Record<string, (id: string, assembly: string) => string>> = {
  ccre: TARGETS.element,
  gene: TARGETS.gene,
  variant: TARGETS.variant,
  region: TARGETS.region,
  gwas: TARGETS.study,
  // What was uploaded there never left the browser.
  bed: TARGETS.start,
};

/** Adds the addresses, outside of /api. */
export function legacyRoutes(app: FastifyInstance, registries: ServedRegistries): void {
  const options = { schema: { hide: true } };
  for (const [name, targetOf] of Object.entries(BY_QUERY)) {
    const answer = (request: FastifyRequest, reply: FastifyReply) =>
      redirect(reply, targetOf(firstValues(request.query as Record<string, string | string[]>)));
    app.get(`/${name}`, options, answer);
    app.get(`/${name}/*`, options, answer);
  }
  app.get('/', options, (_, reply) => redirect(reply, TARGETS.start()));
  const isAssembly = (name: string) =>
    ASSEMBLIES.has(name.toLowerCase()) ||
    registries.all.some(({ id, store }) => id === name || store.registry.assembly === name);
  app.get('/:assembly/gwas', options, (request, reply) => {
    const { assembly } = request.params as { assembly: string };
    return isAssembly(assembly) ? redirect(reply, TARGETS.studies(assembly)) : reply.callNotFound();
  });
  const entity = (request: FastifyRequest, reply: FastifyReply) => {
    const { assembly, type, id } = request.params as Record<'assembly' | 'type' | 'id', string>;
    const targetOf = Object.hasOwn(BY_ENTITY, type) ? BY_ENTITY[type] : undefined;
    if (targetOf === undefined || !isAssembly(assembly)) return reply.callNotFound();
    return redirect(reply, targetOf(id, assembly));
  };
  app.get('/:assembly/:type/:id', options, entity);
  app.get('/:assembly/:type/:id/*', options, entity);
}

function redirect(reply: FastifyReply, target: string): FastifyReply {
  return reply.header('cache-control', KEPT).redirect(target, 301);
}

/** The first of values that are given twice. */
function firstValues(query: Readonly<Record<string, string | readonly string[]>>): Query {
  return Object.fromEntries(
    Object.entries(query).map(([key, value]) => [key, typeof value === 'string' ? value : value[0]]),
  );
}

/** /search of all versions: q of the first and the last, the single fields of those between. */
function searchTarget(query: Query): string {
  const { assembly, chromosome, start, end, gene, snpid } = query;
  const accessions = query.accessions?.split(',').filter((text) => text !== '') ?? [];
  const q = query.q?.trim() ?? '';
  if (q !== '') return TARGETS.search(q, assembly);
  if (accessions.length === 1) return TARGETS.element(accessions[0]!, assembly);
  if (accessions.length > 1) return TARGETS.elements(accessions.join(','), assembly);
  if (gene !== undefined) return TARGETS.gene(gene, assembly);
  if (snpid !== undefined) return TARGETS.variant(snpid, assembly);
  if (chromosome === undefined) return TARGETS.start();
  const place = start === undefined || end === undefined ? chromosome : `${chromosome}:${start}-${end}`;
  return TARGETS.region(place, assembly);
}

function geneTarget(gene: string | undefined, assembly: string | undefined): string {
  return gene === undefined || gene === '' ? TARGETS.start() : TARGETS.geneExpression(gene, assembly);
}
