import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBigWig } from '../../../src/formats/bbi/bigwig.ts';
import { writeBigWig } from '../../../src/formats/bbi/bigwig-writer.ts';
import type { WigRun } from '../../../src/formats/bbi/wig-run.ts';
import { openByteSource } from '../../../src/formats/byte-source.ts';
import { chromSizesOf } from '../../../src/genome/chrom-sizes.ts';
import { toBigEndian } from './big-endian.ts';
import { memorySource } from './memory-source.ts';
import { SAMPLE_CHROMS, sampleRuns, seededRandom } from './wig-samples.ts';

const dir = mkdtempSync(join(tmpdir(), 'cisreg-bigwig-'));
const path = join(dir, 'sample.bw');
const runs = sampleRuns(1);
beforeAll(() => writeBigWig(path, SAMPLE_CHROMS, runs));
afterAll(() => rmSync(dir, { recursive: true }));

/** All values of a file as text, to compare. */
async function contentOf(bytes: Uint8Array): Promise<string[]> {
  const bigWig = await openBigWig(memorySource(bytes));
  const lines: string[] = [];
  for await (const { chrom, starts, ends, values } of bigWig.batches()) {
    for (let i = 0; i < starts.length; i++) lines.push(`${chrom} ${starts[i]} ${ends[i]} ${values[i]}`);
  }
  return lines;
}

function linesOf(given: readonly WigRun[]): string[] {
  const sorted = [...given].sort((a, b) => (a.chrom < b.chrom ? -1 : 1));
  return sorted.flatMap(({ chrom, starts, ends, values, length }) =>
    Array.from({ length }, (_, i) => `${chrom} ${starts[i]} ${ends[i]} ${values[i]}`),
  );
}

