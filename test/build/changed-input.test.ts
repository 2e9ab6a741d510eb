/** Builds into one directory while the input changes to and fro: always the bytes of a build from nothing. */

import { appendFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { writeBigWig } from '../../src/formats/bbi/bigwig-writer.ts';
import { chromSizesOf } from '../../src/genome/chrom-sizes.ts';
import { writeMiniCase } from './mini-case.ts';
import { registryBytes as allBytes, cisreg, scratchDirectory } from './run-cli.ts';
import { CHROM_BP, spoiledInput, writeTinyFiles } from './tiny-input.ts';

const scratch = scratchDirectory();
const at = (name: string): string => path.join(scratch, name);
const assays = [
  ['DNase', 'H3K4me3', 'H3K27ac', 'CTCF'],
  ['DNase', 'H3K27ac'],
  ['DNase', 'CTCF'],
];

/** The bytes of a registry, without what --keep-work keeps. */
function registryBytes(out: string): Map<string, string> {
  return new Map([...allBytes(out)].filter(([name]) => !name.startsWith('.work')));
}

beforeAll(() => writeMiniCase(at('input'), 78, { assays }));

/** A copy of the input whose text files went through `edit`, built into `out`. */
function buildEdited(edit: (text: string) => string, out: string, ...flags: string[]) {
  const copy = at('edited');
  rmSync(copy, { recursive: true, force: true });
  cpSync(at('input'), copy, { recursive: true, preserveTimestamps: true });
  for (const name of ['datasets.tsv', 'registry.yaml']) {
    const file = path.join(copy, name);
    writeFileSync(file, edit(readFileSync(file, 'utf8')));
  }
  return cisreg('build', path.join(copy, 'registry.yaml'), '--out', out, '--quiet', ...flags);
}

const unchanged = (text: string): string => text;

/** Builds the edited input from nothing. */
function fresh(edit: (text: string) => string): Map<string, string> {
  const out = at('fresh');
  rmSync(out, { recursive: true, force: true });
  expect(buildEdited(edit, out)).toMatchObject({ status: 0 });
  return registryBytes(out);
}

describe('with --keep-work, a registry is that of a build from nothing', () => {
  const names = () => {
    const rows = readFileSync(path.join(at('input'), 'datasets.tsv'), 'utf8')
      .trimEnd()
      .split('\n')
      .slice(1);
    return rows.map((row) => row.split('\t')[0]!);
  };

  it('when a biosample is renamed and renamed back', () => {
    const out = at('renamed');
    const last = names().at(-1)!;
    const rename = (text: string) => text.replaceAll(`${last}\t`, `${last}-b\t`);
    for (const edit of [unchanged, rename, unchanged]) {
      expect(buildEdited(edit, out, '--keep-work')).toMatchObject({ status: 0 });
      expect(registryBytes(out)).toEqual(fresh(edit));
    }
  });

  it('when Z-scores of a dataset are left out and taken in again', () => {
    const out = at('left-out');
    const noZ = (text: string) => {
      const lines = text.split('\n');
      const column = lines[0]!.split('\t').indexOf('zscore');
      if (column < 0) return text;
      return lines
        .map((line, i) => {
          const values = line.split('\t');
          if (i === lines.length - 2) values[column] = 'no';
          return values.join('\t');
        })
        .join('\n');
    };
    for (const edit of [unchanged, noZ, unchanged]) {
      expect(buildEdited(edit, out, '--keep-work')).toMatchObject({ status: 0 });
      expect(registryBytes(out)).toEqual(fresh(edit));
    }
  });

  it('when the scheme changes to the one without tiers, by force', () => {
    const out = at('scheme');
    const encode4 = (text: string) =>
      /^assembly:/m.test(text) ? `${text.replace(/^scheme:.*\n/m, '')}\nscheme: encode4\n` : text;
    expect(buildEdited(unchanged, out, '--keep-work')).toMatchObject({ status: 0 });
    expect(buildEdited(encode4, out, '--keep-work', '--force')).toMatchObject({ status: 0 });
    expect(registryBytes(out)).toEqual(fresh(encode4));
    expect([...registryBytes(out).keys()]).not.toContain('cCREs.unfiltered.bed');
  });

  it('when somebody has edited a published file in place', () => {
    const out = at('in-place');
    expect(buildEdited(unchanged, out, '--keep-work')).toMatchObject({ status: 0 });
    const [biosample] = [...registryBytes(out).keys()].filter((name) => name.startsWith('biosamples/'));
    appendFileSync(path.join(out, biosample!), 'junk\n');
    expect(buildEdited(unchanged, out, '--keep-work')).toMatchObject({ status: 0 });
    expect(registryBytes(out)).toEqual(fresh(unchanged));
  });
});

describe("somebody else's files", () => {
  it('stay where a build by force goes beside them', async () => {
    await writeTinyFiles(scratch);
    const { file, out } = spoiledInput(scratch, {});
    mkdirSync(out, { recursive: true });
    writeFileSync(path.join(out, 'notes.txt'), 'mine');
    expect(cisreg('build', file, '--out', out, '--force', '--quiet').status).toBe(0);
    writeFileSync(path.join(out, 'biosamples', 'mine.txt'), 'mine');
    writeFileSync(file, `${readFileSync(file, 'utf8')}minSpot: 0.1\n`);
    expect(cisreg('build', file, '--out', out, '--force', '--quiet').status).toBe(0);
    expect(readFileSync(path.join(out, 'notes.txt'), 'utf8')).toBe('mine');
    expect(readFileSync(path.join(out, 'biosamples', 'mine.txt'), 'utf8')).toBe('mine');
  });

  it('are not taken for those of a build where they have their names', async () => {
    const { file, out } = spoiledInput(scratch, {});
    mkdirSync(path.join(out, 'biosamples'), { recursive: true });
    writeFileSync(path.join(out, 'biosamples', 'mine.txt'), 'mine');
    const refused = cisreg('build', file, '--out', out, '--force', '--quiet');
    expect(refused.status).toBe(1);
    expect(refused.stderr).toMatch(/has biosamples, which a build would replace/);
    expect(readFileSync(path.join(out, 'biosamples', 'mine.txt'), 'utf8')).toBe('mine');
  });
});

describe('names that lead elsewhere', () => {
  it.each(['..', '.', 'NA', 'x'.repeat(201)])('such as %s are refused', (name) => {
    const { file, out } = spoiledInput(scratch, {
      rows: [`${name} DNase X1 A dhs.bed dhs dnase.bigWig yes`],
    });
    const refused = cisreg('build', file, '--out', out, '--quiet');
    expect(refused.status).toBe(1);
    expect(refused.stderr).toMatch(/run\d+\.tsv:2: biosample (is|has) .*expected/);
  });

  it('such as toString have no accession prefix', () => {
    const { file, out } = spoiledInput(scratch, {
      yaml: { assembly: 'toString', accessionPrefix: undefined },
    });
    expect(cisreg('build', file, '--out', out, '--quiet').stderr).toMatch(
      /has no accession prefix of its own/,
    );
  });
});

describe('a signal that is no number', () => {
  it('is refused by our writer, and by a build where another program wrote it', async () => {
    const values = new Float32Array([1, Number.NaN]);
    const run = {
      chrom: 'chr1',
      starts: Int32Array.of(0, 10),
      ends: Int32Array.of(10, 20),
      values,
      length: 2,
    };
    const chroms = chromSizesOf(['chr1'], [CHROM_BP]);
    await expect(writeBigWig(at('nan.bigWig'), chroms, [run])).rejects.toThrow(/finite|number/);
    // The same file with the bits of a finite value replaced by those of NaN.
    values[1] = 12345;
    const uncompressed = { compress: false, zooms: false };
    await writeBigWig(
      at('nan.bigWig'),
      chroms,
      [{ ...run, ends: Int32Array.of(10, CHROM_BP) }],
      uncompressed,
    );
    const bytes = readFileSync(at('nan.bigWig'));
    const number = Buffer.alloc(4);
    number.writeFloatLE(12345);
    for (let i = bytes.indexOf(number); i >= 0; i = bytes.indexOf(number, i + 4))
      bytes.writeFloatLE(Number.NaN, i);
    writeFileSync(at('nan.bigWig'), bytes);
    const { file, out } = spoiledInput(scratch, { rows: ['K562 DNase X1 A dhs.bed dhs nan.bigWig yes'] });
    const refused = cisreg('build', file, '--out', out, '--quiet');
    expect(refused.status).toBe(1);
    expect(refused.stderr).toMatch(/nan\.bigWig: the mean over DHS A-\d+ .* is NaN, expected 0 or more/);
  });
});
