/** Seeded signals for tests of bigWig: what is written, to compare with what is read. */

import type { WigRun } from '../../../src/formats/bbi/wig-run.ts';
import { chromSizesOf } from '../../../src/genome/chrom-sizes.ts';

/** A small fast generator (mulberry32); numbers of [0, 1). */
export function seededRandom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** chr10 has no values; the order is neither that of text nor that of the runs. */
export const SAMPLE_CHROMS = chromSizesOf(
  ['chr2', 'chr10', 'chr1', 'chrX_alt'],
  [300_000, 1000, 400_000, 90_000],
);

/** chr1 gives fixedStep sections, chr2 variableStep, chrX_alt bedGraph; chr2 comes before chr1. */
export function sampleRuns(seed: number, itemsPerChrom = 5000): WigRun[] {
  const random = seededRandom(seed);
  const value = () => Math.fround(random() < 0.1 ? 0 : (random() - 0.2) * 40);
  const run = (chrom: string, step: (at: number) => readonly [start: number, end: number]): WigRun => {
    const starts = new Int32Array(itemsPerChrom);
    const ends = new Int32Array(itemsPerChrom);
    const values = new Float32Array(itemsPerChrom);
    let at = 7;
    for (let i = 0; i < itemsPerChrom; i++) {
      const [start, end] = step(at);
      starts[i] = start;
      ends[i] = end;
      values[i] = value();
      at = end;
    }
    return { chrom, starts, ends, values, length: itemsPerChrom };
  };
  return [
    run('chr2', (at) => {
      const start = at + Math.floor(random() * 9);
      return [start, start + 10];
    }),
    run('chr1', (at) => [at + 5, at + 25]),
    run('chrX_alt', (at) => {
      const start = at + (random() < 0.3 ? Math.floor(random() * 20) : 0);
      return [start, start + 1 + Math.floor(random() * 12)];
    }),
  ];
}
