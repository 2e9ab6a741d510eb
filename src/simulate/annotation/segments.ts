/** States of chromatin along the genome, as ChromHMM tells them: each base of the main chromosomes has one. */

import type { PlantedClass } from '../element-table.ts';
import type { Gene, SimulatedGenome } from '../layout.ts';
import { streamOf } from '../plan.ts';
import type { Random } from '../random.ts';
import { firstGeneFrom } from './nearest-gene.ts';
import { linkedGenesOf } from './planted-links.ts';

/** States of the 15-state model that are used, with their colours. */
const COLOURS = {
  '1_TssA': '255,0,0',
  '4_Tx': '0,128,0',
  '7_Enh': '255,255,0',
  '9_Het': '138,145,208',
  '13_ReprPC': '128,128,128',
  '15_Quies': '255,255,255',
} as const;
type State = keyof typeof COLOURS;

/** States come in steps of 200 bases, as the model's bins are. */
const BIN_BP = 200;

/** Biosamples (by index) with segments: the first with DNase of as many tissues as the plan says. */
export function segmentedBiosamplesOf({ plan }: SimulatedGenome): readonly number[] {
  const open = plan.biosamples.flatMap(({ assays }, b) => (assays.includes('DNase') ? [b] : []));
  const first = open.filter(
    (b) => open.find((other) => plan.biosamples[other]!.tissue === plan.biosamples[b]!.tissue) === b,
  );
  return first.slice(0, plan.annotation.segmentedBiosamples);
}

const STATE_OF: Readonly<Partial<Record<PlantedClass, State>>> = {
  PLS: '1_TssA',
  pELS: '7_Enh',
  dELS: '7_Enh',
};

/** A BED with nine columns: segments that follow each other without a gap. */
export function* segmentsText(genome: SimulatedGenome, biosample: number): Generator<string> {
  const random = streamOf(genome, `segments ${biosample}`);
  const { elements, plan } = genome;
  const linked = linkedGenesOf(genome);
  for (let chrom = 0; chrom < plan.mainChroms; chrom++) {
    const sizeBp = plan.chroms.sizes[chrom]!;
    const name = plan.chroms.names[chrom]!;
    const row = (start: number, end: number, state: State) =>
      start < end ? `${name}\t${start}\t${end}\t${state}\t0\t.\t${start}\t${end}\t${COLOURS[state]}\n` : '';
    const transcribed = genesAlong(genome, chrom).filter((gene) => {
      const { promoter } = linked[gene.index]!;
      return promoter !== undefined && elements.isActive(promoter, biosample);
    });
    const range = elements.rangeOf(chrom);
    let at = 0;
    for (let i = range.from; i < range.to; i++) {
      const state = STATE_OF[elements.at(i).planted];
      if (state === undefined || !elements.isActive(i, biosample)) continue;
      const start = Math.max(at, Math.floor((elements.start[i]! - 200) / BIN_BP) * BIN_BP);
      const end = Math.min(sizeBp, Math.ceil((elements.end[i]! + 200) / BIN_BP) * BIN_BP);
      yield* between(random, { transcribed, at, until: start, row });
      yield row(start, end, state);
      at = Math.max(at, end);
    }
    yield* between(random, { transcribed, at, until: sizeBp, row });
  }
}

interface Body {
  readonly index: number;
  readonly start: number;
  readonly end: number;
}

function genesAlong({ genes }: SimulatedGenome, chrom: number): readonly Body[] {
  const from = firstGeneFrom(genes, chrom, 0);
  const to = firstGeneFrom(genes, chrom + 1, 0);
  return genes.slice(from, to).map((gene: Gene, k) => {
    const far = gene.tss + gene.strand * gene.bodyBp;
    return { index: from + k, start: Math.min(gene.tss, far), end: Math.max(gene.tss, far) };
  });
}

/** What lies between two elements: transcribed, or one of the quiet states. */
function* between(
  random: Random,
  gap: {
    readonly transcribed: readonly Body[];
    readonly at: number;
    readonly until: number;
    row(start: number, end: number, state: State): string;
  },
): Generator<string> {
  for (let at = gap.at; at < gap.until; ) {
    const lengthBp = BIN_BP * (5 + Math.round(random.exponential(120)));
    const end = Math.min(gap.until, at + lengthBp);
    const middle = (at + end) / 2;
    const isInGene = gap.transcribed.some(({ start, end: last }) => start <= middle && middle < last);
    const quiet = random.uniform();
    const state = isInGene ? '4_Tx' : quiet < 0.7 ? '15_Quies' : quiet < 0.85 ? '13_ReprPC' : '9_Het';
    yield gap.row(at, end, state);
    at = end;
  }
}
