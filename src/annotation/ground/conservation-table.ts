/** The conservation scores that hang on a registry. */

import type { KindReader } from '../kind.ts';
import { coveredColumn, meanColumn } from './conservation.ts';

export interface ConservationScore {
  readonly name: string;
  readonly file: string;
  /** By row: the mean over all bases of the element, those without a value as 0 (float32). */
  mean0(): Float32Array;
  /** By row: how many bases have a value. */
  covered(): Int32Array;
  /** Both for one row, read in place. */
  at(row: number): { mean0: number; coveredBp: number };
}

export const CONSERVATION: KindReader<readonly ConservationScore[]> = {
  kind: 'conservation',
  open: (columns) => {
    const files = columns.texts('file');
    return columns.texts('name').map((name, i) => ({
      name,
      file: files[i]!,
      mean0: () => columns.float32(meanColumn(i + 1)),
      covered: () => columns.int32(coveredColumn(i + 1)),
      at: (row) => ({
        mean0: columns.inPlace(meanColumn(i + 1)).read(row, row + 1)[0]!,
        coveredBp: columns.inPlace(coveredColumn(i + 1)).read(row, row + 1)[0]!,
      }),
    }));
  },
};
