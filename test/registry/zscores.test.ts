import { describe, expect, test } from 'vitest';
import {
  competitionRanks,
  flankBp,
  HIGH_Z,
  normalisationOf,
  ZERO_SIGNAL_Z,
  zScore,
  zScores,
} from '../../src/registry/zscores.ts';
import { seeded } from '../genome/random.ts';

const THRESHOLD = 1.64;

function naiveZ(signal: readonly number[]): { mean: number; sd: number; z: number[] } {
  const logs = signal.filter((value) => value > 0).map((value) => Math.log10(value));
  const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
  const sd = Math.sqrt(logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / logs.length);
  return { mean, sd, z: signal.map((value) => (value === 0 ? -10 : (Math.log10(value) - mean) / sd)) };
}

describe('normalisationOf and zScores', () => {
  test('agree with the formulas on signals with zeros, ties and extremes', () => {
    for (let seed = 0; seed < 200; seed++) {
      const random = seeded(seed);
      const signal = [
        1,
        2,
        ...Array.from({ length: random.int(0, 60) }, () =>
          random.chance(0.3) ? 0 : random.int(1, 9) * 10 ** random.int(-12, 6),
        ),
      ];
      const naive = naiveZ(signal);
      const normalisation = normalisationOf(Float64Array.from(signal));
      expect(normalisation.mean).toBeCloseTo(naive.mean, 12);
      expect(normalisation.sd).toBeCloseTo(naive.sd, 12);
      expect(normalisation.nonZero).toBe(signal.filter((value) => value > 0).length);
      const z = zScores(Float64Array.from(signal), normalisation);
      for (const [i, expected] of naive.z.entries()) {
        expect(z[i]).toBeCloseTo(expected, 10);
        expect(z[i]).toBe(zScore(signal[i]!, normalisation));
      }
    }
  });

  test('sum without loss: a million signals of two values have the exact mean and sd', () => {
    const signal = new Float64Array(1_000_000);
    for (let i = 0; i < signal.length; i++) signal[i] = i % 10 === 0 ? 100 : 0.1;
    const { mean, sd } = normalisationOf(signal);
    // Tenth 2, rest -1: mean -0.7; sd^2 = 0.1 * 2.7^2 + 0.9 * 0.3^2 = 0.81.
    expect(mean).toBeCloseTo(-0.7, 15);
    expect(sd).toBeCloseTo(0.9, 15);
  });

  test('do not depend on how many zeros there are', () => {
    const some = normalisationOf(Float64Array.of(3, 0, 5, 0, 7));
    expect(some).toEqual(normalisationOf(Float64Array.of(3, 5, 7)));
  });

  test('show a profile that cannot be standardised: sd is 0 of equal signals and of one, mean is NaN of none', () => {
    expect(normalisationOf(Float64Array.of(0.1, 0, 0.1, 0.1))).toMatchObject({ sd: 0, nonZero: 3 });
    // A mean of equal values may be off by its last bit, and the sd would then be tiny instead of 0.
    for (const value of [0.3, 7, 0.0123, 456.789]) {
      for (let n = 1; n < 200; n++) expect(normalisationOf(new Float64Array(n).fill(value)).sd).toBe(0);
    }
    expect(normalisationOf(Float64Array.of(0, 4))).toMatchObject({ sd: 0, nonZero: 1 });
    expect(normalisationOf(Float64Array.of(0, 0))).toMatchObject({ mean: Number.NaN, nonZero: 0 });
    expect(normalisationOf(new Float64Array(0)).nonZero).toBe(0);
  });

  test('give -10 for a signal of 0 and take 1.64 for the highest Z that is not high', () => {
    expect(zScore(0, { mean: 0, sd: 1 })).toBe(ZERO_SIGNAL_Z);
    expect(ZERO_SIGNAL_Z).toBe(-10);
    expect(HIGH_Z).toBe(THRESHOLD);
  });
});

describe('competitionRanks', () => {
  test('count the better ones, plus one', () => {
    for (let seed = 0; seed < 100; seed++) {
      const random = seeded(seed);
      const z = Float64Array.from({ length: random.int(0, 30) }, () =>
        random.pick([-10, -1.5, 0, 0.25, 1.64, 3]),
      );
      const naive = Array.from(z, (value) => 1 + z.filter((other) => other > value).length);
      expect([...competitionRanks(z)]).toEqual(naive);
    }
  });
});

describe('flankBp', () => {
  test('widens histone marks by 500 on both sides and leaves point assays as they are', () => {
    for (const assay of ['DNase', 'ATAC', 'CTCF', 'POL2']) expect(flankBp(assay)).toBe(0);
    for (const assay of ['H3K4me3', 'H3K27ac', 'H3K4me1', 'other']) expect(flankBp(assay)).toBe(500);
  });
});
