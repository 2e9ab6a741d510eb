/** The kinds "expression" and "tss_expression" against their own text, cell by cell, and what they refuse. */

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { EXPRESSION_KIND } from '../../src/annotation/expression/expression.ts';
import {
  EXPRESSION,
  experimentMeans,
  expressionByBiosample,
  rowByBiosample,
  TSS_EXPRESSION,
} from '../../src/annotation/expression/expression-table.ts';
import { TSS_EXPRESSION_KIND } from '../../src/annotation/expression/tss-expression.ts';
import { GENES } from '../../src/annotation/genes/gene-table.ts';
import { GENES_KIND } from '../../src/annotation/genes/genes.ts';
import type { Kind, KindReader } from '../../src/annotation/kind.ts';
import { readNpy } from '../../src/formats/npy.ts';
import { hasShared, mistakeOf, SHARED, scratch } from '../formats/scratch.ts';
import { seeded } from '../genome/random.ts';
import { madeKind } from './made-kind.ts';
import { naiveByBiosample, naiveExperiments, naiveRow, naiveTissues } from './naive-expression.ts';

const { dir, file } = scratch();
const random = seeded(5);
const SHEET = 'sample\tbiosample\ttissue\texperiment\treplicate\tassay\n';
const YAML = 'expression: {matrix: tpm.tsv, sheet: sheet.tsv}';
const GENE_ROWS = [
  'chr1\t100\t200\tENSG00000000001.3\t.\t+\tONE',
  'chr1\t300\t400\tENSG00000000002.1\t.\t-\tTWO',
  'chr1\t500\t600\tENSG00000000003.7\t.\t+\tDOUBLE',
  'chr19\t100\t200\tENSG00000000004.2\t.\t+\tDOUBLE',
  'chr19\t500\t600\tENSG00000000005.2\t.\t+\tFIVE',
];

async function genes() {
  file('genes.bed', `${GENE_ROWS.join('\n')}\n`);
  const table = (await madeKind(GENES_KIND, { yaml: 'genes: {file: genes.bed}', dir })).open(GENES);
  return new Map<KindReader<unknown>, unknown>([[GENES as KindReader<unknown>, table]]);
}
const made = async (yaml = YAML, kind: Kind = EXPRESSION_KIND) =>
  madeKind(kind, { yaml, dir, before: await genes(), biosamples: ['liver', 'left lung', 'K562'] });
/** Close, or both NaN. */
const near = (found: number, expected: number, digits: number) => {
  if (Number.isNaN(expected)) expect(found).toBeNaN();
  else expect(found).toBeCloseTo(expected, digits);
};
const mistakes = async (yaml = YAML) =>
  (await mistakeOf(made(yaml))).all.map((message) => message.replaceAll(`${dir}/`, ''));

