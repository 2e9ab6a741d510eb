/** Enrichment in a biosample as the API shows it. */

import { type TProperties, Type } from 'typebox';
import { MEASURES, type Measure } from '../../annotation/gwas/gwas-matrices.ts';
import { closed, oneOf, orNull } from '../answers/components.ts';
import type { ListColumn } from '../answers/list-answer.ts';

/** A test in one biosample; measures are null where the biosample was not assayed, and where there is no such number. */
export interface EnrichmentRow {
  readonly biosample: string;
  readonly state: 'tested' | 'notAssayed';
  readonly measures: Readonly<Record<Measure, number | null>>;
}

const DESCRIPTIONS: Readonly<Record<Measure, string>> = {
  observed: 'LD groups with a variant in an active cCRE',
  mean: 'Of the same count over the draws of controls',
  sd: 'Standard deviation of that (n - 1)',
  fold: 'observed / mean; null where no control touches an active cCRE',
  z: '(observed - mean) / sd; null where all draws count the same',
  p: 'Upper tail of z, as SCREEN has it; where z is null, pEmpirical',
  log10P: 'log10 p: right where p is below 1e-308',
  fdr: 'Benjamini and Hochberg over the biosamples of the study, of p',
  pEmpirical: '(1 + draws that count at least as many) / (1 + draws)',
  pBinomial:
    'Chance of as many groups where leads hit as often as controls of their stratum: right for small counts too',
  fdrBinomial: 'Benjamini and Hochberg over the biosamples of the study, of pBinomial',
};

const BIOSAMPLE = {
  biosample: Type.String(),
  state: oneOf('tested', 'notAssayed'),
};

export const EnrichmentSchema = closed({
  ...BIOSAMPLE,
  ...(Object.fromEntries(
    MEASURES.map((name) => [name, orNull(name === 'observed' ? 'integer' : 'number', DESCRIPTIONS[name])]),
  ) as TProperties),
});

/** The object of a row. */
export function enrichmentView({ biosample, state, measures }: EnrichmentRow): object {
  return { biosample, state, ...measures };
}

/** The columns of rows that have one. */
export function enrichmentColumns<Row>(rowOf: (row: Row) => EnrichmentRow): readonly ListColumn<Row>[] {
  return [
    { name: 'biosample', type: 'text', description: 'Biosample', value: (row) => rowOf(row).biosample },
    {
      name: 'state',
      type: 'text',
      description: 'tested, or notAssayed: the biosample has not the assay',
      value: (row) => rowOf(row).state,
    },
    ...MEASURES.map(
      (name): ListColumn<Row> => ({
        name,
        type: name === 'observed' ? 'whole' : 'number',
        description: DESCRIPTIONS[name],
        value: (row) => rowOf(row).measures[name],
      }),
    ),
  ];
}

/** NaN is no number. */
export function measuresOf(from: Readonly<Record<Measure, number | null>>): Record<Measure, number | null> {
  return Object.fromEntries(
    MEASURES.map((name) => [name, Number.isNaN(from[name] ?? Number.NaN) ? null : from[name]]),
  ) as Record<Measure, number | null>;
}

/** The least p first, those of like p by name; what was not assayed comes last. */
export function byP(a: EnrichmentRow, b: EnrichmentRow): number {
  const [x, y] = [
    a.measures.log10P ?? Number.POSITIVE_INFINITY,
    b.measures.log10P ?? Number.POSITIVE_INFINITY,
  ];
  return x === y ? (a.biosample < b.biosample ? -1 : 1) : x - y;
}
