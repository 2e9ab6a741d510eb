/** SNPs of like frequency and like distance to a TSS: the strata that controls are drawn from. */

import { percentile } from '../registry/percentile.ts';

/** Four quartiles of known MAF, and the SNPs whose MAF is unknown. */
const MAF_CLASSES = 5;
const UNKNOWN_MAF = 4;
const TSS_CLASSES = 4;
export const STRATA = MAF_CLASSES * TSS_CLASSES;

export interface SnpStrata {
  /** The stratum of each SNP, below STRATA. */
  readonly of: Uint8Array;
  /** The SNPs of stratum s are snps[offsets[s]] to snps[offsets[s + 1]], ascending. */
  readonly offsets: Int32Array;
  readonly snps: Int32Array;
  /** The quartiles of the panel (numpy's linear rule); a value on a border belongs below it. Empty where no value is known. */
  readonly mafBorders: readonly number[];
  readonly tssDistanceBorders: readonly number[];
}

/**
 * Divides SNPs by quartiles of their MAF and of their distance to the nearest TSS (SCREEN). Those of unknown MAF (NaN) are matched
 * with one another alone; those without a TSS on their chromosome (a negative distance) stand with the farthest.
 */
export function stratify(columns: {
  readonly maf: Float32Array;
  readonly tssDistance: Int32Array;
}): SnpStrata {
  const { maf, tssDistance } = columns;
  const mafBorders = quartiles(maf);
  const tssDistanceBorders = quartiles(tssDistance);
  const of = new Uint8Array(maf.length);
  const offsets = new Int32Array(STRATA + 1);
  for (let i = 0; i < of.length; i++) {
    const mafClass = maf[i]! >= 0 ? classOf(maf[i]!, mafBorders) : UNKNOWN_MAF;
    const tssClass = tssDistance[i]! >= 0 ? classOf(tssDistance[i]!, tssDistanceBorders) : TSS_CLASSES - 1;
    of[i] = mafClass * TSS_CLASSES + tssClass;
    offsets[of[i]! + 1]!++;
  }
  for (let s = 0; s < STRATA; s++) offsets[s + 1]! += offsets[s]!;
  const next = offsets.slice();
  const snps = new Int32Array(of.length);
  for (let i = 0; i < of.length; i++) snps[next[of[i]!]!++] = i;
  return { of, offsets, snps, mafBorders, tssDistanceBorders };
}

function quartiles(values: Float32Array | Int32Array): number[] {
  const known = new Float64Array(values.length);
  let filled = 0;
  for (let i = 0; i < values.length; i++) if (values[i]! >= 0) known[filled++] = values[i]!;
  if (filled === 0) return [];
  return [25, 50, 75].map((q) => percentile(() => [known.subarray(0, filled)], q));
}

function classOf(value: number, borders: readonly number[]): number {
  let below = 0;
  for (let k = 0; k < borders.length; k++) if (borders[k]! < value) below++;
  return below;
}
