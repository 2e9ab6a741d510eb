/** Student's t: its two-sided p, and Welch's test of two groups. */

import { logIncompleteBeta } from './incomplete-beta.ts';

/** A p-value, and its decimal logarithm for those below 1e-308, whose p is 0. */
export interface PValue {
  readonly p: number;
  /** -Infinity where p is 0 exactly. */
  readonly log10P: number;
}

/** P(|T| > |t|) with `df` > 0 degrees of freedom (any number, not whole ones alone); t may be infinite. */
export function studentTwoSided(t: number, df: number): PValue {
  // As the odds of df / (df + t^2).
  const logP = t === 0 ? 0 : logIncompleteBeta(df / 2, 0.5, df / (t * t));
  return { p: Math.exp(logP), log10P: logP / Math.LN10 };
}

export interface WelchTest extends PValue {
  readonly meanA: number;
  readonly meanB: number;
  /** Positive where group A has the larger mean. */
  readonly t: number;
  /** Welch and Satterthwaite's. */
  readonly df: number;
}

/**
 * Welch's test of two means, two-sided, without equal variances. Values must be finite. Undefined where a group has fewer than
 * two values, and where both are constant: then there is no spread to hold a difference against.
 */
export function welchTest(a: ArrayLike<number>, b: ArrayLike<number>): WelchTest | undefined {
  if (a.length < 2 || b.length < 2 || (isConstant(a) && isConstant(b))) return undefined;
  const [meanA, meanB] = [meanOf(a), meanOf(b)];
  const [errorA, errorB] = [squaredError(a, meanA), squaredError(b, meanB)];
  const error = errorA + errorB;
  const t = (meanA - meanB) / Math.sqrt(error);
  // By shares: the squares of tiny errors would underflow.
  const [shareA, shareB] = [errorA / error, errorB / error];
  const df = 1 / (shareA ** 2 / (a.length - 1) + shareB ** 2 / (b.length - 1));
  return { meanA, meanB, t, df, ...studentTwoSided(t, df) };
}

export function meanOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}

/** By the values themselves: rounding of the mean gives constants a variance. */
export function isConstant(values: ArrayLike<number>): boolean {
  for (let i = 1; i < values.length; i++) if (values[i] !== values[0]) return false;
  return true;
}

/** The squared standard error of the mean. */
function squaredError(values: ArrayLike<number>, mean: number): number {
  if (isConstant(values)) return 0;
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i]! - mean) ** 2;
  return sum / (values.length - 1) / values.length;
}
