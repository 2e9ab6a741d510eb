/** Rows of one chromosome after the other. */

/** Rows `from` up to `to` of one chromosome. */
export interface ChromRun {
  readonly from: number;
  readonly to: number;
}

/** Splits rows where their chromosome changes, and after `maxRows`. */
export function* chromRuns(
  chrom: ArrayLike<number>,
  maxRows = Number.POSITIVE_INFINITY,
): Generator<ChromRun> {
  for (let from = 0; from < chrom.length; ) {
    let to = from + 1;
    while (to < chrom.length && to - from < maxRows && chrom[to] === chrom[from]) to++;
    yield { from, to };
    from = to;
  }
}
