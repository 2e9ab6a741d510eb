import { describe, expect, it } from 'vitest';
import { keptResults } from '../../src/server/genes/differential-results.ts';

const rows = (count: number) => ({ p: new Float64Array(count) });

describe('results that are kept for their next pages', () => {
  it('are bounded where none of them has a row, by their number and by the length of their questions', () => {
    const few = keptResults();
    for (let i = 0; i < 5000; i++) few.set(`${i}`, rows(0));
    expect(few.size).toBe(256);
    expect([few.get('4743'), few.get('4744')]).toEqual([undefined, rows(0)]);
    const long = keptResults();
    for (let i = 0; i < 100; i++) long.set(`${i} ${'x'.repeat(1_000_000)}`, rows(0));
    expect(long.size).toBe(29);
  });

  it('are those asked last, and always the last one', () => {
    const kept = keptResults();
    kept.set('a', rows(400_000));
    kept.set('b', rows(400_000));
    kept.set('a', rows(400_000));
    kept.set('c', rows(400_000));
    expect([...'abc'].map((key) => kept.get(key) !== undefined)).toEqual([true, false, true]);
    kept.set('d', rows(2_000_000));
    expect([kept.size, kept.get('d')?.p.length]).toEqual([1, 2_000_000]);
  });
});
