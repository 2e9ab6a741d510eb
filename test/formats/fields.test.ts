import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ChromDictionary } from '../../src/formats/chrom-dictionary.ts';
import {
  fieldError,
  fieldText,
  newFields,
  parseCoordinate,
  parseDecimal,
  splitTabs,
  splitTabsOrSpaces,
} from '../../src/formats/fields.ts';
import { textColumnFrom } from '../../src/formats/text-column.ts';

const bytesOf = (text: string) => Buffer.from(text, 'utf8');
const decimal = (text: string) => parseDecimal(bytesOf(`<${text}>`), 1, 1 + Buffer.byteLength(text));
const coordinate = (text: string) => parseCoordinate(bytesOf(`<${text}>`), 1, 1 + Buffer.byteLength(text));

describe('decimals', () => {
  it('are what Number gives, to the last bit', () => {
    const digits = fc.stringMatching(/^\d{1,20}$/);
    const number = fc
      .tuple(
        fc.constantFrom('', '-', '+'),
        digits,
        fc.option(digits),
        fc.option(fc.integer({ min: -420, max: 320 })),
      )
      .map(([sign, whole, part, power]) => {
        return `${sign}${whole}${part === null ? '' : `.${part}`}${power === null ? '' : `e${power}`}`;
      });
    fc.assert(
      fc.property(fc.oneof(number, fc.double().map(String)), (text) => {
        const expected = /inf|nan/i.test(text) ? Number.NaN : Number(text);
        expect(decimal(text)).toBe(expected);
      }),
      { seed: 11, numRuns: 5000 },
    );
  });

  it.each([
    '',
    ' ',
    '1 ',
    ' 1',
    '.',
    '-',
    '+',
    'e5',
    '1e',
    '1e+',
    '1e-',
    '1.2.3',
    '0x10',
    '1_000',
    '1,5',
    'NaN',
    'inf',
    '1e5.0',
    '--1',
    '١',
  ])('do not include %j', (text) => {
    expect(decimal(text)).toBeNaN();
  });
});

describe('coordinates', () => {
  it('are whole numbers up to 2147483647', () => {
    for (const value of [0, 7, 99, 2147483647]) expect(coordinate(String(value))).toBe(value);
    expect(coordinate('007')).toBe(7);
    for (const text of ['', '-1', '+1', '1.0', '1e3', '2147483648', '99999999999', ' 1', 'x', '१']) {
      expect(coordinate(text)).toBe(-1);
    }
  });
});

describe('fields', () => {
  it('are those of split at tabs', () => {
    const fields = newFields();
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', '\t', ' ', 'é', 'bc'), { maxLength: 120 }), (pieces) => {
        const text = pieces.join('');
        const bytes = bytesOf(`<${text}>`);
        splitTabs(fields, bytes, 1, bytes.length - 1);
        expect(Array.from({ length: fields.count }, (_, i) => fieldText(fields, i))).toEqual(
          text.split('\t'),
        );
      }),
      { seed: 3, numRuns: 500 },
    );
  });

  it('are split at runs of spaces only where there is no tab', () => {
    const fields = newFields();
    const split = (text: string) => {
      splitTabsOrSpaces(fields, bytesOf(text), 0, Buffer.byteLength(text));
      return Array.from({ length: fields.count }, (_, i) => fieldText(fields, i));
    };
    expect(split('  chr1   5 10 ')).toEqual(['chr1', '5', '10']);
    expect(split('chr1\ta b\t')).toEqual(['chr1', 'a b', '']);
  });

  it('that are wrong are shown shortened, without control characters', () => {
    const place = { file: 'x.bed', line: 3, column: 2, name: 'start' };
    const message = fieldError(place, `1\u001b[31m${'9'.repeat(100)}`, 'a whole number', 'mend it').message;
    expect(message).toBe(
      `x.bed:3:2: column 2 (start) is "1?[31m${'9'.repeat(31)}...", expected a whole number; mend it`,
    );
  });
});

describe('chromosomes', () => {
  it('keep their numbers, in the order in which they were met', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9000 }), { maxLength: 3000 }), (picks) => {
        const names = picks.map((pick) => `chr${pick}`);
        const dictionary = new ChromDictionary();
        const numbers = names.map((name) => dictionary.numberOf(bytesOf(name), 0, name.length));
        expect(dictionary.names).toEqual([...new Set(names)]);
        expect(numbers.map((number) => dictionary.names[number])).toEqual(names);
      }),
      { seed: 2, numRuns: 20 },
    );
  });
});

describe('a text column', () => {
  it('gives back what was put in', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 60 }), { maxLength: 200 }), (texts) => {
        const column = textColumnFrom(texts);
        expect(Array.from({ length: column.count }, (_, i) => column.at(i))).toEqual(texts);
        expect([column.at(-1), column.at(texts.length)]).toEqual(['', '']);
      }),
      { seed: 9, numRuns: 200 },
    );
  });
});
