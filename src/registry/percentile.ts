/** Percentiles by linear interpolation, as numpy.percentile gives them, to the bit. */

/**
 * The two ranks (0-based, of n sorted values) between which percentile q (0 to 100) lies, and the weight
 * of the upper one.
 */
export function percentileRanks(n: number, q: number): { lower: number; upper: number; weight: number } {
  const virtual = (n - 1) * (q / 100);
  const lower = Math.floor(virtual);
  return { lower, upper: Math.min(lower + 1, n - 1), weight: virtual - lower };
}

/** The value at `weight` between a and b. numpy goes from the nearer side, which keeps the result monotone. */
export function interpolate(a: number, b: number, weight: number): number {
  return weight >= 0.5 ? b - (b - a) * (1 - weight) : a + (b - a) * weight;
}

/** Bins of the high 16 bits without the sign, so that -0 counts as 0. */
const SIGNLESS = 0x7fff;
const BINS = SIGNLESS + 1;

/**
 * Percentile q (0 to 100) of values that come in chunks, in all perhaps too many to hold: the chunks are read twice, first into a
 * histogram of the high bits, then to collect the values of the bins that hold the wanted ranks.
 * Values must be >= 0 (so that their bits sort as they do). NaN of none.
 */
export function percentile(chunks: () => Iterable<Float64Array>, q: number): number {
  const histogram = new Float64Array(BINS);
  let n = 0;
  for (const chunk of chunks()) {
    const high = new Uint16Array(chunk.buffer, chunk.byteOffset, chunk.length * 4);
    for (let i = 3; i < high.length; i += 4) histogram[high[i]! & SIGNLESS]!++;
    n += chunk.length;
  }
  if (n === 0) return Number.NaN;
  const { lower, upper, weight } = percentileRanks(n, q);
  let before = 0;
  let firstBin = 0;
  while (before + histogram[firstBin]! <= lower) before += histogram[firstBin++]!;
  let lastBin = firstBin;
  let through = before + histogram[firstBin]!;
  while (through <= upper) through += histogram[++lastBin]!;

  const wanted = new Float64Array(through - before);
  let filled = 0;
  for (const chunk of chunks()) {
    const high = new Uint16Array(chunk.buffer, chunk.byteOffset, chunk.length * 4);
    for (let i = 0; i < chunk.length; i++) {
      const bin = high[4 * i + 3]! & SIGNLESS;
      if (bin >= firstBin && bin <= lastBin) wanted[filled++] = chunk[i]!;
    }
  }
  wanted.sort();
  return interpolate(wanted[lower - before]!, wanted[upper - before]!, weight);
}
