/** What a study found, as lists: what it reports, and the variants of its LD blocks. */

import { Type } from 'typebox';
import type { Association, BlockSnp, GwasTable } from '../../annotation/gwas/gwas-table.ts';
import { VARIANTS } from '../../annotation/variants/variant-table.ts';
import { floatToSix } from '../../formats/six-digits.ts';
import { annotationOf } from '../answers/annotated.ts';
import { closed, orNull } from '../answers/components.ts';
import { arrayRows, type List } from '../answers/list-answer.ts';
import { registryView } from '../answers/registry-view.ts';
import type { Served } from '../served.ts';
import { finiteOrNull } from './variant-reports.ts';
import { VariantSchema, variantBed, variantColumns, variantView } from './variant-view.ts';

/** A study of a registry. */
export interface ServedStudy {
  readonly served: Served;
  readonly gwas: GwasTable;
  readonly study: number;
}

/** The LD blocks of a study, or of anybody's list. */
export interface ServedBlocks {
  readonly served: Served;
  /** The lead first, then by r2. */
  readonly blocks: readonly (readonly BlockSnp[])[];
  /** What is reported itself, with -log10 of its p where there is one. */
  readonly leads: ReadonlyMap<number, number | undefined>;
}

/** The blocks of a study, by the strength of their leads. */
export function blocksOfStudy({ served, gwas, study }: ServedStudy): ServedBlocks {
  const leads = gwas.leads(study).map(({ row, minusLog10P }) => [row, minusLog10P] as const);
  return { served, blocks: gwas.blocks(study), leads: new Map(leads) };
}

export const AssociationSchema = closed({
  reportedId: Type.String({ description: 'As the catalogue has it' }),
  resolved: Type.String({
    description:
      'byId, byReplacedId (merged since), byPlace; unknownId, noVariantThere: no variant of the registry',
  }),
  variant: orNull('string', 'Id of the variant'),
  p: Type.String({ description: 'As the catalogue has it' }),
  minusLog10P: orNull('number', 'Null where p is no number, or 0'),
  genes: Type.String({ description: 'As the authors report them' }),
});

/** Everything that the study reports, the strongest first; what is no variant of the registry says why. */
export function associationList({ served, gwas, study }: ServedStudy): List<Association> {
  const variants = annotationOf(served, VARIANTS);
  const idOf = ({ row }: Association) => (row === undefined ? null : variants.variant(row).id);
  return {
    name: 'associations',
    columns: [
      {
        name: 'reportedId',
        type: 'text',
        description: 'As the catalogue has it',
        value: (own) => own.reportedId,
      },
      {
        name: 'resolved',
        type: 'text',
        description: 'How it was found, or why not',
        value: (own) => own.how,
      },
      { name: 'variant', type: 'text', description: 'Id of the variant', value: idOf },
      { name: 'p', type: 'text', description: 'As the catalogue has it', value: (own) => own.p },
      {
        name: 'minusLog10P',
        type: 'number',
        description: '-log10 p',
        value: (own) => finiteOrNull(own.minusLog10P),
      },
      { name: 'genes', type: 'text', description: 'As the authors report them', value: (own) => own.genes },
    ],
    ...arrayRows(gwas.associations(study)),
    beside: () => ({ registry: registryView(served) }),
  };
}

interface SnpOfBlock {
  readonly block: number;
  readonly lead: number;
  readonly minusLog10P: number | undefined;
  readonly row: number;
  readonly r2: number;
}

export const BlockSnpSchema = closed({
  block: Type.Integer({ description: 'From 1, by the strength of the leads' }),
  lead: Type.String({ description: 'Variant that stands for the block' }),
  leadMinusLog10P: orNull('number', 'Null where p is 0, or not known'),
  r2: Type.Number({ description: 'With the lead; 1 for the lead' }),
  isLead: Type.Boolean({ description: 'It is reported itself, below the limit of p' }),
  ...VariantSchema.properties,
});

/** A row a variant of a block: the lead first, then by r2. */
export function blockList({ served, blocks, leads }: ServedBlocks): List<SnpOfBlock> {
  const { store } = served;
  const variants = annotationOf(served, VARIANTS);
  const rows = blocks.flatMap((snps, block) => {
    const lead = snps[0]!.row;
    return snps.map(({ row, r2 }) => ({ block: block + 1, lead, minusLog10P: leads.get(lead), row, r2 }));
  });
  const idOf = (row: number) => variants.variant(row).id;
  return {
    name: 'snps',
    columns: [
      { name: 'block', type: 'whole', description: 'Number of the LD block', value: (own) => own.block },
      { name: 'lead', type: 'text', description: 'Its lead', value: (own) => idOf(own.lead) },
      {
        name: 'leadMinusLog10P',
        type: 'number',
        description: '-log10 p of the lead',
        value: (own) => finiteOrNull(own.minusLog10P),
      },
      { name: 'r2', type: 'number', description: 'r2 with the lead', value: (own) => floatToSix(own.r2) },
      {
        name: 'isLead',
        type: 'boolean',
        description: 'It is reported itself',
        value: ({ row }) => leads.has(row),
      },
      ...variantColumns(variants, store, ({ row }: SnpOfBlock) => row),
    ],
    ...arrayRows(rows),
    object: (own) => ({
      block: own.block,
      lead: idOf(own.lead),
      leadMinusLog10P: finiteOrNull(own.minusLog10P),
      r2: floatToSix(own.r2),
      isLead: leads.has(own.row),
      ...variantView(variants, store, own.row),
    }),
    bed: ({ row }) => variantBed(variants.variant(row)),
    beside: () => ({ registry: registryView(served) }),
  };
}
