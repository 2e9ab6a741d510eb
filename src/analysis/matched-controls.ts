/** Controls for the leads of a study: SNPs of the same stratum, drawn with a seed. */

import { splitmix32 } from './seeded-order.ts';
import type { SnpStrata } from './snp-strata.ts';

export interface MatchedControls {
  readonly controls: number;
  /** Control k of lead i, at i * controls + k; -1 throughout for a lead without any. */
  readonly drawn: Int32Array;
  /** Leads (as places) in whose stratum no SNP is free: they cannot be tested. */
  readonly unmatched: readonly number[];
  /** Leads (as places) with fewer free SNPs in their stratum than controls: these come again, all as often, give or take one. */
  readonly repeating: readonly number[];
}

/**
 * Draws `controls` SNPs a lead from the lead's stratum, none of them `taken` (1 for what may not be drawn: leads and what is linked
 * with them). No SNP comes twice for one lead while others are left; different leads draw independently. What a lead draws
 * depends on the seed, on the lead and on what is taken, not on its place in the list.
 */
export function matchedControls(
  leads: ArrayLike<number>,
  pool: { readonly strata: SnpStrata; readonly taken: Uint8Array },
  options: { readonly controls: number; readonly seed: number },
): MatchedControls {
  const { strata, taken } = pool;
  const { controls, seed } = options;
  const free = freeInStrata(pool);
  const drawn = new Int32Array(leads.length * controls).fill(-1);
  const unmatched: number[] = [];
  const repeating: number[] = [];
  // The lead (from 1) that drew each SNP last.
  const drawnBy = new Int32Array(taken.length);
  for (let i = 0; i < leads.length; i++) {
    const stratum = strata.of[leads[i]!]!;
    const members = strata.snps.subarray(strata.offsets[stratum]!, strata.offsets[stratum + 1]!);
    const own = drawn.subarray(i * controls, (i + 1) * controls);
    const below = uniformBelow(seed, `controls of SNP ${leads[i]}`);
    if (free[stratum] === 0) unmatched.push(i);
    else if (free[stratum]! < controls) repeating.push(i);
    // At least every other try finds a SNP; where few are free they are listed.
    if (2 * (free[stratum]! - controls) >= members.length) {
      for (let k = 0; k < controls; ) {
        const snp = members[below(members.length)]!;
        if (taken[snp] === 1 || drawnBy[snp] === i + 1) continue;
        drawnBy[snp] = i + 1;
        own[k++] = snp;
      }
    } else if (free[stratum]! > 0)
      drawInRounds(own, { snps: members.filter((snp) => taken[snp] === 0), below });
  }
  return { controls, drawn, unmatched, repeating };
}

function freeInStrata({
  strata,
  taken,
}: {
  readonly strata: SnpStrata;
  readonly taken: Uint8Array;
}): Int32Array {
  const free = new Int32Array(strata.offsets.length - 1);
  for (let s = 0; s < free.length; s++) free[s] = strata.offsets[s + 1]! - strata.offsets[s]!;
  for (let snp = 0; snp < taken.length; snp++) if (taken[snp] === 1) free[strata.of[snp]!]!--;
  return free;
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
