/** LD groups: SNPs that stand for the same signal are counted once. */

import type { PreparedPanel } from './snp-panel.ts';

/** Tells which SNPs of a list stand for a group of their own. */
export type FindIndexSnps = (snps: ArrayLike<number>) => Int32Array;

/**
 * A function that gives, for each SNP of a list, the place in the list of the SNP that it is counted with: its own where it stands
 * for an LD group, else that of the first earlier one that stands for a group and is the same SNP or linked with it (r2 above the
 * panel's). This is clumping: a SNP that is linked with a member only, and not with what stands for the group, opens its own. The
 * function keeps 4 bytes a SNP of the panel between calls.
 */
export function indexSnpFinder(panel: Pick<PreparedPanel, 'snps' | 'linkage' | 'r2'>): FindIndexSnps {
  const { offsets, partner, r2 } = panel.linkage;
  const least = Math.fround(panel.r2);
  // Where a SNP stands in the list, from 1, and above what earlier lists wrote.
  const placeOf = new Int32Array(panel.snps);
  let before = 0;
  return (snps) => {
    if (before + snps.length > 0x7fffffff) {
      placeOf.fill(0);
      before = 0;
    }
    const leaders = new Int32Array(snps.length);
    for (let place = 0; place < snps.length; place++) {
      const snp = snps[place]!;
      let first = placeOf[snp]! > before ? placeOf[snp]! : Number.POSITIVE_INFINITY;
      for (let k = offsets[snp]!; k < offsets[snp + 1]!; k++) {
        if (!(r2[k]! > least)) continue;
        const at = placeOf[partner[k]!]!;
        if (at > before && at < first) first = at;
      }
      if (first === Number.POSITIVE_INFINITY) {
        placeOf[snp] = before + place + 1;
        leaders[place] = place;
      } else leaders[place] = first - before - 1;
    }
    before += snps.length;
    return leaders;
  };
}

/** Calls `visit` with every SNP of the LD groups of these SNPs: themselves and their proxies, some of them more than once. */
export function forEachLinked(
  panel: Pick<PreparedPanel, 'linkage' | 'r2'>,
  snps: ArrayLike<number>,
  visit: (snp: number) => void,
): void {
  const { offsets, partner, r2 } = panel.linkage;
  const least = Math.fround(panel.r2);
  for (let i = 0; i < snps.length; i++) {
    visit(snps[i]!);
    for (let k = offsets[snps[i]!]!; k < offsets[snps[i]! + 1]!; k++) if (r2[k]! > least) visit(partner[k]!);
  }
}
