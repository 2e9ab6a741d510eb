/** Profiles against a look at every base, and the files that they come from. */

import { execFileSync } from 'node:child_process';
import { readdirSync, readlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeBigWig } from '../../src/formats/bbi/bigwig-writer.ts';
import { chromSizesOf } from '../../src/genome/chrom-sizes.ts';
import { openSignalFiles } from '../../src/server/files/signal-files.ts';
import { binEdge, profileOf, type SignalProfile } from '../../src/server/files/signal-profile.ts';
import { scratchDirectory } from '../build/run-cli.ts';
import { hasShared, SHARED } from '../formats/scratch.ts';
import { seeded } from '../genome/random.ts';
import { needs } from '../registry/tools.ts';

const PYTHON = '/usr/bin/python3';
const scratch = scratchDirectory();
type Means = readonly [bins: (number | null)[], mean: number | null, min: number | null, max: number | null];

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

describe('profiles of real files (shared)', () => {
  it.skipIf(!hasShared)('are the means that pyBigWig gives', async ({ skip }) => {
    needs(skip, 'python3-pybigwig', PYTHON, '-c', 'import pyBigWig');
    const names = readdirSync(path.join(SHARED, 'bbi'), { recursive: true }).map(String);
    const files = names
      .filter((name) => /\.(bw|bigWig)$/.test(name))
      .map((name) => path.join(SHARED, 'bbi', name));
    expect(files.length).toBeGreaterThan(20);
    const random = seeded(9);
    const signals = openSignalFiles();
    const asked: [file: string, chrom: string, edges: number[]][] = [];
    const found: SignalProfile[] = [];
    for (const file of files) {
      const chroms = await signals.use(file, async (bigWig) => bigWig.chroms);
      for (let i = 0; i < 3; i++) {
        const { name, sizeBp } = random.pick(chroms);
        const start = random.int(0, Math.max(0, sizeBp - 2000));
        const end = Math.min(sizeBp, start + random.int(30, 3000));
        const window = { chrom: name, start, end, bins: Math.min(12, end - start) };
        asked.push([file, name, Array.from({ length: window.bins + 1 }, (_, b) => binEdge(window, b))]);
        found.push(
          profileOf(window, await signals.use(file, (bigWig) => bigWig.readIntervals(name, start, end))),
        );
      }
    }
    await signals.close();
    const script = `
import json, sys, pyBigWig
out = []
for file, chrom, edges in json.load(sys.stdin):
    track = pyBigWig.open(file)
    one = lambda s, e, of: track.stats(chrom, s, e, type=of, exact=True)[0]
    out.append([[one(s, e, 'mean') for s, e in zip(edges, edges[1:])]] + [one(edges[0], edges[-1], of) for of in ('mean', 'min', 'max')])
json.dump(out, sys.stdout)
`;
    const stdout = execFileSync(PYTHON, ['-c', script], { input: JSON.stringify(asked), encoding: 'utf8' });
    const near = (value: number | null) =>
      value === null ? null : expect.closeTo(value, 3 - Math.ceil(Math.log10(Math.abs(value) + 1)));
    let covered = 0;
    for (const [i, [bins, mean, min, max]] of (JSON.parse(stdout) as Means[]).entries()) {
      const own = found[i]!;
      expect(own.bins, asked[i]!.slice(0, 2).join(' ')).toEqual(bins.map(near));
      expect([own.mean, own.min, own.max]).toEqual([near(mean), near(min), near(max)]);
      covered += own.coveredBp;
    }
    expect(covered).toBeGreaterThan(5000);
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
