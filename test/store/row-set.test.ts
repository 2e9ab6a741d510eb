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
  const any = <T>(...of: readonly T[]): T => of[below(of.length)]!;
  const KINDS = [
    {
      make: (n: number) => new Float32Array(n),
      value: () =>
        any(Number.NaN, 0, -0, Infinity, -Infinity, below(20) - 10, (below(2000) - 1000) / 7, 1e-45, -3e38),
    },
    { make: (n: number) => new Int32Array(n), value: () => any(below(20) - 10, 2 ** 31 - 1, -(2 ** 31)) },
    { make: (n: number) => new Uint16Array(n), value: () => any(below(20), below(0x10000)) },
    { make: (n: number) => new Uint8Array(n), value: () => below(256) },
  ];
  const bound = (value: () => number) => {
    const near = value();
    if (Number.isNaN(near)) return 0;
    // Between what the numbers themselves can be, and beyond them.
    return any(near, near, near * (1 + 1e-12), near + 0.5, -near, near * 1e30, any(-1, 1) * 1e-50);
  };

  it('hold the values that lie in them, ends included and NaN left out, for any numbers and any number of them', () => {
    let found = 0;
    for (let round = 0; round < 4000; round++) {
      const { make, value } = KINDS[round % KINDS.length]!;
      const values = make(round % 400 < 4 ? 4096 + below(9000) : below(200));
      for (let i = 0; i < values.length; i++) values[i] = value();
      const from = random.chance(0.2) ? -Infinity : bound(value);
      const to = random.chance(0.4) ? Infinity : bound(value);
      const expected = setOf(values.length, listed(Array.from(values, (own) => own >= from && own <= to)));
      expect(setInRange(values, [from, to]), `${values.constructor.name} ${from} ${to}`).toEqual(expected);
      found += countRows(expected);
      const parts = emptySet(values.length);
      for (let at = 0; at < values.length; at += 64) {
        fillInRange(parts, values.subarray(at, at + 64), { from, to, at });
      }
      expect(parts).toEqual(expected);
    }
    expect(found).toBeGreaterThan(50_000);
  });
});
