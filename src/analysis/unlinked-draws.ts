/** Draws as the study is: of SNPs that are not linked with one another. */

import { splitmix32 } from './seeded-order.ts';
import type { PreparedPanel } from './snp-panel.ts';
import { STRATA } from './snp-strata.ts';

/** So many in vain tell that hardly a SNP of the stratum is left: where 1 in 50 is, 1 in 170 searches fails. */
const TRIES = 256;

/**
 * Makes the SNPs of each draw mutually unlinked, in place; draw k is `snps[k * size]` to `snps[(k + 1) * size]`. A SNP that is an
 * earlier one of its draw, or linked with one above the panel's r2, gives way to another of its stratum that is neither, each as
 * likely as any other. Where TRIES find none, -1 takes its place, and that of all later ones of the draw that this stratum would
 * have to replace. What comes out depends on the seed and on the number of the draw. Keeps 4 bytes a SNP of the panel meanwhile.
 */
export function unlinkDraws(
  panel: Pick<PreparedPanel, 'snps' | 'linkage' | 'r2' | 'strata'>,
  draws: { readonly snps: Int32Array; readonly size: number },
  seed: number,
): void {
  const { snps, size } = draws;
  const { of, offsets, snps: members } = panel.strata;
  const joins = joiner(panel);
  // The last draw (from 1) in which nothing was found in a stratum.
  const exhausted = new Int32Array(STRATA);
  for (let draw = 1; draw * size <= snps.length && size > 0; draw++) {
    let next: (() => number) | undefined;
    for (let at = (draw - 1) * size; at < draw * size; at++) {
      if (joins(snps[at]!, draw)) continue;
      const stratum = of[snps[at]!]!;
      snps[at] = -1;
      if (exhausted[stratum] === draw) continue;
      next ??= splitmix32(seed, `again in draw ${draw}`);
      const [from, to] = [offsets[stratum]!, offsets[stratum + 1]!];
      for (let tries = 0; tries < TRIES && snps[at]! < 0; tries++) {
        const snp = members[from + Math.floor((next() / 2 ** 32) * (to - from))]!;
        if (joins(snp, draw)) snps[at] = snp;
      }
      if (snps[at]! < 0) exhausted[stratum] = draw;
    }
  }
}

/** Takes a SNP into a draw, unless it is there or is linked with one that is; draws are numbered from 1, and come one after another. */
function joiner({
  snps,
  linkage,
  r2: limit,
}: Pick<PreparedPanel, 'snps' | 'linkage' | 'r2'>): (snp: number, draw: number) => boolean {
  const { offsets, partner, r2 } = linkage;
  const least = Math.fround(limit);
  // The last draw that took each SNP.
  const drawOf = new Int32Array(snps);
  return (snp, draw) => {
    if (drawOf[snp] === draw) return false;
    for (let k = offsets[snp]!; k < offsets[snp + 1]!; k++) {
      if (r2[k]! > least && drawOf[partner[k]!] === draw) return false;
    }
    drawOf[snp] = draw;
    return true;
  };
}
