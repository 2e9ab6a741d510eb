/** Where things lie in a simulated genome: genes, and the planted elements with their classes. */

import { ElementTable, type Locus, type NewElement, type PlantedClass } from './element-table.ts';
import { type GenomePlan, PLANS, type Size, streamOf } from './plan.ts';
import type { Random } from './random.ts';

export interface Gene {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly chrom: number;
  /** The 1-based TSS. */
  readonly tss: number;
  readonly strand: 1 | -1;
  readonly bodyBp: number;
}

export interface SimulatedGenome {
  readonly seed: number;
  readonly plan: GenomePlan;
  /** By chromosome and TSS. */
  readonly genes: readonly Gene[];
  /** By chromosome and start. */
  readonly elements: ElementTable;
  /** Called by chance in some data sets; no element. By chromosome and start. */
  readonly weakLoci: readonly Locus[];
  /** Open in every biosample, on chrM and the contig. By chromosome and start. */
  readonly excludedLoci: readonly Locus[];
}

/** Elements keep off the ends of chromosomes. */
const MARGIN = 20_000;
/** A gene's surroundings in which an element counts as proximal, and a little more. */
const GENE_REACH = 2600;
/** From one element of a cluster to the next: book-ended, as good as book-ended, near. */
const CLUSTER_GAPS = [0, 0, 1, 2, 40, 90, 150, 260, 420] as const;

/** Lays out a genome of a seed; the mini genome has about 12,000 elements and 800 genes on 37 Mb. */
export function layOut(seed: number, size: Size = 'mini'): SimulatedGenome {
  const plan = PLANS[size];
  const random = streamOf({ seed, plan }, 'layout');
  const genes: Gene[] = [];
  const elements = new ElementTable(plan.biosamples.length);
  for (let chrom = 0; chrom < plan.mainChroms; chrom++) {
    const planted: NewElement[] = [];
    const limit = plan.chroms.sizes[chrom]! - MARGIN;
    let at = MARGIN;
    while (at < limit - 2 * GENE_REACH) {
      if (random.chance(plan.geneChance)) {
        const tss = at + GENE_REACH;
        genes.push(newGene(random, plan, { index: genes.length, chrom, tss }));
        plantAroundGene(random, plan, planted, genes.at(-1)!);
        at = tss + GENE_REACH;
      } else at = plantDistal(random, plan, planted, { chrom, from: at });
      at += plan.minGapBp + Math.round(random.exponential(plan.meanGapBp));
    }
    elements.append(planted.sort((a, b) => a.start - b.start));
  }
  return {
    seed,
    plan,
    genes,
    elements,
    weakLoci: weakLociOf({ seed, plan }, elements),
    excludedLoci: excludedLociOf({ seed, plan }),
  };
}

