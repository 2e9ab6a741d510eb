/** Tables of functional assays: with and without a header, what is active in each, and every way they can be wrong. */

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { FUNCTIONAL_KIND } from '../../src/annotation/ground/functional.ts';
import { FUNCTIONAL } from '../../src/annotation/ground/functional-table.ts';
import { INTERVALS, stateShares } from '../../src/annotation/ground/interval-table.ts';
import { INTERVALS_KIND } from '../../src/annotation/ground/intervals.ts';
import { hasShared, mistakeOf, SHARED, scratch } from '../formats/scratch.ts';
import { madeOnElements } from './element-case.ts';

const { dir } = scratch();
const made = (entry: string, text: string) =>
  madeOnElements(FUNCTIONAL_KIND, dir, {
    yaml: `functional: [{file: table.tsv, assay: MPRA${entry}}]`,
    files: { 'table.tsv': text },
  });
const activeOf = async (entry: string, text: string) => {
  const table = (await made(entry, text)).open(FUNCTIONAL);
  return [0, 1, 2, 3].flatMap((row) => table.at(row).map(({ active }) => active));
};
const mistake = async (entry: string, text: string) =>
  (await mistakeOf(made(entry, text))).message.replaceAll(`${dir}/`, '');

describe('a table of tested places', () => {
  it('keeps every column of the rows at an element, wherever the place stands in them', async () => {
    const text =
      '##made up\n#id\tChromosome\tStart\tStop\tresult\ttissues\tcell_type\n' +
      'hs1\tchr1\t1150\t1350\tpositive\theart[3/5]\tK562\nhs2\tchr1\t5199\t6000\tnegative\t---\t\nhs3\tchr2\t600\t700\tpositive\t\t\n';
    const { counts, open } = await made(', biosample: K_562', text);
    const table = open(FUNCTIONAL);
    expect(counts).toEqual({ files: 1, tested: 3, active: 2, touched: 2, pairs: 3, elsewhere: 0 });
    expect(table.at(0)).toEqual([
      {
        set: 0,
        start: 1150,
        end: 1350,
        overlapBp: 50,
        name: 'hs1',
        biosample: 'K562',
        active: true,
        isLowCount: false,
        values: { id: 'hs1', result: 'positive', tissues: 'heart[3/5]', cell_type: 'K562' },
      },
    ]);
    expect(table.at(1).map(({ overlapBp }) => overlapBp)).toEqual([50]);
    expect(table.at(2).map(({ name, active, overlapBp }) => [name, active, overlapBp])).toEqual([
      ['hs2', false, 1],
    ]);
    expect(table.at(3)).toEqual([]);
  });

  it('tells what is active by its own columns, or by a rule', async () => {
    const rows = (...cells: string[]) => cells.map((own) => `chr1\t1000\t1100\t${own}\n`).join('');
    const head = 'chrom\tstart\tend\t';
    expect(await activeOf('', `${head}significant\n${rows('TRUE', 'no', 'NA')}`)).toEqual([
      true,
      false,
      null,
    ]);
    const change = `${head}log2FoldChange\tminusLog10QValue\n${rows('1\t1.31', '1\t1.30', '-1\t9', 'NA\t9')}`;
    expect(await activeOf('', change)).toEqual([true, false, false, null]);
    expect(await activeOf('', `${head}logFC\tFDR\n${rows('0.1\t0.049', '0.1\t0.05')}`)).toEqual([
      true,
      false,
    ]);
    expect(await activeOf('', `${head}score\n${rows('5')}`)).toEqual([null]);
    const rule = ', columns: [chrom, start, end, a, b], active: {columns: [a, b], above: 2}';
    expect(await activeOf(rule, rows('3\t0', '1\t2', 'NA\t.', '-inf\t2.5'))).toEqual([
      true,
      false,
      null,
      true,
    ]);
    expect(await activeOf(', active: {columns: [limb], is: 1}', `${head}limb\n${rows('1', '0')}`)).toEqual([
      true,
      false,
    ]);
  });

  it('says where too few reads make no confident negative', async () => {
    const text = 'chrom\tstart\tend\tinputCount\nchr1\t1000\t1100\t9\nchr1\t1000\t1100\t10\n';
    const low = async (entry: string) =>
      (await made(entry, text))
        .open(FUNCTIONAL)
        .at(0)
        .map(({ isLowCount }) => isLowCount);
    expect(await low('')).toEqual([true, false]);
    expect(await low(', minCount: 11')).toEqual([true, true]);
  });

  it('is refused where it cannot be read, with the line', async () => {
    const head = 'chrom\tstart\tend\tresult\n';
    expect(await mistake('', '')).toBe('table.tsv: is empty, expected a header and rows');
    expect(await mistake('', 'chr1\t1000\t1100\tx\n')).toMatch(
      /^table\.tsv:1: begins with a row \(chr1, 1000, 1100\), expected a header; add one, or name the columns/,
    );
    expect(await mistake('', 'chrom\tstart\tresult\n')).toMatch(/^table\.tsv:1: no column end among/);
    expect(await mistake('', `${head}chr1\t5\t9\n`)).toMatch(/^table\.tsv:2: 3 columns, expected the 4/);
    expect(await mistake('', `${head}chr1\t5\tx\tpositive\n`)).toMatch(
      /^table\.tsv:2:3: column 3 \(end\) is "x"/,
    );
    expect(await mistake('', `${head}chr1\t9\t9\tpositive\n`)).toMatch(/expected more than the start 9$/);
    expect(await mistake('', `${head}chr1\t5\t9\tpositiv\n`)).toMatch(
      /^table\.tsv:2:4: column 4 \(result\) is "positiv", expected one of positive,/,
    );
    expect(await mistake('', `${head}chr1\t5\t9\tconstructor\n`)).toMatch(/:2:4: .* is "constructor"/);
    expect(await mistake('', `chrom\tstart\tend\tactive\nchr1\t5\t9\ttoString\n`)).toMatch(
      /:2:4: .* is "tostring"/,
    );
    expect(await mistake('', `${head}chr1\t5\t100001\tpositive\n`)).toMatch(
      /^table\.tsv:2: chr1:5-100001 ends beyond/,
    );
    expect(await mistake('', 'chrom\tstart\tend\tend\n')).toMatch(/column end stands twice/);
    expect(await mistake(', active: {columns: [x], above: 1}', head)).toMatch(
      /no column x, which active.columns names/,
    );
    expect(await mistake(', active: {columns: [x]}', head)).toMatch(
      /expected columns, and one of above .* and is/,
    );
  });

  it.skipIf(!hasShared)('is read as ENCODE and VISTA publish it (shared)', async () => {
    const chr1 = (file: string) =>
      gunzipSync(readFileSync(path.join(SHARED, file)))
        .toString('utf8')
        .split('\n')
        .filter(
          (line) => /\tchr1\t|^chr1\t/.test(line) && Number(/chr1\t\d+\t(\d+)/.exec(line)![1]) <= 100_000,
        )
        .join('\n');
    const mpra = chr1('mpra/ENCFF908UFR.bed.gz');
    const columns = 'chrom, start, end, name, score, strand, refZ, altZ, skew, ref, alt';
    const { counts } = await made(`, columns: [${columns}], active: {columns: [ref, alt], above: 2}`, mpra);
    expect(counts).toMatchObject({ tested: mpra.split('\n').length, active: 1 });
  });
});

