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
});
