/** Profiles against a look at every base, and the files that they come from. */

import { readdirSync, readlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeBigWig } from '../../src/formats/bbi/bigwig-writer.ts';
import { chromSizesOf } from '../../src/genome/chrom-sizes.ts';
import { openSignalFiles } from '../../src/server/signal-files.ts';
import { binEdge, profileOf } from '../../src/server/signal-profile.ts';
import { scratchDirectory } from '../build/run-cli.ts';
import { seeded } from '../genome/random.ts';

const scratch = scratchDirectory();

describe('a profile', () => {
  it('is what a look at every base gives', () => {
    const random = seeded(3);
    for (let round = 0; round < 300; round++) {
      const start = random.int(0, 50);
      const end = start + random.int(1, 200);
      const window = { chrom: 'chr1', start, end, bins: random.int(1, end - start) };
      const starts: number[] = [];
      const ends: number[] = [];
      const values: number[] = [];
      for (let at = random.int(0, 60); at < 260 && random.chance(0.95); ) {
        const to = at + random.int(1, 25);
        starts.push(at);
        ends.push(to);
        values.push(random.chance(0.1) ? Number.NaN : random.int(-4, 4) / 2);
        at = to + (random.chance(0.5) ? 0 : random.int(1, 9));
      }
      const bases = new Map<number, number>();
      for (const [i, value] of values.entries()) {
        if (Number.isNaN(value)) continue;
        for (let at = Math.max(start, starts[i]!); at < Math.min(end, ends[i]!); at++) bases.set(at, value);
      }
      const mean = (from: number, to: number) => {
        const own = [...bases].filter(([at]) => at >= from && at < to).map(([, value]) => value);
        return own.length === 0 ? null : own.reduce((sum, value) => sum + value, 0) / own.length;
      };
      const profile = profileOf(window, {
        starts: Int32Array.from(starts),
        ends: Int32Array.from(ends),
        values: Float32Array.from(values),
      });
      expect(profile.coveredBp).toBe(bases.size);
      expect(profile.min).toBe(bases.size === 0 ? null : Math.min(...bases.values()));
      expect(profile.max).toBe(bases.size === 0 ? null : Math.max(...bases.values()));
      for (const [b, value] of [profile.mean, ...profile.bins].entries()) {
        const [from, to] = b === 0 ? [start, end] : [binEdge(window, b - 1), binEdge(window, b)];
        const expected = mean(from, to);
        if (expected === null) expect(value).toBeNull();
        else expect(value).toBeCloseTo(expected, 10);
      }
    }
  });
});

describe('open files', () => {
  it('are closed when others are asked for, and at the end', async () => {
    const chromSizes = chromSizesOf(['chr1'], [1000]);
    const files = await Promise.all(
      Array.from({ length: 6 }, async (_, i) => {
        const file = path.join(scratch, `${i}.bw`);
        await writeBigWig(file, chromSizes, [
          {
            chrom: 'chr1',
            starts: Int32Array.of(i),
            ends: Int32Array.of(i + 1),
            values: Float32Array.of(i),
            length: 1,
          },
        ]);
        return file;
      }),
    );
    const isOpen = () =>
      readdirSync('/proc/self/fd').filter((fd) => {
        try {
          return readlinkSync(`/proc/self/fd/${fd}`).startsWith(scratch);
        } catch {
          return false;
        }
      }).length;
    const signals = openSignalFiles({ open: 2, reads: 3 });
    const read = (file: string) =>
      signals.use(file, async (bigWig) => (await bigWig.readIntervals('chr1', 0, 1000)).values[0]);
    expect(await Promise.all([...files, ...files].map(read))).toEqual([0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5]);
    await new Promise((resolve) => setTimeout(resolve, 20));
    if (process.platform === 'linux') expect(isOpen()).toBeLessThanOrEqual(2);
    await expect(signals.use(path.join(scratch, 'none.bw'), async () => 1)).rejects.toThrow('no such file');
    await expect(signals.use(files[0]!, () => Promise.reject(new Error('mine')))).rejects.toThrow('mine');
    expect(await read(files[0]!)).toBe(0);
    await signals.close();
    if (process.platform === 'linux') expect(isOpen()).toBe(0);
  });

  it('that do not answer hold nobody up for long', async () => {
    const signals = openSignalFiles({ timeoutMs: 30 });
    await writeBigWig(path.join(scratch, 'slow.bw'), chromSizesOf(['chr1'], [10]), []);
    const never = signals.use(path.join(scratch, 'slow.bw'), () => new Promise(() => {}));
    await expect(never).rejects.toThrow('did not answer within 0.03 s');
    await signals.close();
  });
});
