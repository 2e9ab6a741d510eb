/** Marks as the bits that src/registry takes. */

import { HIGH_CTCF, HIGH_DNASE, HIGH_H3K4ME3, HIGH_H3K27AC } from '../../src/registry/classify.ts';
import type { Marks } from './naive-classes.ts';

export function bitsOf({ dnase, k4, k27, ctcf }: Marks): number {
  return (
    (dnase ? HIGH_DNASE : 0) | (k4 ? HIGH_H3K4ME3 : 0) | (k27 ? HIGH_H3K27AC : 0) | (ctcf ? HIGH_CTCF : 0)
  );
}