describe('intervals', () => {
  it('have names, scores and colours where their file has them, and shares by name', async () => {
    const { counts, open } = await madeOnElements(INTERVALS_KIND, dir, {
      yaml: 'intervals: [{file: a.bed, label: ChromHMM, biosample: K_562, assay: state}, {file: b.bed, label: TAD}]',
      files: {
        'a.bed':
          'chr1\t0\t1100\tE1\t5\t.\t0\t1100\t255,0,0\nchr1\t1050\t1150\tE1\t1\t.\t1050\t1150\t255,0,0\nchr1\t1100\t1350\tE2\t0\t.\t1\t2\t0,0,0\n',
        'b.bed': 'chr2\t0\t1000\nchr1\t90000\t90001\n',
      },
    });
    const table = open(INTERVALS);
    expect(counts).toEqual({ files: 2, intervals: 5, touched: 4, pairs: 5, elsewhere: 0 });
    expect(table.at(3)).toEqual([
      { set: 1, start: 0, end: 1000, name: null, score: null, rgb: null, overlapBp: 200 },
    ]);
    expect(table.at(0).map(({ name, score, rgb, overlapBp }) => [name, score, rgb, overlapBp])).toEqual([
      ['E1', 5, '255,0,0', 100],
      ['E1', 1, '255,0,0', 100],
      ['E2', 0, '0,0,0', 100],
    ]);
    expect(stateShares(table.at(0), { start: 1000, end: 1200 })).toEqual([
      { set: 0, state: 'E1', rgb: '255,0,0', overlapBp: 150, fraction: 0.75 },
      { set: 0, state: 'E2', rgb: '0,0,0', overlapBp: 100, fraction: 0.5 },
    ]);
    expect(table.sets.map(({ biosample }) => biosample)).toEqual(['K 562', '']);
  });
});
