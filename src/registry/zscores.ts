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
  return normalisationOfLogs(logSignals(signal));
}

/** In half of the time of Math.log10, from which it differs by two units in the last of its 16 digits at most. */
function log10(value: number): number {
  return Math.log(value) * Math.LOG10E;
}

/** log10 of every signal; -Infinity for a signal of 0. Nearly half of the time of Z-scores: who needs both takes it once. */
export function logSignals(signal: Float64Array): Float64Array {
  const logs = new Float64Array(signal.length);
  for (let i = 0; i < logs.length; i++) logs[i] = log10(signal[i]!);
  return logs;
}

/**
 * normalisationOf from the logarithms of signals. Sums carry along what each addition loses (Knuth, The Art of Computer
 * Programming 4.2.2, theorem B): exact to the last digit or two at 10^8 terms.
 */
export function normalisationOfLogs(logs: Float64Array): Normalisation & { nonZero: number } {
  let nonZero = 0;
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  let total = 0;
  let lost = 0;
  for (let i = 0; i < logs.length; i++) {
    const log = logs[i]!;
    if (log === Number.NEGATIVE_INFINITY) continue;
    nonZero++;
    if (log < least) least = log;
    if (log > most) most = log;
    const next = total + log;
    const added = next - total;
    lost += total - (next - added) + (log - added);
    total = next;
  }
  const mean = (total + lost) / nonZero;
  const sd = least >= most ? 0 : Math.sqrt(sumOfSquares(logs, mean) / nonZero);
  return { mean, sd, nonZero };
}

/** The sum of the squared differences from `mean`. */
function sumOfSquares(logs: Float64Array, mean: number): number {
  let total = 0;
  let lost = 0;
  for (let i = 0; i < logs.length; i++) {
    const log = logs[i]!;
    if (log === Number.NEGATIVE_INFINITY) continue;
    const value = (log - mean) * (log - mean);
    const next = total + value;
    const added = next - total;
    lost += total - (next - added) + (value - added);
    total = next;
  }
  return total + lost;
}

/** The Z of one signal; -10 for a signal of 0. */
export function zScore(signal: number, { mean, sd }: Normalisation): number {
  return signal > 0 ? (log10(signal) - mean) / sd : ZERO_SIGNAL_Z;
}

/** The Z of every signal. */
export function zScores(signal: Float64Array, normalisation: Normalisation): Float64Array {
  return standardise(logSignals(signal), normalisation);
}

/** Turns the logarithms of signals into Z-scores, in place: another array of millions costs as much as the arithmetic. */
export function standardise(logs: Float64Array, { mean, sd }: Normalisation): Float64Array {
  for (let i = 0; i < logs.length; i++) {
    const log = logs[i]!;
    logs[i] = log === Number.NEGATIVE_INFINITY ? ZERO_SIGNAL_Z : (log - mean) / sd;
  }
  return logs;
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
