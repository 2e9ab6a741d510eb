/** The test of enrichment as its description reads, over plain objects. */

import type { Linkage, SnpColumns } from '../../src/analysis/snp-panel.ts';
import type { SortedRegions } from '../../src/genome/sorted-regions.ts';

export interface NaiveSnp {
  readonly chrom: string;
  readonly position: number;
  readonly stratum: string;
  /** Itself and its proxies. */
  readonly group: ReadonlySet<number>;
}

export function naivePanel(snps: SnpColumns, linkage: Linkage, r2: number): readonly NaiveSnp[] {
  const mafs = [...snps.maf].filter((maf) => !Number.isNaN(maf));
  const distances = [...snps.tssDistance].filter((distance) => distance >= 0);
  return [...snps.position].map((position, i) => {
    const group = new Set([i]);
    for (let k = linkage.offsets[i]!; k < linkage.offsets[i + 1]!; k++) {
      // r2 has three digits at most here.
      if (Number(linkage.r2[k]!.toFixed(3)) > r2) group.add(linkage.partner[k]!);
    }
    const maf = snps.maf[i]!;
    const distance = snps.tssDistance[i]!;
    const mafQuartile = Number.isNaN(maf) ? 'unknown' : quartileOf(maf, mafs);
    const stratum = `${mafQuartile} ${distance < 0 ? 4 : quartileOf(distance, distances)}`;
    return { chrom: snps.chromNames[snps.chrom[i]!]!, position, stratum, group };
  });
}

function quartileOf(value: number, all: readonly number[]): number {
  const sorted = [...all].sort((a, b) => a - b);
  const border = (share: number) => {
    const at = (sorted.length - 1) * share;
    const [low, high] = [sorted[Math.floor(at)]!, sorted[Math.ceil(at)]!];
    return low + (high - low) * (at - Math.floor(at));
  };
  return 1 + [0.25, 0.5, 0.75].filter((share) => border(share) < value).length;
}

/** For each lead the lead that stands for its group. */
export function naiveIndexLeads(
  panel: readonly NaiveSnp[],
  leads: readonly number[],
): ReadonlyMap<number, number> {
  const standsFor = new Map<number, number>();
  const standing: number[] = [];
  for (const lead of leads) {
    if (standsFor.has(lead)) continue;
    const first = standing.find((other) => panel[other]!.group.has(lead));
    if (first === undefined) standing.push(lead);
    standsFor.set(lead, first ?? lead);
  }
  return standsFor;
}

/** How many different groups have a SNP in an active element. */
export function naiveCount(
  panel: readonly NaiveSnp[],
  snps: readonly number[],
  isActiveAt: (chrom: string, position: number) => boolean,
): number {
  const groups = [...new Set(naiveIndexLeads(panel, snps).values())];
  return groups.filter((snp) =>
    [...panel[snp]!.group].some((member) => isActiveAt(panel[member]!.chrom, panel[member]!.position)),
  ).length;
}

export function naiveActivity(
  elements: SortedRegions,
  isActive: (row: number) => boolean,
): (chrom: string, position: number) => boolean {
  return (chrom, position) =>
    [...elements.start].some(
      (start, row) =>
        elements.chromNames[elements.chrom[row]!] === chrom &&
        start <= position &&
        position < elements.end[row]! &&
        isActive(row),
    );
}
