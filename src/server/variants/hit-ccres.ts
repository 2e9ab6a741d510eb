/** The cCREs that the LD blocks of a study, or of anybody's list, hit: with the variants, what the element is in a biosample, and its genes. */

import { Type } from 'typebox';
import { GENES } from '../../annotation/genes/gene-table.ts';
import { LINKS } from '../../annotation/links/link-table.ts';
import { VARIANTS, type VariantTable } from '../../annotation/variants/variant-table.ts';
import { floatToSix } from '../../formats/six-digits.ts';
import { locationText } from '../../genome/region-text.ts';
import { biosampleLabel } from '../../registry/biosamples.ts';
import { CLASS_ASSAYS } from '../../registry/classify.ts';
import type { BiosampleRow } from '../../store/registry-directory.ts';
import { hasRow } from '../../store/row-set.ts';
import { annotationIfAny, annotationOf } from '../answers/annotated.ts';
import { byAssay, COMPONENT_PARTS, closed, orNull, ZRef } from '../answers/components.ts';
import { arrayRows, type List, type ListColumn } from '../answers/list-answer.ts';
import { registryView } from '../answers/registry-view.ts';
import { elementColumns, zCell } from '../elements/element-columns.ts';
import { columnView, elementBed, elementView, type ZView } from '../elements/element-view.ts';
import type { Served } from '../served.ts';
import type { ServedBlocks } from './gwas-lists.ts';

interface HitSnp {
  readonly row: number;
  readonly lead: number;
  readonly r2: number;
}

/** Published cCREs that the blocks hit, in the order of the registry, each with the variants that hit it. */
export function ccresHit(variants: VariantTable, { served, blocks }: ServedBlocks): Map<number, HitSnp[]> {
  const { published } = served.store.table;
  const found = new Map<number, HitSnp[]>();
  for (const snps of blocks) {
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

const LinkedGene = closed({
  id: Type.String(),
  symbol: Type.String(),
  confidence: Type.Number({ description: '0 to 1' }),
});

export const HitCcreSchema = closed({
  ...COMPONENT_PARTS.ElementView.properties,
  snps: Type.Array(
    closed({
      id: Type.String(),
      location: Type.String({ description: '1-based inclusive' }),
      lead: Type.String(),
      r2: Type.Number({ description: 'With the lead' }),
    }),
    { description: 'Variants of LD blocks in it' },
  ),
  z: Type.Union([closed(byAssay(ZRef)), Type.Null()], { description: 'In the biosample that was asked for' }),
  classThere: orNull('string', 'Its class in that biosample, with its suffix'),
  nearestSymbol: orNull('string', 'Symbol of nearestGene; null where the registry has no genes'),
  linkedGene: Type.Union([LinkedGene, Type.Null()], {
    description: 'The gene that it is linked with most confidently',
  }),
});

/** The assays of which one must be high for an element to be active (SCREEN). */
const ACTIVE_ASSAYS: readonly string[] = ['DNase', 'H3K4me3', 'H3K27ac'];

/** The cCREs that are hit; with a biosample those alone that are active there. */
export function hitCcreList(own: ServedBlocks, biosample: BiosampleRow | undefined): List<number> {
  const { served } = own;
  const { store } = served;
  const variants = annotationOf(served, VARIANTS);
  const hit = ccresHit(variants, own);
  const inside = biosample === undefined ? undefined : elementsIn(served, biosample);
  const rows = [...hit.keys()].filter((row) => inside === undefined || inside.isActive(row));
  const genes = genesOf(served);
  const idOf = (row: number) => variants.variant(row).id;
  const column = (
    name: string,
    description: string,
    value: (row: number) => string | number | null,
  ): ListColumn<number> => ({ name, type: 'text', description, value });
  return {
    name: 'ccres',
    columns: [
      ...elementColumns(store),
      column('snps', 'Variants of LD blocks in it, semicolons between', (row) =>
        hit
          .get(row)!
          .map((snp) => idOf(snp.row))
          .join(';'),
      ),
      column('leads', 'Leads of these blocks, semicolons between', (row) =>
        [...new Set(hit.get(row)!.map((snp) => idOf(snp.lead)))].join(';'),
      ),
      ...(inside?.columns ?? []),
      column('linkedGene', 'Gene that it is linked with most confidently', (row) => {
        return genes.linked(row)?.symbol ?? null;
      }),
      {
        ...column('linkConfidence', 'Of that link', (row) => genes.linked(row)?.confidence ?? null),
        type: 'number',
      },
    ],
    ...arrayRows(rows),
    object: (row) => ({
      ...elementView(store, row),
      snps: hit.get(row)!.map((snp) => {
        const variant = variants.variant(snp.row);
        return {
          id: variant.id,
          location: locationText(variant),
          lead: idOf(snp.lead),
          r2: floatToSix(snp.r2),
        };
      }),
      z: inside?.z(row) ?? null,
      classThere: inside?.classOf(row) ?? null,
      nearestSymbol: genes.nearest(row),
      linkedGene: genes.linked(row),
    }),
    bed: (row) => elementBed(store, row),
    beside: () => ({
      registry: registryView(served),
      biosample: biosample?.name ?? null,
      ofAll: hit.size,
    }),
  };
}

/** What elements are in one biosample. */
function elementsIn({ store }: Served, { name, files }: BiosampleRow) {
  const { registry, table } = store;
  const assays = CLASS_ASSAYS.flatMap((assay, a) =>
    files[assay] === undefined
      ? []
      : [{ assay, bit: 1 << a, z: store.z(name, assay), high: store.high(name, assay) }],
  );
  const marks = assays.filter(({ assay }) => ACTIVE_ASSAYS.includes(assay));
  const assayed = assays.reduce((bits, { bit }) => bits | bit, 0);
  const zOf = (row: number, assay: string): ZView => {
    const column = assays.find((other) => other.assay === assay);
    return column === undefined ? { state: 'notAssayed', z: null } : columnView(column.z, column.high, row);
  };
  const classOf = (row: number): string => {
    const high = assays.reduce((bits, own) => (hasRow(own.high, row) ? bits | own.bit : bits), 0);
    return biosampleLabel(table.zone[row]!, high, assayed, registry.scheme).label;
  };
  const columns: ListColumn<number>[] = [
    { name: 'classThere', type: 'text', description: `Class in ${name}, with its suffix`, value: classOf },
    ...assays.map(
      ({ assay, z }): ListColumn<number> => ({
        name: `z.${assay}`,
        type: 'number',
        description: `Z of ${assay} in ${name}; -10 is no signal`,
        value: (row) => zCell(z[row]!),
      }),
    ),
  ];
  return {
    columns,
    classOf,
    isActive: (row: number) => marks.some(({ high }) => hasRow(high, row)),
    z: (row: number) => Object.fromEntries(CLASS_ASSAYS.map((assay) => [assay, zOf(row, assay)])),
  };
}

/** The genes of elements, as far as the registry knows any. */
function genesOf(served: Served) {
  const { table } = served.store;
  const [genes, links] = [annotationIfAny(served, GENES), annotationIfAny(served, LINKS)];
  return {
    nearest(row: number): string | null {
      const name = table.genes[table.gene[row]!];
      const [found] = name === undefined ? [] : (genes?.find(name) ?? []);
      return found === undefined ? null : genes!.gene(found).symbol;
    },
    linked(row: number) {
      const [best] = genes === undefined ? [] : (links?.ofElement(row) ?? []);
      if (best === undefined) return null;
      const { id, symbol } = genes!.gene(best.gene);
      return { id, symbol, confidence: floatToSix(best.confidence) };
    },
  };
}
