import { describe, expect, it } from 'vitest';
import { pearson } from '../../../src/analysis/statistics/correlation.ts';
import { falseDiscoveryRates } from '../../../src/analysis/statistics/false-discovery.ts';
import { type Random, randomOf } from '../../../src/simulate/random.ts';
import { needsR, rowsFromR, worst } from './r.ts';

const draw = (random: Random, n: number, isTied: boolean) =>
  Array.from({ length: n }, () => (isTied ? random.whole(0, 4) : random.normal()));

describe('correlations', () => {
  it('are those of R, with their p', ({ skip }) => {
    needsR(skip);
    const random = randomOf(3, 'correlation');
    const cases = Array.from({ length: 80 }, (_, k) => {
      const n = k % 8 === 0 ? 800 : random.whole(3, 30);
      const x = draw(random, n, k % 3 === 0);
      const noise = k % 8 === 0 ? 0.9 : 2;
      return [x, x.map((value) => (k % 2 === 0 ? value : -value) + noise * random.normal())] as const;
    });
    const lines = cases.map(([x, y]) => [...x, ...y]);
    const rows = rowsFromR(
      '{ n <- length(x) / 2; test <- cor.test(x[1:n], x[(n + 1):(2 * n)]); c(test$estimate, test$p.value) }',
      lines,
    );
    const found = cases.map(([x, y]) => pearson(x, y)!);
    expect(
      worst(
        found.flatMap(({ r, p }) => [r, p]),
        rows.flat(),
      ),
    ).toBeLessThan(1e-9);
    expect(Math.min(...found.map(({ p }) => p))).toBeLessThan(1e-100);
  });

  it('go beyond what a double holds by their logarithm', () => {
    const n = 2000;
    const x = Array.from({ length: n }, (_, i) => i);
    const y = x.map((value) => value + 60 * Math.sin(value * value));
    const { r, p, log10P } = pearson(x, y)!;
    expect(r).toBeGreaterThan(0.99);
    expect(p).toBe(0);
    // From r alone: the leading term of the tail, (n - 2) / 2 ln(1 - r^2).
    expect(log10P / (((n - 2) / 2) * Math.log10((1 - r) * (1 + r)))).toBeCloseTo(1, 2);
  });

  it('of constants and of two pairs are none, and of a line are whole', () => {
    expect(pearson([0.1, 0.1, 0.1], [1, 2, 3])).toBeUndefined();
    expect(pearson([1, 2], [1, 2])).toBeUndefined();
    expect(pearson([1, 2, 3], [7, 7, 7])).toBeUndefined();
    expect(pearson([1, 5, 9, 11], [-1, -5, -9, -11])).toMatchObject({ r: -1, n: 4, p: 0 });
    expect(() => pearson([1, 2, 3], [1, 2])).toThrow('pairs');
  });
});

describe('false discovery rates', () => {
  it('are the least share of chance among the discoveries, by counting', () => {
    const random = randomOf(4, 'rates');
    for (const n of [0, 1, 2, 10, 200]) {
      const p = Array.from({ length: n }, (_, i) => (i % 7 === 3 ? 0.02 : random.uniform() ** 2));
      const rates = falseDiscoveryRates(p);
      const atThreshold = (threshold: number) =>
        (threshold * n) / p.filter((other) => other <= threshold).length;
      for (const [i, own] of p.entries()) {
        const naive = Math.min(1, ...p.filter((other) => other >= own).map(atThreshold));
        expect(Math.abs(rates[i]! - naive)).toBeLessThan(1e-14);
      }
    }
  });

  it('are those of R, and leave out what was not tested', ({ skip }) => {
    const p = [0.01, Number.NaN, 0.5, 1e-300, 0.04, 1, 0.03, Number.NaN, 0.04];
    expect([...falseDiscoveryRates(p)].map(Number.isNaN)).toEqual(p.map(Number.isNaN));
    needsR(skip);
    const [row] = rowsFromR('p.adjust(x, "BH")', [p]);
    expect(
      worst(
        [...falseDiscoveryRates(p)],
        row!.map((rate, i) => (Number.isNaN(p[i]!) ? Number.NaN : rate)),
      ),
    ).toBeLessThan(1e-14);
  });
});
