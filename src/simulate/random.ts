/** Seeded randomness: the same seed and label give the same numbers everywhere. */

/** A source of random numbers. */
export interface Random {
  /** Uniform in [0, 1). */
  uniform(): number;
  /** A whole number from `from` up to and with `to`. */
  whole(from: number, to: number): number;
  /** True with probability `p`. */
  chance(p: number): boolean;
  /** Standard normal. */
  normal(): number;
  /** Exponential of the given mean. */
  exponential(mean: number): number;
  /** 10 to the power of a normal of mean 0 and the given standard deviation. */
  logNormal10(sd: number): number;
  /** Random bits into all of `bytes`; a multiple of four bytes at a time is as good as all at once. */
  fill(bytes: Uint8Array): void;
  /** One of the items, each as likely. */
  pick<T>(items: readonly T[]): T;
}

/**
 * A stream of its own for each label, so that files can be made in any order. The generator is sfc32 of Chris
 * Doty-Humphrey's PractRand: 128 bits of state, three words and a counter.
 */
export function randomOf(seed: number, label: string): Random {
  const word = sfc32(seed, label);
  const uniform = () => word() / 2 ** 32;
  const normal = () => {
    // Box and Muller; 1 - u keeps the logarithm finite.
    const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
    return radius * Math.cos(2 * Math.PI * uniform());
  };
  return {
    uniform,
    normal,
    whole: (from, to) => from + Math.floor(uniform() * (to - from + 1)),
    chance: (p) => uniform() < p,
    exponential: (mean) => -mean * Math.log(1 - uniform()),
    logNormal10: (sd) => Math.exp(normal() * sd * Math.LN10),
    fill(bytes) {
      // A byte at a time: the same on machines of either byte order.
      for (let i = 0; i < bytes.length; i += 4) {
        const bits = word();
        bytes[i] = bits;
        bytes[i + 1] = bits >>> 8;
        bytes[i + 2] = bits >>> 16;
        bytes[i + 3] = bits >>> 24;
      }
    },
    pick: (items) => items[Math.floor(uniform() * items.length)]!,
  };
}

/** Words of 32 bits, from 0. */
function sfc32(seed: number, label: string): () => number {
  // FNV-1a of the label, in two flavours, beside the two halves of the seed.
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(label)) hash = Math.imul(hash ^ byte, 0x01000193);
  let a = hash | 0;
  let b = Math.imul(hash ^ 0x9e3779b9, 0x85ebca6b) | 0;
  let c = seed | 0;
  let counter = Math.floor(seed / 2 ** 32) | 1;
  const next = () => {
    const t = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + t) | 0;
    return t >>> 0;
  };
  // The first outputs still resemble the seed.
  for (let i = 0; i < 20; i++) next();
  return next;
}
