import { describe, expect, it } from 'vitest';
import { binStart, HighOnce, LOG10_BIN, log10Histogram } from '../../src/analysis/column-summary.ts';
import { outliersOf } from '../../src/analysis/outliers.ts';
import { countBits, gatherBits, groupedLayout } from '../../src/analysis/row-bitmap.ts';
import { bitsIn, saturation } from '../../src/analysis/saturation.ts';
import { seededOrder } from '../../src/analysis/seeded-order.ts';
import { randomOf } from '../../src/simulate/random.ts';

/** Bits of `columns` columns over `rows` rows, as sets and packed as the store has them. */
function randomColumns(seed: number, rows: number, columns: number) {
  const random = randomOf(seed, 'bits');
  const sets = Array.from({ length: columns }, () => new Set<number>());
  const packed = sets.map((set) => {
    const p = random.uniform();
    const bytes = new Uint8Array((rows + 7) >> 3);
    for (let row = 0; row < rows; row++) {
      if (!random.chance(p)) continue;
      set.add(row);
      bytes[row >> 3]! |= 1 << (row & 7);
    }
    return bytes;
  });
  return { random, sets, packed };
}

/** Elements that one of n of p biosamples shows on average, where k of p show it: 1 - C(p - k, n) / C(p, n). */
function rarefaction(support: readonly number[], p: number, n: number): number {
  return support.reduce((sum, k) => {
    let none = 1;
    for (let i = 0; i < n; i++) none *= Math.max(0, p - k - i) / (p - i);
    return sum + 1 - none;
  }, 0);
}

describe('saturation', () => {
  for (const [seed, rows, columns] of [
    [1, 500, 7],
    [2, 33, 1],
    [3, 1000, 12],
    [4, 1, 3],
  ] as const) {
    it(`counts as sets do: ${rows} rows in ${columns} columns`, () => {
      const { random, sets, packed } = randomColumns(seed, rows, columns);
      const chosen = Int32Array.from({ length: rows }, (_, i) => i).filter(() => random.chance(0.6));
      const groups = Int32Array.from(chosen, () => random.whole(0, 2));
      const layout = groupedLayout(chosen, 4, (k) => groups[k]!);
      const repeats = 20;
      for (const group of [undefined, 0, 1, 2, 3]) {
        const [from, to] =
          group === undefined ? [0, layout.words.at(-1)] : [layout.words[group], layout.words[group + 1]];
        const bitmaps = packed.map((bits) => gatherBits(bits, layout).subarray(from, to));
        const curve = saturation(bitmaps, { repeats, seed: 5 });
        const own = [...chosen].filter((_, k) => group === undefined || groups[k] === group);
        for (let n = 0; n <= columns; n++) {
          const counts = Array.from({ length: repeats }, (_, repeat) => {
            const sample = [...seededOrder(columns, 5, `repeat ${repeat}`)].slice(0, n);
            return own.filter((row) => sample.some((c) => sets[c]!.has(row))).length;
          });
          expect(curve.fewest[n]).toBe(Math.min(...counts));
          expect(curve.most[n]).toBe(Math.max(...counts));
          expect(curve.mean[n]).toBeCloseTo(counts.reduce((a, b) => a + b, 0) / repeats, 9);
        }
      }
    });
  }

  it('comes near to what all samples give on average', () => {
    const { sets, packed } = randomColumns(6, 2000, 9);
    const rows = Int32Array.from({ length: 2000 }, (_, i) => i);
    const layout = groupedLayout(rows, 1, () => 0);
    const { mean, fewest, most } = saturation(
      packed.map((bits) => gatherBits(bits, layout)),
      { repeats: 400, seed: 1 },
    );
    const support = [...rows].map((row) => sets.filter((set) => set.has(row)).length);
    for (let n = 0; n <= 9; n++) {
      const expected = rarefaction(support, 9, n);
      expect(Math.abs(mean[n]! - expected)).toBeLessThan(1 + 0.1 * (most[n]! - fewest[n]!));
    }
  });

  it('has nothing to say of no biosample', () => {
    expect(saturation([], { repeats: 3, seed: 1 }).mean).toEqual(Float64Array.of(0));
  });
});

