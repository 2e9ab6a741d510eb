/** What several files of a genome follow from is planted once. */

import type { SimulatedGenome } from '../layout.ts';

/** The function's result for a genome, kept as long as the genome is. */
export function onceAGenome<T>(plant: (genome: SimulatedGenome) => T): (genome: SimulatedGenome) => T {
  const known = new WeakMap<SimulatedGenome, { readonly planted: T }>();
  return (genome) => {
    const found = known.get(genome);
    if (found !== undefined) return found.planted;
    const planted = plant(genome);
    known.set(genome, { planted });
    return planted;
  };
}
