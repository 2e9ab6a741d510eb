/** False discovery rates of many tests. */

/**
 * Benjamini and Hochberg's adjusted p-values, by place in the input: the least rate of false discoveries at which a test is among
 * the discoveries. NaN is no test: it stays NaN and is not counted among them.
 */
export function falseDiscoveryRates(p: ArrayLike<number>): Float64Array {
  const rates = new Float64Array(p.length).fill(Number.NaN);
  const order = Uint32Array.from({ length: p.length }, (_, i) => i)
    .filter((i) => !Number.isNaN(p[i]))
    .sort((i, j) => p[i]! - p[j]!);
  let least = 1;
  for (let k = order.length; k > 0; k--) {
    least = Math.min(least, (p[order[k - 1]!]! * order.length) / k);
    rates[order[k - 1]!] = least;
  }
  return rates;
}
