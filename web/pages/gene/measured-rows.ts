/** Measurements of a gene or of a start site as rows of a table and bars of a plot. */

import type { Answer } from '../../api/ask.ts';

export type Experiment = Answer<'/api/v1/genes/{id}/expression'>['experiments'][number];

/** One bar: an experiment by the mean of its replicates, or one replicate of it. */
export interface Measured {
  /** The experiment, or the sample of a replicate. */
  readonly key: string;
  readonly experiment: string;
  readonly biosample: string;
  readonly inRegistry: boolean;
  readonly tissue: string;
  readonly assay: string;
  readonly sampleType: string | null;
  /** Which one of how many: "1 of 2", "mean of 2". */
  readonly replicates: string;
  /** TPM or RPM; null where it was not measured. */
  readonly value: number | null;
  /** log10(value + 1). */
  readonly log10: number | null;
}

type Source = Omit<Experiment, 'replicates' | 'value' | 'log10'> &
  Pick<Experiment, 'replicates' | 'value' | 'log10'>;

/** In the order of the experiments; each replicate by itself, or their means. */
export function measuredRows(experiments: readonly Source[], isEach: boolean): readonly Measured[] {
  return experiments.flatMap((own): Measured[] => {
    const { experiment, biosample, inRegistry, tissue, assay, sampleType, replicates } = own;
    const same = { experiment, biosample, inRegistry, tissue, assay, sampleType };
    const n = replicates.length;
    if (!isEach) {
      const { value, log10 } = own;
      return [{ ...same, key: experiment, replicates: n === 1 ? '1' : `mean of ${n}`, value, log10 }];
    }
    return replicates.map(({ sample, replicate, value, log10 }) => ({
      ...same,
      key: sample,
      replicates: `${replicate} of ${n}`,
      value,
      log10,
    }));
  });
}

export type Scale = 'linear' | 'log';

/** What is drawn: the value itself or its logarithm. */
export const onScale = (row: Measured, scale: Scale): number | null =>
  scale === 'log' ? row.log10 : row.value;

/** "log10(TPM + 1)" with a lowered 10, or the unit. */
export const scaleName = (unit: string, scale: Scale): string =>
  scale === 'log' ? `log₁₀(${unit} + 1)` : unit;
