/** Variants in blocks of linkage, and how strongly those of a block are linked in each population. */

import type { SimulatedGenome } from '../layout.ts';
import { streamOf } from '../plan.ts';
import type { Random } from '../random.ts';
import { onceAGenome } from './once-a-genome.ts';

export const POPULATIONS = ['EUR', 'AFR'] as const;
export type Population = (typeof POPULATIONS)[number];

/** Variants by chromosome and position, as columns. */
export interface Variants {
  readonly count: number;
  readonly chrom: Uint8Array;
  /** 0-based. */
  readonly position: Int32Array;
  readonly maf: Float32Array;
  /** Indices into BASES. */
  readonly ref: Uint8Array;
  readonly alt: Uint8Array;
  /** The block of each variant in each population; blocks are numbered along the genome. */
  readonly block: Readonly<Record<Population, Int32Array>>;
}

/** The alleles of variants; a base is its index. */
export const BASES = 'ACGT';
const MEAN_BLOCK = 6;
const MEAN_SPACING_BP = 2500;
/** Blocks of which a variant was put into an element, beside those that fall into one by chance. */
const SNAPPED_SHARE = 0.15;
const SNAP_REACH_BP = 20_000;

export const variantsOf = onceAGenome((genome): Variants => {
  const random = streamOf(genome, 'variants');
  const { plan } = genome;
  const count = plan.annotation.variants;
  const variants = {
    count,
    chrom: new Uint8Array(count),
    position: new Int32Array(count),
    maf: new Float32Array(count),
    ref: new Uint8Array(count),
    alt: new Uint8Array(count),
    block: { EUR: new Int32Array(count), AFR: new Int32Array(count) },
  };
  const mainBp = plan.chroms.sizes.slice(0, plan.mainChroms).reduce((sum, size) => sum + size, 0);
  let at = 0;
  let doneBp = 0;
  let block = 0;
  for (let chrom = 0; chrom < plan.mainChroms; chrom++) {
    const sizeBp = plan.chroms.sizes[chrom]!;
    doneBp += sizeBp;
    const until = Math.round((count * doneBp) / mainBp);
    const sizes = blockSizes(random, until - at);
    for (const positions of placedBlocks(random, genome, { chrom, sizeBp, sizes })) {
      const typicalMaf = 0.02 + 0.46 * random.uniform() ** 1.6;
      for (const [k, position] of positions.entries()) {
        variants.chrom[at] = chrom;
        variants.position[at] = position;
        variants.maf[at] = Math.min(0.5, Math.max(0.01, typicalMaf * random.logNormal10(0.04)));
        variants.ref[at] = random.whole(0, 3);
        variants.alt[at] = (variants.ref[at]! + random.whole(1, 3)) % 4;
        variants.block.EUR[at] = block;
        at++;
        if (k + 1 === positions.length) block++;
      }
    }
  }
  splitBlocks(random, variants.block.EUR, variants.block.AFR);
  return variants;
});

function blockSizes(random: Random, variants: number): readonly number[] {
  const sizes: number[] = [];
  for (let left = variants; left > 0; left -= sizes.at(-1)!) {
    sizes.push(Math.min(left, 1 + Math.round(random.exponential(MEAN_BLOCK - 1))));
  }
  return sizes;
}

