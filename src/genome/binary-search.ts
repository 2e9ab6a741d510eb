/** Places in ascending numbers. */

/** The first place of [from, to) whose value is at least `bound`; `to` if none is. `values` ascend there. Whole ones above b: at least b + 1. */
export function firstAtLeast(values: Int32Array, bound: number, from: number, to: number): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle]! < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}
