import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TextColumnBuilder } from '../../src/formats/text-column.ts';

describe('TextColumnBuilder', () => {
  it('keeps texts of every length from blocks and from strings as they were, up to the last byte of a block', () => {
    const text = fc.string({ maxLength: 40 });
    fc.assert(
      fc.property(
        fc.array(fc.array(text, { maxLength: 300 }), { maxLength: 6 }),
        fc.boolean(),
        (blocks, isPadded) => {
          const builder = new TextColumnBuilder();
          for (const texts of blocks) {
            // Long blocks are read through a view, short ones are not; either ends with its last text.
            const parts = texts.map((one) => Buffer.from(one));
            const block = Buffer.concat([Buffer.alloc(isPadded ? 5000 : 0, 'x'), ...parts]);
            let at = block.length - parts.reduce((sum, part) => sum + part.length, 0);
            for (const { length } of parts) {
              builder.append(block, at, at + length);
              at += length;
            }
            builder.appendText('between');
          }
          const expected = blocks.flatMap((texts) => [...texts, 'between']);
          const column = builder.finish();
          expect(Array.from({ length: column.count }, (_, i) => column.at(i))).toEqual(expected);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('keeps what it has when it grows by more than it was made for', () => {
    const builder = new TextColumnBuilder();
    const block = Buffer.from(Array.from({ length: 20_000 }, (_, i) => String(i).padStart(5, '0')).join(''));
    builder.reserve(10);
    for (let i = 0; i < 20_000; i++) builder.append(block, 5 * i, 5 * i + 5);
    const column = builder.finish();
    expect(column.bytes).toEqual(new Uint8Array(block));
    expect(column.at(19_999)).toBe('19999');
  });
});
