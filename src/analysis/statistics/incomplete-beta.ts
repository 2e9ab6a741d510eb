/** The regularised incomplete beta function as a logarithm: tails of Student's t without underflow. */

import { logBeta } from './log-gamma.ts';

/** The fraction needs about the root of the larger parameter: this is for parameters of some 1e8. */
const MOST_STEPS = 100_000;

/**
 * ln I_x(a, b), for a and b > 0. `odds` is x / (1 - x), from 0 to infinity: both x and 1 - x have all their digits in it,
 * however near x is to 0 or 1.
 */
export function logIncompleteBeta(a: number, b: number, odds: number): number {
  const x = 1 / (1 + 1 / odds);
  // The fraction is quick on this side of the mean; the other side is its complement.
  if (x > (a + 1) / (a + b + 2)) return Math.log1p(-Math.exp(logIncompleteBeta(b, a, 1 / odds)));
  const logFront = -a * Math.log1p(1 / odds) - b * Math.log1p(odds) - Math.log(a) - logBeta(a, b);
  return logFront + Math.log(continuedFraction(x, a, b));
}

/** Abramowitz and Stegun 26.5.8, by the method of Lentz. */
function continuedFraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / awayFromZero(1 - ((a + b) * x) / (a + 1));
  let value = d;
  for (let m = 1; m <= MOST_STEPS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / awayFromZero(1 + even * d);
    c = awayFromZero(1 + even / c);
    value *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / awayFromZero(1 + odd * d);
    c = awayFromZero(1 + odd / c);
    const step = d * c;
    value *= step;
    if (Math.abs(step - 1) < 1e-15) break;
  }
  return value;
}

function awayFromZero(value: number): number {
  return Math.abs(value) < 1e-300 ? 1e-300 : value;
}
