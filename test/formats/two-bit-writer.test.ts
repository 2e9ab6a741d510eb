import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openByteSource } from '../../src/formats/byte-source.ts';
import { readTwoBitSequences } from '../../src/formats/two-bit.ts';
import { type Stretches, type TwoBitRecord, writeTwoBit } from '../../src/formats/two-bit-writer.ts';
import { needs } from '../registry/tools.ts';
import { seededRandom } from './bbi/wig-samples.ts';
import { scratch } from './scratch.ts';
import { twoBitBytes } from './two-bit-bytes.ts';
import { twoBitTexts } from './two-bit-text.ts';

const { dir } = scratch();
const PYTHON = '/usr/bin/python3';
const CODES: Readonly<Record<string, number>> = { T: 0, C: 1, A: 2, G: 3, N: 0 };

/** Stretches of plain, masked and unknown bases, a few of one base. */
function randomText(random: () => number, length: number): string {
  let text = '';
  while (text.length < length) {
    const bases = Array.from(
      { length: 1 + Math.floor(random() * 30) },
      () => 'ACGT'[Math.floor(random() * 4)]!,
    );
    const kind = random();
    const stretch = bases.join('');
    text += kind < 0.15 ? 'N'.repeat(stretch.length) : kind < 0.5 ? stretch.toLowerCase() : stretch;
  }
  return text.slice(0, length);
}

function stretchesOf(text: string, pattern: RegExp): Stretches {
  const found = [...text.matchAll(pattern)];
  return {
    starts: Uint32Array.from(found, ({ index }) => index),
    ends: Uint32Array.from(found, ({ index, 0: { length } }) => index + length),
  };
}

function recordOf(name: string, text: string, pieceBytes: number): TwoBitRecord {
  const bytes = new Uint8Array(Math.ceil(text.length / 4));
  for (let i = 0; i < text.length; i++) {
    bytes[Math.floor(i / 4)]! += CODES[text[i]!.toUpperCase()]! * 4 ** (3 - (i % 4));
  }
  return {
    name,
    sizeBp: text.length,
    gaps: stretchesOf(text, /N+/g),
    masked: stretchesOf(text, /[a-z]+/g),
    *packed() {
      for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
    },
  };
}

const random = seededRandom(11);
const lengths = [1, 2, 3, 4, 5, 0, 1001, 40_000, 2_000_003];
const genome = Object.fromEntries(
  lengths.map((length, i) => [`chr${i + 1}_of${length}`, randomText(random, length)]),
);
const records = Object.entries(genome).map(([name, text], i) => recordOf(name, text, 1 + i * 7000));

describe('the 2bit writer', () => {
  const file = join(dir, 'genome.2bit');

  it('writes what the specification says, byte by byte', async () => {
    await writeTwoBit(file, records);
    const bytes = readFileSync(file);
    expect(bytes.equals(twoBitBytes(genome))).toBe(true);
    const texts = twoBitTexts(bytes);
    expect(Object.keys(texts)).toEqual(Object.keys(genome));
    expect(Object.keys(texts).filter((name) => texts[name]!.toString('latin1') !== genome[name])).toEqual([]);
  });

  it('writes what the reader reads', async () => {
    await writeTwoBit(file, records);
    const source = await openByteSource(file);
    try {
      const expected = Object.entries(genome).map(([name, text]) => ({ name, sizeBp: text.length }));
      expect(await readTwoBitSequences(source)).toEqual(expected);
    } finally {
      await source.close();
    }
  });

  it('writes what lib2bit reads', async ({ skip }) => {
    needs(skip, 'python3-py2bit', PYTHON, '-c', 'import py2bit');
    // lib2bit does not read a sequence without bases.
    const some = records.filter(({ sizeBp }) => sizeBp > 0);
    await writeTwoBit(file, some);
    const script = `
import hashlib, py2bit, sys
genome = py2bit.open(sys.argv[1], True)
for name in genome.chroms():
    print(name, hashlib.md5(genome.sequence(name).encode()).hexdigest())
`;
    const said = execFileSync(PYTHON, ['-c', script, file], { encoding: 'utf8' }).trimEnd().split('\n');
    const md5 = (text: string) => createHash('md5').update(text).digest('hex');
    expect(said.sort()).toEqual(some.map(({ name }) => `${name} ${md5(genome[name]!)}`).sort());
  });

  it('leaves nothing behind where bases lack', async () => {
    const before = readdirSync(dir);
    const short = { ...records.at(-1)!, packed: () => [new Uint8Array(10)] };
    await expect(writeTwoBit(join(dir, 'short.2bit'), [records[0]!, short])).rejects.toThrow(
      'has 10 bytes of bases, expected 500001',
    );
    expect(readdirSync(dir)).toEqual(before);
    const long = { ...records[0]!, name: 'x'.repeat(256) };
    await expect(writeTwoBit(join(dir, 'long.2bit'), [long])).rejects.toThrow('too long');
  });
});
