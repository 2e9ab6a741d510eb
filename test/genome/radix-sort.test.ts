import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { radixOrder } from '../../src/genome/radix-sort.ts';

const key = fc.oneof(
  fc.constantFrom(0, 1, 2, 2047, 2048, 2 ** 22 - 1, 2 ** 22, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1),
  fc.nat({ max: 5 }),
  fc.integer({ min: 0, max: 2 ** 32 - 1 }),
);

describe('radixOrder', () => {
  test('sorts unsigned keys and leaves equal ones in their order', () => {
    fc.assert(
      fc.property(fc.array(key, { maxLength: 60 }), (values) => {
        const keys = Uint32Array.from(values);
        const naive = values.map((_, i) => i).sort((a, b) => values[a]! - values[b]! || a - b);
        expect([...radixOrder(keys)]).toEqual(naive);
        expect([...keys]).toEqual(values);
      }),
      { seed: 3, numRuns: 1000 },
    );
  });

  test('sorts only the first n keys when told n', () => {
    expect([...radixOrder(Uint32Array.of(9, 4, 7, 0, 1), 3)]).toEqual([1, 2, 0]);
  });

  test('sorts nothing, one key and equal keys', () => {
    expect([...radixOrder(new Uint32Array(0))]).toEqual([]);
    expect([...radixOrder(Uint32Array.of(2 ** 32 - 1))]).toEqual([0]);
    expect([...radixOrder(new Uint32Array(5).fill(123456789))]).toEqual([0, 1, 2, 3, 4]);
  });
});
