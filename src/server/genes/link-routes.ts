/** Links of elements and genes: from either side, and all of them. */

import type { FastifyInstance } from 'fastify';
import { type Static, type TProperties, Type } from 'typebox';
import { GENES } from '../../annotation/genes/gene-table.ts';
import { LINKS, type Link, type LinkTable } from '../../annotation/links/link-table.ts';
import { annotationOf } from '../answers/annotated.ts';
import { COMPONENT_PARTS, closed, orNull, RegistryRef } from '../answers/components.ts';
import { answerList, arrayRows, askedOf, type List } from '../answers/list-answer.ts';
import { LIST_QUERY, listResponse } from '../answers/list-schema.ts';
import { REGISTRY_QUERY, registryView } from '../answers/registry-view.ts';
import { addElementList, shareOf, Text } from '../elements/element-annotation-route.ts';
import { elementBed, elementView } from '../elements/element-view.ts';
import type { Served, ServedRegistries } from '../served.ts';
import { exampleGenes, GeneParams, geneOf } from './gene-request.ts';
import { GeneSchema, geneBed, geneColumns, geneView, NAMED_GENE, namedGeneView } from './gene-view.ts';
import { linkElementColumns, slimElement } from './link-elements.ts';
import { LINK_SCHEMA, linkColumns, linkView } from './link-view.ts';

const MIN_CONFIDENCE = { minConfidence: Text('Only links of at least this confidence, 0 to 1; default all') };
const LinksQuery = closed({ ...REGISTRY_QUERY, ...MIN_CONFIDENCE, ...LIST_QUERY });

const WholeLink = closed({
  accession: orNull('string', 'Of the cCRE; null for an rDHS that is none'),
  rdhs: Type.String(),
  class: orNull('string', 'Without suffix'),
  chrom: Type.String(),
  start: Type.Integer({ description: '0-based' }),
  end: Type.Integer({ description: 'Half-open' }),
  location: Type.String({ description: '1-based inclusive' }),
  geneId: Type.String(),
  geneSymbol: Type.String(),
  ...LINK_SCHEMA,
});

/** Adds the routes. */
export function linkRoutes(app: FastifyInstance, registries: ServedRegistries): void {
  const [example] = exampleGenes(registries);
  addElementList<Link>(app, registries, {
    path: 'links',
    name: 'links',
    summary: 'Genes that an element may act on, by confidence, with the evidence of each',
    item: closed({ gene: GeneSchema, ...LINK_SCHEMA }),
    query: MIN_CONFIDENCE,
    hasBed: true,
    list: ({ served, row }, query) => {
      const least = shareOf(query.minConfidence, 'minConfidence');
      const [links, genes] = [annotationOf(served, LINKS), annotationOf(served, GENES)];
      return {
        columns: [...geneColumns<Link>(genes, ({ gene }) => gene), ...linkColumns(links)],
        ...arrayRows(links.ofElement(row).filter(({ confidence }) => confidence >= least)),
        object: (link) => ({ gene: geneView(genes, link.gene), ...linkView(links, link) }),
        bed: ({ gene }) => geneBed(genes, gene),
      };
    },
  });
  app.get(
    '/genes/:id/links',
    {
      schema: {
        params: GeneParams,
        querystring: LinksQuery,
        response: listResponse(
          'links',
          closed({ element: closed(COMPONENT_PARTS.ElementView.properties as TProperties), ...LINK_SCHEMA }),
          { hasBed: true, beside: { registry: RegistryRef, ...NAMED_GENE } },
        ),
        tags: ['genes'],
        summary: 'Elements that may act on a gene, by confidence, with the evidence of each',
      },
      config: { example: `/genes/${example}/links` },
    },
    (request, reply) => {
      const query = request.query as Static<typeof LinksQuery>;
      const named = geneOf(registries, request);
      const { served, row } = named;
      const least = shareOf(query.minConfidence, 'minConfidence');
      const links = annotationOf(served, LINKS);
      const list: List<Link> = {
        name: 'links',
        columns: [...linkElementColumns(served.store), ...linkColumns(links)],
        ...rowsOfGene(links, row, least),
        object: (link) => ({ element: elementView(served.store, link.element), ...linkView(links, link) }),
        bed: ({ element }) => elementBed(served.store, element),
        beside: () => ({ registry: registryView(served), ...namedGeneView(named) }),
      };
      return answerList({ request, reply }, list, askedOf(query));
    },
  );
  app.get(
    '/links',
    {
      schema: {
        querystring: LinksQuery,
        response: listResponse('links', WholeLink, { hasBed: true, beside: { registry: RegistryRef } }),
        tags: ['annotations'],
        summary: 'All links of elements and genes, by element, the most confident first',
      },
      config: { example: '/links?minConfidence=0.5' },
    },
    (request, reply) => {
      const query = request.query as Static<typeof LinksQuery>;
      const served = registries.find(query.registry);
      const least = shareOf(query.minConfidence, 'minConfidence');
      return answerList({ request, reply }, wholeList(served, least), askedOf(query));
    },
  );
}

/** Best first, so that the least confident are at the end. */
function rowsOfGene(links: LinkTable, gene: number, least: number): Pick<List<Link>, 'total' | 'rows'> {
  const count = links.countOfGene(gene);
  if (least === 0) return { total: count, rows: (offset, limit) => links.ofGene(gene, offset, limit) };
  return arrayRows(links.ofGene(gene, 0, count).filter(({ confidence }) => confidence >= least));
}

function wholeList(served: Served, least: number): List<Link> {
  const { store } = served;
  const [links, genes] = [annotationOf(served, LINKS), annotationOf(served, GENES)];
  return {
    name: 'links',
    columns: [
      ...linkElementColumns(store),
      { name: 'geneId', type: 'text', description: 'Gene id', value: ({ gene }) => genes.gene(gene).id },
      {
        name: 'geneSymbol',
        type: 'text',
        description: 'Symbol; the id where it has none',
        value: ({ gene }) => genes.gene(gene).symbol,
      },
      ...linkColumns(links),
    ],
    total: links.countFrom(least),
    rows: (offset, limit) => linksFrom(links, { least, offset, limit }),
    object: (link) => {
      const { id, symbol } = genes.gene(link.gene);
      return {
        ...slimElement(store, link.element),
        geneId: id,
        geneSymbol: symbol,
        ...linkView(links, link),
      };
    },
    bed: ({ element, gene, confidence }) => {
      const { accession, rdhs, chrom, start, end } = slimElement(store, element);
      const name = `${accession ?? rdhs}-${genes.gene(gene).id}`;
      return [chrom, start, end, name, Math.round(1000 * confidence), '.'].join('\t');
    },
    beside: () => ({ registry: registryView(served) }),
  };
}

/** Links are read so many at a time. */
const BLOCK_LINKS = 4096;

function* linksFrom(
  links: LinkTable,
  { least, offset, limit }: { least: number; offset: number; limit: number },
): Generator<Link> {
  let [passed, given] = [0, 0];
  for (let from = least === 0 ? offset : 0; from < links.count && given < limit; from += BLOCK_LINKS) {
    for (const link of links.links(from, Math.min(links.count, from + BLOCK_LINKS))) {
      if (link.confidence < least || (least > 0 && passed++ < offset)) continue;
      if (given++ === limit) return;
      yield link;
    }
  }
}
