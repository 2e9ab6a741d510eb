/** Ranks of values, ties at the mean of their ranks. */

export interface Ranks {
  /** From 1, by place in the input. */
  readonly ranks: Float64Array;
  /** The sum of t^3 - t over the ties, t values each; 0 without any. */
  readonly tieSum: number;
}

/** The ranks of finite values. */
export function averageRanks(values: ArrayLike<number>): Ranks {
  const n = values.length;
  const order = Uint32Array.from({ length: n }, (_, i) => i).sort((i, j) => values[i]! - values[j]!);
  const ranks = new Float64Array(n);
  let tieSum = 0;
  for (let from = 0, to = 0; from < n; from = to) {
    while (to < n && values[order[to]!] === values[order[from]!]) to++;
    const ties = to - from;
    for (let k = from; k < to; k++) ranks[order[k]!] = (from + 1 + to) / 2;
    tieSum += ties ** 3 - ties;
  }
  return { ranks, tieSum };
}
