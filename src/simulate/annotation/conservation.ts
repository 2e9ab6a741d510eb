/** Conservation along the genome: noise around zero, and elements that selection keeps. */

import type { WigRun } from '../../formats/bbi/bigwig-writer.ts';
import type { PlantedClass } from '../element-table.ts';
import type { SimulatedGenome } from '../layout.ts';
import { streamOf } from '../plan.ts';
import { onceAGenome } from './once-a-genome.ts';

/** Of the elements of each class this share is conserved. */
const CONSERVED_SHARE: Readonly<Record<PlantedClass, number>> = {
  PLS: 0.95,
  pELS: 0.75,
  dELS: 0.6,
  'DNase-H3K4me3': 0.4,
  'CTCF-only': 0.6,
  'DNase-only': 0.3,
};

/** 1 for each element that is conserved: it has a counterpart in the second genome, too. */
export const conservedOf = onceAGenome((genome): Uint8Array => {
  const random = streamOf(genome, 'conserved');
  const flags = new Uint8Array(genome.elements.count);
  for (const { index, planted } of genome.elements) {
    flags[index] = random.chance(CONSERVED_SHARE[planted]) ? 1 : 0;
  }
  return flags;
});

const LEAST_SEGMENT_BP = 100;
const MEAN_SEGMENT_BP = 300;
const STEP_BP = 20;

/** Scores as of phyloP: negative where faster than neutral. */
export function* conservationRuns(genome: SimulatedGenome): Generator<WigRun> {
  const random = streamOf(genome, 'conservation');
  const { elements, plan } = genome;
  const conserved = conservedOf(genome);
  for (let chrom = 0; chrom < plan.mainChroms; chrom++) {
    const sizeBp = plan.chroms.sizes[chrom]!;
    const room = Math.ceil(sizeBp / STEP_BP) + 100;
    const run = {
      chrom: plan.chroms.names[chrom]!,
      starts: new Int32Array(room),
      ends: new Int32Array(room),
      values: new Float32Array(room),
      length: 0,
    };
    const put = (start: number, end: number, value: number) => {
      if (start >= end) return;
      run.starts[run.length] = start;
      run.ends[run.length] = end;
      run.values[run.length] = Math.round(value * 100) / 100;
      run.length++;
    };
    const neutral = (from: number, to: number) => {
      for (let at = from; at < to; ) {
        const end = Math.min(to, at + LEAST_SEGMENT_BP + Math.round(random.exponential(MEAN_SEGMENT_BP)));
        // What does not align has no score.
        if (!random.chance(0.05)) put(at, end, 0.3 * random.normal());
        at = end;
      }
    };
    const range = elements.rangeOf(chrom);
    let at = 0;
    for (let i = range.from; i < range.to; i++) {
      if (conserved[i] !== 1) continue;
      neutral(at, elements.start[i]!);
      const width = elements.end[i]! - elements.start[i]!;
      const height = 1 + random.exponential(0.8);
      for (at = elements.start[i]!; at < elements.end[i]!; ) {
        const end = Math.min(elements.end[i]!, at + STEP_BP);
        const middle = Math.sin((Math.PI * ((at + end) / 2 - elements.start[i]!)) / width);
        put(at, end, height * (0.2 + 0.8 * middle) + 0.2 * random.normal());
        at = end;
      }
    }
    neutral(at, sizeBp);
    yield run;
  }
}
