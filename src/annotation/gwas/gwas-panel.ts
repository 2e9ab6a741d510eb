/** What a test of enrichment needs of a registry: the panel of SNPs, and the elements that are active in each biosample. */

import { type PreparedPanel, preparePanel } from '../../analysis/snp-panel.ts';
import type { ElementStore } from '../../store/element-store.ts';
import { intersection, type RowSet, setFromPacked } from '../../store/row-set.ts';
import { readHigh, type ZColumn } from '../../store/zscore-store.ts';
import type { LdTable } from '../variants/ld-table.ts';
import type { VariantTable } from '../variants/variant-table.ts';

/**
 * All variants of a registry as a panel, with the linkage of one population; without one each stands for itself. `elements` is the number of rows
 * of the element table. 60 bytes a variant and 16 a pair are held.
 */
export function gwasPanel(
  from: { readonly variants: VariantTable; readonly ld: LdTable | undefined; readonly elements: number },
  { population, r2 }: { readonly population: string | undefined; readonly r2: number },
): PreparedPanel {
  const { element, ...snps } = from.variants.panel();
  const linkage =
    population === undefined || from.ld === undefined
      ? {
          offsets: new Int32Array(element.length + 1),
          partner: new Int32Array(0),
          r2: new Float32Array(0),
        }
      : from.ld.linkage(population);
  return preparePanel({ snps, linkage, elements: { of: element, elements: from.elements } }, { r2 });
}

/** A biosample that has the assay, and the column of its Z-scores. */
export interface AssayedBiosample {
  readonly biosample: string;
  readonly column: ZColumn;
}

/** The biosamples of the registry that have the assay, in its order. */
export function assayedBiosamples({ registry, column }: ElementStore, assay: string): AssayedBiosample[] {
  const has = new Set(
    registry.manifest.columns.filter((own) => own.assay === assay).map((own) => own.biosample),
  );
  return registry.biosamples.flatMap(({ name, files }) =>
    has.has(name) || files[assay] !== undefined ? [{ biosample: name, column: column(name, assay) }] : [],
  );
}

/** The published cCREs that are high in a column (SCREEN: cCREs of H3K27ac Z > 1.64), by the stored bits. */
export function activeRows(zscores: string, column: ZColumn, published: RowSet): RowSet {
  const high = setFromPacked(published.rows, readHigh(zscores, column, published.rows));
  return intersection(published.rows, [high, published]);
}
