/** What assays of function found at an element, and how conserved it is. */

import type { FastifyInstance } from 'fastify';
import { type TProperties, Type } from 'typebox';
import { CONSERVATION } from '../../annotation/ground/conservation-table.ts';
import { FUNCTIONAL } from '../../annotation/ground/functional-table.ts';
import { floatToSix } from '../../formats/six-digits.ts';
import { locationText } from '../../genome/region-text.ts';
import { annotationOf } from '../answers/annotated.ts';
import { closed } from '../answers/components.ts';
import { arrayRows } from '../answers/list-answer.ts';
import { rowSchema } from '../answers/list-schema.ts';
import type { ServedRegistries } from '../served.ts';
import { addElementList, namedColumns, Text } from './element-annotation-route.ts';

interface TestedRow {
  readonly assay: string;
  readonly name: string | null;
  readonly biosample: string | null;
  readonly active: boolean | null;
  readonly note: string | null;
  readonly chrom: string;
  readonly start: number;
  readonly end: number;
  readonly location: string;
  readonly overlapBp: number;
  readonly file: string;
  readonly values: Readonly<Record<string, string>>;
}

const TESTED = namedColumns<Omit<TestedRow, 'values'>>([
  { name: 'assay', type: 'text', description: 'VISTA, MPRA, STARR-seq' },
  { name: 'name', type: 'text', description: 'What the table calls the tested place' },
  { name: 'biosample', type: 'text', description: 'In which it was tested' },
  {
    name: 'active',
    type: 'boolean',
    description: 'Whether it was found active; null where the table does not tell',
  },
  { name: 'note', type: 'text', description: 'What is to be kept in mind' },
  { name: 'chrom', type: 'text', description: 'Chromosome' },
  { name: 'start', type: 'whole', description: '0-based' },
  { name: 'end', type: 'whole', description: 'Half-open' },
  { name: 'location', type: 'text', description: '1-based inclusive' },
  { name: 'overlapBp', type: 'whole', description: 'Bases that it shares with the element' },
  { name: 'file', type: 'text', description: 'As annotations.yaml names it' },
]);
const VALUES = 'All other columns of the table, as they stand there';
const LOW_COUNT = 'few reads: not a confident negative';

interface ScoreRow {
  readonly name: string;
  readonly mean0: number;
  readonly mean: number | null;
  readonly coveredBp: number;
  readonly coveredFraction: number;
  readonly file: string;
}

const SCORES = namedColumns<ScoreRow>([
  { name: 'name', type: 'text', description: 'The score: phyloP100way' },
  { name: 'mean0', type: 'number', description: 'Mean over all bases, those without a value as 0' },
  { name: 'mean', type: 'number', description: 'Mean over the bases with a value; null without any' },
  { name: 'coveredBp', type: 'whole', description: 'Bases with a value' },
  { name: 'coveredFraction', type: 'number', description: 'Of the bases of the element' },
  { name: 'file', type: 'text', description: 'As annotations.yaml names it' },
]);

/** Adds the routes. */
export function functionalRoutes(app: FastifyInstance, registries: ServedRegistries): void {
  addElementList<TestedRow>(app, registries, {
    path: 'functional',
    name: 'tested',
    summary: 'Tested places that share a base with an element: VISTA, MPRA, STARR-seq, CRISPR',
    item: closed({
      ...(rowSchema(TESTED) as unknown as { readonly properties: TProperties }).properties,
      values: Type.Unsafe<Readonly<Record<string, string>>>({
        type: 'object',
        additionalProperties: { type: 'string' },
        description: VALUES,
      }),
    }),
    hasBed: true,
    query: { assay: Text('Only this assay') },
    list: ({ served, row, place: { chrom } }, { assay }) => {
      const { sets, at } = annotationOf(served, FUNCTIONAL);
      const rows = at(row)
        .filter(({ set }) => assay === undefined || sets[set]!.assay === assay)
        .map(
          ({ set, isLowCount, ...own }): TestedRow => ({
            ...own,
            assay: sets[set]!.assay,
            note: own.active === false && isLowCount ? LOW_COUNT : null,
            chrom,
            location: locationText({ ...own, chrom }),
            file: sets[set]!.file,
          }),
        );
      return {
        columns: [
          ...TESTED,
          {
            name: 'values',
            type: 'text',
            description: `${VALUES}, as JSON`,
            value: (own) => JSON.stringify(own.values),
          },
        ],
        ...arrayRows(rows),
        object: (own) => own,
        bed: ({ start, end, name, active }) =>
          [chrom, start, end, name ?? '.', active === true ? 1000 : 0, '.'].join('\t'),
      };
    },
  });
  addElementList<ScoreRow>(app, registries, {
    path: 'conservation',
    name: 'scores',
    summary: 'Mean conservation scores of an element',
    item: rowSchema(SCORES),
    list: ({ served, row, place }) => {
      const length = place.end - place.start;
      const rows = annotationOf(served, CONSERVATION).map(({ name, file, at }): ScoreRow => {
        const { mean0, coveredBp } = at(row);
        return {
          name,
          mean0: floatToSix(mean0),
          mean: coveredBp === 0 ? null : floatToSix(Math.fround((mean0 * length) / coveredBp)),
          coveredBp,
          coveredFraction: coveredBp / length,
          file,
        };
      });
      return { columns: SCORES, ...arrayRows(rows) };
    },
  });
}
