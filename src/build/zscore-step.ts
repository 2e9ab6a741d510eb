/** The Z-scores of one dataset over all rDHSs: a task of a worker. */

import { CisregError } from '../errors.ts';
import { openBigWig } from '../formats/bbi/bigwig.ts';
import { openByteSource } from '../formats/byte-source.ts';
import { roundSix } from '../formats/six-digits.ts';
import { type Normalisation, normalisationOf, zScores } from '../registry/zscores.ts';
import { meanSignal } from '../signal/mean-signal.ts';
import type { RegionPlan } from '../signal/region-plan.ts';
import { writeZColumn } from '../store/zscore-store.ts';

export interface ZscoreTask {
  readonly file: string;
  readonly signal: string;
  /** The rDHSs with the assay's flank. */
  readonly plan: RegionPlan;
  /** Mean and sd to use instead of this file's own. */
  readonly normalisation: Normalisation | undefined;
  /** Path of the column's files without their endings. */
  readonly base: string;
}

export interface ZscoreResult extends Normalisation {
  readonly nonZero: number;
}

/** Writes the column and returns what it was standardised with. */
export async function runZscoreTask(task: ZscoreTask): Promise<ZscoreResult> {
  const signal = await windowSignal(task);
  const own = normalisationOf(signal);
  const used = task.normalisation ?? own;
  if (task.normalisation === undefined) checkNormalisation(own, task);
  await writeZColumn(task.base, signal, zScores(signal, used));
  return { mean: used.mean, sd: used.sd, nonZero: own.nonZero };
}

/** mean0 over every window, rounded to six digits as bigWigAverageOverBed prints it. Throws on a negative mean. */
export async function windowSignal(
  task: Pick<ZscoreTask, 'file' | 'signal' | 'plan'>,
): Promise<Float64Array> {
  const source = await openByteSource(task.signal);
  try {
    const { sum } = await meanSignal(await openBigWig(source), task.plan);
    const { sizeBp } = task.plan;
    const signal = new Float64Array(sum.length);
    for (let i = 0; i < sum.length; i++) {
      const mean0 = roundSix(sum[i]! / sizeBp[i]!);
      if (mean0 < 0) {
        throw new CisregError(
          'SIGNAL',
          `the mean over element ${i + 1} of rDHSs.bed is ${mean0} in ${task.file}, expected 0 or more; Z-scores take logarithms: use read depth or fold change, not a log ratio`,
          { where: { file: task.signal } },
        );
      }
      signal[i] = mean0;
    }
    return signal;
  } finally {
    await source.close();
  }
}

/** Throws a CisregError (SIGNAL) where Z-scores are undefined: no signal at all, or the same everywhere. */
export function checkNormalisation(
  own: Normalisation & { nonZero: number },
  task: Pick<ZscoreTask, 'file' | 'signal'>,
): void {
  const where = { file: task.signal };
  if (own.nonZero === 0) {
    throw new CisregError(
      'SIGNAL',
      `${task.file} has no signal over any element, expected some: is it the right file and assembly? Set zscore to no to leave it out`,
      { where },
    );
  }
  if (!(own.sd > 0)) {
    throw new CisregError(
      'SIGNAL',
      `${task.file} has the same signal in each of the ${own.nonZero} elements that have any (sd = 0), expected values that differ: Z-scores are undefined. Set zscore to no to leave it out`,
      { where },
    );
  }
}
