/** Opens and checks everything that a build reads, before anything is computed. */

import { accessSync, constants, statSync } from 'node:fs';
import { CisregError } from '../errors.ts';
import { openBigWig } from '../formats/bbi/bigwig.ts';
import { openByteSource } from '../formats/byte-source.ts';
import { readChromSizes } from '../formats/chrom-sizes.ts';
import { readTable } from '../formats/table.ts';
import { readTss, type TssTable } from '../formats/tss.ts';
import { type ChromSizes, otherNaming } from '../genome/chrom-sizes.ts';
import { compareText } from '../genome/text-order.ts';
import type { Progress } from '../progress.ts';
import type { Normalisation } from '../registry/zscores.ts';
import { type Biosample, biosamplesFrom } from './biosample-table.ts';
import { type BuildConfig, configuredFiles, type InputFile } from './config.ts';
import { type Dataset, readDatasets } from './datasets.ts';
import { Mistakes } from './mistakes.ts';

/** A checked configuration with what its small files say. */
export interface BuildInputs {
  readonly config: BuildConfig;
  readonly datasets: readonly Dataset[];
  readonly biosamples: readonly Biosample[];
  readonly sheet: Sheet;
  readonly chromSizes: ChromSizes;
  /** Chromosomes that give rDHSs, in C-locale order. */
  readonly rdhsChroms: readonly string[];
  readonly tss: TssTable;
  /** Mean and sd by dataset, where the configuration fixes them. */
  readonly normalisation: ReadonlyMap<string, Normalisation> | undefined;
}

/** The biosample sheet: its columns but the first, and the values of each biosample in it. */
export interface Sheet {
  readonly columns: readonly string[];
  readonly values: ReadonlyMap<string, readonly string[]>;
}

const SHEET_COLUMNS = ['displayName', 'tissue', 'sampleType', 'lifeStage', 'sex', 'ontology', 'donor'];

/**
 * Checks the configuration whole. Throws one CisregError that lists every mistake, those of `mistakes` too: files that are missing, rows of
 * datasets.tsv that do not fit, bigWigs of another assembly or naming. Says once what is legal but worth knowing.
 */
export async function checkInputs(
  config: BuildConfig,
  mistakes: Mistakes,
  progress: Progress,
): Promise<BuildInputs> {
  const unreadable = new Set<InputFile>();
  for (const input of configuredFiles(config)) {
    if (!isReadable(input, mistakes)) unreadable.add(input);
  }
  const readIf = <T>(input: InputFile | undefined, read: (path: string) => Promise<T>) =>
    input === undefined || unreadable.has(input)
      ? Promise.resolve(undefined)
      : mistakes.collect(() => read(input.path));

  const chromSizes = await readIf(config.chromSizes, readChromSizes);
  const tss = await readIf(config.tss, readTss);
  const table = await readIf(config.datasets, () => readDatasets(config, mistakes));
  const sheet = await readIf(config.biosamples, readSheet);
  const datasets = table?.datasets ?? [];
  const biosamples = biosamplesFrom(datasets, config.anchors, (message, line) =>
    mistakes.add(message, { file: config.datasets.path, line }),
  );
  const normalisation = await readIf(config.normalisation, (path) =>
    readNormalisation(path, datasets, mistakes),
  );

  const bigWigs = new Map<string, Dataset>();
  for (const dataset of datasets) {
    if (dataset.peaks !== undefined) isReadable(dataset.peaks.input, mistakes);
    const wanted = dataset.zscore || dataset.peaks !== undefined;
    if (!wanted || dataset.signal === undefined || bigWigs.has(dataset.signal.path)) continue;
    if (isReadable(dataset.signal, mistakes)) bigWigs.set(dataset.signal.path, dataset);
  }
  if (chromSizes === undefined) mistakes.throwIfAny();
  const rdhsChroms = chromSizes === undefined ? [] : chooseChroms(config, chromSizes, mistakes);
  if (chromSizes !== undefined) {
    progress.step('checking bigWigs', bigWigs.size, 'files');
    for (const [path] of bigWigs) {
      await mistakes.collect(() => checkBigWig(path, { chromSizes, rdhsChroms, mistakes, progress }));
      progress.advance(1);
    }
    if (tss !== undefined) checkTss(tss, config.tss, { chromSizes, mistakes, progress });
  }
  mistakes.throwIfAny();

  const anchors = datasets.filter((dataset) => dataset.peaks !== undefined);
  sayWhatIsLegal(
    { config, tss: tss!, sheet, biosamples, anchors, ignoredPeaks: table!.ignoredPeaks },
    progress,
  );
  return {
    config,
    datasets,
    biosamples,
    sheet: sheet ?? { columns: [], values: new Map() },
    chromSizes: chromSizes!,
    rdhsChroms,
    tss: tss!,
    normalisation,
  };
}

