/** Sets of rows, whole and of a window of rows, against plain arrays of truth. */

import { describe, expect, it } from 'vitest';
import { fillInRange, setInRange } from '../../src/store/range-set.ts';
import {
  addRange,
  countRange,
  countRows,
  countShared,
  emptySet,
  emptyWindow,
  forEachBlock,
  forEachRow,
  hasRow,
  intersection,
  type RowSet,
  rowsOf,
  setOf,
} from '../../src/store/row-set.ts';
import { seeded } from '../genome/random.ts';

const random = seeded(5);
const below = (n: number) => (n < 1 ? 0 : random.int(0, Math.ceil(n) - 1));

/** A set of random runs of rows, and the same as truth. */
function anySet(rows: number): { set: RowSet; has: boolean[] } {
  const first = 32 * below(Math.ceil(rows / 32));
  const end = first + 1 + below(rows - first);
  const set = random.chance(0.4) ? emptySet(rows) : emptyWindow({ first, end });
  const has = new Array<boolean>(rows).fill(false);
  const from = set.first ?? 0;
  for (let i = 0; i < 6; i++) {
    const begin = below(rows);
    const stop = begin + below(rows - begin + 1);
    if (random.chance(0.5)) continue;
    addRange(set, begin, stop);
    for (let row = Math.max(begin, from); row < Math.min(stop, from + set.rows); row++) has[row] = true;
  }
  return { set, has };
}

const listed = (has: readonly boolean[]) => has.flatMap((is, row) => (is ? [row] : []));

describe('sets with bits for some of the rows', () => {
  it('hold, count, list and intersect as arrays of truth do', () => {
    for (let round = 0; round < 300; round++) {
      const rows = 1 + below(400);
      const sets = Array.from({ length: 1 + below(3) }, () => anySet(rows));
      const both = intersection(
        rows,
        sets.map(({ set }) => set),
      );
      const expected = listed(sets[0]!.has.map((_, row) => sets.every(({ has }) => has[row])));
      expect([...rowsOf(both)]).toEqual(expected);
      expect(countRows(both)).toBe(expected.length);
      for (const { set, has } of sets) {
        expect(Array.from({ length: rows }, (_, row) => hasRow(set, row))).toEqual(has);
        const visited: number[] = [];
        forEachRow(set, (row) => visited.push(row));
        const blocks: number[] = [];
        forEachBlock(set, (block) => blocks.push(...block));
        expect(visited).toEqual(listed(has));
        expect(blocks).toEqual(visited);
        const [from, to] = [below(rows), below(rows)].sort((a, b) => a - b) as [number, number];
        expect(countRange(set, from, to)).toBe(visited.filter((row) => row >= from && row < to).length);
        const [offset, limit] = [below(20), below(50)];
        expect([...rowsOf(set, offset, limit)]).toEqual(visited.slice(offset, offset + limit));
        expect(countShared(set, both)).toBe(expected.length);
        expect(countShared(sets[0]!.set, set)).toBe(visited.filter((row) => sets[0]!.has[row]).length);
      }
    }
  });
});

describe('ranges', () => {
  it('hold the values that lie in them, ends included and NaN left out, for any number of values', () => {
    for (let round = 0; round < 300; round++) {
      const values = Float32Array.from({ length: below(200) }, () =>
        random.chance(0.1) ? Number.NaN : below(20) - 10,
      );
      const [from, to] = [
        random.chance(0.2) ? -Infinity : below(20) - 10,
        random.chance(0.5) ? Infinity : below(20) - 10,
      ];
      const expected = setOf(
        values.length,
        listed(Array.from(values, (value) => value >= from && value <= to)),
      );
      expect(setInRange(values, [from, to])).toEqual(expected);
      const parts = emptySet(values.length);
      for (let at = 0; at < values.length; at += 64) {
        fillInRange(parts, values.subarray(at, at + 64), { from, to, at });
      }
      expect(parts).toEqual(expected);
    }
  });
});
