/** The chromosomes of what is being written: each must be known, and come in one piece. */

import { CisregError } from '../../errors.ts';

export interface ChromOrder {
  /** The id of the chromosome of the rows at hand, and whether its rows begin with them. Throws CisregError FORMAT. */
  enter(chrom: string): { readonly id: number; readonly isNew: boolean };
}

/** Checks chromosomes for the file `path`; an id is a place in `names`. `what` is what messages call the rows. */
export function newChromOrder(path: string, names: readonly string[], what: string): ChromOrder {
  const ids = new Map(names.map((name, id) => [name, id]));
  const seen = new Uint8Array(names.length);
  let last = -1;
  const refuse = (message: string) => new CisregError('FORMAT', message, { where: { file: path } });
  return {
    enter(chrom) {
      const id = ids.get(chrom);
      if (id === undefined)
        throw refuse(
          `${what} of ${chrom}, expected a chromosome that the chromosome sizes list; add it there`,
        );
      const isNew = id !== last;
      if (isNew && seen[id])
        throw refuse(`${what} of ${chrom} in two places, expected each chromosome in one piece; sort them`);
      seen[id] = 1;
      last = id;
      return { id, isNew };
    },
  };
}
