/** How many of some independent trials succeed where their chances differ: the Poisson binomial distribution. */

/** `count` trials that succeed with probability `chance` each. */
export interface Trials {
  readonly count: number;
  readonly chance: number;
}

/**
 * P(at least `atLeast` successes). Sums and products of probabilities alone, so the far tail has its digits; 0 below 1e-308. Takes
 * half the square of the number of trials.
 */
export function poissonBinomialUpperTail(atLeast: number, trials: readonly Trials[]): number {
  const all = trials.reduce((sum, { count }) => sum + count, 0);
  if (atLeast <= 0) return 1;
  // share[k]: the probability of k successes so far.
  const share = new Float64Array(all + 1);
  share[0] = 1;
  let done = 0;
  for (const { count, chance } of trials) {
    for (let t = 0; t < count; t++) {
      done++;
      for (let k = done; k > 0; k--) share[k] = share[k]! * (1 - chance) + share[k - 1]! * chance;
      share[0]! *= 1 - chance;
    }
  }
  let tail = 0;
  for (let k = all; k >= atLeast; k--) tail += share[k]!;
  return Math.min(1, tail);
}
