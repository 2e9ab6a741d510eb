/** How specific a row of expression is to a tissue, and what each tissue has of it at most. */

/** An experiment: the samples that are its replicates, all of one biosample, tissue and assay. */
export interface ExperimentColumns {
  /** Places of its samples. */
  readonly samples: readonly number[];
  /** Place of its tissue. */
  readonly tissue: number;
}

/** What a row has by tissue. */
export interface TissueValues {
  /** By tissue: mean of log10(v + 1) over its experiments, v the mean of an experiment's replicates; NaN where nothing was measured. */
  readonly mean: Float32Array;
  /** By tissue: the highest v of its experiments; NaN where nothing was measured. */
  readonly max: Float32Array;
  /** 0 (the same everywhere) to 1 (in one tissue alone); NaN below two tissues, and where there is no expression. */
  readonly tau: number;
  /** The tissue of the highest mean, the first of equals; -1 where there is no expression. */
  readonly top: number;
}

/**
 * A row's values by tissue. tau = sum(1 - x / max x) / (n - 1) over the n tissues that were measured, x the tissue's mean
 * (Yanai et al. 2005), as elements.tsv has it of Z over biosamples.
 */
export function tissueValues(
  values: Float32Array,
  experiments: readonly ExperimentColumns[],
  tissues: number,
): TissueValues {
  const sum = new Float64Array(tissues);
  const count = new Int32Array(tissues);
  const max = new Float32Array(tissues).fill(Number.NaN);
  for (const { samples, tissue } of experiments) {
    const value = meanOfReplicates(values, samples);
    if (Number.isNaN(value)) continue;
    sum[tissue]! += logOf(value);
    count[tissue]!++;
    if (!(value <= max[tissue]!)) max[tissue] = value;
  }
  const mean = Float32Array.from(sum, (total, t) => (count[t] === 0 ? Number.NaN : total / count[t]!));
  let n = 0;
  let [total, highest, top] = [0, 0, -1];
  for (let t = 0; t < tissues; t++) {
    if (count[t] === 0) continue;
    const own = sum[t]! / count[t]!;
    n++;
    total += own;
    if (own > highest) [highest, top] = [own, t];
  }
  return { mean, max, tau: n < 2 || top < 0 ? Number.NaN : (n - total / highest) / (n - 1), top };
}

/** The arithmetic mean of the replicates that were measured; NaN without any. */
export function meanOfReplicates(values: ArrayLike<number>, samples: readonly number[]): number {
  let sum = 0;
  let n = 0;
  for (const sample of samples) {
    const value = values[sample]!;
    if (Number.isNaN(value)) continue;
    sum += value;
    n++;
  }
  return n === 0 ? Number.NaN : sum / n;
}

/** log10(v + 1), as SCREEN shows TPM and RPM. */
export function logOf(value: number): number {
  return Math.log10(value + 1);
}
