/** The mean signal of regions as every later step takes it. */

import { CisregError } from '../errors.ts';
import { openBigWig } from '../formats/bbi/bigwig.ts';
import { openByteSource } from '../formats/byte-source.ts';
import { type Location, shownLocation } from '../formats/remote-location.ts';
import { roundSix } from '../formats/six-digits.ts';
import type { Progress } from '../progress.ts';
import { absentChroms, meanSignal } from '../signal/mean-signal.ts';
import type { RegionPlan } from '../signal/region-plan.ts';

/**
 * mean0 of every planned region (sum over all its bases, uncovered ones 0), rounded to six digits as bigWigAverageOverBed
 * prints it. `nameOf` is for messages. Throws a CisregError (SIGNAL) for a mean that is negative or no finite number.
 */
export async function roundedMeans(
  file: Location,
  plan: RegionPlan,
  nameOf: (row: number) => string,
): Promise<Float64Array> {
  const source = await openByteSource(file);
  try {
    const { sum } = await meanSignal(await openBigWig(source), plan);
    const means = new Float64Array(sum.length);
    for (let i = 0; i < sum.length; i++) {
      const mean0 = roundSix(sum[i]! / plan.sizeBp[i]!);
      if (!(mean0 >= 0 && mean0 < Number.POSITIVE_INFINITY)) {
        throw new CisregError(
          'SIGNAL',
          `the mean over ${nameOf(i)} is ${mean0}, expected 0 or more: Z-scores take logarithms; use read depth or fold change, not a log ratio`,
          { where: { file: source.name } },
        );
      }
      means[i] = mean0;
    }
    return means;
  } finally {
    await source.close();
  }
}

/** Warns where the file has not all chromosomes of the planned regions: their regions count as uncovered. */
export async function warnOfAbsentChroms(
  file: Location,
  plan: RegionPlan,
  progress: Progress,
): Promise<void> {
  const source = await openByteSource(file);
  try {
    const { names, pieces } = absentChroms(await openBigWig(source), plan);
    if (names.length === 0) return;
    progress.warn(
      `${shownLocation(file)} has no ${names.slice(0, 5).join(', ')}: ${pieces} regions count as uncovered`,
    );
  } finally {
    await source.close();
  }
}
