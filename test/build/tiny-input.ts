/** A small good input of a build, whose files a test can spoil one by one. */

import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { stringify } from 'yaml';
import { writeBigWig } from '../../src/formats/bbi/bigwig-writer.ts';
import { chromSizesOf } from '../../src/genome/chrom-sizes.ts';
import { cisreg, type Outcome } from './run-cli.ts';

const STEP_BP = 500;
const SITES = 30;
export const CHROM_BP = STEP_BP * (SITES + 1);

/** What a test may put in place of the good input. */
export interface Spoiled {
  /** Keys of registry.yaml; undefined takes one out. */
  readonly yaml?: Readonly<Record<string, unknown>>;
  /** Text of registry.yaml as it is. */
  readonly yamlText?: string;
  /** Lines of datasets.tsv without the header. */
  readonly rows?: readonly string[];
  readonly header?: string;
}

export const HEADER = 'biosample assay experiment file peaks peaks_format signal zscore';
/** Good rows, with spaces for tabs and - for nothing. */
export const GOOD_ROWS = [
  'K562 DNase X1 A dhs.bed dhs dnase.bigWig yes',
  'K562 H3K4me3 X2 B - - mark.bigWig -',
  'HepG2 DNase X3 C - - dnase.bigWig yes',
];

/** Writes the good files below a directory: chrom.sizes, tss.bed, dhs.bed, dnase.bigWig, mark.bigWig, low.bigWig and odd ones. */
export async function writeTinyFiles(directory: string): Promise<void> {
  mkdirSync(directory, { recursive: true });
  const write = (name: string, text: string): void => writeFileSync(path.join(directory, name), text);
  write('chrom.sizes', `chr1\t${CHROM_BP}\n`);
  write('tss.bed', 'chr1\t1000\t1000\tT1\t.\t+\tG1\n');
  const starts = Array.from({ length: SITES }, (_, i) => STEP_BP * (i + 1));
  write('dhs.bed', starts.map((start) => `chr1\t${start}\t${start + 200}\t1e-05\n`).join(''));
  const track = (signalAt: (i: number) => number, chrom = 'chr1', size = CHROM_BP) =>
    [
      chromSizesOf([chrom], [size]),
      [
        {
          chrom,
          starts: Int32Array.from(starts),
          ends: Int32Array.from(starts, (start) => start + 200),
          values: Float32Array.from(starts, (_, i) => signalAt(i)),
          length: starts.length,
        },
      ],
    ] as const;
  const high = (i: number): number => (i % 10 === 0 ? 50 : 1 + (i % 3));
  await writeBigWig(path.join(directory, 'dnase.bigWig'), ...track(high));
  await writeBigWig(path.join(directory, 'mark.bigWig'), ...track(high));
  await writeBigWig(path.join(directory, 'low.bigWig'), ...track((i) => high(i) / 50));
  await writeBigWig(path.join(directory, 'flat.bigWig'), ...track(() => 2));
  await writeBigWig(path.join(directory, 'zero.bigWig'), ...track(() => 0));
  await writeBigWig(path.join(directory, 'negative.bigWig'), ...track((i) => (i === 3 ? -2 : high(i))));
  await writeBigWig(path.join(directory, 'renamed.bigWig'), ...track(high, '1'));
  await writeBigWig(path.join(directory, 'other-size.bigWig'), ...track(high, 'chr1', CHROM_BP + 1));
}

let runs = 0;

/** The arguments of a build of the spoiled input, in files of its own beside the good ones. */
export function spoiledInput(
  directory: string,
  spoiled: Spoiled,
): { file: string; out: string; datasets: string } {
  const name = `run${++runs}`;
  const datasets = path.join(directory, `${name}.tsv`);
  const rows = [spoiled.header ?? HEADER, ...(spoiled.rows ?? GOOD_ROWS)];
  writeFileSync(
    datasets,
    rows
      .map((row) => `${row.replaceAll(' ', '\t').replaceAll('-\t', '\t').replace(/\t-$/, '\t')}\n`)
      .join(''),
  );
  const good = { assembly: 'GRCh38', chromSizes: 'chrom.sizes', tss: 'tss.bed', datasets: `${name}.tsv` };
  const file = path.join(directory, `${name}.yaml`);
  const yaml = Object.entries({ ...good, ...spoiled.yaml }).filter(([, value]) => value !== undefined);
  writeFileSync(file, spoiled.yamlText ?? stringify(Object.fromEntries(yaml)));
  return { file, out: path.join(directory, `${name}-out`), datasets };
}

export interface Refusal extends Outcome {
  /** Lines of stderr that are errors, without the program's name. */
  readonly errors: readonly string[];
  /** What the build left in its directory, [] where there is none. */
  readonly left: readonly string[];
}

export function buildSpoiled(directory: string, spoiled: Spoiled, ...flags: string[]): Refusal {
  const { file, out } = spoiledInput(directory, spoiled);
  return refusalOf(cisreg('build', file, '--out', out, '--quiet', '--threads', '1', ...flags), out);
}

export function refusalOf(outcome: Outcome, out: string): Refusal {
  const errors = outcome.stderr.split('\n').filter((line) => line.startsWith('cisreg: '));
  let left: string[] = [];
  try {
    left = readdirSync(out);
  } catch {
    // Nothing was made.
  }
  return { ...outcome, errors: errors.map((line) => line.slice('cisreg: '.length)), left };
}
