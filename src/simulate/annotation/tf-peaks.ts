/** Peaks of transcription factors: each factor binds elements of some kind where they are active. */

import type { PlantedElement } from '../element-table.ts';
import type { SimulatedGenome } from '../layout.ts';
import { streamOf } from '../plan.ts';

interface Factor {
  readonly target: string;
  /** What it binds, in words and as a rule. */
  readonly rule: string;
  /** The tissue that it belongs to; undefined for a factor of all. */
  readonly tissue?: string;
  readonly share: number;
  binds(element: PlantedElement): boolean;
}

const isEnhancer = ({ planted }: PlantedElement) => planted === 'dELS' || planted === 'pELS';

/** A factor of a tissue binds the same elements in every biosample: a motif does not move. */
const ofTissue = (target: string, tissue: string, turn: number): Factor => ({
  target,
  rule: `every fifth pELS and dELS, in ${tissue}`,
  tissue,
  share: 0.9,
  binds: (element) => isEnhancer(element) && element.index % 5 === turn,
});

const FACTORS: readonly Factor[] = [
  { target: 'CTCF', rule: 'ctcfBound', share: 0.95, binds: ({ isCtcfBound }) => isCtcfBound },
  { target: 'POLR2A', rule: 'PLS', share: 0.9, binds: ({ planted }) => planted === 'PLS' },
  { target: 'EP300', rule: 'pELS and dELS', share: 0.6, binds: isEnhancer },
  ofTissue('GATA1', 'blood', 0),
  ofTissue('NEUROD2', 'brain', 1),
  ofTissue('HNF4A', 'liver', 2),
  ofTissue('GATA4', 'heart', 3),
  { target: 'RAD21', rule: 'ctcfBound', share: 0.7, binds: ({ isCtcfBound }) => isCtcfBound },
];

interface TfExperiment {
  readonly name: string;
  readonly factor: Factor;
  readonly biosample: number;
}

/** Peaks beside the rule: in other active elements, and anywhere (against peaks in elements). */
const STRAY_SHARE = 0.02;
const NOISE_SHARE = 0.08;

/** The experiments of a genome: the factors in turn, each in one biosample with DNase after the other. */
export function tfExperimentsOf({ plan }: SimulatedGenome): readonly TfExperiment[] {
  return Array.from({ length: plan.annotation.tfExperiments }, (_, i) => {
    const factor = FACTORS[i % FACTORS.length]!;
    const open = plan.biosamples.flatMap(({ assays, tissue }, b) => {
      const isOfTissue = factor.tissue === undefined || plan.tissues[tissue] === factor.tissue;
      return assays.includes('DNase') && isOfTissue ? [b] : [];
    });
    const turn = Math.floor(i / FACTORS.length);
    return {
      name: `TF${String(i + 1).padStart(3, '0')}`,
      factor,
      biosample: open[(i + turn) % open.length]!,
    };
  });
}

interface Peak {
  readonly chrom: number;
  readonly start: number;
  readonly end: number;
  readonly summit: number;
  readonly height: number;
  readonly isNoise: boolean;
}

function peaksOf(genome: SimulatedGenome, { name, factor, biosample }: TfExperiment): readonly Peak[] {
  const random = streamOf(genome, `tf ${name}`);
  const { elements, plan } = genome;
  const peaks: Peak[] = [];
  const add = (chrom: number, centre: number, height: number, isNoise: boolean) => {
    const summit = centre + random.whole(-30, 30);
    const start = Math.max(0, summit - random.whole(80, 200));
    const end = Math.min(plan.chroms.sizes[chrom]!, summit + random.whole(80, 200));
    peaks.push({ chrom, start, end, summit: summit - start, height, isNoise });
  };
  for (const element of elements) {
    if (!elements.isActive(element.index, biosample)) continue;
    if (!random.chance(factor.binds(element) ? factor.share : STRAY_SHARE)) continue;
    const height = 20 * element.strength * random.logNormal10(0.2);
    add(element.chrom, (element.start + element.end) >> 1, height, false);
  }
  for (let k = Math.round(peaks.length * NOISE_SHARE); k > 0; k--) {
    const chrom = random.whole(0, plan.mainChroms - 1);
    add(chrom, random.whole(1000, plan.chroms.sizes[chrom]! - 1000), 4 * random.logNormal10(0.1), true);
  }
  return peaks.sort((a, b) => a.chrom - b.chrom || a.start - b.start || a.end - b.end);
}

/** The narrowPeak file of an experiment. */
export function* tfPeaksText(genome: SimulatedGenome, index: number): Generator<string> {
  const experiment = tfExperimentsOf(genome)[index]!;
  for (const [i, { chrom, start, end, summit, height }] of peaksOf(genome, experiment).entries()) {
    const place = `${genome.plan.chroms.names[chrom]}\t${start}\t${end}\t${experiment.name}_${i + 1}`;
    const score = Math.min(1000, Math.round(height * 20));
    const q = (height * 2).toFixed(3);
    yield `${place}\t${score}\t.\t${height.toFixed(4)}\t${(height * 2 + 1).toFixed(3)}\t${q}\t${summit}\n`;
  }
}

/** tf-peaks.tsv: an experiment a row; paths are relative to it. */
export function* tfSheetText(genome: SimulatedGenome): Generator<string> {
  yield 'file\ttarget\tbiosample\texperiment\tformat\n';
  for (const { name, factor, biosample } of tfExperimentsOf(genome)) {
    const where = genome.plan.biosamples[biosample]!.name;
    yield `tf/${name}.narrowPeak.gz\t${factor.target}\t${where}\t${name}\tnarrowPeak\n`;
  }
}

/** truth/tf.tsv: what each factor binds, and how many peaks lie anywhere. */
export function* truthTfText(genome: SimulatedGenome): Generator<string> {
  yield 'experiment\ttarget\tbiosample\trule\tpeaks\tnoise\n';
  for (const experiment of tfExperimentsOf(genome)) {
    const peaks = peaksOf(genome, experiment);
    const noise = peaks.filter(({ isNoise }) => isNoise).length;
    const where = genome.plan.biosamples[experiment.biosample]!.name;
    const { target, rule } = experiment.factor;
    yield `${experiment.name}\t${target}\t${where}\t${rule}\t${peaks.length}\t${noise}\n`;
  }
}
