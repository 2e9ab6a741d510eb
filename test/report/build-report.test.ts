/** The report of a build, its tables held against the registry's own files. */

import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseHTML } from 'linkedom';
import { beforeAll, describe, expect, it } from 'vitest';
import { writeMiniCase } from '../build/mini-case.ts';
import { cisreg, scratchDirectory } from '../build/run-cli.ts';
import { spoiledInput, writeTinyFiles } from '../build/tiny-input.ts';

const scratch = scratchDirectory();
const out = path.join(scratch, 'registry');
const FOUR = ['DNase', 'H3K4me3', 'H3K27ac', 'CTCF'];

type Row = readonly string[];

/** The table with this caption: rows of cell texts, and the position of each column. */
function tableOf(report: string, caption: string): { rows: Row[]; column: (title: string) => number } {
  const { document } = parseHTML(report);
  const tables = [...document.querySelectorAll('table')];
  const found = tables.find((table) => table.querySelector('caption')?.textContent === caption);
  if (found === undefined) throw new Error(`the report has no table "${caption}"`);
  const cells = (row: { querySelectorAll(query: string): Iterable<{ textContent: string | null }> }) =>
    [...row.querySelectorAll('th,td')].map((cell) => cell.textContent ?? '');
  const titles = cells(found.querySelector('thead tr')!);
  return {
    rows: [...found.querySelectorAll('tbody tr')].map(cells),
    column: (title) => {
      expect(titles).toContain(title);
      return titles.indexOf(title);
    },
  };
}

const number = (text: string | undefined): number => Number(text!.replaceAll(',', ''));
const lines = (name: string): string[][] =>
  readFileSync(path.join(out, name), 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => line.split('\t'));
const countBy = (names: readonly string[]): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
};

let report = '';
let registry: {
  datasets: { file: string; dhs?: Record<string, number> }[];
  counts: { rdhs: Record<string, number>; elements: Record<string, unknown> };
  files: Record<string, unknown>;
};
let manifest: { rows: number; columns: { file: string; base: string; assay: string }[] };

/** Rows that are high in a dataset, from its bits. */
function highRows(base: string): Set<number> {
  const bytes = readFileSync(path.join(out, 'zscores', `${base}.high.bits`));
  const rows = new Set<number>();
  for (let row = 0; row < manifest.rows; row++) if ((bytes[row >> 3]! >> (row & 7)) & 1) rows.add(row);
  return rows;
}

beforeAll(async () => {
  const { registryYaml } = await writeMiniCase(path.join(scratch, 'input'), 5, {
    yaml: { minSpot: 0.4 },
    assays: [
      FOUR,
      FOUR,
      ['DNase', 'H3K27ac'],
      ['DNase', 'CTCF'],
      ['H3K4me3'],
      ['DNase', 'ATAC'],
      ['H3K36me3'],
    ],
    consensus: 'some',
  });
  const built = cisreg('build', registryYaml, '--out', out, '--quiet', '--threads', '1');
  expect(built, built.stderr).toMatchObject({ status: 0 });
  report = readFileSync(path.join(out, 'report.html'), 'utf8');
  registry = JSON.parse(readFileSync(path.join(out, 'registry.json'), 'utf8'));
  manifest = JSON.parse(readFileSync(path.join(out, 'zscores', 'manifest.json'), 'utf8'));
});

