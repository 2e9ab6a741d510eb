/** What a study found, as lists: what it reports, the variants of its LD blocks, and the cCREs that these hit. */

import { Type } from 'typebox';
import type { Association, GwasTable } from '../../annotation/gwas/gwas-table.ts';
import { VARIANTS, type VariantTable } from '../../annotation/variants/variant-table.ts';
import { floatToSix } from '../../formats/six-digits.ts';
import { CLASS_ASSAYS } from '../../registry/classify.ts';
import type { BiosampleRow } from '../../store/registry-directory.ts';
import { hasRow } from '../../store/row-set.ts';
import { annotationOf } from '../answers/annotated.ts';
import { byAssay, COMPONENT_PARTS, closed, orNull, ZRef } from '../answers/components.ts';
import { arrayRows, type List } from '../answers/list-answer.ts';
import { registryView } from '../answers/registry-view.ts';
import { elementColumns, zCell } from '../elements/element-columns.ts';
import { columnView, elementBed, elementView, type ZView } from '../elements/element-view.ts';
import type { Served } from '../served.ts';
import { finiteOrNull } from './variant-reports.ts';
import { VariantSchema, variantBed, variantColumns, variantView } from './variant-view.ts';

/** A study of a registry. */
export interface ServedStudy {
  readonly served: Served;
  readonly gwas: GwasTable;
  readonly study: number;
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
  readonly minusLog10P: number;
  readonly row: number;
  readonly r2: number;
}

export const BlockSnpSchema = closed({
  block: Type.Integer({ description: 'From 1, by the strength of the leads' }),
  lead: Type.String({ description: 'Variant that stands for the block' }),
  leadMinusLog10P: orNull('number', 'Null where p is 0'),
  r2: Type.Number({ description: 'With the lead; 1 for the lead' }),
  isLead: Type.Boolean({ description: 'It is reported itself, below the limit of p' }),
  ...VariantSchema.properties,
});

/** A row a variant of a block: the lead first, then by r2. */
export function blockList({ served, gwas, study }: ServedStudy): List<SnpOfBlock> {
  const { store } = served;
  const variants = annotationOf(served, VARIANTS);
  const leads = new Map(gwas.leads(study).map(({ row, minusLog10P }) => [row, minusLog10P]));
  const rows = gwas.blocks(study).flatMap((snps, block) => {
    const lead = snps[0]!.row;
    return snps.map(({ row, r2 }) => ({ block: block + 1, lead, minusLog10P: leads.get(lead)!, row, r2 }));
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

interface HitSnp {
  readonly row: number;
  readonly lead: number;
  readonly r2: number;
}

/** Published cCREs that blocks of the study hit, in the order of the registry, each with the variants that hit it. */
export function ccresHit(
  variants: VariantTable,
  { served, gwas, study }: ServedStudy,
): Map<number, HitSnp[]> {
  const { published } = served.store.table;
  const found = new Map<number, HitSnp[]>();
  for (const snps of gwas.blocks(study)) {
    for (const { row, r2 } of snps) {
      const element = variants.elementOf(row);
      if (element < 0 || !hasRow(published, element)) continue;
      const own = found.get(element) ?? [];
      if (!found.has(element)) found.set(element, own);
      own.push({ row, lead: snps[0]!.row, r2 });
    }
  }
  return new Map([...found].sort(([a], [b]) => a - b));
}

export const HitCcreSchema = closed({
  ...COMPONENT_PARTS.ElementView.properties,
  snps: Type.Array(
    closed({ id: Type.String(), lead: Type.String(), r2: Type.Number({ description: 'With the lead' }) }),
    { description: 'Variants of LD blocks in it' },
  ),
  z: Type.Union([closed(byAssay(ZRef)), Type.Null()], { description: 'In the biosample that was asked for' }),
});

/** The assays of which one must be high for an element to be active (SCREEN). */
const ACTIVE_ASSAYS: readonly string[] = ['DNase', 'H3K4me3', 'H3K27ac'];

/** The cCREs of a study; with a biosample those alone that are active there. */
export function hitCcreList(own: ServedStudy, biosample: BiosampleRow | undefined): List<number> {
  const { served } = own;
  const { store } = served;
  const variants = annotationOf(served, VARIANTS);
  const hit = ccresHit(variants, own);
  const assays = CLASS_ASSAYS.flatMap((assay) =>
    biosample?.files[assay] === undefined
      ? []
      : [{ assay, z: store.z(biosample.name, assay), high: store.high(biosample.name, assay) }],
  );
  const marks = assays.filter(({ assay }) => ACTIVE_ASSAYS.includes(assay));
  const rows = [...hit.keys()].filter(
    (row) => biosample === undefined || marks.some(({ high }) => hasRow(high, row)),
  );
  const idOf = (row: number) => variants.variant(row).id;
  const zOf = (row: number, assay: string): ZView => {
    const column = assays.find((other) => other.assay === assay);
    return column === undefined ? { state: 'notAssayed', z: null } : columnView(column.z, column.high, row);
  };
  return {
    name: 'ccres',
    columns: [
      ...elementColumns(store),
      {
        name: 'snps',
        type: 'text',
        description: 'Variants of LD blocks in it, semicolons between',
        value: (row) =>
          hit
            .get(row)!
            .map((snp) => idOf(snp.row))
            .join(';'),
      },
      {
        name: 'leads',
        type: 'text',
        description: 'Leads of these blocks, semicolons between',
        value: (row) => [...new Set(hit.get(row)!.map((snp) => idOf(snp.lead)))].join(';'),
      },
      ...assays.map(({ assay, z }) => ({
        name: `z.${assay}`,
        type: 'number' as const,
        description: `Z of ${assay} in ${biosample!.name}; -10 is no signal`,
        value: (row: number) => zCell(z[row]!),
      })),
    ],
    ...arrayRows(rows),
    object: (row) => ({
      ...elementView(store, row),
      snps: hit.get(row)!.map((snp) => ({ id: idOf(snp.row), lead: idOf(snp.lead), r2: floatToSix(snp.r2) })),
      z:
        biosample === undefined
          ? null
          : Object.fromEntries(CLASS_ASSAYS.map((assay) => [assay, zOf(row, assay)])),
    }),
    bed: (row) => elementBed(store, row),
    beside: () => ({
      registry: registryView(served),
      biosample: biosample?.name ?? null,
      ofAll: hit.size,
    }),
  };
}
