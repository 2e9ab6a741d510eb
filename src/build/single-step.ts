/**
 * Single steps of a build, to be run on many machines that share a file system: `dhs` and `zscore` of a dataset at a time, side by side;
 * `check`, `rdhs` and `registry` alone. Each leaves what `cisreg build` itself would have left, so the last step, or a build, finds it and goes on.
 */

import path from 'node:path';
import { CisregError } from '../errors.ts';
import type { InputFile } from '../formats/config-reader.ts';
import { Mistakes } from '../mistakes.ts';
import type { Progress } from '../progress.ts';
import type { BuildOptions } from './build.ts';
import { type BuildConfig, configuredFiles, readConfig } from './config.ts';
import { type Dataset, storedNames } from './datasets.ts';
import { dhsStage, makeDhs } from './dhs-stage.ts';
import { checksumsOf, inputFiles } from './input-checksums.ts';
import type { InputIdentity } from './input-identity.ts';
import { checkInputs, type StepInputs } from './inputs.ts';
import { RDHS_ARRAYS, rdhsStage } from './rdhs-stage.ts';
import { loadRdhsPlaces } from './rdhs-step.ts';
import { parametersOf } from './registry-json.ts';
import { Remarks } from './remarks.ts';
import { type NeededFiles, placeConfigured } from './remote-inputs.ts';
import { readStepInputs } from './step-inputs.ts';
import { isNoted } from './step-ledger.ts';
import { joinWorkDirectory, openWorkDirectory } from './work-directory.ts';
import { makeColumns } from './zscore-stage.ts';

/** The steps in the order in which they build on each other. `registry` is cisreg build itself, without its lock. */
export const BUILD_STEPS = ['check', 'dhs', 'rdhs', 'zscore', 'registry'] as const;
export type BuildStep = (typeof BUILD_STEPS)[number];
export type SingleStep = Exclude<BuildStep, 'registry'>;

/** The steps that are of datasets, which are named. */
export const DATASET_STEPS: readonly BuildStep[] = ['dhs', 'zscore'];

/** How the directory of a registry calls what a build has staged. */
const STAGED = 'registry';

interface Run {
  readonly config: BuildConfig;
  readonly mistakes: Mistakes;
  readonly options: BuildOptions;
  /** Names of the column file of datasets.tsv; none for steps of the whole. */
  readonly names: readonly string[];
  readonly progress: Progress;
}

/**
 * Runs one step of the build of the configuration `file`, as far as it is not done; returns a line that says what is there now.
 *
 * - `check`: everything, as the build does before it computes; and whether DIR may be built in.
 * - `dhs`: the DHSs of the named datasets with their signal.
 * - `rdhs`: the rDHSs of the DHSs of all datasets; those that are missing are made first.
 * - `zscore`: the Z-scores of the named datasets over the rDHSs, which must be there.
 *
 * Throws CisregError: bad input, a directory of another configuration or of a build that runs, USAGE for datasets that the step cannot be of,
 * CONFLICT where the step before is missing.
 */
export async function runSingleStep(
  file: string,
  step: SingleStep,
  context: { readonly options: BuildOptions; readonly names: readonly string[]; readonly progress: Progress },
): Promise<string> {
  const mistakes = new Mistakes();
  const { overrides, remote } = context.options;
  const written = await readConfig(file, mistakes, overrides);
  const config = await placeConfigured(written, remote, mistakes, neededTables(written, step));
  const run = { ...context, config, mistakes };
  if (step === 'check') return check(run);
  if (step === 'dhs') return dhs(run);
  if (step === 'rdhs') return rdhs(run);
  return zscore(run);
}

/** What of the files that the configuration names a step reads: thousands of jobs do not all ask for the genes. */
function neededTables(config: BuildConfig, step: SingleStep): readonly InputFile[] {
  const { chromSizes, datasets, normalisation, previousRdhs, consensusDhs } = config;
  if (step === 'check') return configuredFiles(config);
  const needed = [chromSizes, datasets, normalisation];
  if (step === 'rdhs') needed.push(previousRdhs, consensusDhs);
  return needed.filter((input) => input !== undefined);
}

