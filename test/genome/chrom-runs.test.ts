import { describe, expect, it } from 'vitest';
import { chromRuns } from '../../src/genome/chrom-runs.ts';

describe('runs by chromosome', () => {
  it('end where the chromosome changes and at the most rows', () => {
    const chrom = Int32Array.of(2, 2, 2, 0, 5, 5);
    const spans = (maxRows?: number) => [...chromRuns(chrom, maxRows)].map(({ from, to }) => [from, to]);
    expect(spans()).toEqual([
      [0, 3],
      [3, 4],
      [4, 6],
    ]);
    expect(spans(2)).toEqual([
      [0, 2],
      [2, 3],
      [3, 4],
      [4, 6],
    ]);
    expect([...chromRuns([])]).toEqual([]);
  });
});
