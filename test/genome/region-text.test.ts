import { describe, expect, it } from 'vitest';
import { chromSizesOf } from '../../src/genome/chrom-sizes.ts';
import { locationText, parseLocation, whyNoPlace } from '../../src/genome/region-text.ts';

describe('text of regions', () => {
  it('reads places in every usual spelling', () => {
    const sizes = chromSizesOf(['chr1', 'chr10', 'chrM', 'chrX'], [10_000_000, 5000, 16_569, 700]);
    const spelt: [string, string | undefined][] = [
      ['chr1:1,000-2,000', 'chr1:1000-2000'],
      ['CHR1:1000..2000', 'chr1:1000-2000'],
      ['1:1000-2000', 'chr1:1000-2000'],
      ['chr1 1000 2000', 'chr1:1000-2000'],
      ['chr1\t1000\t2000', 'chr1:1000-2000'],
      ['chr1:5', 'chr1:5-5'],
      ['chr1:2000-1000', 'chr1:1000-2000'],
      ['chr1:1.5M-2M', 'chr1:1500000-2000000'],
      ['chr1:10k-20k', 'chr1:10000-20000'],
      ['chrX', 'chrX:1-700'],
      ['x', 'chrX:1-700'],
      ['MT:5-10', 'chrM:5-10'],
      ['chr10:4000-9000', 'chr10:4000-5000'],
      ['chr1:1000 - 2000', 'chr1:1000-2000'],
      ['  chr1 \t:  1000   ..  2000 \n', 'chr1:1000-2000'],
      [`chr1${' '.repeat(5000)}1000${' '.repeat(5000)}2000`, 'chr1:1000-2000'],
      ['chrX:900-1000', undefined],
      ['chr99:1-2', undefined],
      ['SOX4', undefined],
      ['', undefined],
    ];
    for (const [text, expected] of spelt) {
      const place = parseLocation(text, sizes);
      expect(place === undefined ? undefined : locationText(place), text).toBe(expected);
    }
  });

  it('says of what is none whether the chromosome or the bases are missing', () => {
    const sizes = chromSizesOf(['chr1', 'chrX'], [10_000_000, 700]);
    const why = (text: string) => {
      expect(parseLocation(text, sizes)).toBeUndefined();
      return whyNoPlace(text, sizes, 'hg38');
    };
    expect(why('chrX:701')).toBe('outside chrX of hg38, expected bases from 1 to 700');
    expect(why('chr1:0-0')).toBe('outside chr1 of hg38, expected bases from 1 to 10000000');
    expect(why('chr1:99999999999999999999')).toBe('outside chr1 of hg38, expected bases from 1 to 10000000');
    expect(why('chr99:1-2')).toBe('on no chromosome of hg38, expected a place such as chr1:1,000-2,000');
    expect(why('chr1:a-b')).toBe('no place, expected a place such as chr1:1,000-2,000');
  });

  it('refuses what is no place at once, however many blanks it has', () => {
    const sizes = chromSizesOf(['chr1', 'a'], [10_000_000, 5000]);
    const blanks = ' '.repeat(5000);
    for (const text of [
      `a${blanks}1${blanks}x`,
      `${blanks}a${blanks}1${blanks}-${blanks}1${blanks}x`,
      `a:${'1'.repeat(20_000)}-`,
      `${'a'.repeat(20_000)}!`,
    ])
      expect(parseLocation(text, sizes), text.slice(0, 20)).toBeUndefined();
  });
});
