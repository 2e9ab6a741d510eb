/** Random orders that are the same everywhere: resampling must not change the bytes of a result. */

/** A random order of 0 .. n-1 (Fisher and Yates); the same seed and label give the same one. */
export function seededOrder(n: number, seed: number, label: string): Int32Array {
  const next = splitmix32(seed, label);
  const order = new Int32Array(n);
  for (let i = 0; i < n; i++) {
    // 53 bits would not help: n is far below 2^32, so the bias of the product is below n / 2^32.
    const j = Math.floor((next() / 2 ** 32) * (i + 1));
    order[i] = order[j]!;
    order[j] = i;
  }
  return order;
}

/** Words of 32 random bits, without end: a Weyl sequence through the finaliser of MurmurHash3. */
export function splitmix32(seed: number, label: string): () => number {
  // FNV-1a of the label beside the seed.
  let state = 0x811c9dc5 ^ seed;
  for (const byte of Buffer.from(label)) state = Math.imul(state ^ byte, 0x01000193);
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let word = state;
    word = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
    word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
    return (word ^ (word >>> 16)) >>> 0;
  };
}