describe('bits', () => {
  it('are counted in words and in rows that several columns share', () => {
    expect([0, 1, 0x80000000, 0xffffffff, -1, 0x01010101].map(bitsIn)).toEqual([0, 1, 1, 32, 32, 4]);
    const { sets, packed } = randomColumns(7, 301, 3);
    const [a, b, c] = sets as [Set<number>, Set<number>, Set<number>];
    expect(countBits(packed[0]!)).toBe(a.size);
    expect(countBits(...packed)).toBe([...a].filter((row) => b.has(row) && c.has(row)).length);
    expect(countBits()).toBe(0);
  });

  it('that stand in one column only are found', () => {
    const { sets, packed } = randomColumns(8, 301, 4);
    const once = new HighOnce(301);
    for (const bits of packed) once.add(bits);
    const rows = Array.from({ length: 301 }, (_, row) => row);
    const support = rows.map((row) => sets.filter((set) => set.has(row)).length);
    expect(countBits(once.high)).toBe(support.filter((n) => n > 0).length);
    for (const [c, bits] of packed.entries()) {
      expect(countBits(bits, once.once())).toBe(
        rows.filter((row) => sets[c]!.has(row) && support[row] === 1).length,
      );
    }
  });
});

describe('the histogram of log10 signal', () => {
  it('counts every row with signal, in the bin of its logarithm', () => {
    const random = randomOf(9, 'signal');
    const mean = -0.7;
    const sd = 0.55;
    const logs = Array.from({ length: 4000 }, () => mean + sd * random.normal());
    const z = Float32Array.from([...logs.map((log) => (log - mean) / sd), -10, Number.NaN, 1e6, -1e6]);
    const histogram = log10Histogram(z, { mean, sd });
    expect(histogram.reduce((a, b) => a + b, 0)).toBe(4002);
    expect([histogram[0], histogram.at(-1)]).toEqual([1, 1]);
    let far = 0;
    for (const [bin, n] of histogram.entries()) {
      if (bin === 0 || bin === histogram.length - 1) continue;
      const own = logs.filter((log) => log >= binStart(bin) && log < binStart(bin) + LOG10_BIN).length;
      // float32 may move a value that lies on an edge.
      if (Math.abs(own - n) > 1) far++;
    }
    expect(far).toBe(0);
  });
});

describe('an experiment that stands out', () => {
  it('lies beyond the far fence and makes a hundredth of the high elements', () => {
    expect(outliersOf([10, 12, 11, 13, 90], 100)).toEqual([false, false, false, false, true]);
    expect(outliersOf([10, 12, 11, 13, 90], 10_000)).toEqual([false, false, false, false, false]);
    expect(outliersOf([10, 12, 11, 13, 19], 100)).toEqual([false, false, false, false, false]);
    expect(outliersOf([1, 1, 1, 90], 100)).toEqual([false, false, false, false]);
  });
});

describe('a seeded order', () => {
  it('is a permutation, another one for another label, and every place is as likely', () => {
    expect([...seededOrder(50, 1, 'a')].sort((a, b) => a - b)).toEqual([...Array(50).keys()]);
    expect(seededOrder(50, 1, 'a')).toEqual(seededOrder(50, 1, 'a'));
    expect(seededOrder(50, 1, 'a')).not.toEqual(seededOrder(50, 1, 'b'));
    const firsts = new Int32Array(4);
    for (let i = 0; i < 4000; i++) firsts[seededOrder(4, 1, `${i}`)[0]!]!++;
    for (const n of firsts) expect(Math.abs(n - 1000)).toBeLessThan(120);
  });
});
