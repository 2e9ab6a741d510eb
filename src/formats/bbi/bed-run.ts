/** Rows on their way into a bigBed, and what they must be. */

import { CisregError } from '../../errors.ts';
import type { TextBytes } from '../byte-order.ts';
import { newChromOrder } from './chrom-order.ts';

/**
 * The first `length` rows of the arrays, by start; they may overlap and be empty (start = end). 0-based half-open. A
 * chromosome may come in several runs one after the other.
 */
export interface BedRun {
  readonly chrom: string;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** Each row's columns from the fourth on, tabs between: text i of row i. May be left out for rows of three columns. */
  readonly rest?: TextBytes | undefined;
  readonly length: number;
}

export interface BedChecker {
  /** The id of the run's chromosome. Throws CisregError FORMAT where the run may not follow those before. */
  check(run: BedRun): number;
  /** The sum of the sizes of the rows so far, and how many there are. */
  totals(): { readonly basesBp: number; readonly rows: number };
}

/** Checks places for the file `path`; a chromosome's id is its place in `names`. */
export function newBedChecker(
  path: string,
  names: readonly string[],
  sizesBp: readonly number[],
): BedChecker {
  const order = newChromOrder(path, names, 'rows');
  let reached = 0;
  let basesBp = 0;
  let rows = 0;
  const refuse = (message: string) => new CisregError('FORMAT', message, { where: { file: path } });
  return {
    check({ chrom, starts, ends, rest, length }) {
      if (rest !== undefined && rest.offsets.length <= length)
        throw new RangeError(`${length} rows with offsets of ${rest.offsets.length - 1} texts`);
      const { id, isNew } = order.enter(chrom);
      if (isNew) reached = 0;
      const sizeBp = sizesBp[id]!;
      for (let i = 0; i < length; i++) {
        const start = starts[i]!;
        const end = ends[i]!;
        if (start < reached || end < start || end > sizeBp) {
          const expected =
            start < reached
              ? `a start from ${reached}, that of the row before; sort the rows`
              : `an end from ${start} to ${sizeBp}, the size of ${chrom}; is it another assembly?`;
          throw refuse(`a row at ${chrom}:${start}-${end}, expected ${expected}`);
        }
        reached = start;
        basesBp += end - start;
      }
      rows += length;
      return id;
    },
    totals: () => ({ basesBp, rows }),
  };
}
