/** Variants as the API shows them: as objects, and as columns of tables. */

import { Type } from 'typebox';
import type { Variant, VariantTable } from '../../annotation/variants/variant-table.ts';
import { floatToSix } from '../../formats/six-digits.ts';
import { locationText } from '../../genome/region-text.ts';
import type { ElementStore } from '../../store/element-store.ts';
import { ccreAccession, rdhsAccession } from '../../store/element-table.ts';
import { closed, orNull } from '../answers/components.ts';
import type { ListColumn } from '../answers/list-answer.ts';

export const VariantSchema = closed({
  id: Type.String({ description: 'rs number, or what the file of variants calls it' }),
  chrom: Type.String(),
  start: Type.Integer({ description: '0-based' }),
  end: Type.Integer({ description: 'Half-open: behind the last base of the reference allele' }),
  location: Type.String({ description: '1-based inclusive' }),
  ref: Type.String(),
  alt: Type.String({ description: 'Alternative alleles, commas between' }),
  maf: orNull('number', 'Frequency of the second most frequent allele; null where it is not known'),
  tssDistance: orNull('integer', 'bp to the nearest TSS'),
  accession: orNull('string', 'cCRE of any tier that it shares a base with; the first of several'),
  rdhs: orNull('string', 'rDHS that it shares a base with'),
});

/** The variant of a row. */
export function variantView(variants: VariantTable, store: ElementStore, row: number) {
  const { id, chrom, start, end, ref, alt, maf, tssDistance, element } = variants.variant(row);
  return {
    id,
    chrom,
    start,
    end,
    location: locationText({ chrom, start, end }),
    ref,
    alt,
    maf: maf === undefined ? null : floatToSix(maf),
    tssDistance: tssDistance ?? null,
    accession: element === undefined ? null : (ccreAccession(store.table, element) ?? null),
    rdhs: element === undefined ? null : rdhsAccession(store.table, element),
  };
}

type VariantView = ReturnType<typeof variantView>;

/** The columns of variants; `rowOf` says the variant of a row of the list. */
export function variantColumns<Row>(
  variants: VariantTable,
  store: ElementStore,
  rowOf: (row: Row) => number,
): readonly ListColumn<Row>[] {
  // The columns of a row are asked for one after the other.
  let last: { row: number; view: VariantView } | undefined;
  const viewOf = (row: number) => {
    if (last?.row !== row) last = { row, view: variantView(variants, store, row) };
    return last.view;
  };
  const column = (
    name: keyof VariantView,
    type: ListColumn<Row>['type'],
    description: string,
  ): ListColumn<Row> => ({ name, type, description, value: (row) => viewOf(rowOf(row))[name] });
  return [
    column('chrom', 'text', 'Chromosome'),
    column('start', 'whole', 'Start, 0-based'),
    column('end', 'whole', 'End, half-open'),
    column('id', 'text', 'Id'),
    column('ref', 'text', 'Reference allele'),
    column('alt', 'text', 'Alternative alleles, commas between'),
    column('maf', 'number', 'Frequency of the second most frequent allele'),
    column('tssDistance', 'whole', 'bp to the nearest TSS'),
    column('accession', 'text', 'cCRE that it shares a base with'),
    column('rdhs', 'text', 'rDHS that it shares a base with'),
  ];
}

/** The variant of a row as BED4, without its line end. */
export function variantBed({
  chrom,
  start,
  end,
  id,
}: Pick<Variant, 'chrom' | 'start' | 'end' | 'id'>): string {
  return `${chrom}\t${start}\t${end}\t${id}`;
}
