/** Random mini inputs through the command line, held byte by byte against a naive build that shares no code with it. */

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type MiniOptions, writeMiniCase } from './mini-case.ts';
import { type NaiveRegistry, naiveBuild, signalOfTracks } from './naive-build.ts';
import { readTable } from './naive-inputs.ts';
import { cisreg, filesBelow, scratchDirectory } from './run-cli.ts';

const ALL = ['DNase', 'H3K4me3', 'H3K27ac', 'CTCF'];
const BOTH_ANCHORS = [
  ['DNase', 'ATAC', 'H3K4me3', 'H3K27ac', 'CTCF'],
  ['ATAC', 'H3K4me3', 'H3K27ac', 'CTCF'],
  ['ATAC', 'CTCF', 'POL2'],
  ['H3K27ac', 'CTCF'],
  ['H3K36me3'],
];

const CASES: readonly (MiniOptions & { readonly name: string })[] = [
  { name: 'the defaults, TSSs as positions', tss: 'bed' },
  { name: 'the defaults, TSSs as ends', tss: 'bed-ends' },
  { name: 'basic transcripts of a GTF', tss: 'gtf' },
  { name: 'a GTF without tags', tss: 'gtf-untagged' },
  { name: 'allcalls alone', format: 'hotspot2-allcalls' },
  { name: 'DHSs taken as they are', format: 'dhs' },
  { name: 'narrow peaks, others than 150 to 350 bases dropped', format: 'narrowPeak' },
  { name: 'narrow peaks about their summits', format: 'narrowPeak', yaml: { dhs: { wide: 'summit' } } },
  {
    name: 'summits, a lower ceiling and other widths',
    format: 'narrowPeak',
    yaml: { dhs: { wide: 'summit', maxPeakWidth: 349, minWidth: 160, maxWidth: 340 } },
  },
  { name: 'summits of mixed formats', yaml: { dhs: { wide: 'summit', maxPeakWidth: 5000 } } },
  { name: 'wider DHSs and a laxer FDR', yaml: { dhs: { maxWidth: 5000, minWidth: 100, maxFdr: 0.01 } } },
  { name: 'wider DHSs in encode4', yaml: { scheme: 'encode4', dhs: { maxWidth: 10_000 } } },
  { name: 'a fixed least signal', yaml: { dhs: { minSignal: 1 } } },
  { name: 'a least signal of 0', yaml: { dhs: { minSignal: 0 } } },
  { name: 'the median as least signal', yaml: { dhs: { minSignalPercentile: 50 } } },
  { name: 'percentile 0', yaml: { dhs: { minSignalPercentile: 0 } } },
  { name: 'datasets of a low SPOT', yaml: { minSpot: 0.5 } },
  { name: 'two chromosomes', yaml: { chromosomes: ['chr2', 'chr1'] } },
  { name: 'one chromosome with the mean and sd of all', yaml: { chromosomes: ['chr1'] }, hasStats: true },
  { name: 'other excluded chromosomes', yaml: { exclude: ['chr1*', 'chrUn_*'] } },
  { name: 'nothing excluded', yaml: { exclude: [] } },
  { name: 'consensus DHSs', consensus: 'some' },
  { name: 'consensus DHSs everywhere', consensus: 'everywhere' },
  { name: 'previous registries', hasPrevious: true },
  {
    name: 'previous registries, consensus DHSs and encode4',
    hasPrevious: true,
    consensus: 'some',
    yaml: { scheme: 'encode4' },
  },
  { name: 'encode4', yaml: { scheme: 'encode4' } },
  {
    name: 'an assembly and prefix of its own',
    yaml: { assembly: 'danRer11', accessionPrefix: 'LB01' },
    hasPrevious: true,
  },
  { name: 'mouse', yaml: { assembly: 'mm10' }, isFine: true },
  { name: 'the older human assembly', yaml: { assembly: 'hg19' }, isFine: true },
  { name: 'anchors DNase and ATAC', yaml: { anchors: ['DNase', 'ATAC'] } },
  {
    name: 'ATAC where there is no DNase',
    yaml: { anchors: ['DNase', 'ATAC'], minSpot: 0.3 },
    assays: BOTH_ANCHORS,
  },
  { name: 'ATAC as a column only', assays: BOTH_ANCHORS },
  { name: 'every assay everywhere', assays: [ALL, ALL, ALL] },
  { name: 'DNase alone', assays: [['DNase'], ['DNase']] },
  {
    name: 'no CTCF anywhere',
    assays: [['DNase', 'H3K4me3'], ['DNase', 'H3K27ac'], ['H3K27ac']],
    hasPrevious: true,
  },
  {
    name: 'all of it at once',
    yaml: { anchors: ['DNase', 'ATAC'], minSpot: 0.3, dhs: { wide: 'summit', minSignalPercentile: 5 } },
    consensus: 'some',
    hasPrevious: true,
    isFine: true,
  },
];