async function check({ config, mistakes, options, progress }: Run): Promise<string> {
  const inputs = await checkInputs(config, mistakes, progress);
  const work = await openWorkDirectory(options.out, parametersOf(config), options.force);
  try {
    await checksumsOf([{ path: config.file }, ...configuredFiles(config)], {
      ...options,
      work: work.path,
      progress,
    });
  } finally {
    work.close(true);
  }
  return `${inputs.datasets.length} datasets of ${inputs.biosamples.length} biosamples are as they should be`;
}

async function dhs(run: Run): Promise<string> {
  const { inputs, own } = await readStepInputs(run.config, run.names, run);
  refuseWithout(own, 'peaks', ({ peaks }) => peaks !== undefined);
  const work = joined(run);
  const sums = await ownChecksums(run, { inputs, own, work, needed: 'peaks and signal' });
  const made = await makeDhs(inputs, sums, { ...run, ...run.options, work, datasets: own });
  return made.map(({ dataset, counts }) => `${dataset.file}: ${counts.pooled} DHSs`).join('\n');
}

async function rdhs(run: Run): Promise<string> {
  const { config, options } = run;
  const { inputs, own } = await readStepInputs(config, 'all', run);
  const anchors = own.filter(({ peaks }) => peaks !== undefined);
  const files = [
    ...anchors.flatMap(({ peaks, signal }) => [peaks!.input, signal!]),
    ...[config.previousRdhs, config.consensusDhs].filter((input) => input !== undefined),
  ];
  const work = joined(run);
  const remarks = new Remarks();
  const progress = remarks.listen(run.progress);
  const context = { ...options, work, progress };
  const sums = await checksumsOf(files, context);
  const made = await dhsStage(inputs, sums, context);
  const { counts } = await rdhsStage(inputs, sums, { ...context, dhs: made, remarks });
  return `${counts.rdhs} rDHSs`;
}

async function zscore(run: Run): Promise<string> {
  const { inputs, own } = await readStepInputs(run.config, run.names, { ...run, needed: 'signal' });
  refuseWithout(own, 'Z-scores', (dataset) => dataset.zscore);
  const work = joined(run);
  const file = path.join(work, RDHS_ARRAYS);
  // Whether they are those of these inputs is not looked into here, which would read all notes: columns are by place, and the last step knows.
  if (!isNoted(file)) {
    throw new CisregError(
      'CONFLICT',
      'has no finished rDHSs yet, expected those of --step rdhs; run that first',
      {
        where: { file: run.options.out },
      },
    );
  }
  const sums = await ownChecksums(run, { inputs, own, work, needed: 'signal' });
  const made = await makeColumns(inputs, loadRdhsPlaces(file, inputs.rdhsChroms), sums, {
    ...run,
    ...run.options,
    work,
    staged: path.join(work, STAGED),
    datasets: own,
  });
  return made.map(({ column }) => `${column.file}: signal in ${column.nonZero} rDHSs`).join('\n');
}

function joined({ config, options }: Run): string {
  return joinWorkDirectory(options.out, parametersOf(config), { force: options.force, isAlone: false }).path;
}

/** The checksums of what the datasets of a step are made of, noted for each dataset by itself. */
async function ownChecksums(
  { config, options, progress }: Run,
  {
    inputs,
    own,
    work,
    needed,
  }: { inputs: StepInputs; own: readonly Dataset[]; work: string; needed: NeededFiles },
): Promise<ReadonlyMap<string, InputIdentity>> {
  const names = storedNames(inputs.datasets);
  const tables = new Set([config.file, ...configuredFiles(config).map((input) => input.path)]);
  const sums = new Map<string, InputIdentity>();
  for (const dataset of own) {
    const used = needed === 'signal' ? { ...dataset, peaks: undefined } : dataset;
    const files = inputFiles({ config, datasets: [used] }).filter((file) => !tables.has(file.path));
    const found = await checksumsOf(files, { ...options, work, progress, cacheName: names.get(dataset)! });
    for (const [file, sum] of found) sums.set(file, sum);
  }
  return sums;
}

function refuseWithout(own: readonly Dataset[], what: string, has: (dataset: Dataset) => boolean): void {
  const without = own.find((dataset) => !has(dataset));
  if (without === undefined) return;
  throw new CisregError('USAGE', `${without.file} has no ${what}, expected a dataset that has; leave it out`);
}
