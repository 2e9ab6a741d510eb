import { expect, it } from 'vitest';
import { type SpanSearch, searchSpans, spanTree } from '../../src/genome/span-tree.ts';
import { seeded } from './random.ts';
import { sharedBp, toRegions } from './rows.ts';

it('a span tree finds every region that shares a base with a place, by start', () => {
  for (let seed = 0; seed < 200; seed++) {
    const random = seeded(seed);
    const rows = Array.from({ length: random.int(0, 60) }, () => {
      const start = random.int(0, 90);
      const widthBp = random.chance(0.1) ? random.int(50, 200) : random.int(1, 9);
      return { chrom: random.pick(['chr1', 'chr2', 'chr10']), start, end: start + widthBp };
    });
    const tree = spanTree(toRegions(rows));
    const found: number[] = [];
    const search: SpanSearch = { tree, visit: (row) => found.push(row), start: 0, end: 0 };
    for (let n = 0; n < 30; n++) {
      const start = random.int(0, 120);
      const place = { chrom: random.pick(['chr1', 'chr2', 'chr10']), start, end: start + random.int(1, 30) };
      const chrom = tree.chroms.get(place.chrom);
      const expected = [...rows.keys()].filter((i) => sharedBp(rows[i]!, place) > 0);
      found.length = 0;
      search.start = place.start;
      search.end = place.end;
      if (chrom !== undefined) searchSpans(search, chrom);
      const starts = found.map((row) => rows[row]!.start);
      expect(starts).toEqual(starts.toSorted((a, b) => a - b));
      expect(found.toSorted((a, b) => a - b)).toEqual(expected);
    }
  }
});
