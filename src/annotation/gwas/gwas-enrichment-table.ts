/** Enrichment of studies in biosamples, as it was computed when the registry was annotated; matrices are read in place. */

import { drawsWarning } from '../../analysis/draws-warning.ts';
import type { ColumnFolder } from '../../formats/column-folder.ts';
import { LEAD_FATES, MEASURES, type Measure } from './gwas-matrices.ts';

/** A study in one biosample. `state` tells a biosample without the assay from one where nothing was found. */
export interface StudyInBiosample {
  readonly biosample: string;
  readonly state: 'tested' | 'notAssayed';
  /** NaN where the biosample was not assayed, and where there is no such number (fold without a hit of a control). */
  readonly measures: Readonly<Record<Measure, number>>;
}

export interface StudyTest {
  /** What became of the leads. */
  readonly leads: Readonly<Record<(typeof LEAD_FATES)[number], number>>;
  readonly meanControlGroups: number;
  /** Why draws are not like the study; undefined where they are. */
  readonly warning: string | undefined;
  /** Every biosample of the registry, in its order. */
  readonly biosamples: readonly StudyInBiosample[];
}

export interface EnrichmentTable {
  /** Every biosample of the registry. */
  readonly biosamples: readonly string[];
  /** Studies that were tested, ascending. */
  readonly tested: Int32Array;
  /** The place of a study among them; -1 where it was not tested. */
  placeOf(study: number): number;
  /** Undefined where the study was not tested. */
  of(study: number): StudyTest | undefined;
}

/** Opens what EnrichmentMatrices wrote. */
export function openEnrichment(columns: ColumnFolder): EnrichmentTable {
  const biosamples = columns.texts('biosamples');
  const tested = columns.int32('tested');
  const width = biosamples.length;
  const places = new Map(Array.from(tested, (study, place) => [study, place]));
  const rowOf = (name: Measure, place: number) =>
    columns.inPlace(`enrichment.${name}`).read(place * width, (place + 1) * width);
  return {
    biosamples,
    tested,
    placeOf: (study) => places.get(study) ?? -1,
    of(study) {
      const place = places.get(study);
      if (place === undefined) return undefined;
      const fates = columns.int32('testLeads').subarray(place * LEAD_FATES.length);
      const values = MEASURES.map((name) => [name, rowOf(name, place)] as const);
      const isAssayed = columns.uint8('isAssayed');
      const leads = Object.fromEntries(LEAD_FATES.map((fate, i) => [fate, fates[i]!])) as StudyTest['leads'];
      const meanControlGroups = columns.float64('meanControlGroups')[place]!;
      return {
        leads,
        meanControlGroups,
        warning: drawsWarning({ tested: leads.tested, meanControlGroups }),
        biosamples: biosamples.map((biosample, i) => ({
          biosample,
          state: isAssayed[i] === 1 ? 'tested' : 'notAssayed',
          measures: Object.fromEntries(values.map(([name, row]) => [name, row[i]!])) as Record<
            Measure,
            number
          >,
        })),
      };
    },
  };
}
