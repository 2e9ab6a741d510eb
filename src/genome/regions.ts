/** Genomic regions as a struct of arrays; coordinates are 0-based half-open. */

/** Regions in any order. `chrom[i]` indexes `chromNames`; `start[i] < end[i] <= 2^31 - 1`. */
export interface Regions {
  readonly chromNames: readonly string[];
  readonly chrom: Int32Array;
  readonly start: Int32Array;
  readonly end: Int32Array;
}

/** The largest coordinate that a Region can hold. */
export const MAX_COORDINATE = 2 ** 31 - 1;
