/** The DHSs of all anchor datasets, each a task of a worker, done once. */

import path from 'node:path';
import { makeDirectory } from '../formats/make-directory.ts';
import type { Progress } from '../progress.ts';
import type { BuildConfig } from './config.ts';
import { type Dataset, storedNames } from './datasets.ts';
import type { DhsCounts } from './dhs-step.ts';
import type { InputIdentity } from './input-identity.ts';
import type { StepInputs } from './inputs.ts';
import { placeLate } from './late-inputs.ts';
import { locationOf } from './remote-inputs.ts';
import { finishedResult, noteFinished, stepKey } from './step-ledger.ts';
import { runTasks } from './tasks.ts';

/** A dataset's DHSs in the work directory. */
export interface DhsFile {
  readonly dataset: Dataset;
  /** The dataset's place in datasets.tsv, from 0. */
  readonly index: number;
  readonly path: string;
  readonly key: string;
  readonly counts: DhsCounts;
}

/** Makes the DHS files that are not there yet, and says of each dataset what a user should know. */
export async function dhsStage(
  inputs: StepInputs,
  sums: ReadonlyMap<string, InputIdentity>,
  context: { work: string; threads: number; progress: Progress },
): Promise<DhsFile[]> {
  const files = await makeDhs(inputs, sums, { ...context, datasets: inputs.datasets });
  sayCounts(files, inputs.config, context.progress);
  return files;
}

/** Makes the DHS files of those of `datasets` that have peaks, as far as they are not there yet. */
export async function makeDhs(
  inputs: StepInputs,
  sums: ReadonlyMap<string, InputIdentity>,
  context: { work: string; threads: number; progress: Progress; datasets: readonly Dataset[] },
): Promise<DhsFile[]> {
  const { config, chromSizes } = inputs;
  const { work, threads, progress } = context;
  makeDirectory(path.join(work, 'dhs'));
  const names = storedNames(inputs.datasets);
  const chosen = new Set(context.datasets);
  const steps = [...inputs.datasets.entries()].flatMap(([index, dataset]) => {
    if (dataset.peaks === undefined || !chosen.has(dataset)) return [];
    const task = {
      kind: 'dhs' as const,
      file: dataset.file,
      peaks: dataset.peaks.input.path,
      format: dataset.peaks.format,
      signal: locationOf(dataset.signal!),
      filter: config.dhs,
      chromNames: chromSizes.names,
      chromSizes: chromSizes.sizes,
      exclude: config.exclude,
      chromosomes: config.chromosomes,
      rdhsChroms: inputs.rdhsChroms,
      out: path.join(work, 'dhs', `${names.get(dataset)!}.arrays`),
    };
    const { file, peaks, signal, out, filter, ...others } = task;
    const read = [sums.get(peaks), sums.get(dataset.signal!.path)];
    // minSignal and its percentile are applied when the DHSs are pooled: to change them calls nothing anew.
    const { minSignal, minSignalPercentile, ...callFilter } = filter;
    return [{ index, dataset, task, key: stepKey(others, callFilter, ...read) }];
  });
  const counts = steps.map(({ task, key }) => finishedResult<DhsCounts>(task.out, key));
  const open = [...steps.keys()].filter((s) => counts[s] === undefined);
  const placed = await placeLate(
    open.map((s) => steps[s]!.dataset),
    config,
    { needed: 'peaks and signal', progress },
  );
  if (open.length > 0) progress.step('DHSs', open.length, 'datasets');
  await runTasks<DhsCounts>(
    open.map((s, i) => {
      const { peaks, signal } = placed[i]!;
      return { ...steps[s]!.task, peaks: peaks!.input.path, signal: locationOf(signal!) };
    }),
    threads,
    (result, i) => {
      const s = open[i]!;
      counts[s] = result;
      const { task, key } = steps[s]!;
      noteFinished(task.out, key, result, [task.out]);
      progress.advance(1);
    },
  );
  return steps.map(({ index, dataset, task, key }, s) => ({
    dataset,
    index,
    path: task.out,
    key,
    counts: counts[s]!,
  }));
}

/** A dataset of which more than this share of the DHSs that pass the FDR goes by width is named in a warning. */
const WIDTH_WARNING_SHARE = 0.05;

function sayCounts(files: readonly DhsFile[], config: BuildConfig, progress: Progress): void {
  const { minWidth, maxWidth, maxPeakWidth, wide } = config.dhs;
  for (const { dataset, counts } of files) {
    if (counts.withoutFdr > 0) {
      progress.note(`${dataset.file}: ${counts.withoutFdr} peaks have no FDR (-1) and pass the FDR filter`);
    }
    if (counts.called === 0) {
      const where = config.chromosomes === undefined ? '' : ` on ${config.chromosomes.join(', ')}`;
      progress.warn(
        `${dataset.file}: ${dataset.peaks!.input.name} has no peaks${where}, so no DHS is of it; is the file whole?`,
      );
    }
    if (counts.artefacts > 0) {
      progress.note(
        `${dataset.file}: ${counts.artefacts} peaks wider than ${maxPeakWidth} bp (maxPeakWidth) are artefacts and dropped`,
      );
    }
  }
  const total = (name: keyof DhsCounts) => files.reduce((sum, { counts }) => sum + counts[name], 0);
  progress.note(
    `${total('called')} DHSs called; left out: ${total('artefacts')} artefacts, ${total('excludedChromosome')} on excluded chromosomes, ${total('fdr')} with an FDR above ${config.dhs.maxFdr}, ${total('tooNarrow')} narrower than ${minWidth} bp, ${total('tooWide')} wider than ${maxWidth} bp; ${total('pooled')} left`,
  );
  const shares = files.map(({ dataset, counts }) => {
    const byWidth = counts.tooNarrow + counts.tooWide;
    return { dataset, byWidth, share: byWidth / Math.max(1, byWidth + counts.pooled) };
  });
  const losing = shares.filter(({ share }) => share > WIDTH_WARNING_SHARE);
  if (losing.length === 0) return;
  const named = losing.map(
    ({ dataset, byWidth, share }) => `${dataset.file} ${byWidth} (${(100 * share).toFixed(1)} %)`,
  );
  const mend =
    wide === 'drop' && losing.some(({ dataset }) => dataset.peaks?.format === 'narrowPeak')
      ? '; "wide: summit" in dhs keeps those of narrowPeak'
      : '';
  progress.warn(
    `DHSs that pass the FDR but are not ${minWidth} to ${maxWidth} bp wide are dropped: ${named.join(', ')}${mend}`,
  );
}
