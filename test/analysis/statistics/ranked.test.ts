import { describe, expect, it } from 'vitest';
import { pearson, spearman } from '../../../src/analysis/statistics/correlation.ts';
import { falseDiscoveryRates } from '../../../src/analysis/statistics/false-discovery.ts';
import { mannWhitneyTest } from '../../../src/analysis/statistics/mann-whitney.ts';
import { averageRanks } from '../../../src/analysis/statistics/ranks.ts';
import { type Random, randomOf } from '../../../src/simulate/random.ts';
import { needsR, rowsFromR, worst } from './r.ts';

const draw = (random: Random, n: number, isTied: boolean) =>
  Array.from({ length: n }, () => (isTied ? random.whole(0, 4) : random.normal()));

/** The share of all ways to pick a group of m among the values of which U is as far from the middle. */
function countedP(a: readonly number[], b: readonly number[]): number {
  const values = [...a, ...b];
  const middle = (a.length * b.length) / 2;
  const uOf = (chosen: readonly number[], rest: readonly number[]) =>
    chosen.reduce((sum, x) => sum + rest.filter((y) => x > y).length, 0);
  const far = Math.abs(uOf(a, b) - middle);
  let [all, asFar] = [0, 0];
  for (let mask = 0; mask < 2 ** values.length; mask++) {
    const chosen = values.filter((_, i) => (mask >> i) & 1);
    if (chosen.length !== a.length) continue;
    all++;
    const rest = values.filter((_, i) => !((mask >> i) & 1));
    if (Math.abs(uOf(chosen, rest) - middle) >= far) asFar++;
  }
  return asFar / all;
}

describe('the test of Mann and Whitney', () => {
  it('counts the arrangements of small groups', () => {
    const random = randomOf(1, 'arrangements');
    for (let k = 0; k < 12; k++) {
      const [a, b] = [draw(random, random.whole(1, 5), false), draw(random, random.whole(1, 5), false)];
      const test = mannWhitneyTest(a, b)!;
      expect(test.isExact).toBe(true);
      expect(test.p).toBeCloseTo(countedP(a, b), 12);
    }
    // Two of 5 and 5 as far apart as can be: 2 / C(10, 5).
    expect(mannWhitneyTest([1, 2, 3, 4, 5], [6, 7, 8, 9, 10])).toMatchObject({ u: 0, share: 0, p: 2 / 252 });
  });

  it('is that of R: exact, tied, and large', ({ skip }) => {
    needsR(skip);
    const random = randomOf(2, 'mann-whitney');
    const cases = Array.from({ length: 120 }, (_, k) => {
      const isTied = k % 3 === 0;
      const most = k % 10 === 0 ? 120 : k % 4 === 0 ? 49 : 12;
      const a = draw(random, random.whole(1, most), isTied);
      return [a, draw(random, random.whole(1, most), isTied).map((x) => x + (k % 5))] as const;
    });
    cases.push([Array.from({ length: 900 }, (_, i) => i), Array.from({ length: 900 }, (_, i) => 950 + i)]);
    const rows = rowsFromR(
      '{ k <- x[1]; test <- wilcox.test(x[2:(k + 1)], x[(k + 2):length(x)]); c(test$statistic, test$p.value) }',
      cases.map(([a, b]) => [a.length, ...a, ...b]),
    );
    // R has NaN where all values are equal.
    for (const row of rows) if (Number.isNaN(row[1]!)) row[1] = 1;
    const found = cases.flatMap(([a, b]) => {
      const { u, p } = mannWhitneyTest(a, b)!;
      return [u, p];
    });
    expect(Math.min(...rows.map((row) => row[1]!))).toBeLessThan(1e-290);
    expect(worst(found, rows.flat())).toBeLessThan(1e-10);
  });

  it('has nothing to say of equal values, nor of none', () => {
    expect(mannWhitneyTest([3, 3], [3, 3, 3])).toMatchObject({ p: 1, log10P: 0, share: 0.5 });
    expect(mannWhitneyTest([], [1])).toBeUndefined();
  });
});

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
    for (const [name, method] of [
      ['pearson', pearson],
      ['spearman', spearman],
    ] as const) {
      const rows = rowsFromR(
        `{ n <- length(x) / 2; test <- cor.test(x[1:n], x[(n + 1):(2 * n)], method = "${name}", exact = FALSE); c(test$estimate, test$p.value) }`,
        lines,
      );
      const found = cases.map(([x, y]) => method(x, y)!);
      expect(
        worst(
          found.flatMap(({ r, p }) => [r, p]),
          rows.flat(),
        ),
      ).toBeLessThan(1e-9);
      expect(Math.min(...found.map(({ p }) => p))).toBeLessThan(1e-100);
    }
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
    expect(spearman([1, 2, 3], [7, 7, 7])).toBeUndefined();
    expect(spearman([1, 5, 9, 11], [8, 6, 1, 0])).toMatchObject({ r: -1, n: 4, p: 0 });
    expect(() => pearson([1, 2, 3], [1, 2])).toThrow('pairs');
  });
});

describe('ranks', () => {
  it('give ties the mean of theirs', () => {
    const { ranks, tieSum } = averageRanks([5, 1, 5, 2, 5, 2]);
    expect([...ranks]).toEqual([5, 1, 5, 2.5, 5, 2.5]);
    expect(tieSum).toBe(24 + 6);
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
