/** Chains as columns: runs of ungapped blocks that align a target genome to a query genome (UCSC's words). */

import type { ChromSizes } from './chrom-sizes.ts';

/**
 * Chains in the order of the file, and their blocks in the order of the chains. Coordinates are 0-based half-open; those
 * of the target run along its + strand, those of the query along the strand that `queryStrand` says.
 */
export interface Chains {
  readonly count: number;
  readonly targets: ChromSizes;
  readonly queries: ChromSizes;
  readonly score: Float64Array;
  /** The place of each chain's target in `targets`. */
  readonly targetChrom: Int32Array;
  readonly targetStart: Int32Array;
  readonly targetEnd: Int32Array;
  /** The place of each chain's query in `queries`. */
  readonly queryChrom: Int32Array;
  /** +1, or -1 where the query's other strand is read. */
  readonly queryStrand: Int8Array;
  readonly queryStart: Int32Array;
  readonly queryEnd: Int32Array;
  /** -1 where the file gives none. */
  readonly id: Int32Array;
  /** The 1-based line of each chain's header. */
  readonly line: Int32Array;
  /** Chain c has blocks blockOffsets[c] to blockOffsets[c + 1], ascending on both sides. */
  readonly blockOffsets: Int32Array;
  /** On the target. A block has at least one base. */
  readonly blockStart: Int32Array;
  readonly blockEnd: Int32Array;
  /** Where each block begins on the query, along the chain's strand. */
  readonly blockQueryStart: Int32Array;
}
