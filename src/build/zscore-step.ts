/** The Z-scores of one dataset over all rDHSs: a task of a worker. */

import { CisregError } from '../errors.ts';
import { type Location, shownLocation } from '../formats/remote-location.ts';
import { logSignals, type Normalisation, normalisationOfLogs, standardise } from '../registry/zscores.ts';
import type { RegionPlan } from '../signal/region-plan.ts';
import { writeZColumn } from '../store/zscore-store.ts';
import { roundedMeans } from './rounded-means.ts';

export interface ZscoreTask {
  readonly file: string;
  readonly signal: Location;
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
  const signal = await roundedMeans(task.signal, task.plan, elementName(task.file));
  const logs = logSignals(signal);
  const own = normalisationOfLogs(logs);
  const used = task.normalisation ?? own;
  if (task.normalisation === undefined) checkNormalisation(own, task);
  await writeZColumn(task.base, signal, standardise(logs, used));
  return { mean: used.mean, sd: used.sd, nonZero: own.nonZero };
}

/** How messages call a row of a dataset. */
export function elementName(file: string): (row: number) => string {
  return (row) => `element ${row + 1} in ${file}`;
}

/** Throws a CisregError (SIGNAL) where Z-scores are undefined: no signal at all, or the same everywhere. */
export function checkNormalisation(
  own: Normalisation & { nonZero: number },
  task: Pick<ZscoreTask, 'file' | 'signal'>,
): void {
  const where = { file: shownLocation(task.signal) };
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
