/** Orthologs of an element in another genome, or where it lies there. */

import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { type LiftedElement, ORTHOLOGS } from '../../annotation/registries/ortholog-table.ts';
import { locationText } from '../../genome/region-text.ts';
import { annotationOf } from '../answers/annotated.ts';
import { closed, oneOf, orNull } from '../answers/components.ts';
import { arrayRows } from '../answers/list-answer.ts';
import { rowSchema } from '../answers/list-schema.ts';
import type { ServedRegistries } from '../served.ts';
import { addElementList, namedColumns } from './element-annotation-route.ts';

interface OrthologRow {
  readonly assembly: string;
  readonly accession: string;
  readonly rdhs: string;
  readonly class: string;
  readonly isPublished: boolean;
  readonly chrom: string;
  readonly start: number;
  readonly end: number;
  readonly location: string;
}

const COLUMNS = namedColumns<OrthologRow>([
  { name: 'assembly', type: 'text', description: 'Of the other registry' },
  { name: 'accession', type: 'text', description: 'cCRE there' },
  { name: 'rdhs', type: 'text', description: 'rDHS there' },
  { name: 'class', type: 'text', description: 'There, without suffix' },
  { name: 'isPublished', type: 'boolean', description: 'Whether it is in cCREs.bed there' },
  { name: 'chrom', type: 'text', description: 'Chromosome there' },
  { name: 'start', type: 'whole', description: '0-based' },
  { name: 'end', type: 'whole', description: 'Half-open' },
  { name: 'location', type: 'text', description: '1-based inclusive' },
]);

const LiftedSchema = closed(
  {
    state: oneOf('lifted', 'unlifted', 'notTried'),
    reason: orNull('string', 'Why it is not lifted, as liftOver says it'),
    chrom: orNull('string'),
    start: orNull('integer', '0-based'),
    end: orNull('integer', 'Half-open'),
    location: orNull('string', '1-based inclusive'),
    strand: orNull('string', '- where the other genome reads the other strand'),
  },
  'Where the element lies in the other genome, whether or not an element is there; notTried: it is no cCRE',
);

/** Adds the route. */
export function orthologRoutes(app: FastifyInstance, registries: ServedRegistries): void {
  addElementList<OrthologRow>(app, registries, {
    path: 'orthologs',
    name: 'orthologs',
    summary: 'Elements of another registry that lift onto this one, and it onto them',
    item: rowSchema(COLUMNS),
    hasBed: true,
    beside: { assembly: Type.String({ description: 'Of the other registry' }), lifted: LiftedSchema },
    list: ({ served, row }) => {
      const { assembly, at, lifted } = annotationOf(served, ORTHOLOGS);
      return {
        columns: COLUMNS,
        ...arrayRows(at(row).map((own) => ({ ...own, assembly, location: locationText(own) }))),
        bed: ({ chrom, start, end, accession, class: name }) =>
          [chrom, start, end, accession, 0, '.', name].join('\t'),
        beside: () => ({ assembly, lifted: liftedView(lifted(row)) }),
      };
    },
  });
}

function liftedView(own: LiftedElement): object {
  const nowhere = { reason: null, chrom: null, start: null, end: null, location: null, strand: null };
  if (own.state === 'notTried') return { ...nowhere, state: own.state };
  if (own.state === 'unlifted') return { ...nowhere, state: own.state, reason: own.reason };
  const { state, place, strand } = own;
  return { state, reason: null, ...place, location: locationText(place), strand };
}
