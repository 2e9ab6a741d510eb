/** /api/v1/differential: what differs between two groups of biosamples, elements by activity and genes by expression. */

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Static } from 'typebox';
import { EXPRESSION } from '../../annotation/expression/expression-table.ts';
import { GENES } from '../../annotation/genes/gene-table.ts';
import { annotationOf } from '../answers/annotated.ts';
import { examplesOf } from '../answers/examples.ts';
import { answerList, askedOf } from '../answers/list-answer.ts';
import { slotsOf } from '../frame/slots.ts';
import type { Served, ServedRegistries } from '../served.ts';
import { BY_CLASS, type ElementDifferences, elementDifferences } from './differential-elements.ts';
import { type GeneDifferences, geneDifferences } from './differential-genes.ts';
import {
  ELEMENT_DIFFERENCES,
  elementDifferenceList,
  GENE_DIFFERENCES,
  geneDifferenceList,
} from './differential-list.ts';
import {
  differentialBody,
  differentialQuery,
  groupsOf,
  orderedBy,
  placesAsked,
  SORTS,
} from './differential-request.ts';
import { keptResults } from './differential-results.ts';
import { commaList, Text, wordOf } from './gene-request.ts';

const ELEMENT_OPTIONS = {
  assay: Text(
    'class (default): H3K4me3 of PLS, H3K27ac of pELS and dELS; or an assay for all cCREs: DNase, CTCF',
  ),
  only: Text('high (default): cCREs that are high in a biosample of either group. all: every cCRE'),
};
const GENE_OPTIONS = {
  assay: Text('Only expression by these assays: `total RNA-seq,polyA plus RNA-seq`'),
  type: Text('Only genes of these types: `protein_coding`'),
};
const ElementsQuery = differentialQuery(ELEMENT_OPTIONS);
const ElementsBody = differentialBody(ELEMENT_OPTIONS);
const GenesQuery = differentialQuery(GENE_OPTIONS);
const GenesBody = differentialBody(GENE_OPTIONS);
type ElementsAsked = Omit<Static<typeof ElementsQuery>, 'a' | 'b'> & AnyGroups;
type GenesAsked = Omit<Static<typeof GenesQuery>, 'a' | 'b'> & AnyGroups;
interface AnyGroups {
  readonly a: string | readonly string[];
  readonly b: string | readonly string[];
}

/** A question over the whole genome reads a column a biosample and takes some 60 bytes a cCRE: more at once would have the service swell. */
const AT_ONCE = 2;

/** Adds the routes. */
export function differentialRoutes(app: FastifyInstance, registries: ServedRegistries): void {
  const gate = slotsOf(AT_ONCE);
  const kept = keptResults<Result>();
  const once = async <T extends Result>(
    reply: FastifyReply,
    { served, key }: { served: Served; key: unknown },
    make: () => Promise<T>,
  ): Promise<T> => {
    const text = JSON.stringify([served.id, served.version, key]);
    const known = kept.get(text);
    if (known !== undefined) return known as T;
    await gate.take(reply);
    const found = await make();
    kept.set(text, found);
    return found;
  };
  const elements = async (request: FastifyRequest, reply: FastifyReply, asked: ElementsAsked) => {
    const served = registries.find(asked.registry);
    const groups = groupsOf(served, asked);
    const options = {
      assay: asked.assay ?? BY_CLASS,
      isHighOnly: wordOf(asked.only, 'only', ['high', 'all']) === 'high',
      places: placesAsked(served, asked),
    };
    const sort = wordOf(asked.sort, 'sort', SORTS);
    const found = await once(reply, { served, key: ['elements', groups, options] }, () =>
      elementDifferences(served.store, groups, options),
    );
    return answerList(
      { request, reply },
      elementDifferenceList(served, found, orderedBy(sort, found)),
      askedOf(asked),
    );
  };
  const genes = async (request: FastifyRequest, reply: FastifyReply, asked: GenesAsked) => {
    const served = registries.find(asked.registry);
    const groups = groupsOf(served, asked);
    const options = {
      places: placesAsked(served, asked),
      types: commaList(asked.type),
      assays: commaList(asked.assay),
    };
    const sort = wordOf(asked.sort, 'sort', SORTS);
    const tables = { genes: annotationOf(served, GENES), expression: annotationOf(served, EXPRESSION) };
    const found = await once(reply, { served, key: ['genes', groups, options] }, () =>
      geneDifferences(tables, groups, options),
    );
    return answerList(
      { request, reply },
      geneDifferenceList(served, found, orderedBy(sort, found)),
      askedOf(asked),
    );
  };

  const tags = ['differential'];
  const { biosamples, region } = examplesOf(registries);
  const [a, b] = biosamples;
  const body = { a: [decodeURIComponent(a)], b: [decodeURIComponent(b)], limit: '10' };
  const described = {
    elements: {
      tags,
      response: ELEMENT_DIFFERENCES,
      summary: 'cCREs whose Z differs between two groups of biosamples',
    },
    genes: {
      tags,
      response: GENE_DIFFERENCES,
      summary: 'Genes whose expression differs between two groups of biosamples',
    },
  };
  app.get(
    '/differential/ccres',
    {
      schema: { querystring: ElementsQuery, ...described.elements },
      config: { example: `/differential/ccres?a=${a}&b=${b}&assay=DNase&region=${region}` },
    },
    (request, reply) => elements(request, reply, request.query as ElementsAsked),
  );
  app.post(
    '/differential/ccres',
    {
      schema: { body: ElementsBody, ...described.elements },
      config: { example: '/differential/ccres', exampleBody: { ...body, assay: 'DNase' } },
    },
    (request, reply) => elements(request, reply, request.body as ElementsAsked),
  );
  app.get(
    '/differential/genes',
    {
      schema: { querystring: GenesQuery, ...described.genes },
      config: { example: `/differential/genes?a=${a}&b=${b}&region=${region}` },
    },
    (request, reply) => genes(request, reply, request.query as GenesAsked),
  );
  app.post(
    '/differential/genes',
    {
      schema: { body: GenesBody, ...described.genes },
      config: { example: '/differential/genes', exampleBody: body },
    },
    (request, reply) => genes(request, reply, request.body as GenesAsked),
  );
}

type Result = ElementDifferences | GeneDifferences;
