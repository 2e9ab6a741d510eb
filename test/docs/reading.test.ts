/** docs/reading.md: what it shows for other languages, run on a small registry and held against what we read of it. */

import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { beforeAll, describe, expect, it } from 'vitest';
import { build } from '../../src/build/build.ts';
import { writeParquetTables } from '../../src/export/parquet-tables.ts';
import { silent } from '../../src/progress.ts';
import { openRegistry } from '../../src/store/registry-directory.ts';
import { readHigh, readZ } from '../../src/store/zscore-store.ts';
import { writeMiniCase } from '../build/mini-case.ts';
import { scratch } from '../formats/scratch.ts';
import { codeBlocks } from './markdown.ts';

const page = path.resolve(import.meta.dirname, '../../docs/reading.md');
const { dir } = scratch();
const python = '/usr/bin/python3';
const works = (program: string, ...args: string[]) =>
  spawnSync(program, args, { stdio: 'ignore' }).status === 0;
const hasNumpy = works(python, '-c', 'import numpy');
const hasR = works('Rscript', '--version');
const hasBedtools = works('bedtools', '--version');

const blocksOf = (section: string, language: string): readonly string[] =>
  codeBlocks(page)
    .filter((block) => block.section === section && block.language === language)
    .map((block) => block.text);

function run(program: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: dir, encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout;
}

const lines = (name: string) => readFileSync(path.join(dir, name), 'utf8').trimEnd().split('\n');
const fields = (name: string) => lines(name).map((line) => line.split('\t'));

/** What the first column of the store says, read by our own functions. */
async function firstColumn() {
  const registry = await openRegistry(path.join(dir, 'registry'));
  const { rows, columns } = registry.manifest;
  const z = readZ(registry.zscores, columns[0]!, rows);
  const bits = readHigh(registry.zscores, columns[0]!, rows);
  let high = 0;
  for (let row = 0; row < rows; row++) high += (bits[row >> 3]! >> (row & 7)) & 1;
  const highest = Math.max(...z);
  return { rows, highest, name: fields('registry/rDHSs.bed')[z.indexOf(highest)]![3]!, high };
}

beforeAll(async () => {
  const all = ['DNase', 'H3K4me3', 'H3K27ac', 'CTCF'];
  const { registryYaml } = await writeMiniCase(path.join(dir, 'input'), 1, {
    yaml: { dhs: { maxFdr: 1, minSignalPercentile: 0 } },
    format: 'dhs',
    assays: [all, ['DNase', 'CTCF', 'H3K27ac'], all, all, all, all],
  });
  const options = { out: path.join(dir, 'registry'), threads: 1, force: false, keepWork: false };
  await build(registryYaml, options, silent);
  const ccres = lines('registry/cCREs.bed');
  expect(ccres.length).toBeGreaterThan(20);
  mkdirSync(path.join(dir, 'other'));
  writeFileSync(path.join(dir, 'other/cCREs.bed'), `${ccres.slice(10).join('\n')}\n`);
  // Every third element is touched by a peak; variants lie between them.
  const touched = fields('registry/cCREs.bed').filter((_, k) => k % 3 === 0);
  const row = (chrom: string, start: number, end: number) => `${chrom}\t${start}\t${end}\n`;
  const peaks = touched.map(([chrom, start]) => row(chrom!, Number(start) + 5, Number(start) + 9));
  writeFileSync(path.join(dir, 'peaks.bed'), peaks.join(''));
  copyFileSync(path.join(dir, 'peaks.bed'), path.join(dir, 'variants.bed'));
});

describe('docs/reading.md', () => {
  it.skipIf(!hasNumpy)('reads columns, bits and the row-major copy with numpy', async () => {
    const blocks = blocksOf('Python: numpy', 'python');
    expect(blocks.length).toBe(4);
    expect(blocks[0]!.trimEnd().split('\n').length).toBe(3);
    const [name, z, high, isSame] = run(python, ['-c', blocks.join('')])
      .trim()
      .split(' ');
    const expected = await firstColumn();
    expect([name, Math.fround(Number(z)), Number(high), isSame]).toEqual([
      expected.name,
      expected.highest,
      expected.high,
      'True',
    ]);
  });

  it.skipIf(!hasR)('reads columns, bits and tables with base R', async () => {
    const blocks = blocksOf('R', 'r');
    expect(blocks.length).toBe(4);
    const printed = run('Rscript', ['--vanilla', '-e', blocks.join('\n')]);
    const { name, highest, high, rows } = await firstColumn();
    expect(printed.split('\n')[0]!.trim()).toBe(`${name} ${highest.toFixed(6)} ${high} ${rows} ${rows}`);
    const classes = fields('registry/cCREs.bed').map((row) => row[5]!.replace(',CTCF-bound', ''));
    const counts = new Map<string, number>();
    for (const label of classes) counts.set(label, (counts.get(label) ?? 0) + 1);
    const [names, numbers] = printed
      .trimEnd()
      .split('\n')
      .slice(-2)
      .map((line) => line.trim().split(/\s+/));
    expect(new Map(names!.map((label, k) => [label, Number(numbers![k])]))).toEqual(counts);
  });

  it.skipIf(!hasBedtools)('takes elements, bases, likeness and the nearest with bedtools', () => {
    const blocks = blocksOf('bedtools', 'sh');
    const [touched, bases, alike, nearest] = blocks.map((block) => run('sh', ['-c', block]));
    const ccres = fields('registry/cCREs.bed');
    const third = ccres.filter((_, k) => k % 3 === 0);
    expect(touched!.trimEnd().split('\n')).toEqual(third.map((row) => row.join('\t')));
    const width = (rows: readonly string[][]) =>
      rows.reduce((sum, row) => sum + Number(row[2]) - Number(row[1]), 0);
    expect(Number(bases)).toBe(width(ccres.filter((row) => row[5]!.startsWith('PLS'))));
    const [shared, union] = alike!.split('\n')[1]!.split('\t').map(Number);
    expect([shared, union]).toEqual([width(ccres.slice(10)), width(ccres)]);
    const found = nearest!
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t'));
    expect(found.map((row) => [row[7], row.at(-1)])).toEqual(third.map((row) => [row[4], '0']));
  });

  it('counts classes in the Parquet files with DuckDB', async () => {
    const folder = path.join(dir, 'parquet');
    mkdirSync(folder);
    await writeParquetTables(await openRegistry(path.join(dir, 'registry')), folder, silent);
    const [query] = blocksOf('Parquet', 'sql');
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    const reader = await connection.runAndReadAll(query!.replaceAll("'parquet/", `'${folder}/`));
    const maxZ = new Map(fields('registry/maxz.tsv').map((row) => [row[0]!, Number(row[1])]));
    const expected = new Map<string, [number, number]>();
    for (const row of fields('registry/cCREs.bed')) {
      const name = row[5]!.replace(',CTCF-bound', '');
      const [n, highest] = expected.get(name) ?? [0, Number.NEGATIVE_INFINITY];
      expected.set(name, [n + 1, Math.max(highest, maxZ.get(row[3]!)!)]);
    }
    const found = reader.getRows().map(([name, n, highest]) => [name, [Number(n), highest]]);
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries(expected));
    connection.closeSync();
    instance.closeSync();
  });
});