/** Notes and warnings about input that is accepted. */
function sayWhatIsLegal(
  checked: {
    config: BuildConfig;
    tss: TssTable;
    sheet: Sheet | undefined;
    biosamples: readonly Biosample[];
    anchors: readonly Dataset[];
    ignoredPeaks: number;
  },
  progress: Progress,
): void {
  const { config, tss, sheet, biosamples, anchors, ignoredPeaks } = checked;
  if (tss.fromBasicTags === 'all') {
    progress.note(`${config.tss.name} has no transcript tagged basic: all transcripts count`);
  }
  if (ignoredPeaks > 0) {
    progress.note(
      `${ignoredPeaks} rows of ${config.datasets.name} have peaks of assays other than ${config.anchors.join(', ')}: those peaks are not used`,
    );
  }
  const strangers = [...(sheet?.values.keys() ?? [])].filter(
    (name) => !biosamples.some((own) => own.name === name),
  );
  if (strangers.length > 0) {
    progress.note(
      `${strangers.length} biosamples of ${config.biosamples!.name} are not in ${config.datasets.name}`,
    );
  }
  if (config.minSpot !== undefined && anchors.every((dataset) => dataset.spot === undefined)) {
    progress.warn(
      `minSpot is set, but no row of ${config.datasets.name} with peaks has a spot: nothing is dropped`,
    );
  }
  if (config.chromosomes !== undefined && config.normalisation === undefined) {
    progress.note(
      `only ${config.chromosomes.join(', ')}: the percentile, means and sds are those of this subset (normalisation takes them from a full build)`,
    );
  }
}

function isReadable(input: InputFile, mistakes: Mistakes): boolean {
  try {
    accessSync(input.path, constants.R_OK);
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    mistakes.add(
      `${input.name} ${missing ? 'does not exist' : 'cannot be read'}, expected a file at ${input.path}; mend the path${missing ? '' : ' or its permissions'}`,
      input.where,
    );
    return false;
  }
  if (statSync(input.path).isDirectory()) {
    mistakes.add(`${input.name} is a directory, expected a file; mend the path`, input.where);
    return false;
  }
  return true;
}

