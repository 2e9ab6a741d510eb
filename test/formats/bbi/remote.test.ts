import { statSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BigWig, openBigWig } from '../../../src/formats/bbi/bigwig.ts';
import { writeBigWig } from '../../../src/formats/bbi/bigwig-writer.ts';
import type { BlockExtent } from '../../../src/formats/bbi/block-table.ts';
import type { Section } from '../../../src/formats/bbi/section.ts';
import { openByteSource } from '../../../src/formats/byte-source.ts';
import { chromSizesOf } from '../../../src/genome/chrom-sizes.ts';
import { type RangeServer, serveRanges } from '../range-server.ts';
import { scratch } from '../scratch.ts';
import { seededRandom } from './wig-samples.ts';

const { dir } = scratch();
const NAMES = Array.from({ length: 20 }, (_, i) => `chr${i + 1}`);
const ITEMS = 120_000;
const file = path.join(dir, 'large.bw');
let server: RangeServer;
let mostAtOnce = 0;

beforeAll(async () => {
  const random = seededRandom(5);
  const runs = [...NAMES].sort().map((chrom) => {
    const starts = Int32Array.from({ length: ITEMS }, (_, i) => i * 10);
    const values = Float32Array.from(starts, () => random());
    return { chrom, starts, ends: starts.map((start) => start + 10), values, length: ITEMS };
  });
  await writeBigWig(
    file,
    chromSizesOf(
      NAMES,
      NAMES.map(() => ITEMS * 10),
    ),
    runs,
    { compress: false },
  );
  server = await serveRanges(dir, { delayMs: 15 });
});
afterAll(() => server.close());

async function valuesOf(bigWig: BigWig, isWanted?: (extent: BlockExtent) => boolean): Promise<number[]> {
  const seen: number[] = [];
  const take = ({ chrom, count, floats, words }: Section) => {
    seen.push(
      chrom,
      count,
      words[6]!,
      floats.subarray(0, count).reduce((sum, value) => sum + (value || 0), 0),
    );
  };
  await bigWig.visitSections(take, isWanted);
  return seen;
}

/** The values of a file on disk, and those that the server's have, with what was sent for them. */
async function bothWays(isWanted?: (extent: BlockExtent) => boolean) {
  const source = await openByteSource(file);
  const local = await valuesOf(await openBigWig(source), isWanted);
  await source.close();
  server.reset();
  mostAtOnce = 0;
  let under = 0;
  server.fault = () => {
    mostAtOnce = Math.max(mostAtOnce, ++under);
    setTimeout(() => under--, 20);
    return undefined;
  };
  const far = await openByteSource(`${server.url}/large.bw`);
  const remote = await valuesOf(await openBigWig(far), isWanted);
  await far.close();
  return { local, remote, ...server.counts };
}

describe('a bigWig elsewhere', () => {
  it('is read whole by several requests at a time, each byte once', async () => {
    const { local, remote, bytes, requests } = await bothWays();
    expect(remote).toEqual(local);
    expect(mostAtOnce).toBeGreaterThan(1);
    const size = statSync(file).size;
    // The zoom levels are not read.
    expect(bytes).toBeLessThan(1.05 * size);
    expect(requests).toBeLessThan(size / (1 << 20) + 15);
  });

  it('is read in part for one chromosome', async () => {
    const { local, remote, bytes, requests } = await bothWays(
      ({ startChrom, endChrom }) => startChrom <= 7 && endChrom >= 7,
    );
    expect(local.length).toBeGreaterThan(0);
    expect(remote).toEqual(local);
    // A twentieth of the values, the header, and parts of the index.
    expect(bytes).toBeLessThan(0.1 * statSync(file).size);
    expect(requests).toBeLessThan(8);
  });

  it('is read in part where regions are far from one another', async () => {
    const { local, remote, bytes } = await bothWays(({ start }) => start % 400_000 < 10_240);
    expect(remote).toEqual(local);
    expect(bytes).toBeLessThan(0.6 * statSync(file).size);
  });

  it('says so when a read-ahead fails, and leaves nothing under way', async () => {
    const far = await openByteSource(`${server.url}/large.bw`);
    const bigWig = await openBigWig(far);
    server.reset();
    server.fault = ({ n }) => (n > 0 ? { status: 404 } : undefined);
    await expect(valuesOf(bigWig)).rejects.toThrow(/large\.bw: the server answered 404/);
    await far.close();
    server.fault = () => undefined;
  });
});
