import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BigWig, openBigWig } from '../../src/formats/bbi/bigwig.ts';
import { writeBigWig } from '../../src/formats/bbi/bigwig-writer.ts';
import type { ByteSource } from '../../src/formats/byte-source.ts';
import type { Regions } from '../../src/genome/regions.ts';
import { absentChroms, meanSignal } from '../../src/signal/mean-signal.ts';
import { planRegions } from '../../src/signal/region-plan.ts';
import { memorySource } from '../formats/bbi/memory-source.ts';
import { SAMPLE_CHROMS, sampleRuns, seededRandom } from '../formats/bbi/wig-samples.ts';

const dir = mkdtempSync(join(tmpdir(), 'cisreg-mean-'));
const runs = sampleRuns(3);
let bytes: Buffer;
beforeAll(async () => {
  const path = join(dir, 'signal.bw');
  await writeBigWig(path, SAMPLE_CHROMS, runs, { itemsPerSection: 60 });
  bytes = readFileSync(path);
});
afterAll(() => rmSync(dir, { recursive: true }));

const CHROMS = ['chrX_alt', 'chr2', 'chr_absent', 'chr10', 'chr1'];

/** Regions of all sizes, in any order, overlapping and nesting, some beyond the end of their chromosome. */
function randomRegions(seed: number, count: number, maxBp: number): Regions {
  const random = seededRandom(seed);
  const chrom = new Int32Array(count);
  const start = new Int32Array(count);
  const end = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    chrom[i] = Math.floor(random() * CHROMS.length);
    start[i] = Math.floor(random() * 140_000);
    end[i] = start[i]! + 1 + Math.floor(random() ** 4 * maxBp);
  }
  return { chromNames: CHROMS, chrom, start, end };
}

/** Base by base. */
function naive(chrom: string, start: number, end: number) {
  const run = runs.find((other) => other.chrom === chrom);
  const result = { sum: 0, covered: 0, min: Number.NaN, max: Number.NaN };
  for (let k = 0; k < (run?.length ?? 0); k++) {
    const value = run!.values[k]!;
    for (let base = Math.max(start, run!.starts[k]!); base < Math.min(end, run!.ends[k]!); base++) {
      result.sum += value;
      result.covered++;
      result.min = result.covered === 1 ? value : Math.min(result.min, value);
      result.max = result.covered === 1 ? value : Math.max(result.max, value);
    }
  }
  return result;
}

const open = (): Promise<BigWig> => openBigWig(memorySource(bytes));

describe('signal over regions', () => {
  it.each([
    [0, 300],
    [500, 300],
    [0, 400_000],
    [37, 20_000],
  ])('equals a count base by base, with flanks of %i on regions of up to %i bases', async (flank, maxBp) => {
    const regions = randomRegions(flank + maxBp, 400, maxBp);
    const plan = planRegions(regions, flank);
    const { sum, covered, min, max } = await meanSignal(await open(), plan, { minMax: true });
    for (let i = 0; i < 400; i++) {
      const start = Math.max(0, regions.start[i]! - flank);
      const end = regions.end[i]! + flank;
      const expected = naive(CHROMS[regions.chrom[i]!]!, start, end);
      expect(plan.sizeBp[i]).toBe(end - start);
      expect(covered[i]).toBe(expected.covered);
      expect(sum[i]).toBeCloseTo(expected.sum, 6);
      expect(min![i]).toBe(expected.min);
      expect(max![i]).toBe(expected.max);
    }
  });

  it('adds up the blocks of a region', async () => {
    const regions: Regions = {
      chromNames: ['chr1', 'chr2'],
      chrom: Int32Array.of(1, 0),
      start: Int32Array.of(100, 500),
      end: Int32Array.of(9000, 700),
    };
    const blocks = {
      offsets: Int32Array.of(0, 3, 4),
      starts: Int32Array.of(100, 2000, 8990, 500),
      sizes: Int32Array.of(50, 0, 10, 200),
    };
    const plan = planRegions(regions, 0, blocks);
    const { sum, covered } = await meanSignal(await open(), plan);
    const [first, last, other] = [
      naive('chr2', 100, 150),
      naive('chr2', 8990, 9000),
      naive('chr1', 500, 700),
    ];
    expect([...plan.sizeBp]).toEqual([60, 200]);
    expect([...covered]).toEqual([first.covered + last.covered, other.covered]);
    expect(sum[0]).toBeCloseTo(first.sum + last.sum, 6);
    expect(sum[1]).toBeCloseTo(other.sum, 6);
  });

  it('reads only the blocks that a region touches', async () => {
    const inner = memorySource(bytes);
    let read = 0;
    const counting: ByteSource = {
      ...inner,
      read: (offset, length) => {
        read += Math.min(length, bytes.length - offset);
        return inner.read(offset, length);
      },
    };
    const bigWig = await openBigWig(counting);
    const index = bigWig.header.indexOffset;
    // The window of the tree reader and one block, not the data.
    read = 0;
    const region = {
      chromNames: ['chr2'],
      chrom: Int32Array.of(0),
      start: Int32Array.of(9000),
      end: Int32Array.of(9100),
    };
    const { covered } = await meanSignal(bigWig, planRegions(region, 0));
    expect(covered[0]).toBe(naive('chr2', 9000, 9100).covered);
    expect(read).toBeLessThan(bytes.length - index + 4000);
  });

  it('counts chromosomes that the file has not', async () => {
    const regions = randomRegions(1, 100, 50);
    const bigWig = await open();
    const onAbsent = [...regions.chrom].filter((c) => CHROMS[c] === 'chr_absent').length;
    expect(absentChroms(bigWig, planRegions(regions, 0))).toEqual({
      names: ['chr_absent'],
      pieces: onAbsent,
    });
  });

  it('plans in shared memory, by chromosome and start, and refuses flanks beyond 2^31 - 1', () => {
    const regions = randomRegions(8, 300, 5000);
    const plan = planRegions(regions, 10);
    for (const array of [plan.start, plan.end, plan.reach, plan.region, plan.sizeBp, plan.chromOffsets]) {
      expect(array.buffer).toBeInstanceOf(SharedArrayBuffer);
    }
    expect([...plan.region].sort((a, b) => a - b)).toEqual([...regions.start.keys()]);
    for (let c = 0; c < CHROMS.length; c++) {
      let reach = 0;
      for (let i = plan.chromOffsets[c]!; i < plan.chromOffsets[c + 1]!; i++) {
        const region = plan.region[i]!;
        expect(regions.chrom[region]).toBe(c);
        expect(plan.start[i]).toBe(Math.max(0, regions.start[region]! - 10));
        expect(plan.end[i]).toBe(regions.end[region]! + 10);
        if (i > plan.chromOffsets[c]!) expect(plan.start[i]).toBeGreaterThanOrEqual(plan.start[i - 1]!);
        reach = Math.max(reach, plan.end[i]!);
        expect(plan.reach[i]).toBe(reach);
      }
    }
    const far = {
      chromNames: ['c'],
      chrom: Int32Array.of(0),
      start: Int32Array.of(5),
      end: Int32Array.of(2 ** 31 - 5),
    };
    expect(() => planRegions(far, 5)).toThrow(
      /reaches beyond 2147483647 with a flank of 5, expected a smaller flank/,
    );
  });
});
