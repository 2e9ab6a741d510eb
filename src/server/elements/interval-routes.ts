/** Intervals at an element: chromatin states, domains, footprints, and how much of it each state covers. */

import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import {
  INTERVALS,
  type IntervalAtElement,
  type IntervalSet,
  stateShares,
} from '../../annotation/ground/interval-table.ts';
import { floatToSix } from '../../formats/six-digits.ts';
import { locationText } from '../../genome/region-text.ts';
import { annotationOf } from '../answers/annotated.ts';
import { closed, orNull } from '../answers/components.ts';
import { arrayRows } from '../answers/list-answer.ts';
import { rowSchema } from '../answers/list-schema.ts';
import type { ServedRegistries } from '../served.ts';
import { addElementList, namedColumns, Text } from './element-annotation-route.ts';

interface IntervalRow extends Pick<IntervalSet, 'label' | 'biosample' | 'assay' | 'file'> {
  readonly name: string | null;
  readonly score: number | null;
  readonly rgb: string | null;
  readonly chrom: string;
  readonly start: number;
  readonly end: number;
  readonly location: string;
  readonly overlapBp: number;
  readonly fraction: number;
}

const COLUMNS = namedColumns<IntervalRow>([
  { name: 'label', type: 'text', description: 'What the file is of: ChromHMM' },
  { name: 'biosample', type: 'text', description: 'Empty where it is of no single one' },
  { name: 'assay', type: 'text', description: 'State, domain, footprint' },
  { name: 'name', type: 'text', description: 'Of the interval' },
  { name: 'score', type: 'number', description: 'Of the interval' },
  { name: 'rgb', type: 'text', description: 'Its colour in the file' },
  { name: 'chrom', type: 'text', description: 'Chromosome' },
  { name: 'start', type: 'whole', description: '0-based' },
  { name: 'end', type: 'whole', description: 'Half-open' },
  { name: 'location', type: 'text', description: '1-based inclusive' },
  { name: 'overlapBp', type: 'whole', description: 'Bases that it shares with the element' },
  { name: 'fraction', type: 'number', description: 'Of the bases of the element' },
  { name: 'file', type: 'text', description: 'As annotations.yaml names it' },
]);

const StateSchema = closed({
  label: Type.String(),
  biosample: Type.String(),
  assay: Type.String(),
  state: Type.String({ description: 'The name of its intervals' }),
  rgb: orNull('string'),
  overlapBp: Type.Integer({ description: 'Bases of the element under any of them' }),
  fraction: Type.Number({ description: 'Of the bases of the element, 0 to 1' }),
});

/** Adds the route. */
export function intervalRoutes(app: FastifyInstance, registries: ServedRegistries): void {
  addElementList<IntervalRow>(app, registries, {
    path: 'intervals',
    name: 'intervals',
    summary: 'Intervals that share a base with an element, and how much of it each state covers',
    item: rowSchema(COLUMNS),
    hasBed: true,
    query: { label: Text('Only files of this label'), biosample: Text('Only files of this biosample') },
    beside: { states: Type.Array(StateSchema, { description: 'By file, then the most bases first' }) },
    list: ({ served, row, place }, { label, biosample }) => {
      const table = annotationOf(served, INTERVALS);
      const found = table.at(row).filter(({ set }) => {
        const own = table.sets[set]!;
        return (label ?? own.label) === own.label && (biosample ?? own.biosample) === own.biosample;
      });
      const kindOf = (set: number) => {
        const { label: name, biosample: of, assay } = table.sets[set]!;
        return { label: name, biosample: of, assay };
      };
      const view = ({ set, ...own }: IntervalAtElement): IntervalRow => ({
        ...kindOf(set),
        ...own,
        score: own.score === null || !Number.isFinite(own.score) ? null : floatToSix(own.score),
        chrom: place.chrom,
        location: locationText({ ...own, chrom: place.chrom }),
        fraction: own.overlapBp / (place.end - place.start),
        file: table.sets[set]!.file,
      });
      return {
        columns: COLUMNS,
        ...arrayRows(found.map(view)),
        bed: ({ chrom, start, end, name, score, rgb }) =>
          [chrom, start, end, name ?? '.', score ?? 0, '.', start, end, rgb ?? '0'].join('\t'),
        beside: () => ({
          states: stateShares(found, place).map(({ set, ...share }) => ({ ...kindOf(set), ...share })),
        }),
      };
    },
  });
}