/** A name pattern in which * stands for any text and ? for one character. */
export function patternOf(glob: string): RegExp {
  const escaped = glob.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`);
}

function chooseChroms(config: BuildConfig, chromSizes: ChromSizes, mistakes: Mistakes): readonly string[] {
  const excluded = config.exclude.map(patternOf);
  for (const name of config.chromosomes ?? []) {
    if (chromSizes.index.has(name)) continue;
    mistakes.add(
      `chromosomes names ${name}, expected a chromosome of ${config.chromSizes.name}${namingHint(name, chromSizes)}`,
      config.chromosomesWhere,
    );
  }
  const chosen = config.chromosomes ?? chromSizes.names;
  return chosen
    .filter((name) => chromSizes.index.has(name) && !excluded.some((pattern) => pattern.test(name)))
    .sort(compareText);
}

/** `; did you mean chr1?` where the other naming of a chromosome is known, else nothing. */
export function namingHint(name: string, chromSizes: ChromSizes): string {
  const other = otherNaming(name);
  return chromSizes.index.has(other) ? ` (which calls it ${other}: use one naming throughout)` : '';
}

async function checkBigWig(
  path: string,
  context: { chromSizes: ChromSizes; rdhsChroms: readonly string[]; mistakes: Mistakes; progress: Progress },
): Promise<void> {
  const { chromSizes, rdhsChroms, mistakes, progress } = context;
  const source = await openByteSource(path);
  try {
    const bigWig = await openBigWig(source);
    const sizeOf = new Map(bigWig.chroms.map((chrom) => [chrom.name, chrom.sizeBp]));
    for (const [i, name] of chromSizes.names.entries()) {
      const size = sizeOf.get(name);
      const other = otherNaming(name);
      if (size !== undefined && size !== chromSizes.sizes[i]) {
        mistakes.add(
          `${name} has ${size} bases, expected the ${chromSizes.sizes[i]} of chromSizes; this file is of another assembly`,
          { file: path },
        );
      } else if (size === undefined && sizeOf.has(other) && !chromSizes.index.has(other)) {
        mistakes.add(
          `names a chromosome ${other} that chromSizes names ${name}, expected one naming throughout; rename the chromosomes of one of them`,
          { file: path },
        );
      }
    }
    const absent = rdhsChroms.filter((name) => !sizeOf.has(name));
    if (absent.length > 0) {
      const names =
        absent.length > 3
          ? `${absent.slice(0, 3).join(', ')} and ${absent.length - 3} more`
          : absent.join(', ');
      progress.warn(`${path} has no ${names}: counted as uncovered`);
    }
  } finally {
    await source.close();
  }
}

function checkTss(
  tss: TssTable,
  input: InputFile,
  { chromSizes, mistakes, progress }: { chromSizes: ChromSizes; mistakes: Mistakes; progress: Progress },
): void {
  mistakes.trying(() => checkNaming(tss.chromNames, input.path, chromSizes));
  const sizes = tss.chromNames.map((name) => chromSizes.sizes[chromSizes.index.get(name) ?? -1]);
  const beyond = tss.position.findIndex(
    (position, i) => position > (sizes[tss.chrom[i]!] ?? Number.MAX_VALUE),
  );
  if (beyond < 0) return;
  const name = tss.chromNames[tss.chrom[beyond]!]!;
  progress.warn(
    `${input.name} has a TSS at ${name}:${tss.position[beyond]}, beyond the ${sizes[tss.chrom[beyond]!]} bases of ${name}: is it of another assembly?`,
  );
}

/** Throws a CisregError (ASSEMBLY) where `file` calls a chromosome of chromSizes by its other name (1 for chr1). */
export function checkNaming(names: readonly string[], file: string, chromSizes: ChromSizes): void {
  for (const name of names) {
    if (chromSizes.index.has(name) || !chromSizes.index.has(otherNaming(name))) continue;
    throw new CisregError(
      'ASSEMBLY',
      `names a chromosome ${name} that chromSizes names ${otherNaming(name)}, expected one naming throughout; rename the chromosomes of one of them`,
      { where: { file } },
    );
  }
}

async function readSheet(path: string): Promise<Sheet> {
  const table = await readTable(path, { required: ['biosample'], optional: SHEET_COLUMNS });
  const columns = table.columns.filter((name) => name !== 'biosample');
  const values = new Map<string, readonly string[]>();
  const mistakes = new Mistakes();
  for (const row of table.rows) {
    const name = table.get(row, 'biosample').trim();
    if (values.has(name)) {
      mistakes.add(`biosample ${name} stands here twice, expected one row each; remove one`, {
        file: path,
        line: row.line,
      });
    }
    values.set(
      name,
      columns.map((column) => table.get(row, column)),
    );
  }
  mistakes.throwIfAny();
  return { columns, values };
}

async function readNormalisation(
  path: string,
  datasets: readonly Dataset[],
  mistakes: Mistakes,
): Promise<ReadonlyMap<string, Normalisation>> {
  const table = await readTable(path, { required: ['file', 'mean', 'sd'] });
  const stats = new Map<string, Normalisation>();
  for (const row of table.rows) {
    const text = { mean: table.get(row, 'mean'), sd: table.get(row, 'sd') };
    const mean = text.mean.trim() === '' ? Number.NaN : Number(text.mean);
    const sd = text.sd.trim() === '' ? Number.NaN : Number(text.sd);
    if (!Number.isFinite(mean) || !(sd > 0 && Number.isFinite(sd))) {
      mistakes.add(`mean is ${text.mean} and sd is ${text.sd}, expected a number and a number above 0`, {
        file: path,
        line: row.line,
      });
    }
    stats.set(table.get(row, 'file').trim(), { mean, sd });
  }
  for (const dataset of datasets) {
    if (!dataset.zscore || stats.has(dataset.file)) continue;
    mistakes.add(`has no row for ${dataset.file}, expected mean and sd of every dataset with zscore=yes`, {
      file: path,
    });
  }
  return stats;
}
