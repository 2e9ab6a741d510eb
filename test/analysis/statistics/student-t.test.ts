import { describe, expect, it } from 'vitest';
import { logBeta, logGamma } from '../../../src/analysis/statistics/log-gamma.ts';
import { studentTwoSided, welchTest } from '../../../src/analysis/statistics/student-t.ts';
import { randomOf } from '../../../src/simulate/random.ts';
import { needsR, rowsFromR, worst } from './r.ts';

describe('the logarithm of the gamma function', () => {
  it('is that of factorials and of halves', () => {
    let factorial = 1;
    for (let n = 1; n <= 20; n++) {
      factorial *= n;
      expect(Math.abs(logGamma(n + 1) - Math.log(factorial))).toBeLessThan(1e-14 * (1 + Math.log(factorial)));
    }
    expect(logGamma(0.5)).toBeCloseTo(0.5 * Math.log(Math.PI), 14);
  });

  it('and of the beta function are those of R', ({ skip }) => {
    needsR(skip);
    const random = randomOf(1, 'gamma');
    const pairs = Array.from({ length: 300 }, () => [random.logNormal10(2), random.logNormal10(2)] as const);
    const rows = rowsFromR('c(lgamma(x[1]), lbeta(x[1], x[2]))', pairs);
    // Near their zeros the absolute error is what counts.
    const off = pairs.map(([a, b], i) => {
      const [gamma, beta] = rows[i] as [number, number];
      const one = Math.abs(logGamma(a) - gamma) / Math.max(1, Math.abs(gamma));
      return Math.max(one, Math.abs(logBeta(a, b) - beta) / Math.max(1, Math.abs(beta)));
    });
    expect(Math.max(...off)).toBeLessThan(1e-13);
  });
});

describe("Student's t", () => {
  it('is that of closed forms, and of a table', () => {
    for (const t of [0.01, 0.5, 1, 3, 40, 1e6]) {
      // One degree of freedom is Cauchy's, two are algebraic.
      expect(studentTwoSided(t, 1).p / ((2 * Math.atan(1 / t)) / Math.PI)).toBeCloseTo(1, 12);
      const root = Math.sqrt(2 + t * t);
      expect(studentTwoSided(t, 2).p / (2 / (root * (root + t)))).toBeCloseTo(1, 12);
    }
    expect(studentTwoSided(2.228, 10).p).toBeCloseTo(0.05, 4);
    expect(studentTwoSided(-2.228, 10)).toEqual(studentTwoSided(2.228, 10));
    expect(studentTwoSided(0, 7)).toEqual({ p: 1, log10P: 0 });
    expect(studentTwoSided(Number.POSITIVE_INFINITY, 7).p).toBe(0);
  });

  it('has the tails of R, to 1e-300 and beyond', ({ skip }) => {
    needsR(skip);
    const cases: [number, number][] = [];
    // From 4e5 degrees of freedom on R takes an approximation.
    for (const df of [0.7, 1, 2, 3.3, 10, 38.5, 120, 1000, 12345.6, 1e5]) {
      for (const t of [0, 1e-8, 0.01, 0.5, 1, 1.96, 4, 10, 25, 36, 60, 1000]) cases.push([t, df]);
    }
    const rows = rowsFromR('log(2) + pt(x[1], x[2], lower.tail = FALSE, log.p = TRUE)', cases);
    const logs = rows.map((row) => row[0]!);
    expect(Math.min(...logs)).toBeLessThan(-10_000);
    const found = cases.map(([t, df]) => studentTwoSided(t, df));
    const off = found.map(
      ({ log10P }, i) => Math.abs(log10P * Math.LN10 - logs[i]!) / Math.max(1, -logs[i]!),
    );
    expect(Math.max(...off)).toBeLessThan(1e-12);
    const above = logs.flatMap((log, i) => (log > Math.log(1e-300) ? [i] : []));
    expect(
      worst(
        above.map((i) => found[i]!.p),
        above.map((i) => Math.exp(logs[i]!)),
      ),
    ).toBeLessThan(1e-11);
  });
});

describe("Welch's test", () => {
  it('gives the example of the manual of R', () => {
    // ?t.test, extra sleep by drug (Cushny and Peebles 1905): t = -1.8608, df = 17.776, p = 0.07939.
    const first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2];
    const second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
    const { t, df, p, meanA, meanB } = welchTest(first, second)!;
    expect(t).toBeCloseTo(-1.8608, 4);
    expect(df).toBeCloseTo(17.776, 3);
    expect(p).toBeCloseTo(0.07939, 5);
    expect([meanA, meanB].map((mean) => mean.toFixed(2))).toEqual(['0.75', '2.33']);
  });

  it('is that of R on random groups', ({ skip }) => {
    needsR(skip);
    const random = randomOf(2, 'welch');
    const cases = Array.from({ length: 80 }, (_, k) => {
      const shift = k % 5 === 0 ? 30 : random.normal();
      const groups = [0, shift].map((mean, g) =>
        Array.from({ length: random.whole(2, k % 5 === 0 ? 60 : 9) }, () => mean + (1 + g) * random.normal()),
      );
      return groups as [number[], number[]];
    });
    const rows = rowsFromR(
      '{ k <- x[1]; test <- t.test(x[2:(k + 1)], x[(k + 2):length(x)]); c(test$statistic, test$parameter, test$p.value, test$estimate) }',
      cases.map(([a, b]) => [a.length, ...a, ...b]),
    );
    const found = cases.flatMap(([a, b]) => {
      const { t, df, p, meanA, meanB } = welchTest(a, b)!;
      return [t, df, p, meanA, meanB];
    });
    expect(Math.min(...rows.map((row) => row[2]!))).toBeLessThan(1e-40);
    expect(worst(found, rows.flat())).toBeLessThan(1e-9);
  });

  it('says nothing of groups without spread or without a second value', () => {
    expect(welchTest([1], [2, 3])).toBeUndefined();
    expect(welchTest([], [2, 3])).toBeUndefined();
    expect(welchTest([0.1, 0.1, 0.1], [0.7, 0.7, 0.7])).toBeUndefined();
    const half = welchTest([0.1, 0.1, 0.1], [0.7, 0.8, 0.9])!;
    expect(half.df).toBeCloseTo(2, 12);
    expect(half.p).toBeGreaterThan(0);
  });
});
