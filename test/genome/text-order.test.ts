import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareNatural, compareText } from '../../src/genome/text-order.ts';
import { byteOrder } from './rows.ts';

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 6 }),
  fc
    .array(
      fc.constantFrom(
        'c',
        'h',
        'r',
        '1',
        '9',
        '_',
        '\t',
        '\u00e9',
        '\ud7ff',
        '\ue000',
        '\uffff',
        '\u{10000}',
        '\u{1f9ec}',
      ),
    )
    .map((units) => units.join('')),
);

describe('compareText', () => {
  test('orders as the UTF-8 bytes do, surrogate pairs above the rest of the first plane', () => {
    fc.assert(
      fc.property(anyText, anyText, (a, b) => {
        expect(Math.sign(compareText(a, b))).toBe(Math.sign(byteOrder(a, b)));
      }),
      { seed: 1, numRuns: 2000 },
    );
  });

  test('puts chr10 before chr2, capitals before small letters and a prefix before what it begins', () => {
    const names = ['chrX', 'chr2', 'chr1_alt', 'chr10', 'chr', 'chrEBV', 'Chr1', 'chr1', 'chrx'];
    expect(names.sort(compareText)).toEqual([
      'Chr1',
      'chr',
      'chr1',
      'chr10',
      'chr1_alt',
      'chr2',
      'chrEBV',
      'chrX',
      'chrx',
    ]);
  });

  test('gives the order of LC_ALL=C sort', ({ skip }) => {
    const texts = [...new Set(fc.sample(anyText, { seed: 7, numRuns: 400 }))].filter(
      (text) => text !== '' && !/[\n\0]/.test(text),
    );
    let output: string;
    try {
      output = execFileSync('sort', {
        input: `${texts.join('\n')}\n`,
        env: { ...process.env, LC_ALL: 'C' },
      }).toString();
    } catch {
      return skip('sort of coreutils is not installed');
    }
    expect(texts.sort(compareText)).toEqual(output.split('\n').slice(0, -1));
  });
});

describe('compareNatural', () => {
  /** Digit runs as numbers against each other, every other character as itself, the end before everything. */
  function naive(a: string, b: string): number {
    const tokensA = a.match(/[0-9]+|[^0-9]/g) ?? [];
    const tokensB = b.match(/[0-9]+|[^0-9]/g) ?? [];
    for (let k = 0; ; k++) {
      const x = tokensA[k];
      const y = tokensB[k];
      if (x === undefined || y === undefined) return (x === undefined ? 0 : 1) - (y === undefined ? 0 : 1);
      const bothNumbers = /^[0-9]/.test(x) && /^[0-9]/.test(y);
      if (bothNumbers && BigInt(x) !== BigInt(y)) return BigInt(x) < BigInt(y) ? -1 : 1;
      if (!bothNumbers && x !== y) return x < y ? -1 : 1;
    }
  }
  const chromLike = fc
    .array(fc.constantFrom('chr', '0', '1', '2', '10', '9', 'X', '_', 'a'), { maxLength: 6 })
    .map((parts) => parts.join(''));

  test('orders runs of digits as numbers and the rest as text', () => {
    fc.assert(
      fc.property(chromLike, chromLike, (a, b) => {
        expect(Math.sign(compareNatural(a, b))).toBe(naive(a, b));
      }),
      { seed: 2, numRuns: 3000 },
    );
  });

  test('puts chromosomes in the order that people expect', () => {
    const names = [
      'chrX',
      'chr10',
      'chr2',
      'chrM',
      'chr1',
      'chr1_KI270706v1_random',
      'chr22',
      'chrUn_1',
      'chrY',
    ];
    expect(names.sort(compareNatural)).toEqual([
      'chr1',
      'chr1_KI270706v1_random',
      'chr2',
      'chr10',
      'chr22',
      'chrM',
      'chrUn_1',
      'chrX',
      'chrY',
    ]);
  });

  test('takes chr01 and chr1 for equal', () => {
    expect(compareNatural('chr01', 'chr1')).toBe(0);
  });
});
