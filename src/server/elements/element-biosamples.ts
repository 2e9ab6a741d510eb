/** One element in every biosample: its class there, and its Z-scores. */

import { Type } from 'typebox';
import { biosampleLabel } from '../../registry/biosamples.ts';
import { CLASS_ASSAYS, type ClassAssay } from '../../registry/classify.ts';
import { ZERO_SIGNAL_Z } from '../../registry/zscores.ts';
import { classColumns } from '../../store/class-columns.ts';
import type { ElementStore } from '../../store/element-store.ts';
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

/** The element of a row in every biosample that has a class assay. */
export function elementInBiosamples(store: ElementStore, row: number): ElementInBiosample[] {
  const { registry, table, rowZ } = store;
  const stored = rowZ(row);
  return classColumns(registry).map(({ biosample: { name, key }, group, columns }) => {
    let assays = 0;
    let high = 0;
    const z = {} as Record<ClassAssay, ZView>;
    columns.forEach((c, a) => {
      if (c >= 0) assays |= 1 << a;
      if (c >= 0 && stored.isHigh[c]!) high |= 1 << a;
      z[CLASS_ASSAYS[a]!] = c < 0 ? NOT_ASSAYED : zView(stored.z[c]!, stored.isHigh[c]!);
    });
    const { label, rgb } = biosampleLabel(table.zone[row]!, high, assays, registry.scheme);
    return { biosample: name, key, group, class: label, rgb, z };
  });
}

const NOT_ASSAYED: ZView = { state: 'notAssayed', z: null };

/** The columns of that as a table; -10 is no signal. */
export const ELEMENT_IN_BIOSAMPLE_COLUMNS: readonly ListColumn<ElementInBiosample>[] = [
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
