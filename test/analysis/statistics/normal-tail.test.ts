import { describe, expect, it } from 'vitest';
import { log10NormalUpperTail, normalUpperTail } from '../../../src/analysis/statistics/normal-tail.ts';
import { needsR, rowsFromR, worst } from './r.ts';

describe('the upper tail of the normal distribution', () => {
  it('is that of published tables', () => {
    // Abramowitz and Stegun, tables 26.1 (to 15 places) and 26.2 (-log10 of the tail, to 5).
    expect(normalUpperTail(0)).toBe(0.5);
    expect(normalUpperTail(1)).toBeCloseTo(1 - 0.841344746068543, 15);
    expect(normalUpperTail(2)).toBeCloseTo(1 - 0.977249868051821, 15);
    expect(normalUpperTail(-1.96)).toBeCloseTo(0.97500210485178, 14);
    for (const [z, minusLog] of [
      [5, 6.54265],
      [10, 23.11805],
      [20, 88.5601],
      [30, 197.30921],
      [50, 544.96634],
      [100, 2173.87154],
      [500, 54289.9083],
    ] as const) {
      expect(-log10NormalUpperTail(z)).toBeCloseTo(minusLog, 5);
    }
  });

  it('keeps its digits where 1 - cdf has none', () => {
    // By the same fraction with 4,000 steps in decimal numbers of 60 digits (Python's decimal).
    const references = [
      [2, 0.0227501319481792],
      [6, 9.86587645037698e-10],
      [8.3, 5.20556974489029e-17],
      [10, 7.61985302416053e-24],
      [20, 2.75362411860623e-89],
      [37, 5.72557122252458e-300],
    ] as const;
    for (const [z, p] of references) expect(Math.abs(normalUpperTail(z) / p - 1)).toBeLessThan(1e-14);
    expect(normalUpperTail(40)).toBe(0);
    expect(log10NormalUpperTail(40)).toBeCloseTo(-350 + Math.log10(3.65589354091503), 11);
    expect(log10NormalUpperTail(-40)).toBeCloseTo(0, 300);
    expect(normalUpperTail(-40)).toBe(1);
  });

  it('is that of R from end to end', ({ skip }) => {
    needsR(skip);
    const places = Array.from({ length: 3801 }, (_, i) => -0.5 + i / 100).concat(
      Array.from({ length: 80 }, (_, i) => -8 + i / 10),
    );
    const rows = rowsFromR('c(pnorm(x, lower.tail = FALSE), pnorm(x, lower.tail = FALSE, log.p = TRUE))', [
      ...places.map((z) => [z]),
      [60],
      [1000],
      [1e6],
    ]);
    places.push(60, 1000, 1e6);
    const within = places.flatMap((z, i) => (z <= 37.1 ? [i] : []));
    expect(Math.min(...within.map((i) => rows[i]![0]!))).toBeLessThan(1e-298);
    expect(
      worst(
        within.map((i) => normalUpperTail(places[i]!)),
        within.map((i) => rows[i]![0]!),
      ),
    ).toBeLessThan(2e-14);
    expect(
      worst(
        places.map((z) => log10NormalUpperTail(z) * Math.LN10),
        rows.map((row) => row[1]!),
      ),
    ).toBeLessThan(1e-13);
  });
});
