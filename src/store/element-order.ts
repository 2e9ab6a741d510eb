/** The rows of a set in an order: any page of a million without sorting more than it must. */

import { CisregError } from '../errors.ts';
import { gatherInt32 } from '../genome/gather.ts';
import { radixOrder } from '../genome/radix-sort.ts';
import { assayCode } from './element-filter.ts';
import type { ElementStore } from './element-store.ts';
import { lengthsOf, NONE_16 } from './element-table.ts';
import { BLOCK_ROWS, countRows, forEachBlock, hasRow, type RowSet, rowsOf } from './row-set.ts';

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
  const column = sortColumn(store, sort);
  const ranks = (rows: Int32Array, into?: Uint32Array) => ranksOf(rows, column, { isDescending, into });
  if (offset + limit <= PICKED_ROWS) return firstRows(set, ranks, offset, limit);
  const order = store.cachedOrder(JSON.stringify(sort), () =>
    radixOrder(ranks(Int32Array.from({ length: store.table.rows }, (_, row) => row))),
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

/** The same rows for those who take all of them one after the other: in genome order, no list of them is made. */
export function* streamedRows(...asked: Parameters<typeof sortedRows>): Generator<number> {
  const [store, set, sort, { offset, limit }] = asked;
  const step = sort.by === 'position' && sort.order !== 'descending' ? PICKED_ROWS : limit;
  const end = Math.min(countRows(set), offset + limit);
  for (let at = offset; at < end; at += step) {
    yield* sortedRows(store, set, sort, { offset: at, limit: Math.min(step, end - at) });
  }
}

/** The values that rows are sorted by, and counted by: floats, or whole numbers that stand for `times` of what is shown. */
export type SortColumn =
  | { readonly floats: Float32Array }
  | {
      readonly wholes: Int32Array | Uint8Array | Uint16Array | Float64Array;
      readonly times: number;
      readonly unknown: number;
    };

/** The column of a key; undefined where nobody has the assay, and so no row a value. */
export function sortColumn(store: ElementStore, sort: SortKey): SortColumn | undefined {
  const { table } = store;
  const wholes = (
    values: Int32Array | Uint8Array | Uint16Array | Float64Array,
    unknown: number,
    times = 1,
  ) => ({
    wholes: values,
    unknown,
    times,
  });
  switch (sort.by) {
    case 'position':
      return wholes(
        Int32Array.from({ length: table.rows }, (_, row) => row),
        -1,
      );
    case 'length':
      return wholes(lengthsOf(table), -1);
    case 'tssDistance':
      return wholes(table.tssDistance2, -1, 2);
    case 'tau':
      return wholes(table.tau, NONE_16, 10_000);
    case 'accession':
      return wholes(table.ccreNumber, -1);
    case 'maxZ': {
      const floats = table.maxZ[assayCode(sort.assay)];
      return floats === undefined ? undefined : { floats };
    }
    case 'support': {
      const counts = table.support[assayCode(sort.assay)];
      return counts === undefined ? undefined : wholes(counts, NONE_16);
    }
    case 'z':
      return { floats: store.z(sort.biosample, sort.assay) };
    default:
      throw new CisregError(
        'USAGE',
        `sort by ${String((sort as { by: unknown }).by)}, expected one of position, length, tssDistance, tau, accession, maxZ, support, z`,
      );
  }
}

const LAST = 0xffffffff;

/**
 * An unsigned number for each of the rows that ascends in the order asked for: exact, for floats and for whole numbers below 2^31. What is
 * not known comes last. `into` is written where it is given.
 */
function ranksOf(
  rows: Int32Array,
  column: SortColumn | undefined,
  { isDescending, into }: { readonly isDescending: boolean; readonly into?: Uint32Array | undefined },
): Uint32Array {
  const ranks = into?.subarray(0, rows.length) ?? new Uint32Array(rows.length);
  if (column === undefined) return ranks.fill(LAST);
  const turned = isDescending ? 0xffffffff : 0;
  if ('floats' in column) {
    const { floats } = column;
    const bits = new Int32Array(floats.buffer, floats.byteOffset, floats.length);
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]!;
      // The bits of a float ascend with it once those of negative ones are turned; -0 is 0.
      const word = floats[row] === 0 ? 0 : bits[row]!;
      const isUnknown = Number.isNaN(floats[row]);
      ranks[i] = isUnknown ? LAST : word ^ ((word >> 31) | 0x80000000) ^ turned;
    }
    return ranks;
  }
  const { wholes, unknown } = column;
  for (let i = 0; i < rows.length; i++) {
    const whole = wholes[rows[i]!]!;
    ranks[i] = whole === unknown ? LAST : isDescending ? LAST - 1 - whole : whole;
  }
  return ranks;
}

const BINS = 1 << 16;

/** Room that every page is picked in, at once and not in steps: what is made anew would have to be collected. */
const picking = {
  block: new Int32Array(BLOCK_ROWS),
  ranks: new Uint32Array(BLOCK_ROWS),
  histogram: new Int32Array(BINS),
};

/** Picks the rows that can be among the first `offset + limit` by the high bits of their rank, and sorts those alone. */
function firstRows(
  set: RowSet,
  ranksOfRows: (rows: Int32Array, into?: Uint32Array) => Uint32Array,
  offset: number,
  limit: number,
): Int32Array {
  const wanted = Math.min(offset + limit, countRows(set));
  if (wanted <= offset) return new Int32Array(0);
  const { block, ranks, histogram } = picking;
  const eachRanked = (visit: (rows: Int32Array, ranks: Uint32Array) => void) =>
    forEachBlock(set, (rows) => visit(rows, ranksOfRows(rows, ranks)), block);
  histogram.fill(0);
  eachRanked((rows, own) => {
    for (let i = 0; i < rows.length; i++) histogram[own[i]! >>> 16]!++;
  });
  let last = 0;
  let through = histogram[0]!;
  while (through < wanted) through += histogram[++last]!;
  const candidates = new Int32Array(through);
  const keys = new Uint32Array(through);
  let found = 0;
  // A second look costs less than ranks of all rows do in memory.
  eachRanked((rows, own) => {
    for (let i = 0; i < rows.length; i++) {
      if (own[i]! >>> 16 > last) continue;
      candidates[found] = rows[i]!;
      keys[found++] = own[i]!;
    }
  });
  return gatherInt32(candidates, radixOrder(keys).subarray(offset, wanted));
}
