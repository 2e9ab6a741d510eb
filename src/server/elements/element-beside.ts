/** Z of biosamples beside elements: of a page by its rows, of a long list a few columns whole. */

import type { ElementStore } from '../../store/element-store.ts';
import { hasRow, type RowSet } from '../../store/row-set.ts';
import type { RowZ } from '../../store/zscore-store.ts';
import { MAX_LIMIT } from '../answers/list-answer.ts';

/** A Z as it is stored. */
export interface BesideZ {
  readonly z: number;
  readonly isHigh: boolean;
}

/** Z of the asked biosamples. */
export interface Beside {
  /** Says how many rows will be looked at; without it, each is read by itself. */
  expect(rows: number): void;
  /** Z of a row in the `i`-th biosample that was asked for. */
  at(row: number, i: number): BesideZ;
}

/** Beyond this, columns are not read whole: 8 MB each for two million elements. */
const WHOLE_COLUMNS = 8;

/** Throws CisregError USAGE for what was not assayed. */
export function besideOf(
  store: ElementStore,
  columns: readonly { readonly assay: string; readonly biosample: string }[],
): Beside {
  const places = columns.map(({ biosample, assay }) => {
    const { file } = store.column(biosample, assay);
    return store.registry.manifest.columns.findIndex((own) => own.file === file);
  });
  let whole: readonly { readonly z: Float32Array; readonly high: RowSet }[] | undefined;
  let last: { readonly row: number; readonly own: RowZ } | undefined;
  return {
    expect(rows) {
      if (rows <= MAX_LIMIT || columns.length > WHOLE_COLUMNS) return;
      whole = columns.map(({ biosample, assay }) => ({
        z: store.z(biosample, assay),
        high: store.high(biosample, assay),
      }));
    },
    at(row, i) {
      if (whole !== undefined) return { z: whole[i]!.z[row]!, isHigh: hasRow(whole[i]!.high, row) };
      if (last?.row !== row) last = { row, own: store.rowZ(row) };
      return { z: last.own.z[places[i]!]!, isHigh: last.own.isHigh[places[i]!]! };
    },
  };
}
