/** Where things lie in the mini genome: chromosomes, genes, and the planted elements with their classes. */

import { type ChromSizes, chromSizesOf } from '../genome/chrom-sizes.ts';
import { BIOSAMPLES, TISSUES } from './mini-biosamples.ts';
import { type Random, randomOf } from './random.ts';

/** The class that an element is planted as, in the words of the registry. */
export type PlantedClass = 'PLS' | 'pELS' | 'dELS' | 'DNase-H3K4me3' | 'CTCF-only' | 'DNase-only';

/** A planted element, 0-based half-open. */
export interface MiniElement {
  readonly id: string;
  readonly chrom: number;
  readonly start: number;
  readonly end: number;
  readonly planted: PlantedClass;
  readonly isCtcfBound: boolean;
  /** Whether every data set calls it with exactly this extent, so that accessions can be reused. */
  readonly isExact: boolean;
  /** Indices into TISSUES, ascending. */
  readonly tissues: readonly number[];
  /** 1 for each biosample (index into BIOSAMPLES) in which it is active. */
  readonly active: Uint8Array;
  /** Its signal against that of a typical element. */
  readonly strength: number;
}

export interface MiniGene {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly chrom: number;
  /** The 1-based TSS. */
  readonly tss: number;
  readonly strand: 1 | -1;
  readonly bodyBp: number;
}

/** A place without an element: weak calls, or what lies on chromosomes that a registry leaves out. */
export interface MiniLocus {
  readonly chrom: number;
  readonly start: number;
  readonly end: number;
}

export interface MiniGenome {
  readonly seed: number;
  readonly chroms: ChromSizes;
  readonly genes: readonly MiniGene[];
  /** By chromosome and start. */
  readonly elements: readonly MiniElement[];
  /** Called by chance in some data sets; no element. By chromosome and start. */
  readonly weakLoci: readonly MiniLocus[];
  /** Open in every biosample, on chrM and the alternative contig. By chromosome and start. */
  readonly excludedLoci: readonly MiniLocus[];
}

const CHROMS = chromSizesOf(
  ['chr1', 'chr2', 'chr3', 'chr10', 'chrX', 'chrM', 'chr1_alt'],
  [12_000_000, 9_000_000, 6_000_000, 5_000_000, 5_000_000, 16_569, 300_000],
);
/** Chromosomes that hold elements; the two behind them are left out of a registry by default. */
const MAIN_CHROMS = 5;
/** Elements keep off the ends of chromosomes. */
const MARGIN = 20_000;
const GENE_CHANCE = 0.088;
/** A gene's surroundings in which an element counts as proximal, and a little more. */
const GENE_REACH = 2600;
const MEAN_GAP = 1650;
const MIN_GAP = 1700;
/** From one element of a cluster to the next: book-ended, as good as book-ended, near. */
const CLUSTER_GAPS = [0, 0, 1, 2, 40, 90, 150, 260, 420] as const;
const DISTAL_KINDS: readonly (readonly [PlantedClass, number])[] = [
  ['dELS', 0.63],
  ['CTCF-only', 0.17],
  ['DNase-H3K4me3', 0.06],
  ['DNase-only', 0.14],
];

/** Lays out the mini genome of a seed: about 12,500 elements and 750 genes on 37 Mb. */
export function layOut(seed: number): MiniGenome {
  const random = randomOf(seed, 'layout');
  const genes: MiniGene[] = [];
  const elements: MiniElement[] = [];
  for (let chrom = 0; chrom < MAIN_CHROMS; chrom++) {
    const limit = CHROMS.sizes[chrom]! - MARGIN;
    let at = MARGIN;
    while (at < limit - 2 * GENE_REACH) {
      if (random.chance(GENE_CHANCE)) {
        const tss = at + GENE_REACH;
        genes.push(newGene(random, genes.length, chrom, tss));
        plantAroundGene(random, elements, genes.at(-1)!);
        at = tss + GENE_REACH;
      } else at = plantDistal(random, elements, chrom, at);
      at += MIN_GAP + Math.round(random.exponential(MEAN_GAP));
    }
  }
  elements.sort((a, b) => a.chrom - b.chrom || a.start - b.start);
  const numbered = elements.map((element, i) => ({ ...element, id: `E${String(i + 1).padStart(5, '0')}` }));
  return {
    seed,
    chroms: CHROMS,
    genes,
    elements: numbered,
    weakLoci: weakLoci(randomOf(seed, 'weak loci'), numbered),
    excludedLoci: excludedLoci(randomOf(seed, 'excluded loci')),
  };
}

function newGene(random: Random, index: number, chrom: number, tss: number): MiniGene {
  const strand = random.chance(0.5) ? 1 : -1;
  const room = strand === 1 ? CHROMS.sizes[chrom]! - tss : tss;
  const number = String(index + 1).padStart(5, '0');
  return {
    id: `MINIG${number}.1`,
    name: `GENE${index + 1}`,
    type: random.chance(0.7) ? 'protein_coding' : 'lncRNA',
    chrom,
    tss,
    strand,
    bodyBp: Math.min(room - 1000, 3000 + Math.round(random.exponential(18_000))),
  };
}

