import { describe, expect, it } from 'vitest';
import { intervalIndex } from '../../src/genome/interval-index.ts';
import { sortRegions } from '../../src/genome/sorted-regions.ts';

/** A small generator with a seed, so that a failure comes again. */
function randomOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

describe('an interval index', () => {
  it.each([0, 1, 15, 16, 17, 300, 5000])('of %i regions finds what a look at each of them finds', (n) => {
    const random = randomOf(n + 1);
    const start = Int32Array.from({ length: n }, () => random(10_000));
    // Most are short, some span the chromosome.
    const end = start.map((s) => s + 1 + (random(20) === 0 ? random(10_000) : random(30)));
    const { sorted } = sortRegions({
      chromNames: ['chr2', 'chr1', 'chr10'],
      chrom: Int32Array.from({ length: n }, () => random(2)),
      start,
      end,
    });
    const index = intervalIndex(sorted);
    for (let q = 0; q < 300; q++) {
      const chrom = ['chr1', 'chr2', 'chr10', 'chrX'][random(4)]!;
      const from = random(10_500);
      const to = from + random(200);
      const naive = [...sorted.start.keys()].filter(
        (i) =>
          sorted.chromNames[sorted.chrom[i]!] === chrom &&
          Math.max(sorted.start[i]!, from) < Math.min(sorted.end[i]!, to),
      );
      expect(index.overlapping(chrom, from, to)).toEqual(naive);
    }
  });
});
