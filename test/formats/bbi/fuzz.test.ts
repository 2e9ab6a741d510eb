/** Damaged files: every mutation gives one error sentence or a full read, never a crash, a hang or other failures. */

import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CisregError } from '../../../src/errors.ts';
import { openBigBed } from '../../../src/formats/bbi/bigbed.ts';
import { writeBigBed } from '../../../src/formats/bbi/bigbed-writer.ts';
import { openBigWig } from '../../../src/formats/bbi/bigwig.ts';
import { writeBigWig } from '../../../src/formats/bbi/bigwig-writer.ts';
import { BED_CHROMS, BED9_PLUS_2, runsOf, sampleRows } from './bed-samples.ts';
import { toBigEndian } from './big-endian.ts';
import { memorySource } from './memory-source.ts';
import { SAMPLE_CHROMS, sampleRuns, seededRandom } from './wig-samples.ts';

const ROOT = '../shared/data/bbi';
const IS_LONG = process.env.CISREG_LONG === '1';
const MUTATIONS = IS_LONG ? 20_000 : 700;
const dir = mkdtempSync(join(tmpdir(), 'cisreg-fuzz-'));
const own: { name: string; bytes: Buffer; isBigBed?: boolean }[] = [];

beforeAll(async () => {
  for (const [name, options] of [
    ['packed', { itemsPerSection: 40 }],
    ['plain', { itemsPerSection: 40, compress: false }],
    ['many-blocks', { itemsPerSection: 1, zooms: false }],
  ] as const) {
    const path = join(dir, `${name}.bw`);
    await writeBigWig(path, SAMPLE_CHROMS, sampleRuns(9, 400), options);
    own.push({ name, bytes: readFileSync(path) });
  }
  const path = join(dir, 'small.bw');
  await writeBigWig(path, SAMPLE_CHROMS, sampleRuns(9, 400), { zooms: false, itemsPerSection: 100 });
  own.push({ name: 'big-endian', bytes: toBigEndian(readFileSync(path)) });
  const bed = { autoSql: BED9_PLUS_2, definedFieldCount: 9, extraIndex: ['name'], itemsPerSlot: 20 };
  await writeBigBed(join(dir, 'own.bb'), BED_CHROMS, runsOf(sampleRows(9, 300, 0.05)), bed);
  own.push({ name: 'bigBed', bytes: readFileSync(join(dir, 'own.bb')), isBigBed: true });
});
afterAll(() => rmSync(dir, { recursive: true }));

/** Reads everything; gives how many values or rows there were, or the error, which must be one of ours. */
async function readAll(bytes: Uint8Array, isBigBed: boolean): Promise<number | CisregError> {
  try {
    let count = 0;
    if (isBigBed) {
      const bigBed = await openBigBed(memorySource(bytes));
      for await (const rows of bigBed.batches()) count += rows.count;
    } else {
      const bigWig = await openBigWig(memorySource(bytes));
      await bigWig.visitSections((items) => {
        count += items.count;
      });
      const chrom = bigWig.chroms[0];
      if (chrom !== undefined) await bigWig.readIntervals(chrom.name, 0, 1000);
    }
    return count;
  } catch (error) {
    if (!(error instanceof CisregError)) throw error;
    expect(['FORMAT', 'TRUNCATED']).toContain(error.code);
    expect(error.message).toMatch(/^memory \(byte \d+\): [^\n]+$/);
    expect(error.where.byte).toBeLessThanOrEqual(bytes.length);
    return error;
  }
}

/** One or a few bytes changed, mostly where the structure is: in the first bytes, in the index, or in both trees. */
function mutated(bytes: Buffer, random: () => number): Buffer {
  const copy = Buffer.from(bytes);
  const index = Number(
    bytes.readUInt32LE(0) === 0x888ffc26 ? bytes.readBigUInt64LE(24) : bytes.readBigUInt64BE(24),
  );
  const places = [
    () => Math.floor(random() * 64),
    () => Math.floor(random() * Math.min(600, bytes.length)),
    () => Math.min(bytes.length - 1, index + Math.floor(random() * 200)),
    () => Math.floor(random() * bytes.length),
  ];
  const changes = 1 + Math.floor(random() * 3);
  for (let i = 0; i < changes; i++) {
    const at = places[Math.floor(random() * places.length)]!();
    const kind = random();
    copy[at] =
      kind < 0.3
        ? 255
        : kind < 0.5
          ? 0
          : kind < 0.8
            ? copy[at]! ^ (1 << Math.floor(random() * 8))
            : random() * 256;
  }
  return copy;
}

