/** A column of numbers that is searched where it lies: what a question touches is read, in blocks, and the last ones are kept. */

import type { NpyFile } from '../../formats/npy.ts';

/** A column in place. A search takes one read of 4 kB once those before it have passed by. */
export interface ColumnInPlace {
  readonly length: number;
  at(i: number): number;
  /** The first place of [from, to) whose value is at least `bound`; `to` if none is. Values ascend there. */
  firstAtLeast(bound: number, from: number, to: number): number;
}

const BLOCK_SHIFT = 10;
const BLOCK = 1 << BLOCK_SHIFT;
const KEPT_BLOCKS = 128;

/** Opens a column of one dimension. */
export function columnInPlace(file: NpyFile): ColumnInPlace {
  const length = file.shape[0]!;
  const blocks = new Map<number, ArrayLike<number>>();
  // The first value of each block that a search has passed stays: 8 kB a million.
  const firsts = new Float64Array(Math.ceil(length / BLOCK)).fill(Number.NaN);
  const firstOf = (b: number): number => {
    if (Number.isNaN(firsts[b])) firsts[b] = file.read(b * BLOCK, b * BLOCK + 1)[0]!;
    return firsts[b]!;
  };
  const at = (i: number): number => {
    const b = i >>> BLOCK_SHIFT;
    let block = blocks.get(b);
    if (block === undefined) {
      block = file.read(b * BLOCK, Math.min(length, (b + 1) * BLOCK));
      if (blocks.size === KEPT_BLOCKS) blocks.delete(blocks.keys().next().value!);
      blocks.set(b, block);
    }
    return block[i & (BLOCK - 1)]!;
  };
  return {
    length,
    at,
    firstAtLeast(bound, from, to) {
      if (to <= from) return to;
      // The first block that begins in [from, to) with such a value; the answer is its beginning, or lies in the block before.
      const after = ((to - 1) >>> BLOCK_SHIFT) + 1;
      const next = firstWhere((from >>> BLOCK_SHIFT) + 1, after, (b) => firstOf(b) >= bound);
      const low = Math.max(from, (next - 1) * BLOCK);
      return firstWhere(low, Math.min(to, next * BLOCK), (i) => at(i) >= bound);
    },
  };
}

/** The first whole number of [low, high) that passes, where all behind it do; `high` if none does. */
function firstWhere(low: number, high: number, passes: (i: number) => boolean): number {
  let [from, to] = [low, high];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (passes(middle)) to = middle;
    else from = middle + 1;
  }
  return from;
}
