/** Reference genomes: 2bit files made by hand, FASTA by bgzip, bands; and what is refused, by its place. */

import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { REFERENCE_KIND } from '../../src/annotation/files/reference.ts';
import { REFERENCE } from '../../src/annotation/files/reference-table.ts';
import { CisregError } from '../../src/errors.ts';
import { openColumns } from '../../src/formats/column-folder.ts';
import { ConfigReader } from '../../src/formats/config-reader.ts';
import { readTwoBitSequences } from '../../src/formats/two-bit.ts';
import { parseYaml } from '../../src/formats/yaml.ts';
import { chromSizesOf } from '../../src/genome/chrom-sizes.ts';
import { Mistakes } from '../../src/mistakes.ts';
import { silent } from '../../src/progress.ts';
import type { ElementStore } from '../../src/store/element-store.ts';
import { scratchDirectory } from '../build/run-cli.ts';
import { memorySource } from '../formats/bbi/memory-source.ts';
import { twoBitBytes } from '../formats/two-bit-bytes.ts';
import { needs } from '../registry/tools.ts';

const dir = scratchDirectory();
const registry = path.join(dir, 'registry');
mkdirSync(registry);
const chromSizes = chromSizesOf(['chr1', 'chr2', 'chrM'], [130, 61, 17]);
const GENOME = { chr1: 'ACGTN'.repeat(26), chr2: 'GATTACA'.repeat(9).slice(0, 61), scaffold: 'TTTT' };
const SIZES = Object.entries(GENOME).map(([name, { length }]) => ({ name, sizeBp: length }));
const write = (name: string, content: string | Uint8Array) => writeFileSync(path.join(dir, name), content);

async function made(text: string) {
  const yaml = path.join(dir, 'annotations.yaml');
  const mistakes = new Mistakes();
  const document = parseYaml(text, yaml);
  const reader = new ConfigReader(document, yaml, mistakes);
  const store = { registry: { path: registry, chromSizes } } as unknown as ElementStore;
  const root = document.value as Record<string, unknown>;
  const plan = await REFERENCE_KIND.plan(reader, root, { store, planned: new Set() });
  mistakes.throwIfAny();
  const directory = path.join(registry, 'annotations/reference');
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  const warnings: string[] = [];
  const progress = { ...silent, warn: (message: string) => void warnings.push(message) };
  const counts = await plan!.make({ store, directory, before: { get: () => undefined } as never, progress });
  const inputs = plan!.inputs.map(({ name }) => name);
  return {
    counts,
    warnings,
    inputs,
    parameters: plan!.parameters,
    reference: REFERENCE.open(openColumns(directory), counts),
  };
}
const mistakesOf = async (text: string) => {
  const error = await made(text).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(CisregError);
  return (error as CisregError).all.map((message) => message.replaceAll(`${dir}/`, ''));
};

describe('a 2bit file', () => {
  it('tells its sequences, in either byte order and version', async () => {
    for (const isBig of [false, true]) {
      for (const version of [0, 1] as const) {
        const source = memorySource(twoBitBytes(GENOME, { isBig, version }));
        expect(await readTwoBitSequences(source)).toEqual(SIZES);
      }
    }
    const many = Object.fromEntries(
      Array.from({ length: 9000 }, (_, i) => [`scaffold_${i}_${'x'.repeat(200)}`, 'ACG']),
    );
    const sequences = await readTwoBitSequences(memorySource(twoBitBytes(many)));
    expect(sequences.map(({ name }) => name)).toEqual(Object.keys(many));
  });

  it('is refused where it is cut at any byte, damaged, or something else', async () => {
    const bytes = twoBitBytes(GENOME);
    for (let length = 0; length < bytes.length; length++) {
      const read = readTwoBitSequences(memorySource(bytes.subarray(0, length)));
      await expect(read, String(length)).rejects.toThrow(CisregError);
    }
    const later = Buffer.from(bytes);
    later[4] = 9;
    await expect(readTwoBitSequences(memorySource(later))).rejects.toThrow(/\(byte 4\): 2bit version 9/);
    const twice = Buffer.from(bytes);
    twice.write('chr1', 16 + 9 + 1);
    await expect(readTwoBitSequences(memorySource(twice))).rejects.toThrow(/chr1 for the second time/);
    await expect(readTwoBitSequences(memorySource(Buffer.from('>chr1\nACGTACGTACGT\n')))).rejects.toThrow(
      /begins with 3e636872, expected the magic number of a 2bit file/,
    );
  });
});

