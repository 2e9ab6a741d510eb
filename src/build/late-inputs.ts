/** Inputs elsewhere that are had when a step needs them, and not before. */

import { Mistakes } from '../mistakes.ts';
import type { Progress } from '../progress.ts';
import type { BuildConfig } from './config.ts';
import type { Dataset } from './datasets.ts';
import { checkPeaks } from './inputs.ts';
import { type NeededFiles, placeDatasets } from './remote-inputs.ts';

/**
 * Datasets whose steps are about to run, with the files that placeDatasets left for later in place. Throws one CisregError with everything that
 * cannot be had or is not what it is said to be.
 */
export async function placeLate(
  datasets: readonly Dataset[],
  config: BuildConfig,
  { needed, progress }: { readonly needed: NeededFiles; readonly progress: Progress },
): Promise<readonly Dataset[]> {
  const { remote } = config;
  if (remote?.isLate !== true) return datasets;
  const mistakes = new Mistakes();
  const now = { ...config, remote: { ...remote, isLate: false } };
  const placed = await placeDatasets(datasets, now, { mistakes, progress, needed });
  mistakes.throwIfAny();
  if (needed === 'peaks and signal') await checkPeaks(placed, mistakes);
  mistakes.throwIfAny();
  return placed;
}
