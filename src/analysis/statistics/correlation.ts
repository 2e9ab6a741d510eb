/** Pearson's correlation, with its two-sided p. */

import { isConstant, meanOf, type PValue, studentTwoSided } from './student-t.ts';

export interface Correlation extends PValue {
  /** -1 to 1. */
  readonly r: number;
  readonly n: number;
}

/**
 * Pearson's r of finite values, x[i] beside y[i]; p by Student's t with n - 2 degrees of freedom. Undefined below three pairs,
 * and where x or y is constant.
 */
export function pearson(x: ArrayLike<number>, y: ArrayLike<number>): Correlation | undefined {
  const n = x.length;
  if (y.length !== n) throw new Error(`${n} values beside ${y.length}: a correlation needs pairs`);
  if (n < 3 || isConstant(x) || isConstant(y)) return undefined;
  const [meanX, meanY] = [meanOf(x), meanOf(y)];
  let [xx, yy, xy] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const [dx, dy] = [x[i]! - meanX, y[i]! - meanY];
    xx += dx * dx;
    yy += dy * dy;
    xy += dx * dy;
  }
  const r = Math.max(-1, Math.min(1, xy / Math.sqrt(xx) / Math.sqrt(yy)));
  const t = r * Math.sqrt((n - 2) / ((1 - r) * (1 + r)));
  return { r, n, ...studentTwoSided(t, n - 2) };
}
