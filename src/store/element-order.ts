/** The rows of a set in an order: any page of a million without sorting more than it must. */

import { CisregError } from '../errors.ts';
import { gatherInt32 } from '../genome/gather.ts';
import { radixOrder } from '../genome/radix-sort.ts';
import { assayCode } from './element-filter.ts';
import type { ElementStore } from './element-store.ts';
import { NONE_16 } from './element-table.ts';
import { countRows, forEachRow, hasRow, type RowSet, rowsOf } from './row-set.ts';

/** What to sort by. Rows that are equal in it stay in genome order; what is not known comes last in either direction. */
export type SortKey =
  | { readonly by: 'position' | 'length' | 'tssDistance' | 'tau' | 'accession' }
  | { readonly by: 'maxZ' | 'support'; readonly assay: string }
  | { readonly by: 'z'; readonly assay: string; readonly biosample: string };

export type Sort = SortKey & { readonly order?: 'ascending' | 'descending' };

/** Beyond this a whole order is made once and kept: below it, the rows that can be on the page are picked out. */
const PICKED_ROWS = 20_000;

/** The rows of `set` from the `offset`-th on in the order of `sort`, at most `limit`. */
export function sortedRows(
  store: ElementStore,
  set: RowSet,
  sort: Sort,
  page: { readonly offset: number; readonly limit: number },
): Int32Array {
  const { offset, limit } = page;
  const isDescending = sort.order === 'descending';
  if (sort.by === 'position') {
    if (!isDescending) return rowsOf(set, offset, limit);
    const total = countRows(set);
    const to = Math.max(0, total - offset);
    const from = Math.max(0, to - limit);
    return rowsOf(set, from, to - from).reverse();
  }
  const rank = rankOf(store, sort, isDescending);
  if (offset + limit <= PICKED_ROWS) return firstRows(set, rank, offset, limit);
  const order = store.cachedOrder(JSON.stringify(sort), () =>
    radixOrder(
      ranksOf(
        Int32Array.from({ length: store.table.rows }, (_, row) => row),
        rank,
      ),
    ),
  );
  const found = new Int32Array(Math.max(0, Math.min(limit, countRows(set) - offset)));
  let skipped = 0;
  let n = 0;
  for (let i = 0; i < order.length && n < found.length; i++) {
    const row = order[i]!;
    if (!hasRow(set, row)) continue;
    if (skipped < offset) skipped++;
    else found[n++] = row;
  }
  return found;
}

/** An unsigned 32-bit number for each row that ascends in the order asked for. */
type Rank = (row: number) => number;

const LAST = 0xffffffff;

/** Exact: what is sorted by is a float32, or a whole number below 2^31 when multiplied. */
function rankOf(store: ElementStore, sort: Sort, isDescending: boolean): Rank {
  const value = sortValue(store, sort);
  if (sort.by === 'maxZ' || sort.by === 'z') {
    const float = new Float32Array(1);
    const bits = new Uint32Array(float.buffer);
    return (row) => {
      // Adding 0 makes 0 of -0.
      float[0] = value(row) + 0;
      if (Number.isNaN(float[0])) return LAST;
      const word = bits[0]!;
      const rank = (word >>> 31 === 1 ? ~word : word | 0x80000000) >>> 0;
      return isDescending ? ~rank >>> 0 : rank;
    };
  }
  const times = sort.by === 'tssDistance' ? 2 : sort.by === 'tau' ? 10_000 : 1;
  return (row) => {
    const whole = Math.round(times * value(row));
    if (Number.isNaN(whole)) return LAST;
    return isDescending ? LAST - 1 - whole : whole;
  };
}

/** The value that is sorted by; NaN where it is not known. */
export function sortValue(store: ElementStore, sort: SortKey): (row: number) => number {
  const { table } = store;
  const { start, end } = table.regions;
  switch (sort.by) {
    case 'position':
      return (row) => row;
    case 'length':
      return (row) => end[row]! - start[row]!;
    case 'tssDistance':
      return (row) => (table.tssDistance2[row]! < 0 ? Number.NaN : table.tssDistance2[row]! / 2);
    case 'tau':
      return (row) => (table.tau[row] === NONE_16 ? Number.NaN : table.tau[row]! / 10_000);
    case 'accession':
      return (row) => (table.ccreNumber[row]! < 0 ? Number.NaN : table.ccreNumber[row]!);
    case 'maxZ': {
      const z = table.maxZ[assayCode(sort.assay)];
      return (row) => (z === undefined ? Number.NaN : z[row]!);
    }
    case 'support': {
      const counts = table.support[assayCode(sort.assay)];
      return (row) => (counts === undefined ? Number.NaN : counts[row]!);
    }
    case 'z': {
      const z = store.z(sort.biosample, sort.assay);
      return (row) => z[row]!;
    }
    default:
      throw new CisregError(
        'USAGE',
        `sort by ${String((sort as { by: unknown }).by)}, expected one of position, length, tssDistance, tau, accession, maxZ, support, z`,
      );
  }
}

function ranksOf(rows: Int32Array, rank: Rank): Uint32Array {
  const ranks = new Uint32Array(rows.length);
  for (let i = 0; i < rows.length; i++) ranks[i] = rank(rows[i]!);
  return ranks;
}

const BINS = 1 << 16;

/** Picks the rows that can be among the first `offset + limit` by the high bits of their rank, and sorts those alone. */
function firstRows(set: RowSet, rank: Rank, offset: number, limit: number): Int32Array {
  const wanted = offset + limit;
  const rows = rowsOf(set);
  const ranks = ranksOf(rows, rank);
  if (rows.length <= wanted) return gatherInt32(rows, radixOrder(ranks)).slice(offset, wanted);
  const histogram = new Int32Array(BINS);
  for (let i = 0; i < ranks.length; i++) histogram[ranks[i]! >>> 16]!++;
  let last = 0;
  let through = histogram[0]!;
  while (through < wanted) through += histogram[++last]!;
  const candidates = new Int32Array(through);
  let found = 0;
  for (let i = 0; i < ranks.length; i++) if (ranks[i]! >>> 16 <= last) candidates[found++] = i;
  const order = radixOrder(Uint32Array.from(candidates, (i) => ranks[i]!));
  return order.slice(offset, wanted).map((k) => rows[candidates[k]!]!);
}

/** Every row of a set with its value. */
export function forEachValue(
  store: ElementStore,
  set: RowSet,
  key: SortKey,
  visit: (value: number) => void,
): void {
  const value = sortValue(store, key);
  forEachRow(set, (row) => visit(value(row)));
}
