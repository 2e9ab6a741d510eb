/** Association studies as the API shows them: as objects, and as columns of tables. */

import { Type } from 'typebox';
import { GWAS, type GwasStudy, type GwasTable } from '../../annotation/gwas/gwas-table.ts';
import { annotationOf } from '../answers/annotated.ts';
import { closed, orNull } from '../answers/components.ts';
import type { ListColumn } from '../answers/list-answer.ts';
import { RequestError } from '../answers/problem.ts';
import { quoted } from '../answers/quoted.ts';
import type { Served } from '../served.ts';

export const StudySchema = closed({
  id: Type.String(),
  author: Type.String(),
  pubmed: Type.String(),
  trait: Type.String(),
  title: Type.String(),
  journal: Type.String(),
  date: Type.String(),
  link: Type.String(),
  samples: Type.String({ description: 'The first samples, as the catalogue describes them' }),
  accessions: Type.Array(Type.String(), { description: 'Of the GWAS Catalog' }),
  mappedTrait: Type.String(),
  populations: Type.Array(Type.String(), {
    description: 'EUR, EAS, AFR, AMR, SAS, as the samples name them; several: a study of several populations',
  }),
  population: orNull('string', 'Panel of linkage that was taken; null where the registry has none'),
  isOtherPopulation: Type.Boolean({
    description: 'That panel is not of the study’s population, or this one is not known',
  }),
  associations: Type.Integer({ description: 'Reported SNPs' }),
  leads: Type.Integer({
    description: 'Of them, different variants of the registry with a p below the limit',
  }),
  ldBlocks: Type.Integer(),
  blocksOnCcres: Type.Integer({ description: 'LD blocks with a variant in a published cCRE' }),
  ccres: Type.Integer({ description: 'Published cCREs that a variant of a block hits' }),
  elements: Type.Integer({ description: 'rDHSs that a variant of a block hits' }),
  isTested: Type.Boolean({ description: 'It has enrichment: more leads than the least' }),
});

/** A study. */
export function studyView(study: GwasStudy) {
  const { study: _, panel, isOtherPanel, ...rest } = study;
  return { ...rest, population: panel ?? null, isOtherPopulation: isOtherPanel };
}

type StudyView = ReturnType<typeof studyView>;

/** The columns of studies; rows are numbers of studies. */
export function studyColumns(gwas: GwasTable): readonly ListColumn<number>[] {
  let last: { row: number; view: StudyView } | undefined;
  const viewOf = (row: number) => {
    if (last?.row !== row) last = { row, view: studyView(gwas.study(row)) };
    return last.view;
  };
  const column = (
    name: keyof StudyView,
    type: ListColumn<number>['type'],
    description: string,
  ): ListColumn<number> => ({
    name,
    type,
    description,
    value: (row) => {
      const value = viewOf(row)[name];
      return typeof value === 'object' && value !== null ? value.join(';') : value;
    },
  });
  return [
    column('id', 'text', 'Id'),
    column('author', 'text', 'First author'),
    column('pubmed', 'text', 'PubMed id'),
    column('trait', 'text', 'Disease or trait'),
    column('populations', 'text', 'Populations that its samples name, semicolons between'),
    column('population', 'text', 'Panel of linkage that was taken'),
    column('isOtherPopulation', 'boolean', 'That panel is not of its population'),
    column('associations', 'whole', 'Reported SNPs'),
    column('leads', 'whole', 'Lead SNPs'),
    column('ldBlocks', 'whole', 'LD blocks'),
    column('blocksOnCcres', 'whole', 'LD blocks with a variant in a published cCRE'),
    column('ccres', 'whole', 'Published cCREs that a variant of a block hits'),
    column('elements', 'whole', 'rDHSs that a variant of a block hits'),
    column('isTested', 'boolean', 'It has enrichment'),
    column('accessions', 'text', 'Accessions of the GWAS Catalog, semicolons between'),
    column('mappedTrait', 'text', 'Terms of the trait'),
    column('samples', 'text', 'First samples'),
    column('title', 'text', 'Title'),
    column('journal', 'text', 'Journal'),
    column('date', 'text', 'Date'),
    column('link', 'text', 'Link'),
  ];
}

/** The studies of a registry, and the one of an id or of an accession. Throws RequestError 404. */
export function studyOf(served: Served, id: string): { gwas: GwasTable; study: number } {
  const gwas = annotationOf(served, GWAS);
  const study = gwas.find(id);
  if (study !== undefined) return { gwas, study };
  const such = gwas.count === 0 ? '' : `, expected an id such as ${gwas.study(0).id}`;
  throw new RequestError(404, `${quoted(id)} is no study of ${served.id}${such}`, 'id');
}
