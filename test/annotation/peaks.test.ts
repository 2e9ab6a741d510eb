/** Sheets of peaks and their files: every format, what is found beside what, and every way they can be wrong. */

import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { kindOfTarget } from '../../src/annotation/ground/peak-sheet.ts';
import { PEAKS } from '../../src/annotation/ground/peak-table.ts';
import { PEAKS_KIND } from '../../src/annotation/ground/peaks.ts';
import { writeBigBed } from '../../src/formats/bbi/bigbed-writer.ts';
import { chromSizesOf } from '../../src/genome/chrom-sizes.ts';
import { runsOf } from '../formats/bbi/bed-samples.ts';
import { mistakeOf, scratch } from '../formats/scratch.ts';
import { madeOnElements } from './element-case.ts';

const { dir } = scratch();
const SHEET = 'file\ttarget\tbiosample\texperiment\tformat\n';
const narrow = (chrom: string, start: number, end: number) =>
  `${chrom}\t${start}\t${end}\t.\t0\t.\t5\t3\t2\t-1\n`;
const made = (sheet: string, files: Record<string, string> = {}) =>
  madeOnElements(PEAKS_KIND, dir, {
    yaml: 'peaks: [{sheet: sheets/peaks.tsv}]',
    files: { 'sheets/peaks.tsv': sheet, ...files },
  });
const mistakesOf = async (sheet: string, files: Record<string, string> = {}) =>
  (await mistakeOf(made(sheet, files))).all.map((message) => message.replaceAll(`${dir}/`, ''));

describe('peaks', () => {
  it('overlap by one base, count once a file and once an experiment, and keep the biosample of the registry', async () => {
    const rows = [
      'a.bed\tCTCF\tK_562\tE1\tnarrowPeak',
      'b.bed\tCTCF\tK 562\tE1\tbroadPeak',
      'c.bed\tCTCF\t\t\tbed',
      'd.bed\tH3K27ac\tliver\tE3\tbed',
    ];
    const peaks = await made(`${SHEET}${rows.join('\n')}\n`, {
      'sheets/a.bed': narrow('chr1', 1199, 1301) + narrow('chr1', 1000, 1100) + narrow('chr1', 900, 1000),
      // Beside annotations.yaml, not beside the sheet.
      'b.bed': 'chr1\t1100\t1200\t.\t0\t.\t5\t3\t2\n',
      'sheets/c.bed': 'chr2\t0\t400\nchr2\t600\t700\nchrUn\t0\t10\n',
      'sheets/d.bed': 'chr2\t599\t600\n',
    });
    const { sets, targets, setsAt, targetsAt } = peaks.open(PEAKS);
    expect([0, 1, 2, 3].map((row) => [...setsAt(row)])).toEqual([[0, 1], [0], [], [3]]);
    expect(sets.map(({ biosample, elements }) => [biosample, elements])).toEqual([
      ['K 562', 2],
      ['K 562', 1],
      ['', 0],
      ['liver', 1],
    ]);
    expect(targets).toEqual([
      { target: 'CTCF', kind: 'tf', experiments: 2, files: 3 },
      { target: 'H3K27ac', kind: 'histone', experiments: 1, files: 1 },
    ]);
    expect(targetsAt(0).map(({ target, overlapping }) => [target, overlapping])).toEqual([
      ['CTCF', 1],
      ['H3K27ac', 0],
    ]);
    expect(peaks.counts).toEqual({ files: 4, targets: 2, experiments: 3, peaks: 8, pairs: 4, elsewhere: 1 });
    expect(peaks.messages).toEqual([
      'c.bed: 1 of 3 peaks lie on chromosomes that the registry has not (chrUn)',
      "peaks: 1 biosamples are none of the registry's (liver), expected names or keys of biosamples.tsv; they are kept as they are named",
    ]);
  });

  it('may be bigBeds', async () => {
    const rows = [
      { chrom: 'chr1', start: 1199, end: 1301, rest: 'p1' },
      { chrom: 'chr2', start: 10, end: 20, rest: 'p2' },
    ];
    const autoSql =
      'table peak\n"Peaks"\n(\nstring chrom; ""\nuint chromStart; ""\nuint chromEnd; ""\nstring name; ""\n)\n';
    const chroms = chromSizesOf(['chr1', 'chr2'], [100_000, 50_000]);
    await writeBigBed(path.join(dir, 'p.bigBed'), chroms, runsOf(rows), { autoSql, definedFieldCount: 4 });
    const { counts, open } = await made(`${SHEET}p.bigBed\tCTCF\t\tE1\tbigBed\n`);
    expect(counts).toMatchObject({ peaks: 2, pairs: 2 });
    expect([0, 1, 2, 3].map((row) => open(PEAKS).setsAt(row).length)).toEqual([1, 1, 0, 0]);
  });

  it('know histone marks by their names', () => {
    const kinds = ['H3K27ac', 'H4K20me1', 'H2A.Z', 'H2AFZ', 'H3', 'HNF4A', 'HDAC2', 'CTCF', 'H5X'].map(
      kindOfTarget,
    );
    expect(kinds).toEqual(['histone', 'histone', 'histone', 'histone', 'histone', 'tf', 'tf', 'tf', 'tf']);
  });

  it('are refused with every mistake of their sheet', async () => {
    const rows = [
      '\tCTCF\t\tE1\tbed',
      'x.bed\t\t\tE2\tbam',
      'y.bed\tPOL\t\tE3\tbed',
      'y.bed\tPOL\t\tE3\tbed',
    ];
    expect(await mistakesOf(`${SHEET}${rows.join('\n')}\n`)).toEqual([
      'sheets/peaks.tsv:2:1: file is empty, expected the name of a file of peaks',
      'sheets/peaks.tsv:3:2: target is empty, expected a factor or a histone mark',
      'sheets/peaks.tsv:3:5: format is bam, expected narrowPeak, broadPeak, bed, bigBed',
      'sheets/peaks.tsv:5:1: file is y.bed, which line 4 has too, expected each file once',
    ]);
    expect(await mistakesOf(`${SHEET.trim()}\tkind\na\tX\t\t\tbed\ttf\nb\tX\t\t\tbed\thistone\n`)).toEqual([
      'sheets/peaks.tsv:3:6: kind is histone, expected tf, as X is in line 2: a target has one kind',
    ]);
    expect(await mistakesOf(SHEET)).toEqual(['sheets/peaks.tsv: has no rows, expected files of peaks']);
  });

  it('are refused where they lie beyond a chromosome, on none of the registry, or are no peaks', async () => {
    const sheet = `${SHEET}e.bed\tCTCF\t\tE1\tnarrowPeak\n`;
    expect(
      await mistakesOf(sheet, { 'sheets/e.bed': narrow('chr2', 10, 20) + narrow('chr2', 10, 50_001) }),
    ).toEqual([
      'sheets/e.bed:2: chr2:10-50001 ends beyond the chromosome, expected at most 50000; is it of this assembly?',
    ]);
    expect(await mistakesOf(sheet, { 'sheets/e.bed': narrow('2', 10, 20) })).toEqual([
      'sheets/e.bed: has peaks on 2 and none on a chromosome of the registry (chr1, chr2); is it of this assembly, with its names of chromosomes?',
    ]);
    expect((await mistakesOf(sheet, { 'sheets/e.bed': 'chr1\t1\t2\n' }))[0]).toMatch(
      /^sheets\/e\.bed:1: 3 columns/,
    );
  });
});
