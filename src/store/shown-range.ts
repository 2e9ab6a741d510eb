/** Ranges of stored Z-scores (float32) that mean what is shown (six digits): what is shown as V lies in a range that ends at V. */

import { floatToSix } from '../formats/six-digits.ts';
import { ZERO_SIGNAL_Z } from '../registry/zscores.ts';
import type { Range } from './element-filter.ts';
import { fillInRange } from './range-set.ts';
import { emptySet, type RowSet } from './row-set.ts';

/** The float32 values from the least that is shown as `from` or more to the largest that is shown as `to` or less; null leaves an end open. */
export function shownBounds([from, to]: Range): readonly [from: number, to: number] {
  return [
    from === null ? Number.NEGATIVE_INFINITY : floatAt(firstPlace((shown) => shown >= from)),
    to === null ? Number.POSITIVE_INFINITY : floatAt(firstPlace((shown) => shown > to) - 1),
  ];
}

/** What is asked of Z; elements without signal lie in no range unless they count as the -10 that stands for them. */
export interface ShownRange {
  readonly range: Range;
  readonly countsNoSignal?: boolean | undefined;
}

/** Sets the bits of the rows of `z` that lie in a range, from row `at` of the set on (a multiple of 32). */
export function fillShown(
  set: RowSet,
  z: Float32Array,
  { range, countsNoSignal, at }: ShownRange & { readonly at: number },
): void {
  const [from, to] = shownBounds(range);
  fillInRange(set, z, { from, to, at });
  if (countsNoSignal === true || from > ZERO_SIGNAL_Z || to < ZERO_SIGNAL_Z) return;
  const { words } = noSignalIn(z);
  for (let w = 0; w < words.length; w++) set.words[(at >>> 5) + w]! &= ~words[w]!;
}

/** The places of `z` without signal. */
export function noSignalIn(z: Float32Array): RowSet {
  const none = emptySet(z.length);
  fillInRange(none, z, { from: ZERO_SIGNAL_Z, to: ZERO_SIGNAL_Z, at: 0 });
  return none;
}

/** That of the infinities. */
const LAST_PLACE = 0x7f800000;
const float = new Float32Array(1);
const bits = new Int32Array(float.buffer);

/** The float32 at a place among all of them in ascending order; 0 is at 0. */
function floatAt(place: number): number {
  bits[0] = place < 0 ? -place | 0x80000000 : place;
  return float[0]!;
}

/** The first place whose number is shown so; one beyond the last where none is. */
function firstPlace(isBeyond: (shown: number) => boolean): number {
  let low = -LAST_PLACE;
  let high = LAST_PLACE + 1;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (isBeyond(floatToSix(floatAt(middle)))) high = middle;
    else low = middle + 1;
  }
  return low;
}
