/** Controls for the leads of a study: SNPs of the same stratum, drawn with a seed. */

import { splitmix32 } from './seeded-order.ts';
import type { SnpStrata } from './snp-strata.ts';

export interface MatchedControls {
  readonly controls: number;
  /** Control k of lead i, at i * controls + k. */
  readonly drawn: Int32Array;
  /** Leads (as places) with fewer SNPs in their stratum than controls: these come again, all as often, give or take one. */
  readonly repeating: readonly number[];
}

/**
 * Draws `controls` SNPs a lead from the lead's stratum. No SNP comes twice for one lead while others are left; different leads draw
 * independently. What a lead draws depends on the seed and on the lead, not on its place in the list.
 */
export function matchedControls(
  leads: ArrayLike<number>,
  strata: SnpStrata,
  options: { readonly controls: number; readonly seed: number },
): MatchedControls {
  const { controls, seed } = options;
  const drawn = new Int32Array(leads.length * controls);
  const repeating: number[] = [];
  // The lead (from 1) that drew each SNP last.
  const drawnBy = new Int32Array(strata.of.length);
  for (let i = 0; i < leads.length; i++) {
    const stratum = strata.of[leads[i]!]!;
    const members = strata.snps.subarray(strata.offsets[stratum]!, strata.offsets[stratum + 1]!);
    const own = drawn.subarray(i * controls, (i + 1) * controls);
    const below = uniformBelow(seed, `controls of SNP ${leads[i]}`);
    if (members.length < controls) repeating.push(i);
    // At least every other try finds a SNP; where few are left they are shuffled.
    if (2 * (members.length - controls) >= members.length) {
      for (let k = 0; k < controls; ) {
        const snp = members[below(members.length)]!;
        if (drawnBy[snp] === i + 1) continue;
        drawnBy[snp] = i + 1;
        own[k++] = snp;
      }
    } else drawInRounds(own, { snps: members.slice(), below });
  }
  return { controls, drawn, repeating };
}

/** A new random order of all whenever the last is used up. */
function drawInRounds(
  own: Int32Array,
  { snps, below }: { readonly snps: Int32Array; readonly below: (n: number) => number },
): void {
  for (let k = 0; k < own.length; k++) {
    const at = k % snps.length;
    const other = at + below(snps.length - at);
    const snp = snps[other]!;
    snps[other] = snps[at]!;
    snps[at] = snp;
    own[k] = snp;
  }
}

function uniformBelow(seed: number, label: string): (n: number) => number {
  const next = splitmix32(seed, label);
  return (n) => Math.floor((next() / 2 ** 32) * n);
}