async function fuzz(bytes: Buffer, isBigBed: boolean, seed: number, rounds: number): Promise<void> {
  const whole = await readAll(bytes, isBigBed);
  expect(whole).toBeTypeOf('number');
  const random = seededRandom(seed);
  let refused = 0;
  for (let round = 0; round < rounds; round++) {
    const result = await readAll(mutated(bytes, random), isBigBed);
    if (result instanceof CisregError) refused++;
    // Nothing is left out silently.
    else expect(result, `seed ${seed}, round ${round}`).toBe(whole);
  }
  expect(refused).toBeGreaterThan(0);
}

describe('damaged files', () => {
  it('of our own writer are read whole or refused', async () => {
    for (const [i, { bytes, isBigBed = false }] of own.entries())
      await fuzz(bytes, isBigBed, i + 1, MUTATIONS);
  });

  it('cut at any byte are refused, unless only the closing magic, zoom levels or an index by name are lost', async () => {
    for (const { name, bytes, isBigBed = false } of own) {
      const whole = await readAll(bytes, isBigBed);
      const step = IS_LONG ? 1 : Math.max(1, Math.floor(bytes.length / 400));
      for (let length = 0; length < bytes.length; length += step) {
        const result = await readAll(bytes.subarray(0, length), isBigBed);
        if (!(result instanceof CisregError)) expect(result, `${name} cut at ${length}`).toBe(whole);
      }
    }
  });

  it('of ../shared are read whole or refused', async (ctx) => {
    if (!existsSync(ROOT)) ctx.skip(`${ROOT} is not here`);
    const real = [
      'bigtools/mini.bw',
      'bbi-js/variable_step.bw',
      'bbi-js/volvox_microarray.bw',
      'deepTools/testA_offset20_-4.bw',
      'deepTools/test1.bw.bw',
      'pyBigWig/test.bw',
      'bigtools/mini.bb',
      'bbi-js/volvox.bb',
      'bbi-js/transcripts.bb',
      'pyBigWig/test.bigBed',
    ];
    for (const [i, name] of real.entries()) {
      await fuzz(readFileSync(join(ROOT, name)), /\.(bb|bigBed)$/.test(name), 100 + i, MUTATIONS);
    }
  });

  it.each<[string, (bytes: Buffer) => Buffer, string]>([
    ['no bytes', () => Buffer.alloc(0), 'memory (byte 0): 0 bytes, expected the header of a bigWig'],
    [
      'text',
      () => Buffer.from('chr1\t1\t2\n'),
      'memory (byte 0): begins with 63687231, expected the magic number',
    ],
    ['gzip', () => Buffer.from('1f8b0800', 'hex'), 'unpack it'],
    [
      'a bigBed',
      (bytes) => Buffer.concat([Buffer.from('ebf28987', 'hex'), bytes.subarray(4)]),
      'is a bigBed, expected a bigWig',
    ],
    [
      'half a file',
      (bytes) => bytes.subarray(0, bytes.length >> 2),
      'the end of the file at byte 4022; fetch the file again',
    ],
  ])('tell what is wrong: %s', async (_, change, message) => {
    const result = await readAll(change(own[0]!.bytes), false);
    expect((result as CisregError).message).toContain(message);
  });

  it('with an index that leads to itself are refused', async () => {
    const bytes = Buffer.from(own.find(({ name }) => name === 'many-blocks')!.bytes);
    const index = Number(bytes.readBigUInt64LE(24));
    expect(bytes.readUInt8(index + 48)).toBe(0);
    bytes.writeBigUInt64LE(BigInt(index + 48), index + 52 + 16);
    expect(String(await readAll(bytes, false))).toMatch(/others lead to as well/);
  });
});
