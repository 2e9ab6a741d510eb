/** Panels, elements and activity at random, for the tests of enrichment. */

import type { Linkage, SnpColumns } from '../../src/analysis/snp-panel.ts';
import { asSorted, type SortedRegions } from '../../src/genome/sorted-regions.ts';
import { type Random, randomOf } from '../../src/simulate/random.ts';
import { type RowSet, setWhere } from '../../src/store/row-set.ts';

export interface MadePanel {
  readonly snps: SnpColumns;
  readonly linkage: Linkage;
  readonly elements: SortedRegions;
  readonly random: Random;
}

export interface MadePlan {
  readonly snps: number;
  /** Mean SNPs a block; r2 falls off along a block. */
  readonly block: number;
  readonly elements: number;
  /** The share of SNPs of unknown MAF, and whether one chromosome has no TSS. */
  readonly unknown?: number;
}

/** Elements and SNPs over chromosomes a and b; chromosome codes of SNPs and of elements differ. */
export function madePanel(seed: number, plan: MadePlan): MadePanel {
  const random = randomOf(seed, 'panel');
  const half = plan.snps >> 1;
  const chrom = Uint8Array.from({ length: plan.snps }, (_, i) => (i < half ? 1 : 2));
  const position = new Int32Array(plan.snps);
  const maf = new Float32Array(plan.snps);
  const tssDistance = new Int32Array(plan.snps);
  const block = new Int32Array(plan.snps);
  for (let i = 0; i < plan.snps; i++) {
    const isFirst = i === 0 || i === half;
    position[i] = isFirst ? 1000 : position[i - 1]! + random.whole(0, 200);
    maf[i] = random.chance(plan.unknown ?? 0) ? Number.NaN : Math.round(1 + 499 * random.uniform()) / 1000;
    const lacksTss = plan.unknown !== undefined && chrom[i] === 2;
    tssDistance[i] = lacksTss ? -1 : Math.round(random.logNormal10(0.6) * 10_000);
    block[i] = isFirst || random.chance(1 / plan.block) ? i : block[i - 1]!;
  }
  const pairs: [number, number, number][] = [];
  for (let i = 0; i < plan.snps; i++) {
    for (let j = i + 1; j < plan.snps && block[j] === block[i]; j++) {
      const r2 = Math.round(1000 * 0.95 ** (j - i) * (0.7 + 0.3 * random.uniform())) / 1000;
      if (r2 > 0.2) pairs.push([i, j, r2]);
    }
  }
  const snps = { chromNames: ['none', 'a', 'b'], chrom, position, maf, tssDistance };
  return { snps, linkage: linkageOf(plan.snps, pairs), elements: elementsOver(random, snps, plan), random };
}

function elementsOver(random: Random, { position }: SnpColumns, plan: MadePlan): SortedRegions {
  const half = plan.elements >> 1;
  const chrom = Int32Array.from({ length: plan.elements }, (_, i) => (i < half ? 0 : 1));
  const start = new Int32Array(plan.elements);
  const end = new Int32Array(plan.elements);
  const stepBp = Math.floor((2 * position.at(-1)!) / plan.elements);
  for (let i = 0; i < plan.elements; i++) {
    const at = i === 0 || i === half ? 0 : end[i - 1]!;
    // Some are book-ended.
    start[i] = at + (random.chance(0.2) ? 0 : random.whole(0, stepBp));
    end[i] = start[i]! + Math.max(1, Math.round(stepBp * 0.4 * random.uniform()));
  }
  return asSorted({ chromNames: ['a', 'b'], chrom, start, end });
}

/** Both directions of pairs that come once each. */
export function linkageOf(snps: number, pairs: readonly (readonly [number, number, number])[]): Linkage {
  const offsets = new Int32Array(snps + 1);
  for (const [a, b] of pairs) {
    offsets[a + 1]!++;
    offsets[b + 1]!++;
  }
  for (let i = 0; i < snps; i++) offsets[i + 1]! += offsets[i]!;
  const next = offsets.slice();
  const partner = new Int32Array(2 * pairs.length);
  const r2 = new Float32Array(2 * pairs.length);
  for (const [a, b, value] of pairs) {
    for (const [from, to] of [
      [a, b],
      [b, a],
    ] as const) {
      partner[next[from]!] = to;
      r2[next[from]!++] = value;
    }
  }
  return { offsets, partner, r2 };
}

/** Each element is active with probability `share`, whatever the others are. */
export function activeAtRandom(random: Random, elements: number, share: number): RowSet {
  return setWhere(elements, () => random.chance(share));
}

/** Different SNPs, none linked with another by more than chance. */
export function leadsAtRandom(random: Random, snps: number, leads: number): Int32Array {
  const chosen = new Set<number>();
  while (chosen.size < leads) chosen.add(random.whole(0, snps - 1));
  return Int32Array.from(chosen);
}