describe('bigWig', () => {
  it('reads back what was written, whatever the sections and the compression', async () => {
    const expected = linesOf(runs);
    for (const [i, options] of [
      {},
      { compress: false },
      { itemsPerSection: 7 },
      { itemsPerSection: 65_535, zooms: false },
      { itemsPerSection: 1, compress: false },
    ].entries()) {
      const file = join(dir, `options-${i}.bw`);
      await writeBigWig(file, SAMPLE_CHROMS, runs, options);
      expect(await contentOf(readFileSync(file))).toEqual(expected);
    }
  });

  it('reads the big-endian form to the same values', async () => {
    for (const compress of [true, false]) {
      const file = join(dir, 'little.bw');
      await writeBigWig(file, SAMPLE_CHROMS, runs, { zooms: false, compress });
      const big = toBigEndian(readFileSync(file));
      expect(await contentOf(big)).toEqual(linesOf(runs));
      const bigWig = await openBigWig(memorySource(big));
      const little = await openBigWig(memorySource(readFileSync(file)));
      expect(bigWig.header.isBigEndian).toBe(true);
      expect(bigWig.summary).toEqual(little.summary);
      expect(bigWig.chroms).toEqual(little.chroms);
    }
  });

  it('gives each place the values that overlap it, whole', async () => {
    const bigWig = await openBigWig(memorySource(readFileSync(path)));
    const random = seededRandom(2);
    for (let trial = 0; trial < 300; trial++) {
      const { chrom, starts, ends, values } = runs[trial % runs.length]!;
      const start = Math.floor(random() * 130_000);
      const end = start + Math.floor(random() ** 3 * 60_000);
      const inside = [...starts.keys()].filter((i) => starts[i]! < end && ends[i]! > start && start < end);
      const found = await bigWig.readIntervals(chrom, start, end);
      expect([...found.starts]).toEqual(inside.map((i) => starts[i]));
      expect([...found.ends]).toEqual(inside.map((i) => ends[i]));
      expect([...found.values]).toEqual(inside.map((i) => values[i]));
    }
  });

  it('lists every chromosome, also without values, and refuses one that it has not', async () => {
    const bigWig = await openBigWig(memorySource(readFileSync(path)));
    expect(bigWig.chroms.map(({ name, id, sizeBp }) => [name, id, sizeBp])).toEqual([
      ['chr1', 0, 400_000],
      ['chr10', 1, 1000],
      ['chr2', 2, 300_000],
      ['chrX_alt', 3, 90_000],
    ]);
    expect((await bigWig.readIntervals('chr10', 0, 1000)).starts.length).toBe(0);
    await expect(bigWig.readIntervals('chr3', 0, 10)).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: 'memory: no chromosome chr3, expected one of the file: chr1, chr10, chr2, ...',
    });
  });

  it('states the sums over the whole file', async () => {
    const { summary } = await openBigWig(memorySource(readFileSync(path)));
    let coveredBp = 0;
    let sum = 0;
    let sumSquares = 0;
    for (const run of runs) {
      for (let i = 0; i < run.length; i++) {
        const size = run.ends[i]! - run.starts[i]!;
        coveredBp += size;
        sum += size * run.values[i]!;
        sumSquares += size * run.values[i]! ** 2;
      }
    }
    const values = runs.flatMap((run) => [...run.values]);
    expect(summary).toEqual({
      coveredBp,
      min: values.reduce((a, b) => Math.min(a, b)),
      max: values.reduce((a, b) => Math.max(a, b)),
      sum: expect.closeTo(sum, 6),
      sumSquares: expect.closeTo(sumSquares, 4),
    });
  });

  it('writes the same bytes for the same values, however they are cut into runs', async () => {
    const again = join(dir, 'again.bw');
    const cut = runs.flatMap(({ chrom, starts, ends, values, length }): WigRun[] => [
      { chrom, starts, ends, values, length: 1234 },
      { chrom, starts, ends, values, length: 0 },
      {
        chrom,
        starts: starts.subarray(1234),
        ends: ends.subarray(1234),
        values: values.subarray(1234),
        length: length - 1234,
      },
    ]);
    async function* later() {
      yield* cut;
    }
    await writeBigWig(again, SAMPLE_CHROMS, later());
    expect(readFileSync(again).equals(readFileSync(path))).toBe(true);
  });

  it('is refused where it is cut among its zoom levels, though all values are there', async () => {
    const whole = readFileSync(path);
    const levels = whole.readUInt16LE(6);
    // Headers of 24 bytes follow the file's own of 64; the index of a level is at byte 16 of its.
    const lastIndex = Number(whole.readBigUInt64LE(64 + 24 * (levels - 1) + 16));
    expect(lastIndex).toBeLessThan(whole.length);
    await expect(openBigWig(memorySource(whole.subarray(0, lastIndex)))).rejects.toMatchObject({
      code: 'TRUNCATED',
      message: expect.stringContaining('zoom level'),
    });
  });

  it('holds files without values, and 3,000 chromosomes in a tree of several levels', async () => {
    const empty = join(dir, 'empty.bw');
    await writeBigWig(empty, SAMPLE_CHROMS, []);
    expect(await contentOf(readFileSync(empty))).toEqual([]);

    const names = Array.from({ length: 3000 }, (_, i) => `scaffold_${i}`);
    const many = join(dir, 'many.bw');
    const manyRuns = names.map((chrom, i): WigRun => {
      const starts = Int32Array.of(i, i + 20);
      return {
        chrom,
        starts,
        ends: starts.map((start) => start + 3),
        values: Float32Array.of(i, 1),
        length: 2,
      };
    });
    await writeBigWig(many, chromSizesOf(names, new Array(3000).fill(10_000)), manyRuns);
    expect(await contentOf(readFileSync(many))).toEqual(linesOf(manyRuns));
    const source = await openByteSource(many);
    const bigWig = await openBigWig(source);
    const found = await bigWig.readIntervals('scaffold_2999', 0, 10_000);
    expect([...found.values]).toEqual([2999, 1]);
    await bigWig.close();
  });

  it.each<[string, Partial<WigRun>[], string]>([
    [
      'an unknown chromosome',
      [{ chrom: 'chr7' }],
      'values of chr7, expected a chromosome that the chromosome sizes list',
    ],
    [
      'values out of order',
      [{ starts: Int32Array.of(5, 3) }],
      'a value at chr1:3-9, expected a start from 8',
    ],
    ['an empty value', [{ ends: Int32Array.of(5, 9) }], 'a value at chr1:5-5'],
    ['values beyond the end', [{ ends: Int32Array.of(8, 400_001) }], 'an end behind it up to 400000'],
    ['a value that is no number', [{ values: Float32Array.of(1, Number.NaN) }], 'a value of NaN at chr1:8-9'],
    ['a chromosome in two places', [{}, { chrom: 'chr2' }, {}], 'values of chr1 in two places'],
  ])('refuses to write %s, and leaves no file behind', async (_, changes, message) => {
    const good: WigRun = {
      chrom: 'chr1',
      starts: Int32Array.of(5, 8),
      ends: Int32Array.of(8, 9),
      values: Float32Array.of(1, 2),
      length: 2,
    };
    const target = join(dir, 'refused', 'x.bw');
    const { mkdirSync, readdirSync } = await import('node:fs');
    mkdirSync(join(dir, 'refused'), { recursive: true });
    const bad = changes.map((change) => ({ ...good, ...change }));
    await expect(writeBigWig(target, SAMPLE_CHROMS, bad)).rejects.toMatchObject({
      code: 'FORMAT',
      message: expect.stringContaining(message),
    });
    expect(readdirSync(join(dir, 'refused'))).toEqual([]);
  });
});
