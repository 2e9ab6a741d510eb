import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byteOrder } from '../../src/formats/byte-order.ts';
import { textColumnFrom } from '../../src/formats/text-column.ts';
import { seededRandom } from './bbi/wig-samples.ts';

function naiveOrder(texts: readonly string[]): number[] {
  const bytes = texts.map((text) => Buffer.from(text));
  return texts.map((_, i) => i).sort((a, b) => Buffer.compare(bytes[a]!, bytes[b]!) || a - b);
}

describe('byte order', () => {
  it('is that of Buffer.compare, and equal texts keep their order', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'é', '\u{1f600}', '\uffee', '0'), { maxLength: 4 });
    fc.assert(
      fc.property(fc.array(text, { maxLength: 200 }), (drawn) => {
        const texts = drawn.map((pieces) => pieces.join(''));
        expect([...byteOrder(textColumnFrom(texts))]).toEqual(naiveOrder(texts));
      }),
      { seed: 3, numRuns: 300 },
    );
  });

  it('holds for many names with a long common beginning, in order, in reverse and at random', () => {
    const random = seededRandom(1);
    const names = Array.from(
      { length: 20_000 },
      () => `${'EH38E'.repeat(10)}${Math.floor(random() * 30_000)}`,
    );
    const sorted = [...names].sort();
    for (const texts of [names, sorted, sorted.toReversed(), names.map(() => 'same'), [], ['one']])
      expect([...byteOrder(textColumnFrom(texts))]).toEqual(naiveOrder(texts));
  });
});
