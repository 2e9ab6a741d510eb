/** rDHS selection as the original does it: merge, pick, remove, repeat. Oracle of selectRdhs. */

import { byteOrder } from '../genome/rows.ts';

export interface NaiveDhs {
  readonly start: number;
  readonly end: number;
  readonly signal: number;
  readonly name: string;
}

/** Names of the chosen rows of one chromosome, by start. */
export function naiveRdhs(pool: readonly NaiveDhs[]): string[] {
  const chosen: NaiveDhs[] = [];
  let left = [...pool].sort(
    (a, b) => a.start - b.start || byteOrder(String(a.end), String(b.end)) || byteOrder(a.name, b.name),
  );
  while (left.length > 0) {
    const best: NaiveDhs[] = [];
    let reach = Number.NEGATIVE_INFINITY;
    for (const dhs of left) {
      // Book-ended rows share a cluster.
      if (dhs.start > reach) best.push(dhs);
      else if (dhs.signal > best.at(-1)!.signal) best[best.length - 1] = dhs;
      reach = Math.max(reach, dhs.end);
    }
    chosen.push(...best);
    // But book-ended rows do not remove each other.
    left = left.filter((dhs) => !best.some((winner) => dhs.start < winner.end && winner.start < dhs.end));
  }
  return chosen.sort((a, b) => a.start - b.start).map((dhs) => dhs.name);
}
