/** What all columns together say of each rDHS: max-Z, high assays, counts of biosamples, specificity, tier evidence. */

import type { Progress } from '../progress.ts';
import { CLASS_ASSAYS, HIGH_DNASE } from '../registry/classify.ts';
import { addEvidence, noEvidence } from '../registry/tiers.ts';
import { addHighBit } from '../store/zscore-store.ts';
import type { Biosample, DatasetKey } from './biosample-table.ts';

export interface Evidence {
  /** By class assay: the maximum of Z over biosamples; undefined where no biosample has the assay. */
  readonly maxZ: readonly (Float64Array | undefined)[];
  /** HIGH_ bits of max-Z. */
  readonly high: Uint8Array;
  /** By class assay: the number of biosamples in which each rDHS is high. */
  readonly highCounts: readonly Int32Array[];
  /** Tissue specificity of DNase Z (tau, 0 to 1); NaN with fewer than two biosamples or where no Z is above 0. */
  readonly tau: Float64Array;
  /** Bits for tierOf. */
  readonly tierEvidence: Uint16Array;
}

/** The Z-scores of one dataset, rows as in rDHSs.bed. */
export interface ZSource {
  /** Row r is bit r % 8 of byte r >> 3. */
  readonly high: Uint8Array;
  readonly z: Float32Array;
  /** Z of a row in double precision. */
  exactZ(row: number): number;
}

/**
 * Asks `openColumn` for every dataset that takes part in classes, one at a time; holds a few arrays of `rows` entries.
 */
export async function gatherEvidence(
  biosamples: readonly Biosample[],
  rows: number,
  openColumn: (dataset: DatasetKey) => ZSource | Promise<ZSource>,
  progress: Progress,
): Promise<Evidence> {
  const maxima = CLASS_ASSAYS.map(() => new RunningMaxZ(rows));
  const highCounts = CLASS_ASSAYS.map(() => new Int32Array(rows));
  const high = new Uint8Array(rows);
  const tau = new RunningTau(rows);
  const tierEvidence = noEvidence(rows);
  const flags = new Uint8Array(rows);
  for (const biosample of biosamples) {
    progress.advance(1);
    if (biosample.group === undefined) continue;
    flags.fill(0);
    for (const [a, assay] of CLASS_ASSAYS.entries()) {
      const dataset = biosample.datasets[assay];
      if (dataset === undefined) continue;
      const column = await openColumn(dataset);
      addHighBit(flags, column.high, 1 << a);
      const counts = highCounts[a]!;
      for (let i = 0; i < rows; i++) counts[i]! += (column.high[i >> 3]! >> (i & 7)) & 1;
      maxima[a]!.add(column);
      if (1 << a === HIGH_DNASE) tau.add(column.z);
    }
    for (let i = 0; i < rows; i++) high[i]! |= flags[i]!;
    addEvidence(tierEvidence, biosample.group, flags);
  }
  return { maxZ: maxima.map((max) => max.finish()), high, highCounts, tau: tau.finish(), tierEvidence };
}

/**
 * The maximum of Z in double precision from float32 columns: rounding keeps order, so the maximum is among the
 * columns that reach the float32 maximum, and only those are computed again from their signal.
 */
class RunningMaxZ {
  private readonly stored: Float32Array;
  private readonly exact: Float64Array;
  private any = false;

  constructor(rows: number) {
    this.stored = new Float32Array(rows).fill(Number.NEGATIVE_INFINITY);
    this.exact = new Float64Array(rows).fill(Number.NEGATIVE_INFINITY);
  }

  add(column: ZSource): void {
    this.any = true;
    const { stored, exact } = this;
    for (let i = 0; i < stored.length; i++) {
      const value = column.z[i]!;
      if (value < stored[i]!) continue;
      const own = column.exactZ(i);
      exact[i] = value > stored[i]! ? own : Math.max(own, exact[i]!);
      stored[i] = value;
    }
  }

  finish(): Float64Array | undefined {
    return this.any ? this.exact : undefined;
  }
}

/** tau = sum(1 - x / max) / (n - 1) over the n biosamples, x = Z where above 0, else 0 (Yanai et al. 2005). */
class RunningTau {
  private readonly sum: Float64Array;
  private readonly max: Float64Array;
  private n = 0;

  constructor(rows: number) {
    this.sum = new Float64Array(rows);
    this.max = new Float64Array(rows);
  }

  add(z: Float32Array): void {
    this.n++;
    for (let i = 0; i < z.length; i++) {
      const x = z[i]!;
      if (!(x > 0)) continue;
      this.sum[i]! += x;
      if (x > this.max[i]!) this.max[i] = x;
    }
  }

  finish(): Float64Array {
    const { n, max } = this;
    return this.sum.map((sum, i) => (n < 2 || max[i] === 0 ? Number.NaN : (n - sum / max[i]!) / (n - 1)));
  }
}
