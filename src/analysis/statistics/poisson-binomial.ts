/** How many of some independent trials succeed where their chances differ: the Poisson binomial distribution. */

/** `count` trials that succeed with probability `chance` each. */
export interface Trials {
  readonly count: number;
  readonly chance: number;
}

/** Smaller shares are dropped: all of them together are below 1e-300 for up to a hundred million trials. */
const LEAST_SHARE = 1e-308;

/**
 * P(at least `atLeast` successes). Sums and products of probabilities alone, so the far tail has its digits, down to 1e-300; below
 * that it may be 0. Takes the number of trials times, at most, the least of `atLeast`, the failures that this allows, and some 25 times the
 * root of the number of trials.
 */
export function poissonBinomialUpperTail(atLeast: number, trials: readonly Trials[]): number {
  const all = trials.reduce((sum, { count }) => sum + count, 0);
  if (atLeast <= 0) return 1;
  if (atLeast > all) return 0;
  // At least so many successes are at most so many failures: whatever has fewer counts to keep.
  const mostFailures = all - atLeast;
  if (mostFailures + 1 < atLeast) {
    const failing = trials.map(({ count, chance }) => ({ count, chance: 1 - chance }));
    const { share, low, high } = sharesBelow(mostFailures + 1, failing);
    let tail = 0;
    for (let k = high; k >= low; k--) tail += share[k]!;
    return Math.min(1, tail);
  }
  return Math.min(1, sharesBelow(atLeast, trials).beyond);
}

/** share[k]: the probability of k successes, for `low` to `high`, which is below `end`; `beyond`: of `end` successes or more. */
function sharesBelow(
  end: number,
  trials: readonly Trials[],
): { share: Float64Array; low: number; high: number; beyond: number } {
  const share = new Float64Array(end);
  share[0] = 1;
  let [low, high, beyond] = [0, 0, 0];
  for (const { count, chance } of trials) {
    for (let t = 0; t < count && low <= high; t++) {
      if (high === end - 1) beyond += share[high]! * chance;
      else share[++high] = 0;
      for (let k = high; k > low; k--) share[k] = share[k]! * (1 - chance) + share[k - 1]! * chance;
      share[low]! *= 1 - chance;
      while (high >= low && share[high]! < LEAST_SHARE) high--;
      while (low <= high && share[low]! < LEAST_SHARE) low++;
    }
  }
  return { share, low, high, beyond };
}
