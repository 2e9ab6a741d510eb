/** The density of values, for violins. */

const STEPS = 64;
/** The interquartile range of a normal distribution of standard deviation 1. */
const NORMAL_IQR = 1.34;

/**
 * Places from `from` to `to` with the density there, its peak at 1: Gaussian kernels of Silverman's bandwidth
 * (0.9 min(sd, IQR / 1.34) n^-1/5), or of `least` where that is more. Of two values or more.
 */
export function density(
  values: readonly number[],
  [from, to]: readonly [number, number],
  least = 0,
): readonly (readonly [at: number, density: number])[] {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const sd = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1));
  const sorted = [...values].sort((a, b) => a - b);
  const iqr = sorted[Math.floor(0.75 * (n - 1))]! - sorted[Math.floor(0.25 * (n - 1))]!;
  const spread = Math.min(sd, iqr / NORMAL_IQR || sd) || 0.1;
  const width = Math.max(0.9 * spread * n ** -0.2, least);
  const at = Array.from({ length: STEPS + 1 }, (_, i) => from + ((to - from) * i) / STEPS);
  const heights = at.map((x) =>
    values.reduce((sum, value) => sum + Math.exp(-0.5 * ((x - value) / width) ** 2), 0),
  );
  const most = Math.max(...heights);
  return at.map((x, i) => [x, heights[i]! / most]);
}
