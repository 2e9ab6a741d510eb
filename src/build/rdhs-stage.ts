/** The rDHSs of all DHSs, chosen once. */

import path from 'node:path';
import type { Progress } from '../progress.ts';
import type { Remark } from '../report/build-facts.ts';
import type { DhsFile } from './dhs-stage.ts';
import { inputFiles } from './input-checksums.ts';
import type { InputIdentity } from './input-identity.ts';
import type { StepInputs } from './inputs.ts';
import { loadRdhs, type Rdhs, type RdhsCounts, runRdhsStep } from './rdhs-step.ts';
import { type Remarks, repeatRemarks } from './remarks.ts';
import { finishedResult, noteFinished, stepKey } from './step-ledger.ts';

/** The file of the rDHSs in the work directory. */
export const RDHS_ARRAYS = 'rdhs.arrays';

/** Selects the rDHSs if they are not there yet; what the selection said is said again. `remarks` listens to `progress`. */
export async function rdhsStage(
  inputs: StepInputs,
  sums: ReadonlyMap<string, InputIdentity>,
  context: { work: string; dhs: readonly DhsFile[]; progress: Progress; remarks: Remarks },
): Promise<{ counts: RdhsCounts; rdhs: Rdhs }> {
  const { config } = inputs;
  const { work, dhs, progress, remarks } = context;
  const out = path.join(work, RDHS_ARRAYS);
  const key = stepKey(
    dhs.map(({ key: own, dataset, index }) => [own, dataset.file, index, dataset.spot ?? null]),
    [config.dhs.minSignal ?? null, config.dhs.minSignalPercentile, config.minSpot ?? null],
    inputs.rdhsChroms,
    [config.previousRdhs, config.consensusDhs].map((input) => input && sums.get(input.path)),
  );
  const finished = finishedResult<{ counts: RdhsCounts; remarks: readonly Remark[] }>(out, key);
  if (finished !== undefined) {
    repeatRemarks(finished.remarks, progress);
    return { counts: finished.counts, rdhs: loadRdhs(out, inputs.rdhsChroms) };
  }
  const before = remarks.length;
  const counts = await runRdhsStep(inputs, dhs, out, progress);
  noteFinished(out, key, { counts, remarks: remarks.portable(inputFiles(inputs), before) }, [out]);
  return { counts, rdhs: loadRdhs(out, inputs.rdhsChroms) };
}
