/** Sets that are lent: nobody else's as long as they are, and empty when they come. */

import { describe, expect, it } from 'vitest';
import { addRange, countRows, emptySet, fullSet } from '../../src/store/row-set.ts';
import { setPool } from '../../src/store/set-pool.ts';

const ROWS = 1000;

describe('sets on lease', () => {
  it('are empty each time, and are written again only when their lease has ended', () => {
    const pool = setPool(ROWS);
    const [a, b] = [pool.lease(), pool.lease()];
    const first = a.blank();
    const second = b.blank();
    expect(first).toEqual(emptySet(ROWS));
    expect(first.words).not.toBe(second.words);
    addRange(first, 0, ROWS);
    expect(first).toEqual(fullSet(ROWS));
    expect(countRows(b.blank())).toBe(0);
    a.end();
    const again = b.blank();
    expect(again.words).toBe(first.words);
    expect(again).toEqual(emptySet(ROWS));
    // What was given back once is not given back again: two would write it.
    a.end();
    expect(b.blank().words).not.toBe(again.words);
    expect(a.blank().words).not.toBe(again.words);
  });

  it('are kept up to a number', () => {
    const pool = setPool(ROWS);
    const many = pool.lease();
    const lent = Array.from({ length: 40 }, () => many.blank().words);
    many.end();
    const next = pool.lease();
    const known = Array.from({ length: 40 }, () => next.blank().words).filter((words) =>
      lent.includes(words),
    );
    expect(known).toHaveLength(16);
    expect(new Set(known).size).toBe(16);
  });
});
