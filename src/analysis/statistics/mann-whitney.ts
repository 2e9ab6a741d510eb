/** The test of Mann and Whitney (Wilcoxon's rank sum), two-sided, as R's wilcox.test decides between exact and normal. */

import { log10NormalUpperTail, normalUpperTail } from './normal-tail.ts';
import { averageRanks } from './ranks.ts';
import type { PValue } from './student-t.ts';

export interface MannWhitneyTest extends PValue {
  /** Pairs (one of A, one of B) in which A's value is larger; ties count half. */
  readonly u: number;
  /** u over the number of pairs: the chance that a value of A is larger than one of B. */
  readonly share: number;
  /** True where p counts all arrangements; else the normal approximation with corrections for ties and continuity. */
  readonly isExact: boolean;
}

/** R's limit: with ties, or as many values in a group, the normal approximation is taken. */
const EXACT_BELOW = 50;

/**
 * Compares two groups of finite values. p is 1 where all values are equal, since no arrangement differs from another. Undefined
 * where a group is empty.
 */
export function mannWhitneyTest(a: ArrayLike<number>, b: ArrayLike<number>): MannWhitneyTest | undefined {
  const [m, n] = [a.length, b.length];
  if (m === 0 || n === 0) return undefined;
  const both = new Float64Array(m + n);
  both.set(a);
  both.set(b, m);
  const { ranks, tieSum } = averageRanks(both);
  let u = (-m * (m + 1)) / 2;
  for (let i = 0; i < m; i++) u += ranks[i]!;
  const isExact = tieSum === 0 && m < EXACT_BELOW && n < EXACT_BELOW;
  const found = isExact ? exactP(Math.min(u, m * n - u), m, n) : normalP(u, { m, n, tieSum });
  return { u, share: u / (m * n), isExact, ...found };
}

function normalP(
  u: number,
  groups: { readonly m: number; readonly n: number; readonly tieSum: number },
): PValue {
  const { m, n, tieSum } = groups;
  const all = m + n;
  const variance = ((m * n) / 12) * (all + 1 - tieSum / (all * (all - 1)));
  const off = Math.abs(u - (m * n) / 2) - 0.5;
  if (!(variance > 0) || off <= 0) return { p: 1, log10P: 0 };
  const z = off / Math.sqrt(variance);
  return { p: 2 * normalUpperTail(z), log10P: Math.log10(2) + log10NormalUpperTail(z) };
}

/** Twice the chance of a U of at most `less`, the smaller of the two. */
function exactP(less: number, m: number, n: number): PValue {
  const p = Math.min(1, 2 * tailsOf(Math.min(m, n), Math.max(m, n))[less]!);
  return { p, log10P: Math.log10(p) };
}

/** A differential table asks the same sizes for every gene. */
const known = new Map<number, Float64Array>();

/** P(U <= u) for all u up to the middle: the share of the arrangements, counted with additions alone, so to the last digits. */
function tailsOf(m: number, n: number): Float64Array {
  const key = m * EXACT_BELOW + n;
  const found = known.get(key);
  if (found !== undefined) return found;
  const last = Math.floor((m * n) / 2);
  // ways[j][u]: choices of j of the values seen so far that lie above u of those not chosen.
  const ways = Array.from({ length: m + 1 }, () => new Float64Array(last + 1));
  ways[0]![0] = 1;
  for (let seen = 0; seen < m + n; seen++) {
    for (let j = Math.min(m, seen + 1); j > 0; j--) {
      const [to, from] = [ways[j]!, ways[j - 1]!];
      const below = seen - (j - 1);
      for (let u = last; u >= below; u--) to[u]! += from[u - below]!;
    }
  }
  let arrangements = 1;
  for (let k = 1; k <= m; k++) arrangements *= (n + k) / k;
  const tails = ways[m]!;
  for (let u = 1; u <= last; u++) tails[u]! += tails[u - 1]!;
  for (let u = 0; u <= last; u++) tails[u]! /= arrangements;
  known.set(key, tails);
  return tails;
}
