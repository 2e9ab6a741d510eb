/** The order of rows that bigWigAverageOverBed writes, and names that occur twice. */

import { viewOf } from '../formats/short-copy.ts';
import type { Regions } from '../genome/regions.ts';
import { compareNatural } from '../genome/text-order.ts';
import type { TextBytes } from './signal-table.ts';

/** From this many blocks on, bigWigAverageOverBed goes by chromosome; a row without blocks counts as one. */
const BY_CHROMOSOME_FROM = 3000;

/**
 * The region of each row of the table: undefined (the order given) for fewer than 3,000 blocks; for more, by chromosome
 * in natural order (chr2 before chr10), those of a chromosome in the order given.
 */
export function tableOrder(regions: Regions, blocks: number): Int32Array | undefined {
  if (blocks < BY_CHROMOSOME_FROM) return undefined;
  const { chrom, chromNames } = regions;
  const rank = naturalRanks(chromNames);
  const next = new Int32Array(chromNames.length + 1);
  let before = 0;
  let isOrdered = true;
  for (let i = 0; i < chrom.length; i++) {
    const here = rank[chrom[i]!]!;
    next[here + 1]!++;
    if (here < before) isOrdered = false;
    before = here;
  }
  if (isOrdered) return undefined;
  for (let c = 0; c < chromNames.length; c++) next[c + 1]! += next[c]!;
  const order = new Int32Array(chrom.length);
  for (let i = 0; i < chrom.length; i++) order[next[rank[chrom[i]!]!]!++] = i;
  return order;
}

/** Each name's place in natural order; names that compare equal (chr1, chr01) share one. */
function naturalRanks(names: readonly string[]): Int32Array {
  const sorted = names.map((_, c) => c).sort((a, b) => compareNatural(names[a]!, names[b]!));
  const rank = new Int32Array(names.length);
  for (let place = 1; place < sorted.length; place++) {
    const [before, here] = [sorted[place - 1]!, sorted[place]!];
    rank[here] = compareNatural(names[before]!, names[here]!) === 0 ? rank[before]! : place;
  }
  return rank;
}

/**
 * The first row whose name an earlier row has, and that row; undefined where all names differ. O(n); names in
 * ascending order, as accessions mostly are, need no table.
 */
export function repeatedName(names: TextBytes): { row: number; earlier: number } | undefined {
  return isAscending(names) ? undefined : searchByHash(names);
}

/** Whether each name is longer than the one before, or as long and behind it. */
function isAscending({ bytes, offsets }: TextBytes): boolean {
  const view = viewOf(bytes);
  for (let row = 1; row < offsets.length - 1; row++) {
    const before = offsets[row - 1]!;
    const here = offsets[row]!;
    const length = offsets[row + 1]! - here;
    if (length !== here - before) {
      if (length < here - before) return false;
      continue;
    }
    let k = 0;
    while (k + 4 <= length && view.getInt32(before + k) === view.getInt32(here + k)) k += 4;
    while (k < length && bytes[before + k] === bytes[here + k]) k++;
    if (k === length || bytes[here + k]! < bytes[before + k]!) return false;
  }
  return true;
}

function searchByHash({ bytes, offsets }: TextBytes): { row: number; earlier: number } | undefined {
  const count = offsets.length - 1;
  let slots = 1024;
  while (slots < count * 2) slots *= 2;
  // Row and hash side by side: most neighbours are told apart without a look at their text.
  const table = new Int32Array(slots * 2).fill(-1);
  const isSame = (a: number, b: number) => {
    const length = offsets[a + 1]! - offsets[a]!;
    if (offsets[b + 1]! - offsets[b]! !== length) return false;
    for (let k = 0; k < length; k++) if (bytes[offsets[a]! + k] !== bytes[offsets[b]! + k]) return false;
    return true;
  };
  for (let row = 0; row < count; row++) {
    // FNV-1a, with its bits mixed once more: names that differ in their last digit would crowd neighbouring slots.
    let hash = 0x811c9dc5;
    for (let k = offsets[row]!, to = offsets[row + 1]!; k < to; k++) {
      hash = Math.imul(hash ^ bytes[k]!, 0x01000193);
    }
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) | 0;
    let slot = (hash >>> 7) & (slots - 1);
    for (; table[2 * slot] !== -1; slot = (slot + 1) & (slots - 1)) {
      if (table[2 * slot + 1] !== hash) continue;
      const earlier = table[2 * slot]!;
      if (isSame(earlier, row)) return { row, earlier };
    }
    table[2 * slot] = row;
    table[2 * slot + 1] = hash;
  }
  return undefined;
}
