import { describe, expect, test } from 'vitest';
import { chromSizesOf, otherNaming } from '../../src/genome/chrom-sizes.ts';

describe('chromSizesOf', () => {
  test('keeps the order of the file and finds a name in it', () => {
    const sizes = chromSizesOf(['chr2', 'chr1'], [200, 100]);
    expect(sizes.names).toEqual(['chr2', 'chr1']);
    expect(sizes.sizes[sizes.index.get('chr1')!]).toBe(100);
    expect(sizes.index.get('1')).toBeUndefined();
  });
});

describe('otherNaming', () => {
  test('goes between UCSC and Ensembl names, and back for every name that Ensembl uses', () => {
    expect(otherNaming('chr1')).toBe('1');
    expect(otherNaming('X')).toBe('chrX');
    expect(otherNaming('chrM')).toBe('MT');
    expect(otherNaming('M')).toBe('chrM');
    for (const name of ['1', '22', 'X', 'Y', 'MT']) expect(otherNaming(otherNaming(name))).toBe(name);
  });
});
