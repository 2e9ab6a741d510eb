/**
 * The upper tail of the standard normal distribution, right in the far tail: 1 - cdf(z) loses every digit from z = 8 on. Within
 * some 1e-14 of the value down to 1e-300.
 */

const LN_SQRT_2PI = 0.5 * Math.log(2 * Math.PI);
/** Below it the power series has all its digits, above it the continued fraction is short. */
const SERIES_UNTIL = 1.5;

/** P(X > z); below 1e-308 (from z = 37.5 on) it loses digits and becomes 0: take the logarithm there. */
export function normalUpperTail(z: number): number {
  if (z < -SERIES_UNTIL) return 1 - normalUpperTail(-z);
  return z < SERIES_UNTIL ? 0.5 - fromCentre(z) : density(z) * millsRatio(z);
}

/** log10 P(X > z), for any finite z. */
export function log10NormalUpperTail(z: number): number {
  if (z < -SERIES_UNTIL) return Math.log1p(-normalUpperTail(-z)) / Math.LN10;
  if (z < SERIES_UNTIL) return Math.log10(0.5 - fromCentre(z));
  return (Math.log(millsRatio(z)) - LN_SQRT_2PI - (z * z) / 2) / Math.LN10;
}

/** P(0 < X < z): the density times z + z^3 / 3 + z^5 / 15 + ... (Abramowitz and Stegun 26.2.11). */
function fromCentre(z: number): number {
  let term = z;
  let sum = z;
  for (let odd = 3; Math.abs(term) > 1e-17 * Math.abs(sum); odd += 2) {
    term *= (z * z) / odd;
    sum += term;
  }
  return density(z) * sum;
}

/** P(X > z) over the density: 1 / (z + 1 / (z + 2 / (z + 3 / ...))) (26.2.14), from its end; z of 1.5 takes 120 steps. */
function millsRatio(z: number): number {
  let rest = z;
  for (let k = Math.ceil(20 + 250 / (z * z)); k > 0; k--) rest = z + k / rest;
  return 1 / rest;
}

function density(z: number): number {
  // z^2 in two parts, of which the first is exact: rounding it would cost exp three digits at z = 37, as in Cody's pnorm.
  const coarse = Math.trunc(z * 16) / 16;
  return Math.exp((-coarse * coarse) / 2) * Math.exp(-((z - coarse) * (z + coarse)) / 2 - LN_SQRT_2PI);
}