describe('a reference', () => {
  it('is a 2bit file with bands, kept by paths from the registry; what lacks a sequence is said', async () => {
    write('genome.2bit', twoBitBytes(GENOME));
    write(
      'bands.txt.gz',
      gzipSync('chr1\t0\t100\tp1\tgneg\nchr1\t100\t130\tq1\tgpos75\nchrU\t0\t9\t\tgneg\n'),
    );
    const { counts, warnings, inputs, parameters, reference } = await made(
      'reference: {sequence: genome.2bit, cytobands: bands.txt.gz}\n',
    );
    expect(counts).toEqual({ sequences: 3, withoutSequence: 1, bands: 3, onOtherChromosomes: 1 });
    expect(warnings).toEqual(['genome.2bit has no chrM: 1 chromosomes of the registry have no sequence']);
    expect(inputs).toEqual(['genome.2bit', 'bands.txt.gz']);
    expect(JSON.stringify(parameters)).not.toContain(dir);
    expect(reference).toEqual({
      sequence: { form: '2bit', file: path.join(dir, 'genome.2bit') },
      fai: undefined,
      gzi: undefined,
      cytobands: path.join(dir, 'bands.txt.gz'),
    });
  });

  it('is a FASTA by bgzip with its indices, which are checked as well', async ({ skip }) => {
    needs(skip, 'tabix', 'bgzip', '--version');
    const lines = Object.entries(GENOME).map(([name, sequence]) => `>${name}\n${sequence}\n`);
    write('genome.fa', lines.join(''));
    expect(await mistakesOf('reference: {sequence: genome.fa}\n')).toEqual([
      'genome.fa: is neither 2bit nor bgzipped FASTA, expected a file that can be read from any place; for a FASTA: cat genome.fa | bgzip > genome.fa.gz && samtools faidx genome.fa.gz',
    ]);
    write('plain.fa.gz', gzipSync(lines.join('')));
    expect((await mistakesOf('reference: {sequence: plain.fa.gz}\n'))[0]).toMatch(
      /is gzip, but not made by bgzip, .* gzip -dc plain\.fa\.gz \| bgzip/,
    );
    execFileSync('bgzip', ['-i', '-k', path.join(dir, 'genome.fa')]);
    rmSync(path.join(dir, 'genome.fa.gz.gzi'));
    expect(await mistakesOf('reference: {sequence: genome.fa.gz}\n')).toEqual([
      'annotations.yaml:1:13: reference.sequence is genome.fa.gz, expected genome.fa.gz.fai beside it; make it: samtools faidx genome.fa.gz',
      'annotations.yaml:1:13: reference.sequence is genome.fa.gz, expected genome.fa.gz.gzi beside it; make it: samtools faidx genome.fa.gz',
    ]);
    execFileSync('bgzip', ['-r', path.join(dir, 'genome.fa.gz')]);
    let offset = 0;
    const rows = Object.entries(GENOME).map(([name, { length }]) => {
      const row = `${name}\t${length}\t${offset + name.length + 2}\t${length}\t${length + 1}\n`;
      offset += name.length + length + 3;
      return row;
    });
    write('genome.fa.gz.fai', rows.join(''));
    const { counts, reference, inputs } = await made('reference: {sequence: genome.fa.gz}\n');
    expect(counts).toEqual({ sequences: 3, withoutSequence: 1 });
    expect(inputs).toEqual(['genome.fa.gz', 'genome.fa.gz.fai', 'genome.fa.gz.gzi']);
    expect(reference).toMatchObject({ sequence: { form: 'fasta' }, gzi: path.join(dir, 'genome.fa.gz.gzi') });
    write('genome.fa.gz.fai', `${rows.join('')}chr1\t5\t6\n${rows[0]!.replace('130', '1e3')}`);
    expect(await mistakesOf('reference: {sequence: genome.fa.gz}\n')).toEqual([
      'genome.fa.gz.fai:4: 3 columns, expected name, length, offset, linebases, linewidth; make it again with samtools faidx',
      'genome.fa.gz.fai:5:1: chr1 stands in line 1 too, expected each sequence once',
      expect.stringMatching(/^genome\.fa\.gz\.fai:5:2: length is .*1e3.*, expected a whole number$/),
    ]);
    write('genome.fa.gz.fai', rows.join(''));
    write('genome.fa.gz.gzi', readFileSync(path.join(dir, 'genome.fa.gz.gzi')).subarray(0, 7));
    expect((await mistakesOf('reference: {sequence: genome.fa.gz}\n'))[0]).toMatch(
      /gzi: 7 bytes, expected the index/,
    );
  });

  it('is refused where it is of another assembly or damaged, all files at once', async () => {
    write('other.2bit', twoBitBytes({ chr1: 'ACGT', chr2: GENOME.chr2 }));
    write('bands.txt', 'chr1\t0\t131\tp1\tgneg\nchr2\t0\t5\tp\tpink\n');
    expect(await mistakesOf('reference: {sequence: other.2bit, cytobands: bands.txt}\n')).toEqual([
      'other.2bit: chr1 has 4 bp, expected the 130 of the registry; name a file of its assembly',
      'bands.txt:1:3: a band ends at 131, expected it within the 130 bp of chr1; is it of this assembly?',
      'bands.txt:2:5: the stain is pink, expected one of gneg, gpos25 to gpos100, acen, gvar, stalk',
    ]);
    write('bands.txt', '1\t0\t131\tp1\tgneg\n');
    expect((await mistakesOf('reference: {cytobands: bands.txt}\n'))[0]).toMatch(
      /bands on 1 and none on one of/,
    );
    expect((await mistakesOf('reference: {}\n'))[0]).toMatch(/expected sequence, cytobands, or both/);
  });
});
