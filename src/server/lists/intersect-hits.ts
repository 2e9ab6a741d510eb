/** Which elements the intervals of a BED share a base with: sorted or not, millions of them, in arrays. */

import type { RegionTable } from '../../formats/region-rows.ts';
import type { TextColumn } from '../../formats/text-column.ts';
import { firstAtLeast } from '../../genome/binary-search.ts';
import { chromOf } from '../../genome/region-text.ts';
import type { ElementStore } from '../../store/element-store.ts';
import { hasRow, type RowSet, rowsOf } from '../../store/row-set.ts';
import { RequestError } from '../answers/problem.ts';

/** The intervals that are asked about; names are their column 4, where anyone wants them. */
export interface QueryIntervals {
  readonly table: RegionTable;
  readonly names: TextColumn | undefined;
}

/** Interval i hits elements rows[first[i]] up to rows[last[i]]: rDHSs do not overlap, so these lie side by side. */
export interface IntervalHits {
  readonly intervals: QueryIntervals;
  /** Rows of the element table that were asked for, ascending. */
  readonly rows: Int32Array;
  readonly first: Int32Array;
  readonly last: Int32Array;
  /** Pairs of an interval and an element. */
  readonly total: number;
  /** Intervals that hit something. */
  readonly hit: number;
  /** Sum of the lengths of all intervals. */
  readonly bases: number;
  /** Intervals on chromosomes that the registry has not. */
  readonly elsewhere: number;
}

/** So many intervals are looked up at a time: the server answers others in between. */
const BATCH = 50_000;

/**
 * Looks every interval up. O(log elements) each. Throws RequestError 400 where one ends beyond its chromosome, or all lie on chromosomes that
 * the registry has not: both are of another assembly.
 */
export async function hitsOf(
  { registry, table }: ElementStore,
  intervals: QueryIntervals,
  wanted: RowSet,
): Promise<IntervalHits> {
  const { chromSizes } = registry;
  const { regions } = table;
  const { chromNames, chrom, start, end, line, count } = intervals.table;
  const own = chromNames.map((name) => chromOf(name, chromSizes));
  const sizeBp = own.map((name) =>
    name === undefined ? -1 : chromSizes.sizes[chromSizes.index.get(name)!]!,
  );
  const code = own.map((name) => (name === undefined ? -1 : regions.chromNames.indexOf(name)));
  const rows = rowsOf(wanted);
  const before = countsBefore(wanted, table.rows);
  const first = new Int32Array(count);
  const last = new Int32Array(count);
  let [total, hit, bases, elsewhere] = [0, 0, 0, 0];
  for (let from = 0; from < count; from += BATCH) {
    if (from > 0) await new Promise((resolve) => setImmediate(resolve));
    for (let i = from; i < Math.min(count, from + BATCH); i++) {
      const of = chrom[i]!;
      bases += end[i]! - start[i]!;
      if (sizeBp[of]! < 0) {
        elsewhere++;
        continue;
      }
      if (end[i]! > sizeBp[of]!) {
        throw new RequestError(
          400,
          `line ${line[i]} of the BED ends at ${end[i]}, beyond ${own[of]} of ${registry.assembly} (${sizeBp[of]} bp); is it of this assembly?`,
          'body',
        );
      }
      const c = code[of]!;
      if (c < 0) continue;
      const [low, high] = [regions.chromOffsets[c]!, regions.chromOffsets[c + 1]!];
      const left = firstAtLeast(regions.end, start[i]! + 1, low, high);
      const right = firstAtLeast(regions.start, end[i]!, left, high);
      first[i] = before[left]!;
      last[i] = before[right]!;
      const found = last[i]! - first[i]!;
      total += found;
      if (found > 0) hit++;
    }
  }
  if (elsewhere === count) {
    throw new RequestError(
      400,
      `the BED has ${chromNames.slice(0, 3).join(', ')} and no chromosome of ${registry.assembly} (${chromSizes.names.slice(0, 3).join(', ')}); is it of this assembly?`,
      'body',
    );
  }
  return { intervals, rows, first, last, total, hit, bases, elsewhere };
}

/** How many rows of the set come before each row. */
function countsBefore(set: RowSet, rows: number): Int32Array {
  const before = new Int32Array(rows + 1);
  for (let row = 0; row < rows; row++) before[row + 1] = before[row]! + Number(hasRow(set, row));
  return before;
}

/** A hit: the interval's place in the BED (0-based) and the element's row. */
export interface Hit {
  readonly interval: number;
  readonly row: number;
}

/** The hits [offset, offset + limit), by interval, then element. */
export function* hitRows({ rows, first, last }: IntervalHits, offset: number, limit: number): Generator<Hit> {
  let skip = offset;
  let left = limit;
  for (let interval = 0; interval < first.length && left > 0; interval++) {
    const found = last[interval]! - first[interval]!;
    if (skip >= found) {
      skip -= found;
      continue;
    }
    for (let k = first[interval]! + skip; k < last[interval]! && left > 0; k++, left--) {
      yield { interval, row: rows[k]! };
    }
    skip = 0;
  }
}

/** Every element that is hit, once, ascending. */
export function hitElements({ rows, first, last }: IntervalHits): Int32Array {
  const change = new Int32Array(rows.length + 1);
  for (let i = 0; i < first.length; i++) {
    change[first[i]!]!++;
    change[last[i]!]!--;
  }
  let depth = 0;
  return rows.filter((_, k) => {
    depth += change[k]!;
    return depth > 0;
  });
}
