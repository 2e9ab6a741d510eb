/** Relations of elements to many: pairs while files are read, compressed sparse rows when they are written. */

import { growingInt32 } from '../../formats/growing-column.ts';
import { gatherInt32 } from '../../genome/gather.ts';
import { forEachOverlap } from '../../genome/overlap.ts';
import type { SortedPlaces } from '../../genome/sorted-regions.ts';

/** Pairs of an element's row and the row of something else; `bp` are the bases that they share. */
export interface Pairs {
  readonly count: number;
  readonly element: Int32Array;
  readonly other: Int32Array;
  readonly bp: Int32Array;
}

/** Collects pairs. */
export class PairCollector {
  #element = growingInt32();
  #other = growingInt32();
  #bp = growingInt32();
  #count = 0;

  get count(): number {
    return this.#count;
  }

  add(element: number, other: number, bp: number): void {
    const at = this.#count++;
    if (at >= this.#element.values.length) {
      for (const column of [this.#element, this.#other, this.#bp]) column.reserve(at + 1);
    }
    this.#element.values[at] = element;
    this.#other.values[at] = other;
    this.#bp.values[at] = bp;
  }

  /** The pairs so far. The collector is not to be used afterwards. */
  finish(): Pairs {
    const count = this.#count;
    return {
      count,
      element: this.#element.finish(count),
      other: this.#other.finish(count),
      bp: this.#bp.finish(count),
    };
  }
}

/** Every pair of an element and a region that share a base, by element, then region. */
export function overlapPairs(elements: SortedPlaces, regions: SortedPlaces): Pairs {
  const pairs = new PairCollector();
  forEachOverlap(elements, regions, (element, other, bp) => pairs.add(element, other, bp));
  return pairs.finish();
}

/** What belongs to row r stands at places offsets[r] up to offsets[r + 1]. */
export interface Grouped {
  readonly offsets: Uint32Array;
  /** The entry at each place; entries of one row keep their order. */
  readonly order: Int32Array;
}

/** Groups entries by the row that each belongs to (0 to rows - 1). O(rows + entries). */
export function groupedByRow(rows: number, of: Int32Array): Grouped {
  const offsets = new Uint32Array(rows + 1);
  for (let i = 0; i < of.length; i++) offsets[of[i]! + 1]!++;
  for (let row = 0; row < rows; row++) offsets[row + 1]! += offsets[row]!;
  const next = offsets.slice();
  const order = new Int32Array(of.length);
  for (let i = 0; i < of.length; i++) order[next[of[i]!]!++] = i;
  return { offsets, order };
}

/** The columns of a relation: offsets (rows + 1), the other side and the shared bases at each place. */
export function relationOf(
  rows: number,
  pairs: Pairs,
): { offsets: Uint32Array; other: Int32Array; bp: Int32Array } {
  const { offsets, order } = groupedByRow(rows, pairs.element);
  return { offsets, other: gatherInt32(pairs.other, order), bp: gatherInt32(pairs.bp, order) };
}
