/** One element in every biosample: its class there, and its Z-scores. */

import { Type } from 'typebox';
import { biosampleLabel } from '../../registry/biosamples.ts';
import { CLASS_ASSAYS, type ClassAssay } from '../../registry/classify.ts';
import { ZERO_SIGNAL_Z } from '../../registry/zscores.ts';
import { type ClassColumns, classColumns } from '../../store/class-columns.ts';
import type { ElementStore } from '../../store/element-store.ts';
import type { RowZ } from '../../store/zscore-store.ts';
import { byAssay, closed, ZRef } from '../answers/components.ts';
import type { ListColumn } from '../answers/list-answer.ts';
import { type ZView, zView } from './element-view.ts';

/** The element in one biosample. */
export interface ElementInBiosample {
  readonly biosample: string;
  readonly key: string;
  readonly group: number;
  readonly class: string;
  readonly rgb: string;
  readonly z: Readonly<Record<ClassAssay, ZView>>;
}

export const ElementInBiosampleSchema = closed({
  biosample: Type.String(),
  key: Type.String({ description: 'As in the names of files' }),
  group: Type.Integer({ description: 'Group of assays that the biosample has' }),
  class: Type.String({ description: 'There, with its suffix' }),
  rgb: Type.String(),
  z: closed(byAssay(ZRef)),
});

/** What is stored of an element in all columns; of it the views in biosamples are made, which many answers need none of. */
export interface ElementInAll {
  readonly store: ElementStore;
  readonly row: number;
  readonly stored: RowZ;
  /** The biosamples that have a class assay. */
  readonly biosamples: readonly ClassColumns[];
}

/** Reads the element of a row in all columns. */
export function elementInAll(store: ElementStore, row: number): ElementInAll {
  return { store, row, stored: store.rowZ(row), biosamples: classColumns(store.registry) };
}

/** The element in the b-th of those biosamples. */
export function elementInBiosample(
  { store, row, stored, biosamples }: ElementInAll,
  b: number,
): ElementInBiosample {
  const { biosample, group, columns } = biosamples[b]!;
  const { assays, high } = assayBits(columns, stored);
  const z = {} as Record<ClassAssay, ZView>;
  columns.forEach((c, a) => {
    z[CLASS_ASSAYS[a]!] = c < 0 ? NOT_ASSAYED : zView(stored.z[c]!, stored.isHigh[c]!);
  });
  const { label, rgb } = biosampleLabel(store.table.zone[row]!, high, assays, store.registry.scheme);
  return { biosample: biosample.name, key: biosample.key, group, class: label, rgb, z };
}

/** The element of a row in every biosample that has a class assay. */
export function elementInBiosamples(store: ElementStore, row: number): ElementInBiosample[] {
  const all = elementInAll(store, row);
  return all.biosamples.map((_, b) => elementInBiosample(all, b));
}

/** Which class assays a biosample has, and in which of them the element is high, bit by bit. */
export function assayBits(
  columns: readonly number[],
  { isHigh }: RowZ,
): { readonly assays: number; readonly high: number } {
  let assays = 0;
  let high = 0;
  for (let a = 0; a < columns.length; a++) {
    const c = columns[a]!;
    if (c >= 0) assays |= 1 << a;
    if (c >= 0 && isHigh[c]!) high |= 1 << a;
  }
  return { assays, high };
}

const NOT_ASSAYED: ZView = { state: 'notAssayed', z: null };

/** The list of those biosamples, by their places, as a table; -10 is no signal. */
export function elementInBiosampleColumns(all: ElementInAll): ListColumn<number>[] {
  let place = -1;
  let view: ElementInBiosample | undefined;
  // The columns of a row are asked for one after the other.
  const viewAt = (b: number): ElementInBiosample => {
    if (b !== place || view === undefined) view = elementInBiosample(all, b);
    place = b;
    return view;
  };
  return COLUMNS.map((column) => ({ ...column, value: (b) => column.value(viewAt(b)) }));
}

const COLUMNS: readonly ListColumn<ElementInBiosample>[] = [
  { name: 'biosample', type: 'text', description: 'Biosample', value: (own) => own.biosample },
  { name: 'key', type: 'text', description: 'As in the names of files', value: (own) => own.key },
  { name: 'group', type: 'whole', description: 'Group of assays that it has', value: (own) => own.group },
  { name: 'class', type: 'text', description: 'Class there, with its suffix', value: (own) => own.class },
  { name: 'rgb', type: 'text', description: 'Colour of that class', value: (own) => own.rgb },
  ...CLASS_ASSAYS.map(
    (assay): ListColumn<ElementInBiosample> => ({
      name: `z.${assay}`,
      type: 'number',
      description: `Z of ${assay}`,
      value: ({ z }) => (z[assay].state === 'noSignal' ? ZERO_SIGNAL_Z : z[assay].z),
    }),
  ),
  ...CLASS_ASSAYS.map(
    (assay): ListColumn<ElementInBiosample> => ({
      name: `state.${assay}`,
      type: 'text',
      description: `high, low, noSignal or notAssayed: ${assay}`,
      value: ({ z }) => z[assay].state,
    }),
  ),
];
