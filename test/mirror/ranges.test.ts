import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesIn, frontOf, gapsOf, type Range, withRange } from '../../src/mirror/ranges.ts';

const SIZE = 60;
const someRange = fc
  .tuple(fc.nat(SIZE), fc.nat(SIZE))
  .map(([a, b]): Range => ({ start: Math.min(a, b), end: Math.max(a, b) }));

/** A boolean a byte. */
function bytesOf(ranges: readonly Range[]): boolean[] {
  return Array.from({ length: SIZE }, (_, at) => ranges.some(({ start, end }) => at >= start && at < end));
}

describe('ranges', () => {
  it('hold the bytes that were added, sorted and apart, as a flag a byte does', () => {
    fc.assert(
      fc.property(fc.array(someRange, { maxLength: 20 }), (added) => {
        let done: Range[] = [];
        for (const range of added) done = withRange(done, range);
        expect(bytesOf(done)).toEqual(bytesOf(added));
        for (const [i, { start, end }] of done.entries()) {
          expect(end).toBeGreaterThan(start);
          if (i > 0) expect(start).toBeGreaterThan(done[i - 1]!.end);
        }
        expect(bytesIn(done)).toBe(bytesOf(added).filter(Boolean).length);
        const firstMissing = bytesOf(added).indexOf(false);
        expect(frontOf(done)).toBe(firstMissing < 0 ? SIZE : firstMissing);
      }),
    );
  });

  it('have gaps that with them are the whole, none longer than asked for', () => {
    fc.assert(
      fc.property(fc.array(someRange, { maxLength: 8 }), fc.integer({ min: 1, max: 70 }), (added, most) => {
        const done = added.reduce<Range[]>(withRange, []);
        const gaps = [...gapsOf(done, SIZE, most)];
        expect(bytesIn(gaps) + bytesIn(done)).toBe(SIZE);
        expect(bytesOf([...gaps, ...done])).toEqual(new Array<boolean>(SIZE).fill(true));
        for (const { start, end } of gaps) expect(end - start).toBeLessThanOrEqual(most);
      }),
    );
  });

  it('have gaps that take no memory however large the whole is said to be', () => {
    const gaps = gapsOf([{ start: 0, end: 10 }], Number.MAX_SAFE_INTEGER, 1);
    expect([gaps.next().value, gaps.next().value]).toEqual([
      { start: 10, end: 11 },
      { start: 11, end: 12 },
    ]);
  });
});
