import { describe, expect, it } from 'vitest';
import { randomOf } from '../../src/simulate/random.ts';

const draws = (seed: number, label: string, n = 5) => {
  const random = randomOf(seed, label);
  return Array.from({ length: n }, () => random.uniform());
};

describe('seeded randomness', () => {
  it('gives the same numbers for the same seed and label, others for others', () => {
    expect(draws(1, 'a')).toEqual(draws(1, 'a'));
    const first = [draws(1, 'a'), draws(2, 'a'), draws(1, 'b'), draws(2 ** 40 + 1, 'a')].map((row) => row[0]);
    expect(new Set(first).size).toBe(4);
  });

  it('stays the same from release to release', () => {
    expect(draws(1, 'pinned', 3).map((value) => value.toFixed(9))).toMatchInlineSnapshot(`
      [
        "0.065610443",
        "0.317697655",
        "0.787079758",
      ]
    `);
  });

  it('fills bytes at once as in pieces, each bit as often set as not', () => {
    const whole = new Uint8Array(40_003);
    randomOf(5, 'bytes').fill(whole);
    const random = randomOf(5, 'bytes');
    const pieces = [4, 20_000, 8, 19_991].map((length) => new Uint8Array(length));
    for (const piece of pieces) random.fill(piece);
    expect(Buffer.concat(pieces).equals(whole)).toBe(true);
    for (let bit = 0; bit < 8; bit++) {
      const share = whole.reduce((sum, byte) => sum + ((byte >> bit) & 1), 0) / whole.length;
      expect(Math.abs(share - 0.5)).toBeLessThan(0.015);
    }
  });

  it('has the moments of its distributions', () => {
    const random = randomOf(7, 'moments');
    const n = 40000;
    const mean = (draw: () => number) => {
      let sum = 0;
      for (let i = 0; i < n; i++) sum += draw();
      return sum / n;
    };
    expect(mean(random.uniform)).toBeCloseTo(0.5, 1);
    expect(mean(random.normal)).toBeCloseTo(0, 1);
    expect(mean(() => random.normal() ** 2)).toBeCloseTo(1, 1);
    expect(mean(() => random.exponential(3)) / 3).toBeCloseTo(1, 1);
    expect(mean(() => Math.log10(random.logNormal10(0.5)) ** 2)).toBeCloseTo(0.25, 1);
    const wholes = Array.from({ length: 200 }, () => random.whole(3, 5));
    expect([...new Set(wholes)].sort()).toEqual([3, 4, 5]);
  });
});
