/** Opens and checks everything that a build reads, before anything is computed. */

import { accessSync, constants, statSync } from 'node:fs';
import { CisregError } from '../errors.ts';
import { openBigWig } from '../formats/bbi/bigwig.ts';
import { openByteSource } from '../formats/byte-source.ts';
import { readChromSizes } from '../formats/chrom-sizes.ts';
import type { InputFile } from '../formats/config-reader.ts';
import { type Location, shownLocation } from '../formats/remote-location.ts';
import { readTss, type TssTable } from '../formats/tss.ts';
import { assemblyOf } from '../genome/assemblies.ts';
import type { ChromSizes } from '../genome/chrom-sizes.ts';
import { compareText } from '../genome/text-order.ts';
import type { Mistakes } from '../mistakes.ts';
import type { Progress } from '../progress.ts';
import { assayWarning } from '../registry/assays.ts';
import { CLASS_ASSAYS } from '../registry/classify.ts';
import type { Normalisation } from '../registry/zscores.ts';
import { atOnce } from '../threads/at-once.ts';
import { type Biosample, biosamplesFrom } from './biosample-table.ts';
import { assemblyMistakes, checkNaming, namingHint, patternOf } from './chrom-names.ts';
import { type BuildConfig, configuredFiles } from './config.ts';
import { type Dataset, readDatasets } from './datasets.ts';
import { peaksFormatMistake } from './peaks-format.ts';
import { locationOf, placeDatasets } from './remote-inputs.ts';
import { readNormalisation, readSheet, type Sheet } from './side-tables.ts';

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

/** What the steps of single datasets, and the choice of rDHSs, take of the inputs. */
export type StepInputs = Pick<
  BuildInputs,
  'config' | 'datasets' | 'chromSizes' | 'rdhsChroms' | 'normalisation'
>;

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
  const datasets = await placeDatasets(table?.datasets ?? [], config, { mistakes, progress });
  const biosamples = biosamplesFrom(datasets, config.anchors, (message, line) =>
    mistakes.add(message, { file: config.datasets.path, line }),
  );
  const normalisation = await readIf(config.normalisation, (path) =>
    readNormalisation(path, datasets, mistakes),
  );

  const bigWigs = await checkPeaks(datasets, mistakes);
  if (chromSizes === undefined) mistakes.throwIfAny();
  const rdhsChroms = chromSizes === undefined ? [] : chooseChroms(config, chromSizes, mistakes);
  if (chromSizes !== undefined) {
    progress.step('checking bigWigs', bigWigs.length, 'files');
    await checkBigWigs(bigWigs, { chromSizes, rdhsChroms, mistakes, progress });
    if (tss !== undefined) checkTss(tss, config.tss, { chromSizes, mistakes, progress });
  }
  mistakes.throwIfAny();

  sayWhatIsLegal(
    {
      config,
      chromSizes: chromSizes!,
      tss: tss!,
      sheet,
      biosamples,
      datasets,
      rdhsChroms,
      ignoredPeaks: table!.ignoredPeaks,
    },
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

/** Names that stand for what everybody takes them for; any other is the lab's own. */
const ASSEMBLIES = ['GRCh38', 'mm10', 'hg19'];

/** Names for a message, the first few of many. */
function listed(names: readonly string[]): string {
  return names.length > 5 ? `${names.slice(0, 5).join(', ')} and ${names.length - 5} more` : names.join(', ');
}

/** What is taken over the chosen chromosomes alone, where the configuration does not fix it. */
function subset(config: BuildConfig): string {
  const own = [
    ...(config.dhs.minSignal === undefined ? ['the percentile of signal'] : []),
    ...(config.normalisation === undefined ? ['means and sds of Z-scores'] : []),
    'counts',
  ];
  return own.join(', ');
}

function rowsByAssay(datasets: readonly Dataset[]): ReadonlyMap<string, readonly Dataset[]> {
  const byAssay = new Map<string, Dataset[]>();
  for (const dataset of datasets)
    byAssay.set(dataset.assay, [...(byAssay.get(dataset.assay) ?? []), dataset]);
  return byAssay;
}

/** Notes and warnings about input that is accepted. */
function sayWhatIsLegal(
  checked: {
    config: BuildConfig;
    chromSizes: ChromSizes;
    tss: TssTable;
    sheet: Sheet | undefined;
    biosamples: readonly Biosample[];
    datasets: readonly Dataset[];
    rdhsChroms: readonly string[];
    ignoredPeaks: number;
  },
  progress: Progress,
): void {
  const { config, chromSizes, tss, sheet, biosamples, datasets, rdhsChroms, ignoredPeaks } = checked;
  const anchors = datasets.filter((dataset) => dataset.peaks !== undefined);
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
    progress.note(`not in ${config.datasets.name}: ${listed(strangers)} of ${config.biosamples!.name}`);
  }
  const found = assemblyOf(chromSizes);
  if (found !== undefined && ASSEMBLIES.includes(config.assembly) && found !== config.assembly) {
    progress.warn(
      `assembly is ${config.assembly}, but chr1 has the size of ${found}: accessions and track hubs would be taken for those of ${config.assembly}; name the assembly that it is`,
    );
  }
  for (const [assay, { length }] of rowsByAssay(datasets)) {
    const warning = assayWarning(assay);
    if (warning !== undefined) {
      const { line } = datasets.find((dataset) => dataset.assay === assay)!;
      const more = length > 1 ? ` (so in ${length} rows)` : '';
      progress.warn(`${config.datasets.path}:${line}: ${warning}${more}`);
    }
  }
  const others = [...new Set(datasets.map(({ assay }) => assay))].filter(
    (assay) => !config.anchors.includes(assay) && !(CLASS_ASSAYS as readonly string[]).includes(assay),
  );
  if (others.length > 0) progress.note(`assays that take no part in classes: ${listed(others)}`);
  if (!tss.chromNames.some((name) => rdhsChroms.includes(name))) {
    progress.warn(
      `${config.tss.name} has no TSS on the chromosomes of this build: every element will be distal; give the TSSs of this assembly under tss`,
    );
  }
  if (config.minSpot !== undefined && anchors.every((dataset) => dataset.spot === undefined)) {
    progress.warn(
      `minSpot is set, but no row of ${config.datasets.name} with peaks has a spot: nothing is dropped; add a column spot, or leave minSpot out`,
    );
  }
  if (config.chromosomes !== undefined) {
    progress.note(
      `only ${config.chromosomes.join(', ')}: ${subset(config)} are those of this subset, not of the genome`,
    );
  }
}

