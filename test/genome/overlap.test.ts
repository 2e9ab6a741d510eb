import { describe, expect, test } from 'vitest';
import { forEachOverlap } from '../../src/genome/overlap.ts';
import { sortRegions } from '../../src/genome/sorted-regions.ts';
import { type Random, seeded } from './random.ts';
import { type Row, sharedBp, toRegions, toRows } from './rows.ts';

function randomRows(random: Random, chroms: readonly string[]): Row[] {
  return Array.from({ length: random.int(0, 40) }, () => {
    const start = random.int(0, 60);
    // Now and then a long row, which stays active behind many short ones.
    return { chrom: random.pick(chroms), start, end: start + random.int(1, random.chance(0.1) ? 60 : 8) };
  });
}

describe('forEachOverlap', () => {
  test('visits every pair that shares a base once, with the shared bases, queries ascending', () => {
    for (let seed = 0; seed < 300; seed++) {
      const random = seeded(seed);
      const queries = sortRegions(toRegions(randomRows(random, ['chr1', 'chr2', 'chr3']))).sorted;
      const targets = sortRegions(toRegions(randomRows(random, ['chr3', 'chr10', 'chr1']))).sorted;
      const naive: string[] = [];
      toRows(queries).forEach((query, i) => {
        toRows(targets).forEach((target, j) => {
          const bp = sharedBp(query, target);
          if (bp > 0) naive.push(`${i} ${j} ${bp}`);
        });
      });
      const seen: string[] = [];
      let last = 0;
      forEachOverlap(queries, targets, (i, j, bp) => {
        expect(i).toBeGreaterThanOrEqual(last);
        last = i;
        seen.push(`${i} ${j} ${bp}`);
      });
      expect(seen.sort()).toEqual(naive.sort());
    }
  });

  test('does not take book-ended regions for overlapping', () => {
    const sorted = (rows: Row[]) => sortRegions(toRegions(rows)).sorted;
    const middle = sorted([{ chrom: 'chr1', start: 100, end: 200 }]);
    const neighbours = sorted([
      { chrom: 'chr1', start: 50, end: 100 },
      { chrom: 'chr1', start: 200, end: 250 },
    ]);
    forEachOverlap(middle, neighbours, () => expect.unreachable('book-ended regions share no base'));
  });
});
