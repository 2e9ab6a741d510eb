/**
 * Words of sets of all rows that are used again. A set of two million rows takes 250 kB outside of the heap, and some ten megabytes of those
 * bring on a collection of the whole heap: a question that leaves none behind waits for none.
 */

import { emptySet, type RowSet } from './row-set.ts';

/** Gives an empty set with bits for all rows. */
export type BlankSet = () => RowSet;

/** The sets that one question needs for as long as it is answered. */
export interface SetLease {
  readonly blank: BlankSet;
  /** None of the sets may be looked at from now on: others write them. Whoever never calls this leaves them to be collected. */
  end(): void;
}

/** What is kept for questions to come: those of a page with all its facets need less. */
const KEPT_SETS = 16;

/** Sets of `rows` rows to lend. */
export function setPool(rows: number): { lease(): SetLease } {
  const free: Uint32Array[] = [];
  return {
    lease() {
      let lent: Uint32Array[] = [];
      return {
        blank() {
          const known = free.pop();
          const set = known === undefined ? emptySet(rows) : { rows, words: known.fill(0) };
          lent.push(set.words);
          return set;
        },
        end() {
          for (const words of lent) if (free.length < KEPT_SETS) free.push(words);
          lent = [];
        },
      };
    },
  };
}
