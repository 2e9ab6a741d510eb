import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openReusedInflater, SIMPLE_INFLATER } from '../../../src/formats/bbi/block-inflate.ts';
import { seededRandom } from './wig-samples.ts';

const reused = openReusedInflater();

describe.each([
  ['on one stream that is reset', reused],
  ['with a stream a block', SIMPLE_INFLATER],
])('inflating blocks %s', (_, inflater) => {
  it('gives the bytes of each block, whatever came before', (ctx) => {
    if (inflater === undefined) return ctx.skip('this Node has no zlib handle of the known kind');
    const random = seededRandom(6);
    const output = new Uint8Array(70_000);
    for (let trial = 0; trial < 300; trial++) {
      const plain = Buffer.from(
        Array.from({ length: Math.floor(random() * 3000) }, () => Math.floor(random() ** 3 * 256)),
      );
      const packed = deflateSync(plain, { level: Math.floor(random() * 10) });
      if (trial % 3 === 0) {
        // A failure must leave no trace in the next block.
        const bad = Buffer.from(packed);
        bad[Math.floor(random() * bad.length)]! ^= 1 << Math.floor(random() * 8);
        const result = inflater.inflate(bad, output);
        if (typeof result === 'number') expect(plain.equals(output.subarray(0, result))).toBe(true);
      }
      expect(inflater.inflate(packed, output)).toBe(plain.length);
      expect(plain.equals(output.subarray(0, plain.length))).toBe(true);
      // A buffer that fits exactly.
      expect(inflater.inflate(packed, output.subarray(0, plain.length))).toBe(plain.length);
      if (plain.length > 0)
        expect(inflater.inflate(packed, output.subarray(0, plain.length - 1))).toBeTypeOf('string');
      expect(inflater.inflate(packed.subarray(0, -1), output)).toBe('unexpected end of file');
      expect(inflater.inflate(Buffer.concat([packed, Buffer.of(0)]), output)).toBe(
        'has bytes behind its end',
      );
    }
  });
});