/** Checks that the peaks of these datasets are what they are said to be; returns the bigWigs that the datasets use, each once. */
export async function checkPeaks(
  datasets: readonly Dataset[],
  mistakes: Mistakes,
): Promise<readonly Location[]> {
  const bigWigs = new Map<string, Location>();
  for (const dataset of datasets) {
    // Peaks that are elsewhere still are looked at when they are here.
    const isHere = dataset.peaks !== undefined && dataset.peaks.input.remote === undefined;
    if (isHere && isReadable(dataset.peaks.input, mistakes)) {
      const { input, format } = dataset.peaks;
      const mistake = await peaksFormatMistake(input.path, format);
      if (mistake !== undefined) {
        mistakes.add(
          `peaks_format of ${dataset.file} ${mistake}; mend it, or name another file in peaks`,
          input.where,
        );
      }
    }
    const wanted = dataset.zscore || dataset.peaks !== undefined;
    if (!wanted || dataset.signal === undefined || bigWigs.has(dataset.signal.path)) continue;
    if (isReadable(dataset.signal, mistakes)) bigWigs.set(dataset.signal.path, locationOf(dataset.signal));
  }
  return [...bigWigs.values()];
}

/** bigWigs that are opened at a time: those elsewhere answer late. */
const OPENED_AT_ONCE = 8;

/** Opens the headers of bigWigs: their chromosomes must be those of chromSizes, by name and size. What is said comes in the order of `files`. */
export async function checkBigWigs(
  files: readonly Location[],
  context: { chromSizes: ChromSizes; rdhsChroms: readonly string[]; mistakes: Mistakes; progress: Progress },
): Promise<void> {
  const { mistakes, progress } = context;
  const found = await atOnce(files, OPENED_AT_ONCE, async (file) => {
    const own = await lookAtBigWig(file, context).catch((error: unknown) => {
      if (error instanceof CisregError) return error;
      throw error;
    });
    progress.advance(1);
    return own;
  });
  for (const [i, own] of found.entries()) {
    if (own instanceof CisregError) {
      mistakes.take(own);
      continue;
    }
    const file = shownLocation(files[i]!);
    for (const message of own.mistakes) mistakes.add(message, { file });
    if (own.absent !== undefined) {
      progress.warn(
        `${file} has no ${own.absent}: counted as uncovered; if it should have, take the whole file, or name what it has under chromosomes`,
      );
    }
  }
}

/** Notes in `mistakes` a file that is not there or cannot be read. */
export function isReadable(input: InputFile, mistakes: Mistakes): boolean {
  if (input.remote !== undefined) return true;
  // Why it is not here is among the mistakes.
  if (input.address !== undefined && input.path === input.name) return false;
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

/** The chromosomes that give rDHSs, in C-locale order. */
export function chooseChroms(
  config: BuildConfig,
  chromSizes: ChromSizes,
  mistakes: Mistakes,
): readonly string[] {
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

/** What speaks against a bigWig, and the chromosomes that it lacks, in words. */
async function lookAtBigWig(
  file: Location,
  { chromSizes, rdhsChroms }: { chromSizes: ChromSizes; rdhsChroms: readonly string[] },
): Promise<{ mistakes: readonly string[]; absent: string | undefined }> {
  const source = await openByteSource(file);
  try {
    const { chroms } = await openBigWig(source);
    const known = new Set(chroms.map(({ name }) => name));
    const absent = rdhsChroms.filter((name) => !known.has(name));
    const more = absent.length > 3 ? ` and ${absent.length - 3} more` : '';
    return {
      mistakes: assemblyMistakes(chroms, chromSizes),
      absent: absent.length === 0 ? undefined : `${absent.slice(0, 3).join(', ')}${more}`,
    };
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
    `${input.name} has a TSS at ${name}:${tss.position[beyond]}, beyond the ${sizes[tss.chrom[beyond]!]} bases of ${name}; if it is of another assembly, give that of chromSizes`,
  );
}