function newGene(
  random: Random,
  plan: GenomePlan,
  { index, chrom, tss }: { readonly index: number; readonly chrom: number; readonly tss: number },
): Gene {
  const strand = random.chance(0.5) ? 1 : -1;
  const room = strand === 1 ? plan.chroms.sizes[chrom]! - tss : tss;
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

function plantAroundGene(random: Random, plan: GenomePlan, into: NewElement[], gene: Gene): void {
  const { chrom } = gene;
  const tissues = random.chance(0.4)
    ? plan.tissues.map((_, i) => i)
    : someTissues(random, plan, random.whole(1, 3));
  const upstream = gene.tss - gene.strand * random.whole(20, 90);
  const isExact = random.chance(0.4);
  into.push(newElement(random, plan, { chrom, centre: upstream, planted: 'PLS', tissues, isExact }));
  for (const offset of [-1650, -950, 950, 1650]) {
    if (!random.chance(0.56)) continue;
    const shared = random.chance(0.6) && tissues.length < plan.tissues.length;
    into.push(
      newElement(random, plan, {
        chrom,
        centre: gene.tss + offset + random.whole(-120, 120),
        planted: 'pELS',
        tissues: shared ? tissues : someTissues(random, plan, random.chance(0.88) ? 1 : 2),
        isExact: random.chance(0.4),
      }),
    );
  }
}

/** Plants one element or a cluster behind `from`; gives where it ends. */
function plantDistal(
  random: Random,
  plan: GenomePlan,
  into: NewElement[],
  { chrom, from }: { readonly chrom: number; readonly from: number },
): number {
  const members = random.chance(0.1) ? random.whole(2, 3) : 1;
  const planted = weighted(random, plan.distalKinds);
  const count = planted === 'CTCF-only' ? random.whole(2, 4) : random.chance(0.88) ? 1 : 2;
  const tissues = someTissues(random, plan, count);
  let at = from;
  for (let i = 0; i < members; i++) {
    const isExact = members === 1 && random.chance(0.45);
    const element = newElement(random, plan, { chrom, centre: at + 170, planted, tissues, isExact });
    const shift = at - element.start;
    into.push({ ...element, start: at, end: element.end + shift });
    at = element.end + shift + (i + 1 < members ? random.pick(CLUSTER_GAPS) : 0);
  }
  return at;
}

interface ElementPlan {
  readonly chrom: number;
  readonly centre: number;
  readonly planted: PlantedClass;
  readonly tissues: readonly number[];
  readonly isExact: boolean;
}

function newElement(random: Random, genome: GenomePlan, plan: ElementPlan): NewElement {
  const width = random.whole(175, 325);
  const start = plan.centre - (width >> 1);
  const boundShare = plan.planted === 'CTCF-only' ? 1 : plan.planted === 'DNase-only' ? 0 : 0.12;
  return {
    chrom: plan.chrom,
    start,
    end: start + width,
    planted: plan.planted,
    isCtcfBound: random.chance(boundShare),
    isExact: plan.isExact,
    active: activityIn(random, genome, plan.tissues),
    strength: random.logNormal10(0.12),
  };
}

/** Active in most biosamples of each of its tissues: in one of them it may be missing. */
export function activityIn(random: Random, plan: GenomePlan, tissues: readonly number[]): Uint8Array {
  const active = new Uint8Array(plan.biosamples.length);
  for (const tissue of tissues) {
    const members = plan.biosamples.flatMap((biosample, i) => (biosample.tissue === tissue ? [i] : []));
    for (const i of members) active[i] = 1;
    if (members.length > 1 && random.chance(0.3)) active[random.pick(members)] = 0;
  }
  return active;
}

function someTissues(random: Random, plan: GenomePlan, count: number): readonly number[] {
  const chosen = new Set<number>();
  while (chosen.size < count) chosen.add(random.whole(0, plan.tissues.length - 1));
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

const WEAK_DISTANCE = 500;

/** Weak loci of a genome: between two elements that leave room, so that a weak call is never part of a strong one. */
export function weakLociOf(
  genome: { readonly seed: number; readonly plan: GenomePlan },
  { count, chrom, start, end }: ElementTable,
): readonly Locus[] {
  const random = streamOf(genome, 'weak loci');
  const loci: Locus[] = [];
  for (let i = 0; i + 1 < count; i++) {
    const room = start[i + 1]! - end[i]! - 2 * WEAK_DISTANCE - 300;
    if (chrom[i] !== chrom[i + 1] || room <= 0 || !random.chance(genome.plan.weakShare)) continue;
    const from = end[i]! + WEAK_DISTANCE + random.whole(0, room);
    loci.push({ chrom: chrom[i]!, start: from, end: from + random.whole(130, 300) });
  }
  return loci;
}

/** Loci on the two chromosomes behind the main ones. */
export function excludedLociOf(genome: {
  readonly seed: number;
  readonly plan: GenomePlan;
}): readonly Locus[] {
  const random = streamOf(genome, 'excluded loci');
  const { chroms, mainChroms } = genome.plan;
  const along = (chrom: number, step: number) => {
    const loci: Locus[] = [];
    for (let at = 1000; at + 1000 < chroms.sizes[chrom]!; at += step + random.whole(0, 500)) {
      loci.push({ chrom, start: at, end: at + random.whole(175, 325) });
    }
    return loci;
  };
  return [...along(mainChroms, 2500), ...along(mainChroms + 1, 6000)];
}