describe('a matrix of expression', () => {
  it('has for each gene what its text has, by sample, experiment, biosample and tissue', async () => {
    const biosamples = ['liver', 'left_lung', 'K562', 'unheard of'];
    const experiments = Array.from({ length: 12 }, (_, e) => ({
      name: `E${e}`,
      biosample: random.pick(biosamples),
      tissue: ['blood', 'liver', 'lung'][e % 3],
    }));
    const samples = random.shuffled(
      experiments.flatMap((own) => Array.from({ length: random.int(1, 3) }, (_, r) => ({ ...own, r }))),
    );
    const sheet = `${SHEET}${random
      .shuffled(samples)
      .map(
        ({ name, biosample, tissue, r }) => `${name}-${r}\t${biosample}\t${tissue}\t${name}\t${r}\tRNA-seq\n`,
      )
      .join('')}`;
    const cell = () =>
      random.chance(0.15)
        ? random.pick(['', 'NA'])
        : random.chance(0.3)
          ? '0'
          : String(random.int(0, 1e7) / 997);
    const ids = [...GENE_ROWS.map((row) => row.split('\t')[3]!), 'ERCC-1', 'ERCC-2'];
    const rows = ids.map((id) => `${id}\t${samples.map(cell).join('\t')}\n`);
    // A gene that is nowhere expressed, and one that nobody measured.
    rows[1] = `${ids[1]}\t${samples.map(() => '0').join('\t')}\n`;
    rows[2] = `${ids[2]}\t${samples.map(() => 'NA').join('\t')}\n`;
    const matrix = `gene\t${samples.map(({ name, r }) => `${name}-${r}`).join('\t')}\n${random.shuffled(rows).join('')}`;
    file('tpm.tsv', matrix);
    file('sheet.tsv', sheet);

    const { open, counts, warnings, directory } = await made();
    expect(counts).toMatchObject({ rows: 7, unmatchedRows: 2, samples: samples.length, tissues: 3 });
    expect(warnings.length).toBe(sheet.includes('unheard of') ? 1 : 0);
    const table = open(EXPRESSION);
    expect(readNpy(path.join(directory, 'values.npy')).shape).toEqual([7, samples.length]);
    for (const [known, id] of ids.entries()) {
      const row = known < 5 ? table.rowOf(known)! : table.rowOfId(id.toLowerCase())!;
      expect(table.id(row)).toBe(id);
      const naive = naiveRow(matrix, sheet, id);
      expect(table.samples.map(({ name }) => name)).toEqual(naive.map(({ sample }) => sample));
      expect([...table.values(row)]).toEqual(naive.map(({ value }) => value ?? Number.NaN));

      const means = experimentMeans(table, table.values(row));
      const found = table.experiments.flatMap(({ name }, e) =>
        Number.isNaN(means[e]) ? [] : [[name, means[e]]],
      );
      const expected = naiveExperiments(naive).map(({ experiment, value }) => [experiment, value]);
      expect(new Map(found as [string, number][])).toEqual(new Map(expected as [string, number][]));

      const own = naiveByBiosample(naive);
      const byBiosample = ['liver', 'left_lung', 'K562'].map((name) => own.get(name) ?? Number.NaN);
      const values = known < 5 ? expressionByBiosample(table, known) : rowByBiosample(table, row);
      for (const [b, value] of byBiosample.entries()) near(values[b]!, value, 12);

      const { tissues, tau } = naiveTissues(naive);
      for (const [t, name] of table.tissues.entries()) {
        near(table.tissueMeans(row)[t]!, tissues.get(name)?.mean ?? Number.NaN, 5);
        expect(table.tissueMaxima(row)[t]).toBe(Math.fround(tissues.get(name)?.max ?? Number.NaN));
      }
      near(table.tau(row), tau, 6);
    }
    expect(table.topTissue(table.rowOf(1)!)).toBeUndefined();
    expect(table.rowOf(99)).toBeUndefined();
  });

  it('matches rows by id, then without version, then by a symbol that one gene alone has', async () => {
    file(
      'tpm.tsv',
      'id\tS1\nENSG00000000001.3\t1\nENSG00000000002.9\t2\nDOUBLE\t3\nFIVE\t5\nENSG00000000003\t4\n',
    );
    file('sheet.tsv', `${SHEET}S1\tliver\tliver\tE1\t1\tRNA-seq\n`);
    const { open, counts } = await made();
    expect(counts).toMatchObject({ rows: 5, unmatchedRows: 1 });
    const table = open(EXPRESSION);
    const values = [0, 1, 2, 3, 4].map((gene) => {
      const row = table.rowOf(gene);
      return row === undefined ? undefined : table.values(row)[0];
    });
    expect(values).toEqual([1, 2, 4, undefined, 5]);
    expect(table.values(table.rowOfId('double')!)[0]).toBe(3);
    expect(table.id(table.rowOf(1)!)).toBe('ENSG00000000002.1');
    expect([...expressionByBiosample(table, 3)]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
  });

  it('is joined to others: genes that one of them lacks are missing there', async () => {
    file('a.tsv', 'id\tS1\tS2\nENSG00000000001.3\t1\t2\nspike\t3\t4\n');
    file('b.tsv', 'id\tS3\nENSG00000000001.4\t5\nENSG00000000005.2\t6\nspike\t7\nother\t8\n');
    file('a-sheet.tsv', `${SHEET}S1\tliver\tliver\tE1\t1\tRNA-seq\nS2\tliver\tliver\tE1\t2\tRNA-seq\n`);
    file('b-sheet.tsv', `#lab\t${SHEET}X\tS3\tK562\tblood\tE3\t1\tpolyA\n`);
    const yaml = 'expression: [{matrix: a.tsv, sheet: a-sheet.tsv}, {matrix: b.tsv, sheet: b-sheet.tsv}]';
    const { open, counts, directory } = await made(yaml);
    const table = open(EXPRESSION);
    expect(counts).toMatchObject({ rows: 4, unmatchedRows: 2, samples: 3, experiments: 2, biosamples: 2 });
    const rows = ['ENSG00000000001.3', 'ENSG00000000005.2', 'spike', 'other'];
    expect(rows.map((id) => [...table.values(table.rowOfId(id)!)])).toEqual([
      [1, 2, 5],
      [Number.NaN, Number.NaN, 6],
      [3, 4, 7],
      [Number.NaN, Number.NaN, 8],
    ]);
    expect([table.rowOf(0), table.rowOf(4)]).toEqual([0, 1]);
    expect(table.samples.map(({ others }) => others)).toEqual([{}, {}, { lab: 'X' }]);
    expect(readFileSync(path.join(directory, 'samples.tsv'), 'utf8').split('\n')[3]).toBe(
      'S3\tK562\tblood\tE3\t1\tpolyA\tX',
    );
  });

  it('is kept under its own ids where there are no genes', async () => {
    file('tpm.tsv', 'id\tS1\nA\t1\n');
    file('sheet.tsv', `${SHEET}S1\tliver\tliver\tE1\t1\tRNA-seq\n`);
    const table = (await madeKind(EXPRESSION_KIND, { yaml: YAML, dir })).open(EXPRESSION);
    expect(table.rowOfId('a')).toBe(0);
  });

  it('is refused with the line and the column of a value that is none', async () => {
    file('sheet.tsv', `${SHEET}S1\tliver\tliver\tE1\t1\tRNA-seq\nS2\tliver\tliver\tE1\t2\tRNA-seq\n`);
    for (const value of ['-1', 'x', 'NaN', 'Inf', '1e400', '1e39', '1,5', ' 1', '-']) {
      file('tpm.tsv', `id\tS1\tS2\n\nENSG00000000001\t1\t2\nENSG00000000002\t1\t${value}\n`);
      expect(await mistakes()).toEqual([expect.stringContaining('tpm.tsv:4:3: column 3 (S2) is ')]);
    }
  });

  it('is refused for rows that do not fit', async () => {
    file('sheet.tsv', `${SHEET}S1\tliver\tliver\tE1\t1\tRNA-seq\n`);
    const first = async (text: string) => {
      file('tpm.tsv', text);
      return (await mistakes())[0];
    };
    expect(await first('')).toMatch(/^tpm\.tsv: is empty/);
    expect(await first('id\tS1\n')).toMatch(/^tpm\.tsv: has a header and no rows/);
    expect(await first('id\nA\n')).toMatch(/^tpm\.tsv:1: the header has 1 column/);
    expect(await first('id\tS1\nA\t1\t2\n')).toMatch(/^tpm\.tsv:2: 3 columns, expected the 2/);
    expect(await first('S1\nA\t1\n')).toMatch(/^tpm\.tsv:1: /);
    expect(await first('id\tS1\nA\t1\nB\t1\nA\t2\n')).toMatch(/^tpm\.tsv:4:1: A stands in line 2 too/);
    expect(await first('id\tS1\n\t1\n')).toMatch(/^tpm\.tsv:2:1: the id is empty/);
    expect(await first('id\tS1\nA\t1\nB\t1\n')).toMatch(
      /^tpm\.tsv: none of its 2 rows \(A\).*ENSG00000000001\.3/,
    );
    expect(await first('id\tS1\nENSG00000000001.1\t1\nONE\t1\n')).toMatch(
      /^tpm\.tsv:3:1: ONE and ENSG00000000001\.1 of line 2 are both ENSG00000000001\.3/,
    );
  });

  it('is refused with everything at once where matrix and sheet do not fit', async () => {
    file('tpm.tsv', 'id\tS1\tS2\tS2\tS9\nENSG00000000001\t1\t2\t3\t4\n');
    file(
      'sheet.tsv',
      `${SHEET}S1\tliver\tliver\tE1\t1\tRNA-seq\nS2\tK562\tliver\tE1\t2\tRNA-seq\nS2\tK562\tblood\tE2\t2\tRNA-seq\nS3\tK562\t\tE3\t2\tRNA-seq\n`,
    );
    expect(await mistakes()).toEqual([
      expect.stringMatching(/^sheet\.tsv:3: biosample of E1 is K562, and liver in .*sheet\.tsv:2/),
      expect.stringMatching(/^sheet\.tsv:4: the sample S2 stands twice/),
      expect.stringMatching(/^sheet\.tsv:5: tissue is empty/),
      expect.stringMatching(/^tpm\.tsv:1: the header has S2 more than once/),
      expect.stringMatching(/^tpm\.tsv:1: the header has S9, expected samples of .*sheet\.tsv/),
      expect.stringMatching(/^sheet\.tsv: has S3, expected samples of .*tpm\.tsv/),
    ]);
    file('sheet.tsv', 'sample\tbiosample\nS1\tliver\n');
    expect(await mistakes()).toHaveLength(4);
    const missing = await mistakes('expression: [{matrix: tpm.tsv}, {sheet: sheet.tsv, x: 1}]');
    expect(missing).toEqual([
      expect.stringMatching(/:1:52: unknown key expression\.1\.x/),
      expect.stringMatching(/expression\.0\.sheet is missing/),
      expect.stringMatching(/expression\.1\.matrix is missing/),
    ]);
  });

  it.skipIf(!hasShared)(
    'takes what two real tables of TPM make when they are pasted together (shared)',
    async () => {
      const read = (name: string) =>
        readFileSync(path.resolve(SHARED, 'rna', name), 'utf8')
          .trimEnd()
          .split('\n')
          .map((line) => line.split('\t'));
      const [first, second] = [read('FB_rep1_TPM.txt'), read('FB_rep2_TPM.txt')];
      const other = new Map(second.map(([id, tpm]) => [id, tpm]));
      const rows = first.slice(1).map(([id, tpm]) => `${id}\t${tpm}\t${other.get(id) ?? 'NA'}\n`);
      file('fb.tsv', `target_id\tFB1\tFB2\n${rows.join('')}`);
      file(
        'fb-sheet.tsv',
        `${SHEET}FB1\tfibroblast\tskin\tFB\t1\tRNA-seq\nFB2\tfibroblast\tskin\tFB\t2\tRNA-seq\n`,
      );
      const source = path.resolve(SHARED, 'gencode/hg38.v24.chr19.gtf.gz');
      const genesOf19 = (await madeKind(GENES_KIND, { yaml: `genes: {file: ${source}}`, dir })).open(GENES);
      const { counts, open } = await madeKind(EXPRESSION_KIND, {
        yaml: 'expression: {matrix: fb.tsv, sheet: fb-sheet.tsv}',
        dir,
        before: new Map<KindReader<unknown>, unknown>([[GENES as KindReader<unknown>, genesOf19]]),
        biosamples: ['fibroblast'],
      });
      expect(counts.rows).toBe(first.length - 1);
      expect(counts.rows! - counts.unmatchedRows!).toBeGreaterThan(900);
      const table = open(EXPRESSION);
      const [gene] = genesOf19.find('APOE');
      const values = [first, second].map((own) => Number(own.find(([id]) => id === 'APOE')![1]));
      expect([...table.values(table.rowOf(gene!)!)]).toEqual(values.map(Math.fround));
      expect(expressionByBiosample(table, gene!)[0]).toBeCloseTo(
        Math.log10((values[0]! + values[1]!) / 2 + 1),
        6,
      );
    },
  );
});

describe('expression of start sites', () => {
  it('is of transcripts, by id and without version; others are kept under their own ids', async () => {
    const transcript = (id: string, end: number) =>
      `chr1\tX\ttranscript\t101\t${end}\t.\t+\t.\tgene_id "G1"; transcript_id "${id}"; tag "basic";\n`;
    file(
      'genes.gtf',
      `chr1\tX\tgene\t101\t900\t.\t+\t.\tgene_id "G1";\n${transcript('ENST00000000002.3', 300)}${transcript('ENST00000000001.1', 400)}`,
    );
    const table = (await madeKind(GENES_KIND, { yaml: 'genes: {file: genes.gtf}', dir })).open(GENES);
    file('rpm.tsv', 't\tS1\nENST00000000001.1\t1\nENST00000000002\t2\nENST00000000009\t3\n');
    file('sheet.tsv', `${SHEET}S1\tliver\tliver\tE1\t1\tRAMPAGE\n`);
    const given = {
      yaml: 'tss_expression: {matrix: rpm.tsv, sheet: sheet.tsv}',
      dir,
      before: new Map<KindReader<unknown>, unknown>([[GENES as KindReader<unknown>, table]]),
      biosamples: ['liver'],
    };
    const { open, counts } = await madeKind(TSS_EXPRESSION_KIND, given);
    expect(counts).toMatchObject({ rows: 3, unmatchedRows: 1 });
    const rampage = open(TSS_EXPRESSION);
    const byTranscript = Array.from({ length: 2 }, (_, t) => [
      table.tss.transcript.at(t),
      rampage.values(rampage.rowOf(t)!)[0],
    ]);
    expect(Object.fromEntries(byTranscript)).toEqual({ 'ENST00000000001.1': 1, 'ENST00000000002.3': 2 });
  });

  it('needs genes with transcripts: a BED of genes has none', async () => {
    file('rpm.tsv', 't\tS1\nENST00000000001.1\t1\n');
    file('sheet.tsv', `${SHEET}S1\tliver\tliver\tE1\t1\tRAMPAGE\n`);
    const error = await mistakeOf(
      made('tss_expression: {matrix: rpm.tsv, sheet: sheet.tsv}', TSS_EXPRESSION_KIND),
    );
    expect(error.message).toMatch(/none of its 1 rows.*name a GTF/);
  });
});
