/** The Z-score columns of all datasets, each a task of a worker, done once. */

import { rmSync } from 'node:fs';
import path from 'node:path';
import { makeDirectory } from '../formats/make-directory.ts';
import type { SortedRegions } from '../genome/sorted-regions.ts';
import type { Progress } from '../progress.ts';
import { flankBp } from '../registry/zscores.ts';
import { planRegions, type RegionPlan } from '../signal/region-plan.ts';
import { ZSCORES } from '../store/layout.ts';
import { columnFiles, type ZColumn } from '../store/zscore-store.ts';
import { type Dataset, storedNames } from './datasets.ts';
import type { InputIdentity } from './input-identity.ts';
import type { StepInputs } from './inputs.ts';
import { placeLate } from './late-inputs.ts';
import { listFiles } from './publish.ts';
import { locationOf } from './remote-inputs.ts';
import { finishedResult, noteFinished, stepKey } from './step-ledger.ts';
import { runTasks } from './tasks.ts';
import type { ZscoreResult } from './zscore-step.ts';

const COLUMNS = 'columns';

/** A column, and the key of the step that made it: other contents have another key. */
export interface MadeColumn {
  readonly column: ZColumn;
  readonly key: string;
}

/** Makes the columns that are not there yet, below `staged`; removes those of datasets that are no longer named. */
export async function zscoreStage(
  inputs: StepInputs,
  rdhs: SortedRegions,
  sums: ReadonlyMap<string, InputIdentity>,
  context: { work: string; staged: string; threads: number; progress: Progress },
): Promise<MadeColumn[]> {
  const made = await makeColumns(inputs, rdhs, sums, { ...context, datasets: inputs.datasets });
  const directory = path.join(context.staged, ZSCORES);
  const wanted = new Set(made.map(({ column }) => column.base));
  for (const name of listFiles(directory, COLUMNS)) {
    if (!wanted.has(name.replace(/\.(z\.f32|signal\.f32|high\.bits)$/, '')))
      rmSync(path.join(directory, name));
  }
  return made;
}

/** Makes the columns of those of `datasets` that have Z-scores, as far as they are not there yet. */
export async function makeColumns(
  inputs: StepInputs,
  rdhs: SortedRegions,
  sums: ReadonlyMap<string, InputIdentity>,
  context: {
    work: string;
    staged: string;
    threads: number;
    progress: Progress;
    datasets: readonly Dataset[];
  },
): Promise<MadeColumn[]> {
  const { work, staged, threads, progress } = context;
  const directory = path.join(staged, ZSCORES);
  const notes = path.join(work, ZSCORES);
  makeDirectory(path.join(directory, COLUMNS));
  makeDirectory(notes);
  const places = stepKey(rdhs.chromNames, rdhs.chrom, rdhs.start, rdhs.end);
  const planOf = regionPlans(rdhs);
  const names = storedNames(inputs.datasets);
  const steps = context.datasets
    .filter((dataset) => dataset.zscore)
    .map((dataset) => {
      const name = names.get(dataset)!;
      const flank = flankBp(dataset.assay);
      const normalisation = inputs.normalisation?.get(dataset.file);
      const key = stepKey(places, sums.get(dataset.signal!.path), flank, normalisation);
      return { dataset, base: `${COLUMNS}/${name}`, flank, normalisation, key, note: path.join(notes, name) };
    });
  const results = steps.map(({ note, key }) => finishedResult<ZscoreResult>(note, key));
  const open = [...steps.keys()].filter((s) => results[s] === undefined);
  const placed = await placeLate(
    open.map((s) => steps[s]!.dataset),
    inputs.config,
    { needed: 'signal', progress },
  );
  if (open.length > 0) progress.step('Z-scores', open.length, 'datasets');
  await runTasks<ZscoreResult>(
    open.map((s, i) => {
      const { dataset, base, flank, normalisation } = steps[s]!;
      return {
        kind: 'zscore',
        file: dataset.file,
        signal: locationOf(placed[i]!.signal!),
        plan: planOf(flank),
        normalisation,
        base: path.join(directory, base),
      };
    }),
    threads,
    (result, i) => {
      const s = open[i]!;
      results[s] = result;
      const { note, key, base } = steps[s]!;
      noteFinished(note, key, result, columnFiles(path.join(directory, base)));
      progress.advance(1);
    },
  );
  return steps.map(({ dataset, base, key }, s) => {
    const { file, biosample, assay, experiment } = dataset;
    const { mean, sd, nonZero } = results[s]!;
    return { column: { file, biosample, assay, experiment, mean, sd, nonZero, base }, key };
  });
}

/** One plan for each flank, made when first asked for. */
function regionPlans(rdhs: SortedRegions): (flank: number) => RegionPlan {
  const plans = new Map<number, RegionPlan>();
  return (flank) => {
    const plan = plans.get(flank) ?? planRegions(rdhs, flank);
    plans.set(flank, plan);
    return plan;
  };
}
