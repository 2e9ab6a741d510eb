import { describe, expect, it } from 'vitest';
import { textColumnFrom } from '../../src/formats/text-column.ts';
import { repeatedName, tableOrder } from '../../src/signal/row-order.ts';
import { seededRandom } from '../formats/bbi/wig-samples.ts';

describe('the order of rows', () => {
  const chromNames = ['chr10', 'chr2', 'chrX', 'chr1', 'chr1_alt'];
  const chrom = Int32Array.from({ length: 50 }, (_, i) => (i * 7) % 5);
  const regions = { chromNames, chrom, start: new Int32Array(50), end: new Int32Array(50).fill(1) };

  it('is that of the file below 3,000 blocks', () => {
    expect(tableOrder(regions, 2999)).toBeUndefined();
  });

  it('goes by chromosome in natural order from 3,000 on, and keeps the order within', () => {
    const order = tableOrder(regions, 3000)!;
    const shown = [...order].map((i) => chromNames[chrom[i]!]);
    expect([...new Set(shown)]).toEqual(['chr1', 'chr1_alt', 'chr2', 'chr10', 'chrX']);
    for (let row = 1; row < 50; row++) {
      if (shown[row] === shown[row - 1]) expect(order[row]!).toBeGreaterThan(order[row - 1]!);
    }
  });
});

describe('names that occur twice', () => {
  it('are found as a set finds them, ascending or not', () => {
    const random = seededRandom(4);
    for (let trial = 0; trial < 200; trial++) {
      const names = Array.from({ length: 1 + Math.floor(random() * 40) }, () =>
        'ab'
          .repeat(2)
          .slice(0, Math.floor(random() * 4))
          .concat(String(Math.floor(random() * 200))),
      );
      if (trial % 2 === 0) names.sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
      const row = names.findIndex((name, i) => names.indexOf(name) < i);
      const expected = row < 0 ? undefined : { row, earlier: names.indexOf(names[row]!) };
      expect(repeatedName(textColumnFrom(names))).toEqual(expected);
    }
  });

  it('are found among many', () => {
    const names = Array.from({ length: 100_000 }, (_, i) => `peak_${(i * 7919) % 100_003}`);
    expect(repeatedName(textColumnFrom(names))).toBeUndefined();
    names.push('peak_7919');
    expect(repeatedName(textColumnFrom(names))).toEqual({ row: 100_000, earlier: 1 });
  });
});
