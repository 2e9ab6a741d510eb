/** Z-scores of element signals in one experiment: ENCODE-cCREs scripts, step 3. */

/** An element is high in an assay where its Z is greater than this: the 95th percentile of a normal distribution. */
export const HIGH_Z = 1.64;

/** The Z of an element without signal. It takes part in maxima and in no mean. */
export const ZERO_SIGNAL_Z = -10;

/** Assays whose signal is taken over the element itself; every other one is taken over +-500 bp. */
const POINT_ASSAYS: ReadonlySet<string> = new Set(['DNase', 'ATAC', 'CTCF', 'POL2']);
const MARK_FLANK_BP = 500;

/** Bases added to both sides of an element before its signal is averaged. */
export function flankBp(assay: string): number {
  return POINT_ASSAYS.has(assay) ? 0 : MARK_FLANK_BP;
}

/** What Z-scores are taken against: mean and population standard deviation of log10 signal over non-zero elements. */
export interface Normalisation {
  readonly mean: number;
  readonly sd: number;
}

/** Mean, sd and number of the non-zero signals (>= 0). The mean of none is NaN; sd is 0 where all are equal. */
export function normalisationOf(signal: Float64Array): Normalisation & { nonZero: number } {
  const logs = new Float64Array(signal.length);
  let nonZero = 0;
  for (let i = 0; i < signal.length; i++) if (signal[i]! > 0) logs[nonZero++] = Math.log10(signal[i]!);
  const mean = sum(logs, nonZero, 0, false) / nonZero;
  let allEqual = true;
  for (let i = 1; i < nonZero; i++) allEqual &&= logs[i] === logs[0];
  const sd = allEqual ? 0 : Math.sqrt(sum(logs, nonZero, mean, true) / nonZero);
  return { mean, sd, nonZero };
}

/** The Z of one signal; -10 for a signal of 0. */
export function zScore(signal: number, { mean, sd }: Normalisation): number {
  return signal > 0 ? (Math.log10(signal) - mean) / sd : ZERO_SIGNAL_Z;
}

/** The Z of every signal. */
export function zScores(signal: Float64Array, normalisation: Normalisation): Float64Array {
  const z = new Float64Array(signal.length);
  for (let i = 0; i < z.length; i++) z[i] = zScore(signal[i]!, normalisation);
  return z;
}

/** Ranks by Z, highest first; equal ones share the best rank (1, 2, 2, 4). */
export function competitionRanks(z: Float64Array): Int32Array {
  const order = Int32Array.from(z.keys()).sort((a, b) => z[b]! - z[a]! || a - b);
  const ranks = new Int32Array(z.length);
  for (let k = 0; k < order.length; k++) {
    const tied = k > 0 && z[order[k]!] === z[order[k - 1]!];
    ranks[order[k]!] = tied ? ranks[order[k - 1]!]! : k + 1;
  }
  return ranks;
}

/** Neumaier's sum of the first n values less `shift`, squared if asked: exact to the last digit or two at 10^8 terms. */
function sum(values: Float64Array, n: number, shift: number, squared: boolean): number {
  let total = 0;
  let lost = 0;
  for (let i = 0; i < n; i++) {
    const difference = values[i]! - shift;
    const value = squared ? difference * difference : difference;
    const next = total + value;
    lost += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total;
    total = next;
  }
  return total + lost;
}
