import { describe, expect, it } from 'vitest';
import { poissonBinomialUpperTail } from '../../../src/analysis/statistics/poisson-binomial.ts';
import { randomOf } from '../../../src/simulate/random.ts';
import { needsR, rowsFromR, worst } from './r.ts';

describe('successes of trials whose chances differ', () => {
  it('have the tail that all outcomes add up to', () => {
    const random = randomOf(1, 'trials');
    for (let k = 0; k < 20; k++) {
      const trials = Array.from({ length: random.whole(0, 4) }, () => ({
        count: random.whole(0, 3),
        chance: random.pick([0, 1, random.uniform()]),
      }));
      const chances = trials.flatMap(({ count, chance }) => Array<number>(count).fill(chance));
      const tails = new Float64Array(chances.length + 2);
      for (let mask = 0; mask < 2 ** chances.length; mask++) {
        const isHit = chances.map((_, i) => ((mask >> i) & 1) === 1);
        const p = chances.reduce((product, chance, i) => product * (isHit[i] ? chance : 1 - chance), 1);
        for (let least = isHit.filter(Boolean).length; least >= 0; least--) tails[least]! += p;
      }
      for (const [least, tail] of tails.entries()) {
        expect(poissonBinomialUpperTail(least, trials)).toBeCloseTo(tail, 12);
      }
    }
  });

  it('have that of R where the chances are the same, far out too', ({ skip }) => {
    needsR(skip);
    const cases = [0, 1, 5, 20, 60, 120, 199, 200, 201].flatMap((least) =>
      [1e-3, 0.03, 0.4, 0.9].map((chance) => [least, chance] as const),
    );
    const rows = rowsFromR('pbinom(x[1] - 1, 200, x[2], lower.tail = FALSE)', cases);
    const found = cases.map(([least, chance]) =>
      poissonBinomialUpperTail(least, [
        { count: 150, chance },
        { count: 50, chance },
      ]),
    );
    const within = found.flatMap((tail, i) => (tail === 0 || tail > 1e-300 ? [i] : []));
    expect(Math.min(...found.filter((tail) => tail > 0))).toBeLessThan(1e-200);
    expect(
      worst(
        within.map((i) => found[i]!),
        within.map((i) => (rows[i]![0]! < 1e-307 ? 0 : rows[i]![0]!)),
      ),
    ).toBeLessThan(1e-11);
  });

  it('are counted from the nearer side, over what is not as good as impossible', () => {
    const random = randomOf(2, 'many trials');
    const many = (count: number) => Array.from({ length: 20 }, () => ({ count, chance: random.uniform() }));
    for (const trials of [many(30), many(28)]) {
      const all = trials.length * trials[0]!.count;
      const whole = wholeTails(trials);
      for (let least = 0; least <= all + 1; least += 7) {
        expect(Math.abs(poissonBinomialUpperTail(least, trials) / (whole[least] || 1) - 1)).toBeLessThan(
          whole[least]! > 1e-300 ? 1e-11 : 2,
        );
      }
    }
    // Every count of 60,000 trials would take the runner's limit of time.
    const tails = [100, 29_700, 59_900].map((least) =>
      poissonBinomialUpperTail(least, Array(20).fill({ count: 3000, chance: 0.48 })),
    );
    expect(tails[0]).toBeCloseTo(1, 12);
    expect(tails[1]).toBeLessThan(1e-10);
    expect(tails[1]).toBeGreaterThan(1e-20);
    expect(tails[2]).toBe(0);
  });
});

/** All tails, with every count kept. */
function wholeTails(trials: readonly { count: number; chance: number }[]): Float64Array {
  const all = trials.reduce((sum, { count }) => sum + count, 0);
  const share = new Float64Array(all + 2);
  share[0] = 1;
  for (const { count, chance } of trials) {
    for (let t = 0; t < count; t++) {
      for (let k = all; k > 0; k--) share[k] = share[k]! * (1 - chance) + share[k - 1]! * chance;
      share[0]! *= 1 - chance;
    }
  }
  for (let k = all - 1; k >= 0; k--) share[k]! += share[k + 1]!;
  return share;
}
