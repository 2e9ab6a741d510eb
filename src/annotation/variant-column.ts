/** A column of numbers that is searched where it lies: what a question touches is read, in blocks, and the last ones are kept. */

import type { NpyFile } from '../formats/npy.ts';

/** A column in place. Ten searches a question take some ten reads of 4 kB each, and none where the system has them at hand. */
export interface ColumnInPlace {
  readonly length: number;
  at(i: number): number;
  /** The first place of [from, to) whose value is at least `bound`; `to` if none is. Values ascend there. */
  firstAtLeast(bound: number, from: number, to: number): number;
}

const BLOCK_SHIFT = 10;
const BLOCK = 1 << BLOCK_SHIFT;
/** The top of every search stays within these. */
const KEPT_BLOCKS = 64;

/** Opens a column of one dimension. */
export function columnInPlace(file: NpyFile): ColumnInPlace {
  const length = file.shape[0]!;
  const blocks = new Map<number, ArrayLike<number>>();
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
      let [low, high] = [from, to];
      while (low < high) {
        const middle = (low + high) >>> 1;
        if (at(middle) < bound) low = middle + 1;
        else high = middle;
      }
      return low;
    },
  };
}
