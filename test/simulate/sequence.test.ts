import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkCytobands, checkSequence, sequenceForm } from '../../src/annotation/files/reference-files.ts';
import { writeTwoBit } from '../../src/formats/two-bit-writer.ts';
import { cytobandsText } from '../../src/simulate/annotation/cytobands.ts';
import { sequenceRecords } from '../../src/simulate/annotation/sequence.ts';
import { layOut } from '../../src/simulate/layout.ts';
import { PLANS, SIZES } from '../../src/simulate/plan.ts';
import { scratch } from '../formats/scratch.ts';
import { twoBitTexts } from '../formats/two-bit-text.ts';
import { genome, tableOf, textOf } from './texts.ts';

const { dir, file } = scratch();
const { chroms, mainChroms } = genome.plan;
const sizeOf = (chrom: string) => chroms.sizes[chroms.index.get(chrom)!]!;
const path = join(dir, 'genome.2bit');
await writeTwoBit(path, sequenceRecords(genome));
const bytes = readFileSync(path);
const texts = twoBitTexts(bytes);

describe('the sequence of the mini genome', () => {
  it('has each chromosome in its length, as the reader of annotations sees it', async () => {
    const expected = chroms.names.map((name) => ({ name, sizeBp: sizeOf(name) }));
    expect(await sequenceForm(path)).toBe('2bit');
    expect(await checkSequence(path, '2bit', chroms)).toEqual(expected);
    expect(Object.entries(texts).map(([name, text]) => ({ name, sizeBp: text.length }))).toEqual(expected);
  });

  it('has unknown bases at the ends of main chromosomes alone', () => {
    for (const [i, name] of chroms.names.entries()) {
      const gaps = [...texts[name]!.toString('latin1').matchAll(/n+/gi)].map(({ index, 0: text }) => [
        index,
        index + text.length,
      ]);
      const size = sizeOf(name);
      const ends = [
        [0, 10_000],
        [size - 10_000, size],
      ];
      expect([name, gaps]).toEqual([name, i < mainChroms ? ends : []]);
    }
  });

  it('has the ref of each variant where that lies', () => {
    const variants = tableOf('annotations/variants.tsv.gz');
    const other = variants.filter(
      ({ chrom, pos, ref }) => String.fromCharCode(texts[chrom!]![Number(pos) - 1]!).toUpperCase() !== ref,
    );
    expect([variants.length, other]).toEqual([6000, []]);
  });

  it('has each base as often as the others, and a sixth of them masked in many stretches', () => {
    const text = texts.chr1!;
    const counts = new Uint32Array(256);
    for (const letter of text) counts[letter]!++;
    const of = (letters: string) => [...letters].map((letter) => counts[letter.charCodeAt(0)]! / text.length);
    for (const [i, share] of of('ACGT').entries()) expect(share + of('acgt')[i]!).toBeCloseTo(0.25, 2);
    const masked = of('acgt').reduce((sum, share) => sum + share, 0);
    expect(masked).toBeGreaterThan(0.14);
    expect(masked).toBeLessThan(0.2);
    expect(text.toString('latin1').match(/[acgt]+/g)!.length).toBeGreaterThan(5000);
  });

  it('is the same for the same seed, and another for each chromosome and seed', async () => {
    const digestOf = async (seed: number) => {
      const again = join(dir, `${seed}.2bit`);
      await writeTwoBit(again, sequenceRecords(layOut(seed)));
      return createHash('sha256').update(readFileSync(again)).digest('hex');
    };
    expect(await digestOf(1)).toBe(createHash('sha256').update(bytes).digest('hex'));
    expect(await digestOf(2)).not.toBe(await digestOf(1));
    const starts = chroms.names.map((name) => texts[name]!.toString('latin1', 10_000, 10_040).toUpperCase());
    expect(new Set(starts).size).toBe(chroms.names.length);
  });
});

describe('the bands of the mini genome', () => {
  it('tile each main chromosome, the short arm before the long one', async () => {
    const text = textOf('annotations/cytoBand.txt.gz');
    const bands = text
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t') as [string, string, string, string, string]);
    expect(await checkCytobands(file('cytoBand.txt', text), chroms)).toEqual({
      bands: bands.length,
      onOtherChromosomes: 0,
    });
    const stains = new Set(bands.map(([, , , , stain]) => stain));
    expect([...stains].sort()).toEqual(['acen', 'gneg', 'gpos100', 'gpos25', 'gpos50', 'gpos75', 'gvar']);
    for (const name of chroms.names.slice(0, mainChroms)) {
      const own = bands.filter(([chrom]) => chrom === name);
      const borders = own.flatMap(([, start, end]) => [Number(start), Number(end)]);
      expect([borders[0], borders.at(-1)]).toEqual([0, sizeOf(name)]);
      for (let i = 1; i + 1 < borders.length; i += 2) expect(borders[i]).toBe(borders[i + 1]);
      for (const [, start, end] of own) expect(Number(end)).toBeGreaterThan(Number(start));
      const arms = own.map(([, , , band]) => band.charAt(0)).join('');
      expect(arms).toMatch(/^p{3,}q{3,}$/);
      const acen = own.filter(([, , , , stain]) => stain === 'acen').map(([, , , band]) => band);
      expect(acen).toEqual(['p11.1', 'q11.1']);
      expect(own.indexOf(own.find(([, , , band]) => band === 'q11.1')!)).toBe(arms.indexOf('q'));
      expect(new Set(own.map(([, , , band]) => band)).size).toBe(own.length);
    }
  });
});

describe('every size', () => {
  it('has a sequence that fits into offsets of 32 bits, and bands with names of their own', () => {
    for (const size of SIZES) {
      const plan = PLANS[size];
      expect(plan.chroms.sizes.reduce((sum, sizeBp) => sum + sizeBp / 4, 0)).toBeLessThan(2 ** 30);
      const rows = [...cytobandsText({ seed: 1, plan })].map((line) => line.split('\t'));
      const names = rows.map(([chrom, , , band]) => `${chrom} ${band}`);
      expect(names.filter((name) => !/ [pq][1-9][1-5](\.[12])?$/.test(name))).toEqual([]);
      expect(new Set(names).size).toBe(names.length);
    }
  });
});