/** Blocks along a chromosome, with free stretches between them that add up to what is left. */
function* placedBlocks(
  random: Random,
  { elements }: SimulatedGenome,
  plan: { readonly chrom: number; readonly sizeBp: number; readonly sizes: readonly number[] },
): Generator<readonly number[]> {
  const inner = plan.sizes.map((size) =>
    Array.from({ length: size }, (_, k) =>
      k === 0 ? 0 : 1 + Math.round(random.exponential(MEAN_SPACING_BP)),
    ),
  );
  const usedBp = inner.flat().reduce((sum, step) => sum + step, 0);
  const gaps = Array.from({ length: plan.sizes.length + 1 }, () => random.exponential(1));
  const unitBp = (0.95 * plan.sizeBp - usedBp) / gaps.reduce((sum, gap) => sum + gap, 0);
  const range = elements.rangeOf(plan.chrom);
  let reached = 10_000;
  for (const [i, steps] of inner.entries()) {
    let position = reached + 1 + Math.floor(gaps[i]! * unitBp);
    const positions = steps.map((step) => {
      position += step;
      return position;
    });
    const last = positions.at(-1)!;
    if (random.chance(SNAPPED_SHARE)) {
      const element = elements.firstEndingAfter(range, last);
      if (element < range.to && elements.start[element]! < last + SNAP_REACH_BP) {
        const inside = random.whole(elements.start[element]!, elements.end[element]! - 1);
        if (inside > (positions.at(-2) ?? reached)) positions[positions.length - 1] = inside;
      }
    }
    // What was moved into an element takes the blocks behind it along.
    reached = positions.at(-1)!;
    yield positions;
  }
}

/** Older populations have shorter blocks: those of the first, cut where a coin falls. */
function splitBlocks(random: Random, from: Int32Array, to: Int32Array): void {
  let block = 0;
  for (let i = 0; i < from.length; i++) {
    if (i > 0 && (from[i] !== from[i - 1] || random.chance(0.3))) block++;
    to[i] = block;
  }
}

/** Numbers that do not follow the order along the genome, as those of dbSNP do not. */
export function variantId(index: number): string {
  return `rs${10_000_000 + ((index * 7919) % 1_000_003)}`;
}

export interface LdPair {
  readonly a: number;
  readonly b: number;
  readonly r2: number;
}

const LEAST_R2 = 0.2;

/** The linked pairs of a population, each once, a before b; r2 falls off along a block. */
export function* ldPairsOf(genome: SimulatedGenome, population: Population): Generator<LdPair> {
  const random = streamOf(genome, `ld ${population}`);
  const { count, block: blocks } = variantsOf(genome);
  const block = blocks[population];
  let decay = 0;
  for (let a = 0; a < count; a++) {
    if (a === 0 || block[a] !== block[a - 1]) decay = 0.02 + 0.25 * random.uniform();
    for (let b = a + 1; b < count && block[b] === block[a]; b++) {
      const r2 = Math.min(1, Math.exp(-decay * (b - a)) * (0.9 + 0.15 * random.uniform()));
      if (r2 >= LEAST_R2) yield { a, b, r2: Math.round(r2 * 1000) / 1000 };
    }
  }
}

/** The table of variants; pos is 1-based. */
export function* variantsText(genome: SimulatedGenome): Generator<string> {
  const { count, chrom, position, maf, ref, alt } = variantsOf(genome);
  const { names } = genome.plan.chroms;
  yield 'chrom\tpos\tid\tref\talt\tmaf\n';
  for (let i = 0; i < count; i++) {
    const alleles = `${BASES[ref[i]!]}\t${BASES[alt[i]!]}`;
    yield `${names[chrom[i]!]}\t${position[i]! + 1}\t${variantId(i)}\t${alleles}\t${maf[i]!.toFixed(4)}\n`;
  }
}

export function* ldText(genome: SimulatedGenome, population: Population): Generator<string> {
  yield 'id_a\tid_b\tr2\n';
  for (const { a, b, r2 } of ldPairsOf(genome, population)) yield `${variantId(a)}\t${variantId(b)}\t${r2}\n`;
}

/** truth/ld-blocks.tsv: 0-based half-open, from a block's first variant to its last. */
export function* truthBlocksText(genome: SimulatedGenome): Generator<string> {
  const { count, chrom, position, block: blocks } = variantsOf(genome);
  const { names } = genome.plan.chroms;
  yield 'population\tblock\tchrom\tstart\tend\tvariants\n';
  for (const population of POPULATIONS) {
    const block = blocks[population];
    for (let from = 0, i = 1; i <= count; i++) {
      if (i < count && block[i] === block[from]) continue;
      const name = `${population}${block[from]! + 1}`;
      yield `${population}\t${name}\t${names[chrom[from]!]}\t${position[from]}\t${position[i - 1]! + 1}\t${i - from}\n`;
      from = i;
    }
  }
}
