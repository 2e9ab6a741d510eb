/** Where the draws of a test are not like its study. */

/** Below this share of the study's groups in a draw, what is counted in draws is less than what chance would give a study. */
const LEAST_SHARE = 0.98;

/**
 * A sentence where draws have too few LD groups to be compared with the study, since its panel has not enough SNPs that are not
 * linked: fold, Z, p and pEmpirical are then too favourable. pBinomial compares rates, and is not. Undefined where they are alike.
 */
export function drawsWarning({
  tested,
  meanControlGroups,
}: {
  readonly tested: number;
  readonly meanControlGroups: number;
}): string | undefined {
  if (!(meanControlGroups < LEAST_SHARE * tested)) return undefined;
  return `a draw has ${meanControlGroups.toFixed(1)} LD groups on average where the study has ${tested}: the panel has too few unlinked SNPs of like frequency and distance to a TSS for so many leads; fold, z, p, fdr and pEmpirical are too favourable, pBinomial and fdrBinomial are not`;
}
