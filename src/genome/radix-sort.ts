/** Stable sorts of index arrays by integer keys: what a comparator sort is too slow for at 10^8 rows. */

/** Three passes over 32 bits; wider digits take fewer passes but leave the caches. */
const BITS = 11;
const MASK = (1 << BITS) - 1;

/**
 * Places 0..n-1 in ascending order of their unsigned 32-bit key, equal keys in their present order.
 * O(n) in up to three passes; a pass whose digit never varies is skipped.
 */
export function radixOrder(keys: Uint32Array, n: number = keys.length): Int32Array {
  let order: Int32Array = new Int32Array(n);
  let isSorted = true;
  for (let i = 0; i < n; i++) {
    order[i] = i;
    isSorted &&= i === 0 || keys[i - 1]! <= keys[i]!;
  }
  if (isSorted) return order;
  let spare: Int32Array | undefined;
  for (let shift = 0; shift < 32; shift += BITS) {
    const counts = new Int32Array(1 << BITS);
    for (let i = 0; i < n; i++) counts[(keys[i]! >>> shift) & MASK]!++;
    if (counts.some((count) => count === n)) continue;
    let total = 0;
    for (let b = 0; b <= MASK; b++) {
      const count = counts[b]!;
      counts[b] = total;
      total += count;
    }
    spare ??= new Int32Array(n);
    for (let i = 0; i < n; i++) {
      const place = order[i]!;
      const bucket = (keys[place]! >>> shift) & MASK;
      spare[counts[bucket]!++] = place;
    }
    [order, spare] = [spare, order];
  }
  return order;
}
