/** Axes of the facets' histograms: what handles and keys ask for. */

import { describe, expect, it } from 'vitest';
import {
  endAt,
  numberOf,
  parseRange,
  type RangeScale,
  rangeText,
  shareAt,
  sharesOf,
  spelt,
  stepped,
  tickText,
  valueAt,
} from '../../web/pages/elements/facets/range-scale.ts';

const Z: RangeScale = { from: -4, to: 10, decimals: 2, ticks: [] };
const BP: RangeScale = { from: 0, to: 1e6, isLog: true, decimals: 0, ticks: [] };
const COUNT: RangeScale = { from: 0, to: 21, decimals: 0, isCount: true, ticks: [] };

describe('an axis', () => {
  it('has every value where its bin is', () => {
    expect(shareAt(Z, 3)).toBe(0.5);
    expect(shareAt(Z, 99)).toBe(1);
    expect(shareAt(BP, 999)).toBeCloseTo(3 / 6, 5);
    for (const value of [0, 9, 99, 120, 5600, 1e6]) expect(valueAt(BP, shareAt(BP, value))).toBe(value);
    expect(valueAt(Z, shareAt(Z, 1.64))).toBe(1.64);
    // Numbers of biosamples fill the stretch to the next one.
    expect(sharesOf(COUNT, [5, 5])).toEqual([5 / 21, 6 / 21]);
    expect(endAt(COUNT, 6 / 21, true)).toBe(5);
    expect(endAt(COUNT, 5 / 21, false)).toBe(5);
  });

  it('asks nothing at its ends', () => {
    expect([endAt(Z, 0, false), endAt(Z, 1, true)]).toEqual([null, null]);
    expect(sharesOf(Z, [null, null])).toEqual([0, 1]);
    expect(rangeText([null, null])).toBeUndefined();
  });

  it('is walked by keys: no step stands still, each says another number', () => {
    for (const scale of [Z, BP, COUNT]) {
      let value = scale.from;
      for (let i = 0; i < 200 && value < scale.to; i++) {
        const next = stepped(scale, value, 1);
        expect(next).toBeGreaterThan(value);
        expect(spelt(scale, next)).not.toBe(spelt(scale, value));
        expect(stepped(scale, next, -1)).toBeLessThan(next);
        value = next;
      }
      expect(value).toBeGreaterThanOrEqual(scale.to);
    }
    expect(stepped(Z, 1.64, 1)).toBe(1.74);
  });
});

describe('a range', () => {
  it('is spelt as the API has it, and read as people type it', () => {
    expect(rangeText([1.64, null])).toBe('1.64,');
    expect(parseRange('1.64,')).toEqual([1.64, null]);
    expect(parseRange(',2000')).toEqual([null, 2000]);
    expect(parseRange(undefined)).toEqual([null, null]);
    expect(numberOf('\u22121.5')).toBe(-1.5);
    expect(numberOf('30,000,000')).toBe(30_000_000);
    expect(numberOf(' ')).toBeNull();
    expect(numberOf('many')).toBeUndefined();
    expect([spelt(Z, -1.5), spelt(Z, 10), tickText(BP, 1e6)]).toEqual(['\u22121.50', '10', '1 M']);
  });
});
