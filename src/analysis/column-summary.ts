/** What a report tells of one column of Z-scores: the shape of its signal. Columns come one at a time. */

import { type Normalisation, ZERO_SIGNAL_Z } from '../registry/zscores.ts';

/** Bins of log10 signal, the same for every column, so that counts can be laid over each other. */
const LOG10_FROM = -6;
const LOG10_TO = 6;
export const LOG10_BIN = 0.1;
const BINS = Math.round((LOG10_TO - LOG10_FROM) / LOG10_BIN);

/** Left edge of a bin. */
export function binStart(bin: number): number {
  return LOG10_FROM + bin * LOG10_BIN;
}

/**
 * Rows with signal by log10 of it; what lies beyond the bins counts in the outermost. The logarithm comes from the stored
 * Z: 2.6 billion logarithms of a large registry take longer than reading it.
 */
export function log10Histogram(z: Float32Array, { mean, sd }: Normalisation): Int32Array {
  const histogram = new Int32Array(BINS);
  const scale = sd / LOG10_BIN;
  const shift = (mean - LOG10_FROM) / LOG10_BIN;
  for (let i = 0; i < z.length; i++) {
    const value = z[i]!;
    if (value === ZERO_SIGNAL_Z || Number.isNaN(value)) continue;
    const bin = Math.floor(value * scale + shift);
    histogram[bin < 0 ? 0 : bin >= BINS ? BINS - 1 : bin]!++;
  }
  return histogram;
}

/** Finds the rows that are high in exactly one of the columns that are added. */
export class HighOnce {
  private readonly any: Uint8Array;
  private readonly more: Uint8Array;

  constructor(rows: number) {
    this.any = new Uint8Array((rows + 7) >> 3);
    this.more = new Uint8Array((rows + 7) >> 3);
  }

  add(packed: Uint8Array): void {
    const { any, more } = this;
    for (let i = 0; i < any.length; i++) {
      more[i]! |= any[i]! & packed[i]!;
      any[i]! |= packed[i]!;
    }
  }

  /** Rows that are high in any column. */
  get high(): Uint8Array {
    return this.any;
  }

  once(): Uint8Array {
    return this.any.map((byte, i) => byte & ~this.more[i]!);
  }
}
