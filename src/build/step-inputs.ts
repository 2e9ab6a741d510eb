/** What a single step of a build reads before it begins: the tables, and the files of its own datasets alone. */

import { CisregError } from '../errors.ts';
import { readChromSizes } from '../formats/chrom-sizes.ts';
import type { Mistakes } from '../mistakes.ts';
import type { Progress } from '../progress.ts';
import type { BuildConfig } from './config.ts';
import { type Dataset, readDatasets } from './datasets.ts';
import { checkBigWigs, checkPeaks, chooseChroms, isReadable, type StepInputs } from './inputs.ts';
import { type NeededFiles, placeDatasets } from './remote-inputs.ts';
import { readNormalisation } from './side-tables.ts';

/** Which datasets a step is of: those of these names, or all. */
export type ChosenDatasets = readonly string[] | 'all';

/**
 * The inputs of a step, and the datasets that it is of. The peaks and bigWigs of named datasets are checked as checkInputs does; of `all`
 * none is opened: their own steps have. Throws one CisregError with every mistake, those of `mistakes` too; USAGE for a name that
 * datasets.tsv does not have.
 */
export async function readStepInputs(
  config: BuildConfig,
  chosen: ChosenDatasets,
  {
    mistakes,
    progress,
    needed = 'peaks and signal',
  }: { readonly mistakes: Mistakes; readonly progress: Progress; readonly needed?: NeededFiles },
): Promise<{ readonly inputs: StepInputs; readonly own: readonly Dataset[] }> {
  mistakes.throwIfAny();
  for (const input of [config.chromSizes, config.datasets]) isReadable(input, mistakes);
  mistakes.throwIfAny();
  const chromSizes = await readChromSizes(config.chromSizes.path);
  const only = chosen === 'all' ? undefined : new Set(chosen);
  const table = await readDatasets(config, mistakes, only);
  const datasets = await placeDatasets(table.datasets, config, { mistakes, progress, only, needed });
  const { normalisation: stats } = config;
  const normalisation =
    stats === undefined || !isReadable(stats, mistakes)
      ? undefined
      : await readNormalisation(stats.path, datasets, mistakes);
  const rdhsChroms = chooseChroms(config, chromSizes, mistakes);
  mistakes.throwIfAny();

  const own = chosen === 'all' ? datasets : chosen.map((name) => datasetOf(name, datasets, config));
  if (chosen !== 'all') {
    const used = needed === 'signal' ? own.map((dataset) => ({ ...dataset, peaks: undefined })) : own;
    const bigWigs = await checkPeaks(used, mistakes);
    await checkBigWigs(bigWigs, { chromSizes, rdhsChroms, mistakes, progress });
    mistakes.throwIfAny();
  }
  return { inputs: { config, datasets, chromSizes, rdhsChroms, normalisation }, own };
}

function datasetOf(name: string, datasets: readonly Dataset[], config: BuildConfig): Dataset {
  const found = datasets.find(({ file }) => file === name);
  if (found !== undefined) return found;
  throw new CisregError(
    'USAGE',
    `no dataset is called ${name}, expected a name of the column file of ${config.datasets.path}`,
  );
}