describe('the report of a build', () => {
  it('stands among the files of registry.json and says how many cCREs there are', () => {
    expect(Object.keys(registry.files)).toContain('report.html');
    const { document } = parseHTML(report);
    expect(number(document.querySelector('h1')!.textContent!.split(' ')[0])).toBe(lines('cCREs.bed').length);
  });

  it('asks nothing of the network', () => {
    expect(report).not.toMatch(/(?:src|href)="(?!#|data:,)|@import|url\(/);
  });

  it('has the classes of cCREs.bed and the tiers of cCREs.unfiltered.bed', () => {
    const classes = countBy(lines('cCREs.bed').map((row) => row[5]!.split(',')[0]!));
    const byClass = tableOf(report, 'cCREs by class');
    expect(byClass.rows.length).toBe(5);
    for (const row of byClass.rows)
      expect(number(row[byClass.column('cCREs')])).toBe(classes.get(row[0]!) ?? 0);
    const tiers = countBy(lines('cCREs.unfiltered.bed').map((row) => row[6]!));
    const byTier = tableOf(report, 'cCREs by tier');
    for (const row of byTier.rows) expect(number(row[byTier.column('cCREs')])).toBe(tiers.get(row[0]!) ?? 0);
  });

  it('tells what became of every DHS, as registry.json does', () => {
    const { rows, column } = tableOf(report, 'DHSs of each dataset by filter');
    const withDhs = registry.datasets.filter(({ dhs }) => dhs !== undefined);
    expect(rows.map((row) => row[0])).toEqual(withDhs.map(({ file }) => file));
    const keys = {
      artefact: 'artefacts',
      chromosome: 'excludedChromosome',
      FDR: 'fdr',
      narrow: 'tooNarrow',
      wide: 'tooWide',
    };
    const sums = { kept: 0, lowSignal: 0, lowSpot: 0 };
    for (const [i, row] of rows.entries()) {
      const dhs = withDhs[i]!.dhs!;
      const value = (title: string) => number(row[column(title)]);
      expect(value('Called')).toBe(dhs.called);
      for (const [title, key] of Object.entries(keys)) expect(value(`\u2212 ${title}`)).toBe(dhs[key]);
      const left = ['\u2212 SPOT', '\u2212 signal', 'Passed'].map(value) as [number, number, number];
      expect(left[0] + left[1] + left[2]).toBe(dhs.pooled);
      sums.lowSpot += left[0];
      sums.lowSignal += left[1];
      sums.kept += left[2];
    }
    const { pooledDhs, lowSignalDhs, lowSpotDhs } = registry.counts.rdhs;
    expect(sums).toEqual({ kept: pooledDhs, lowSignal: lowSignalDhs, lowSpot: lowSpotDhs });
    expect(sums.lowSpot).toBeGreaterThan(0);
  });

  it('counts the high elements of every experiment, and those that it alone makes high', () => {
    const share = tableOf(report, 'Share of rDHSs that are high, by experiment');
    expect(share.rows.length).toBe(manifest.columns.length);
    const high = new Map(manifest.columns.map(({ file, base }) => [file, highRows(base)]));
    for (const row of share.rows)
      expect(number(row[share.column('High')]), row[0]).toBe(high.get(row[0]!)!.size);

    const biosamples = lines('biosamples.tsv');
    const header = biosamples[0]!;
    const ccres = new Set(lines('cCREs.bed').map((row) => row[3]!));
    const ids = lines('rDHSs.bed').map((row) => row[3]!);
    const alone = tableOf(report, 'Elements that one experiment alone makes high');
    let judged = 0;
    for (const assay of FOUR) {
      const files = biosamples.slice(1).map((row) => row[header.indexOf(assay)]!);
      const own = files.filter((file) => file !== 'NA');
      for (const file of own) {
        const others = own.filter((other) => other !== file).map((other) => high.get(other)!);
        const rows = [...high.get(file)!].filter((row) => !others.some((other) => other.has(row)));
        const line = alone.rows.find((row) => row[0] === file)!;
        expect(number(line[alone.column('High here alone')]), file).toBe(rows.length);
        expect(number(line[alone.column('of them cCREs')]), file).toBe(
          rows.filter((row) => ccres.has(ids[row]!)).length,
        );
        judged++;
      }
    }
    expect(alone.rows.length).toBe(judged);
  });

  it('counts the cCREs of each biosample by class, and by high mark without DNase, as biosamples.tsv does', () => {
    const [header, ...biosamples] = lines('biosamples.tsv');
    const hasDnase = (row: Row) => row[header!.indexOf('DNase')] !== 'NA';
    const captions = [
      ['cCREs by class in each biosample', biosamples.filter(hasDnase)],
      [
        'cCREs by high mark in each biosample without DNase',
        biosamples.filter((row) => !hasDnase(row) && row[header!.indexOf('group')] !== 'NA'),
      ],
    ] as const;
    for (const [caption, expected] of captions) {
      const { rows, column } = tableOf(report, caption);
      expect(expected.length).toBeGreaterThan(0);
      expect(rows.map((row) => row[0])).toEqual(expected.map((row) => row[0]));
      const names = [
        'PLS',
        'pELS',
        'dELS',
        'DNase-H3K4me3',
        'CTCF-only',
        'DNase-only',
        'Low-DNase',
        'CTCF-bound',
      ];
      const marks = ['High-H3K4me3', 'High-H3K27ac', 'High-CTCF', 'Unclassified'];
      for (const name of caption.includes('mark') ? marks : names) {
        const found = rows.map((row) => number(row[column(name)]));
        expect(found, name).toEqual(expected.map((row) => Number(row[header!.indexOf(name)])));
      }
    }
    const ccres = lines('cCREs.bed').length;
    const shares = tableOf(report, 'Share of cCREs by class in each biosample');
    for (const row of shares.rows) {
      const own = biosamples.find(([name]) => name === row[0])!;
      const low = Number(own[header!.indexOf('Low-DNase')]);
      expect(row[shares.column('Low-DNase')]).toBe(`${((100 * low) / ccres).toFixed(1)}\u00a0%`);
    }
  });

  it('counts the biosamples that support a cCRE as elements.tsv does', () => {
    const ccres = new Set(lines('cCREs.bed').map((row) => row[3]!));
    const elements = lines('elements.tsv');
    const support = elements
      .slice(1)
      .filter((row) => ccres.has(row[0]!))
      .map((row) => row[elements[0]!.indexOf('DNase')]!);
    const { rows, column } = tableOf(report, 'cCREs by number of biosamples that support them');
    const counts = countBy(support);
    for (const row of rows) expect(number(row[column('cCREs')])).toBe(counts.get(row[0]!) ?? 0);
    expect(rows.reduce((sum, row) => sum + number(row[1]), 0)).toBe(ccres.size);
  });

  it('ends its saturation at all cCREs, and begins it at what one biosample shows', () => {
    const { rows, column } = tableOf(report, 'cCREs by number of biosamples');
    const ccres = new Set(lines('cCREs.bed').map((row) => row[3]!));
    expect(number(rows.at(-1)![column('Mean')])).toBe(ccres.size);
    const ids = lines('rDHSs.bed').map((row) => row[3]!);
    const biosamples = lines('biosamples.tsv');
    const files = biosamples.slice(1).map((row) => row[biosamples[0]!.indexOf('DNase')]!);
    const shown = files
      .filter((file) => file !== 'NA')
      .map((file) => {
        const { base } = manifest.columns.find((one) => one.file === file)!;
        return [...highRows(base)].filter((row) => ccres.has(ids[row]!)).length;
      });
    expect(number(rows[0]![column('Fewest')])).toBe(Math.min(...shown));
    expect(number(rows[0]![column('Most')])).toBe(Math.max(...shown));
    expect(rows.length).toBe(shown.length);
  });
});

describe('the remarks of a build', () => {
  it('stand in its report without the directories of the machine, the same when steps are not run again', async () => {
    const tiny = path.join(scratch, 'tiny');
    await writeTinyFiles(tiny);
    writeFileSync(path.join(tiny, 'chrom.sizes'), 'chr1\t15500\nchr9\t1000\n');
    writeFileSync(path.join(tiny, 'old.bed'), 'chr1\t500\t700\told7\n');
    const { file, out: first } = spoiledInput(tiny, { yaml: { previous: { rdhs: 'old.bed' } } });
    const args = ['build', file, '--quiet', '--keep-work', '--out'];
    expect(cisreg(...args, first)).toMatchObject({ status: 0 });
    const text = readFileSync(path.join(first, 'report.html'), 'utf8');
    expect(text).not.toContain(scratch);
    expect(text).toContain('dnase.bigWig has no chr9: counted as uncovered');
    expect(text).toContain('old.bed: old7 is no accession of the usual form');
    expect(text).toContain('C and A have the same content');
    rmSync(path.join(first, 'report.html'));
    expect(cisreg(...args, first)).toMatchObject({ status: 0 });
    expect(readFileSync(path.join(first, 'report.html'), 'utf8')).toBe(text);
    const moved = path.join(scratch, 'moved', 'elsewhere');
    mkdirSync(path.dirname(moved));
    cpSync(tiny, moved, { recursive: true });
    const second = path.join(scratch, 'second');
    expect(cisreg('build', path.join(moved, path.basename(file)), '--quiet', '--out', second).status).toBe(0);
    expect(readFileSync(path.join(second, 'report.html'), 'utf8')).toBe(text);
  });
});