function plantAroundGene(random: Random, into: MiniElement[], gene: MiniGene): void {
  const tissues = random.chance(0.4) ? TISSUES.map((_, i) => i) : someTissues(random, random.whole(1, 3));
  const upstream = gene.tss - gene.strand * random.whole(20, 90);
  const isExact = random.chance(0.4);
  into.push(newElement(random, { chrom: gene.chrom, centre: upstream, planted: 'PLS', tissues, isExact }));
  for (const offset of [-1650, -950, 950, 1650]) {
    if (!random.chance(0.56)) continue;
    const shared = random.chance(0.6) && tissues.length < TISSUES.length;
    into.push(
      newElement(random, {
        chrom: gene.chrom,
        centre: gene.tss + offset + random.whole(-120, 120),
        planted: 'pELS',
        tissues: shared ? tissues : someTissues(random, random.chance(0.88) ? 1 : 2),
        isExact: random.chance(0.4),
      }),
    );
  }
}

/** Plants one element or a cluster behind `from`; gives where it ends. */
function plantDistal(random: Random, into: MiniElement[], chrom: number, from: number): number {
  const members = random.chance(0.1) ? random.whole(2, 3) : 1;
  const planted = weighted(random, DISTAL_KINDS);
  const count = planted === 'CTCF-only' ? random.whole(2, 4) : random.chance(0.88) ? 1 : 2;
  const tissues = someTissues(random, count);
  let at = from;
  for (let i = 0; i < members; i++) {
    const isExact = members === 1 && random.chance(0.45);
    const element = newElement(random, { chrom, centre: at + 170, planted, tissues, isExact });
    const shift = at - element.start;
    into.push({ ...element, start: at, end: element.end + shift });
    at = element.end + shift + (i + 1 < members ? random.pick(CLUSTER_GAPS) : 0);
  }
  return at;
}

function newElement(
  random: Random,
  plan: {
    readonly chrom: number;
    readonly centre: number;
    readonly planted: PlantedClass;
    readonly tissues: readonly number[];
    readonly isExact: boolean;
  },
): MiniElement {
  const width = random.whole(175, 325);
  const start = plan.centre - (width >> 1);
  const boundShare = plan.planted === 'CTCF-only' ? 1 : plan.planted === 'DNase-only' ? 0 : 0.12;
  return {
    id: '',
    chrom: plan.chrom,
    start,
    end: start + width,
    planted: plan.planted,
    isCtcfBound: random.chance(boundShare),
    isExact: plan.isExact,
    tissues: plan.tissues,
    active: activity(random, plan.tissues),
    strength: random.logNormal10(0.12),
  };
}

/** Active in most biosamples of each of its tissues: in one of three it may be missing. */
function activity(random: Random, tissues: readonly number[]): Uint8Array {
  const active = new Uint8Array(BIOSAMPLES.length);
  for (const tissue of tissues) {
    const members = BIOSAMPLES.flatMap((biosample, i) => (biosample.tissue === tissue ? [i] : []));
    for (const i of members) active[i] = 1;
    if (random.chance(0.3)) active[random.pick(members)] = 0;
  }
  return active;
}

function someTissues(random: Random, count: number): readonly number[] {
  const chosen = new Set<number>();
  while (chosen.size < count) chosen.add(random.whole(0, TISSUES.length - 1));
  return [...chosen].sort((a, b) => a - b);
}

function weighted<T>(random: Random, items: readonly (readonly [T, number])[]): T {
  let left = random.uniform();
  for (const [item, weight] of items) {
    left -= weight;
    if (left < 0) return item;
  }
  return items.at(-1)![0];
}

const WEAK_LOCI = 3000;
const WEAK_DISTANCE = 500;

function weakLoci(random: Random, elements: readonly MiniElement[]): readonly MiniLocus[] {
  const loci: MiniLocus[] = [];
  // Between two elements that leave room, so that a weak call is never part of a strong one.
  for (let i = 0; i + 1 < elements.length; i++) {
    const before = elements[i]!;
    const after = elements[i + 1]!;
    const room = after.start - before.end - 2 * WEAK_DISTANCE - 300;
    if (before.chrom !== after.chrom || room <= 0 || !random.chance(WEAK_LOCI / 8000)) continue;
    const start = before.end + WEAK_DISTANCE + random.whole(0, room);
    loci.push({ chrom: before.chrom, start, end: start + random.whole(130, 300) });
  }
  return loci;
}

function excludedLoci(random: Random): readonly MiniLocus[] {
  const along = (chrom: number, step: number) => {
    const loci: MiniLocus[] = [];
    for (let at = 1000; at + 1000 < CHROMS.sizes[chrom]!; at += step + random.whole(0, 500)) {
      loci.push({ chrom, start: at, end: at + random.whole(175, 325) });
    }
    return loci;
  };
  return [...along(5, 2500), ...along(6, 6000)];
}
