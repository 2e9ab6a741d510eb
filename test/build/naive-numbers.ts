/** The arithmetic of the method, exact where it matters: %.6g, means per base, logarithms, Z. Oracle of the build. */

/** Values of a bigWig base by base, 0 where it has none. A chromosome that it lacks is not in the map. */
export type Track = ReadonlyMap<string, Float32Array>;

/** x as printf("%g") prints it: 6 significant digits of the exact binary value, ties to even. */
export function sixDigits(x: number): string {
  if (x === 0) return '0';
  const [numerator, denominator] = fractionOf(Math.abs(x));
  let exponent = Math.floor(Math.log10(Math.abs(x)));
  // The logarithm may be one off next to a power of ten.
  if (isBelowPower(numerator, denominator, exponent)) exponent--;
  else if (!isBelowPower(numerator, denominator, exponent + 1)) exponent++;
  const shift = 5 - exponent;
  const scaled = shift >= 0 ? numerator * 10n ** BigInt(shift) : numerator;
  const divisor = shift >= 0 ? denominator : denominator * 10n ** BigInt(-shift);
  let digits = scaled / divisor;
  const rest = 2n * (scaled % divisor);
  if (rest > divisor || (rest === divisor && digits % 2n === 1n)) digits++;
  if (digits === 1_000_000n) {
    digits = 100_000n;
    exponent++;
  }
  return `${x < 0 ? '-' : ''}${written(String(digits), exponent)}`;
}

/** Mean over every base of [start, end); bases without a value, and those off the chromosome, are 0. */
export function meanOverBases(track: Track, chrom: string, start: number, end: number): number {
  const values = track.get(chrom);
  let sum = 0;
  for (let base = start; base < end; base++) sum += values?.[base] ?? 0;
  return sum / (end - start);
}

/** Z-scores of signals, -10 for zeros; mean and population sd of log10 over the others unless given. */
export function zScores(signals: readonly number[], given?: { mean: number; sd: number }): number[] {
  const logs = signals.filter((signal) => signal !== 0).map(Math.log10);
  const mean = given?.mean ?? logs.reduce((sum, log) => sum + log, 0) / logs.length;
  const sd = given?.sd ?? Math.sqrt(logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / logs.length);
  return signals.map((signal) => (signal === 0 ? -10 : (Math.log10(signal) - mean) / sd));
}

/** A positive double as a fraction of whole numbers. */
function fractionOf(x: number): [bigint, bigint] {
  let denominator = 1n;
  let scaled = x;
  while (!Number.isInteger(scaled)) {
    scaled *= 2;
    denominator *= 2n;
  }
  return [BigInt(scaled), denominator];
}

function isBelowPower(numerator: bigint, denominator: bigint, exponent: number): boolean {
  return exponent >= 0
    ? numerator < denominator * 10n ** BigInt(exponent)
    : numerator * 10n ** BigInt(-exponent) < denominator;
}

function written(digits: string, exponent: number): string {
  if (exponent < -4 || exponent >= 6) {
    const fraction = digits.slice(1).replace(/0+$/, '');
    const sign = exponent < 0 ? '-' : '+';
    return `${digits[0]}${fraction && `.${fraction}`}e${sign}${String(Math.abs(exponent)).padStart(2, '0')}`;
  }
  if (exponent < 0) return `0.${'0'.repeat(-exponent - 1)}${digits}`.replace(/0+$/, '');
  const fraction = digits.slice(exponent + 1).replace(/0+$/, '');
  return `${digits.slice(0, exponent + 1)}${fraction && `.${fraction}`}`;
}
