/** Values on their way into a bigWig, and what they must be. */

import { CisregError } from '../../errors.ts';
import { newChromOrder } from './chrom-order.ts';
import type { SignalSummary } from './layout.ts';

/**
 * The first `length` values of the arrays, in order and apart: values[i] holds for the bases starts[i] to ends[i],
 * 0-based half-open. A chromosome may come in several runs one after the other.
 */
export interface WigRun {
  readonly chrom: string;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly values: Float32Array;
  readonly length: number;
}

export interface WigChecker {
  /** The id of the run's chromosome. Throws CisregError FORMAT where the run may not follow those before. */
  check(run: WigRun): number;
  totals(): { readonly summary: SignalSummary; readonly items: number };
}

/** Checks runs for the file `path`; a chromosome's id is its place in `names`. */
export function newWigChecker(
  path: string,
  names: readonly string[],
  sizesBp: readonly number[],
): WigChecker {
  const order = newChromOrder(path, names, 'values');
  let reached = 0;
  let items = 0;
  let coveredBp = 0;
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  let sum = 0;
  let sumSquares = 0;
  const refuse = (message: string) => new CisregError('FORMAT', message, { where: { file: path } });
  return {
    check({ chrom, starts, ends, values, length }) {
      const { id, isNew } = order.enter(chrom);
      if (isNew) reached = 0;
      const sizeBp = sizesBp[id]!;
      for (let i = 0; i < length; i++) {
        const start = starts[i]!;
        const end = ends[i]!;
        const value = values[i]!;
        if (start < reached || end <= start || end > sizeBp) {
          const expected = `a start from ${reached}, where the values before end, and an end behind it up to ${sizeBp}`;
          throw refuse(`a value at ${chrom}:${start}-${end}, expected ${expected}; sort the values`);
        }
        if (!Number.isFinite(value)) {
          throw refuse(
            `a value of ${value} at ${chrom}:${start}-${end}, expected a finite number; leave it out`,
          );
        }
        reached = end;
        const sizeOfItem = end - start;
        coveredBp += sizeOfItem;
        if (value < min) min = value;
        if (value > max) max = value;
        sum += sizeOfItem * value;
        sumSquares += sizeOfItem * value * value;
      }
      items += length;
      return id;
    },
    totals() {
      const isEmpty = items === 0;
      const summary = { coveredBp, min: isEmpty ? 0 : min, max: isEmpty ? 0 : max, sum, sumSquares };
      return { summary, items };
    },
  };
}
