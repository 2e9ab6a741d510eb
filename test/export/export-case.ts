/** A registry to export: made from scratch, with names and gaps that exports must bear, and built by the program. */

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { stringify } from 'yaml';
import { writeBigWig } from '../../src/formats/bbi/bigwig-writer.ts';
import { chromSizesOf } from '../../src/genome/chrom-sizes.ts';
import { type Random, randomOf } from '../../src/simulate/random.ts';
import { cisreg } from '../build/run-cli.ts';

export type Scheme = 'encode3' | 'encode4';

/** In the order of text, which is not that of chrom.sizes. chr3 has no elements. */
export const SIZES: readonly (readonly [string, number])[] = [
  ['chr2', 520_000],
  ['chr10', 360_000],
  ['chr1', 620_000],
  ['chr3', 50_000],
];
const SITE_STEP_BP = 700;

/** A name with all that means something in Markdown, HTML or a URL. */
export const ODD_NAME = 'blood <b>"x"</b> | [a](b) & `c`#1';

/** Datasets by biosample. The names of two differ in nothing that is safe in file names. */
const BIOSAMPLES: readonly (readonly [
  biosample: string,
  datasets: readonly (readonly [string, string])[],
])[] = [
  [
    ODD_NAME,
    [
      ['DNase', 'ENCFF001AAA'],
      ['H3K4me3', 'm<1>|x'],
      ['H3K27ac', 'm_1_x'],
      ['CTCF', 'ENCFF004AAA'],
    ],
  ],
  [
    'liver, male (3 d)',
    [
      ['DNase', 'ENCFF005AAA'],
      ['H3K4me3', 'ENCFF006AAA'],
      ['ATAC', 'ENCFF007AAA'],
    ],
  ],
  [
    'heart/left  ventricle',
    [
      ['H3K4me3', 'ENCFF008AAA'],
      ['CTCF', 'ENCFF009AAA'],
    ],
  ],
  ['µ-cell +', [['DNase', 'ENCFF010AAA']]],
  ['T.h_1-x', [['POL2', 'ENCFF011AAA']]],
];

interface Site {
  readonly chrom: string;
  readonly start: number;
  readonly end: number;
  readonly isActive: boolean;
}

/** Builds the registry below `directory` and returns where it is. */
export async function buildExportCase(directory: string, scheme: Scheme): Promise<string> {
  mkdirSync(directory, { recursive: true });
  const random = randomOf(11, 'export');
  const write = (name: string, text: string) => writeFileSync(path.join(directory, name), text);
  const sites = SIZES.filter(([chrom]) => chrom !== 'chr3').flatMap(([chrom, size]) =>
    sitesOf(random, chrom, size),
  );
  write('chrom.sizes', SIZES.map((row) => `${row.join('\t')}\n`).join(''));
  write('dhs.bed', sites.map(({ chrom, start, end }) => `${chrom}\t${start}\t${end}\t1e-05\n`).join(''));
  const genes = sites.filter(() => random.chance(0.06)).map(({ chrom, start }) => [chrom, start + 100]);
  write('tss.bed', genes.map(([chrom, at], i) => `${chrom}\t${at}\t${at}\tT${i}\t.\t+\tG${i}\n`).join(''));

  const rows = ['biosample\tassay\texperiment\tfile\tpeaks\tpeaks_format\tsignal\tzscore'];
  for (const [biosample, datasets] of BIOSAMPLES) {
    for (const [assay, file] of datasets) {
      const n = rows.length;
      const peaks = assay === 'DNase' ? 'dhs.bed\tdhs' : '\t';
      // Some have no experiment.
      const experiment = n % 3 === 0 ? '' : `ENCSR${String(n).padStart(3, '0')}AAA`;
      rows.push(`${biosample}\t${assay}\t${experiment}\t${file}\t${peaks}\t${n}.bigWig\tyes`);
      await writeSignal(path.join(directory, `${n}.bigWig`), random, sites);
    }
  }
  write('datasets.tsv', `${rows.join('\n')}\n`);
  const files = { chromSizes: 'chrom.sizes', tss: 'tss.bed', datasets: 'datasets.tsv' };
  write('registry.yaml', stringify({ assembly: 'GRCh38', scheme, ...files }));
  const registry = path.join(directory, 'registry');
  const built = cisreg('build', path.join(directory, 'registry.yaml'), '--out', registry, '-q');
  if (built.status !== 0) throw new Error(built.stderr);
  return registry;
}

function sitesOf(random: Random, chrom: string, size: number): Site[] {
  const sites: Site[] = [];
  for (let at = 1000; at + SITE_STEP_BP < size; at += SITE_STEP_BP) {
    const start = at + random.whole(0, 300);
    sites.push({ chrom, start, end: start + random.whole(150, 350), isActive: random.chance(0.3) });
  }
  return sites;
}

/** One value a site: low, high at more than half of the active sites, and none at some. */
async function writeSignal(file: string, random: Random, sites: readonly Site[]): Promise<void> {
  const values = sites.map((site) => {
    if (random.chance(0.05)) return 0;
    return random.logNormal10(0.25) * (site.isActive && random.chance(0.6) ? 20 : 0.5);
  });
  const runs = SIZES.map(([chrom]) => {
    const own = [...sites.keys()].filter((i) => sites[i]!.chrom === chrom && values[i]! > 0);
    return {
      chrom,
      starts: Int32Array.from(own, (i) => sites[i]!.start),
      ends: Int32Array.from(own, (i) => sites[i]!.end),
      values: Float32Array.from(own, (i) => values[i]!),
      length: own.length,
    };
  });
  const chroms = chromSizesOf(
    SIZES.map(([name]) => name),
    SIZES.map(([, size]) => size),
  );
  await writeBigWig(file, chroms, runs);
}

/** The rows of a file of tab-separated text. */
export function rowsOf(...file: string[]): string[][] {
  return rowsIn(readFileSync(path.join(...file), 'utf8'));
}

export function rowsIn(text: string): string[][] {
  return text === ''
    ? []
    : text
        .replace(/\n$/, '')
        .split('\n')
        .map((line) => line.split('\t'));
}

/** The rows of a table with a header, by column. */
export function tableOf(...file: string[]): Record<string, string>[] {
  const [header, ...rows] = rowsOf(...file);
  return rows.map((row) => Object.fromEntries(header!.map((name, i) => [name, row[i]!])));
}