const scratch = scratchDirectory();
const FIRST_SEED = Number(process.env.CISREG_SEED ?? 1);
const ROUNDS = process.env.CISREG_LONG ? 5 : 1;

describe('cisreg build beside a naive build', () => {
  for (const [i, { name, ...options }] of CASES.entries()) {
    for (let round = 0; round < ROUNDS; round++) {
      const seed = FIRST_SEED + i + 1000 * round;
      it(`gives the same rows: ${name}, seed ${seed}`, async () => {
        const directory = path.join(scratch, String(seed));
        const { registryYaml, tracks } = await writeMiniCase(directory, seed, options);
        const out = path.join(directory, 'out');
        const built = cisreg('build', registryYaml, '--out', out, '--quiet', '--threads', '1');
        expect(built, built.stderr).toMatchObject({ status: 0 });
        const naive = naiveBuild(registryYaml, signalOfTracks(tracks));
        compareFiles(out, naive);
        compareBiosamples(out, naive);
        compareElements(out, naive);
        // Half of the exports in npm test, all with test:long: each starts the program anew.
        if (ROUNDS > 1 || seed % 2 === 0) compareExport(out, path.join(directory, 'z'), naive);
      });
    }
  }
});

function compareFiles(out: string, { files }: NaiveRegistry): void {
  const names = filesBelow(out).filter((name) => /^biosamples\/|\.bed$|^maxz/.test(name));
  expect(names).toEqual([...files.keys()].sort());
  for (const [name, text] of files) expect(readFileSync(path.join(out, name), 'utf8'), name).toBe(text);
}

function compareBiosamples(out: string, { biosamples }: NaiveRegistry): void {
  const rows = readTable(path.join(out, 'biosamples.tsv'));
  expect(rows.map((row) => row.biosample).sort()).toEqual(biosamples.map(({ name }) => name).sort());
  for (const { name, key, group, files, counts } of biosamples) {
    const row = rows.find(({ biosample }) => biosample === name)!;
    expect(row.key).toBe(key);
    expect(row.group).toBe(String(group ?? 'NA'));
    for (const assay of ALL) expect(row[assay], `${name} ${assay}`).toBe(files.get(assay) ?? 'NA');
    const plain = new Map<string, number>();
    for (const [label, n] of counts) {
      const names =
        group! in { 8: 1, 9: 1, 10: 1, 11: 1, 12: 1, 13: 1, 15: 1 }
          ? label.split(',')
          : [label.split(',')[0]!];
      for (const part of names) plain.set(part, (plain.get(part) ?? 0) + n);
    }
    for (const [label, n] of plain) expect(row[label], `${name} ${label}`).toBe(String(n));
  }
}

function compareElements(out: string, { elements, zones }: NaiveRegistry): void {
  const rows = readTable(path.join(out, 'elements.tsv'));
  expect(rows.map((row) => row.rDHS)).toEqual(elements.map(({ id }) => id));
  expect(rows.map((row) => row.zone)).toEqual(zones);
  const orNa = (value: number | undefined): string =>
    value === undefined || Number.isNaN(value) ? 'NA' : String(value);
  expect(rows.map((row) => row.tssDistance)).toEqual(elements.map(({ distanceBp }) => orNa(distanceBp)));
  expect(rows.map((row) => ALL.map((assay) => row[assay]))).toEqual(
    elements.map(({ highCounts }) => highCounts.map(orNa)),
  );
  for (const [i, { fromBlacklistBp, id }] of elements.entries()) {
    // The design does not say whether book-ended regions touch.
    if (fromBlacklistBp === 0.5) continue;
    const flag = fromBlacklistBp === undefined ? 'NA' : fromBlacklistBp === 0 ? '1' : '0';
    expect(rows[i]!.blacklist, id).toBe(flag);
  }
}

function compareExport(out: string, directory: string, { tables }: NaiveRegistry): void {
  expect(cisreg('export', out, '--zscores', directory, '--quiet').status).toBe(0);
  // Beside the tables stands what explains them.
  const explaining = ['README.md', 'datapackage.json', 'zscores.schema.json'];
  expect(filesBelow(directory).sort()).toEqual([...tables.keys(), ...explaining].sort());
  for (const [table, text] of tables) {
    expect(readFileSync(path.join(directory, table), 'utf8'), table).toBe(text);
  }
}
