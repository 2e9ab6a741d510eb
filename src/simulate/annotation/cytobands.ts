/** The bands of the chromosomes, as UCSC's table cytoBand has them: two arms, and dark bands between light ones. */

import type { SimulatedGenome } from '../layout.ts';
import { streamOf } from '../plan.ts';

/** Outwards from the centromere, over and over. */
const STAINS = ['gneg', 'gpos50', 'gneg', 'gpos100', 'gneg', 'gpos25', 'gneg', 'gpos75'] as const;
/** Bands of a chromosome: so many, and another for each of these lengths. */
const LEAST_BANDS = 14;
const BAND_BP = 5_000_000;
/** Bands of a region: 11 to 15, 21 to 25 and so on. */
const REGION_BANDS = 5;

/** Columns chrom, start, end, name, stain; each base of the main chromosomes has one band. */
export function* cytobandsText(genome: Pick<SimulatedGenome, 'seed' | 'plan'>): Generator<string> {
  const random = streamOf(genome, 'cytobands');
  const { chroms, mainChroms } = genome.plan;
  for (let chrom = 0; chrom < mainChroms; chrom++) {
    const sizeBp = chroms.sizes[chrom]!;
    const bands = LEAST_BANDS + Math.round(sizeBp / BAND_BP);
    const short = Math.max(3, Math.round(bands * (0.3 + 0.2 * random.uniform())));
    // Both arms from the centromere outwards; the short one is written from its end.
    const arms = [namesOf('p', short).reverse(), namesOf('q', bands - short)];
    const named = arms.flat();
    const widths = named.map(() => 0.4 + random.uniform());
    const total = widths.reduce((sum, width) => sum + width, 0);
    let done = 0;
    let start = 0;
    for (const [i, { name, stain }] of named.entries()) {
      done += widths[i]!;
      const end = i + 1 === named.length ? sizeBp : Math.round((sizeBp * done) / total);
      yield `${chroms.names[chrom]}\t${start}\t${end}\t${name}\t${stain}\n`;
      start = end;
    }
  }
}

interface Band {
  readonly name: string;
  readonly stain: string;
}

/** The bands of an arm from the centromere (11.1) outwards: 11.2, 12, 13, and so on. */
function namesOf(arm: 'p' | 'q', count: number): Band[] {
  return Array.from({ length: count }, (_, i) => {
    if (i === 0) return { name: `${arm}11.1`, stain: 'acen' };
    const band = i - 1;
    const number = `${1 + Math.floor(band / REGION_BANDS)}${1 + (band % REGION_BANDS)}`;
    // Heterochromatin beside the centromere varies from one person to the next.
    const stain = arm === 'q' && i === 2 ? 'gvar' : STAINS[band % STAINS.length]!;
    return { name: `${arm}${number}${i === 1 ? '.2' : ''}`, stain };
  });
}
