import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linesOf, MAX_LINE_BYTES } from '../../src/formats/text-lines.ts';
import { linesAsText, mistakeOf } from './scratch.ts';

async function* chunked(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  let at = 0;
  for (let i = 0; at < bytes.length; i++) {
    const size = sizes[i % sizes.length] ?? 1;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

const linesIn = (text: string, sizes: readonly number[] = [7]) =>
  linesAsText(linesOf(chunked(Buffer.from(text), sizes), 'f'));

function naiveLines(text: string): string[] {
  const lines = text.replace(/^\uFEFF/, '').split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines.map((line) => line.replace(/\r$/, ''));
}

describe('lines', () => {
  it('are those of split at each line feed, however the bytes arrive', async () => {
    const piece = fc.constantFrom('a', 'chr1', '\t', '\n', '\r\n', '\r', 'é', '\n\n', '字', '\uFEFF');
    await fc.assert(
      fc.asyncProperty(
        fc.array(piece, { maxLength: 60 }),
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 }),
        async (pieces, sizes) => {
          const text = pieces.join('');
          const lines = await linesIn(text, sizes);
          expect(lines.map((line) => line.text)).toEqual(naiveLines(text));
          expect(lines.map((line) => line.line)).toEqual(lines.map((_, i) => i + 1));
          const whole = Buffer.from(text);
          for await (const { bytes, firstByte } of linesOf(chunked(whole, sizes), 'f')) {
            expect([...bytes]).toEqual([...whole.subarray(firstByte, firstByte + bytes.length)]);
          }
        },
      ),
      { seed: 5, numRuns: 400 },
    );
  });

  it('that contain a zero byte are refused by number', async () => {
    const mistake = await mistakeOf(linesIn('a\nb\nc\0d\n'));
    expect(mistake.message).toBe('f:3: a zero byte, expected text; is this a binary file (or bigBed, BAM)?');
  });

  it('of over 16 MiB are refused', async () => {
    const huge = Buffer.alloc(MAX_LINE_BYTES + 2, 'x');
    expect((await mistakeOf(linesAsText(linesOf(chunked(huge, [1 << 20]), 'f')))).message).toContain(
      '16 MiB',
    );
    huge[huge.length - 1] = 10;
    expect((await mistakeOf(linesAsText(linesOf(chunked(huge, [huge.length]), 'f')))).where.line).toBe(1);
  });
});
