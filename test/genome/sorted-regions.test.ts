import { describe, expect, test } from 'vitest';
import { MAX_COORDINATE } from '../../src/genome/regions.ts';
import { asSorted, placeAt, sortRegions, withChrom } from '../../src/genome/sorted-regions.ts';
import { seeded } from './random.ts';
import { byPlace, type Row, toRegions, toRows } from './rows.ts';

const CHROMS = ['chr2', 'chr10', 'chr1', 'chrX', 'chr1_alt', '\u00e9'];

describe('sortRegions', () => {
  test('sorts by chromosome bytes and start, equal rows in the order of the input', () => {
    for (let seed = 0; seed < 200; seed++) {
      const random = seeded(seed);
      const rows = Array.from({ length: random.int(0, 60) }, (): Row => {
        const start = random.chance(0.1) ? random.int(0, MAX_COORDINATE - 1) : random.int(0, 20);
        return { chrom: random.pick(CHROMS), start, end: Math.min(MAX_COORDINATE, start + random.int(1, 9)) };
      });
      const { sorted, order } = sortRegions(toRegions(rows));
      const naive = rows.map((_, i) => i).sort((a, b) => byPlace(rows[a]!, rows[b]!) || a - b);
      expect([...order]).toEqual(naive);
      expect(toRows(sorted)).toEqual(naive.map((i) => rows[i]!));
      for (const [c, name] of sorted.chromNames.entries()) {
        const block = toRows(sorted).slice(sorted.chromOffsets[c]!, sorted.chromOffsets[c + 1]!);
        expect(block).toEqual(naive.map((i) => rows[i]!).filter((row) => row.chrom === name));
      }
      expect(asSorted(sorted)).toEqual(sorted);
    }
  });

  test('keeps chromosomes that have no rows, in order and empty', () => {
    const { sorted } = sortRegions({
      chromNames: ['chr9', 'chr2', 'chr10'],
      chrom: Int32Array.of(1),
      start: Int32Array.of(5),
      end: Int32Array.of(6),
    });
    expect(sorted.chromNames).toEqual(['chr10', 'chr2', 'chr9']);
    expect([...sorted.chromOffsets]).toEqual([0, 0, 1, 1]);
  });

  test('tells the place of a row without a column of chromosomes, of chromosomes without rows too', () => {
    for (let seed = 0; seed < 200; seed++) {
      const random = seeded(seed);
      const chromNames = Array.from({ length: random.int(1, 40) }, (_, c) => `chr${100 + c}`);
      const used = chromNames.filter(() => random.chance(0.3));
      const rows = Array.from({ length: used.length === 0 ? 0 : random.int(0, 60) }, (_, i): Row => {
        return { chrom: random.pick(used), start: i, end: i + 1 };
      });
      const { chromNames: _, chrom, ...own } = toRegions(rows);
      const codes = chrom.map((c) => chromNames.indexOf(toRegions(rows).chromNames[c]!));
      const { sorted } = sortRegions({ chromNames, chrom: codes, ...own });
      const { chrom: column, ...places } = sorted;
      expect(Array.from(column, (_, row) => placeAt(places, row))).toEqual(toRows(sorted));
      expect(withChrom(places)).toEqual(sorted);
    }
  });
});
