import { describe, expect, it } from 'vitest';
import { checkChainAssembly } from '../../src/genome/chain-assembly.ts';
import { chromSizesOf } from '../../src/genome/chrom-sizes.ts';

const hg38 = chromSizesOf(['chr1', 'chr2', 'chrM'], [248_956_422, 242_193_529, 16_569]);

describe('chains are of an assembly', () => {
  it('that has their chromosomes in their sizes; either may have more', () => {
    checkChainAssembly(chromSizesOf(['chr2', 'chr1_alt'], [242_193_529, 5]), hg38, 'x.chain');
  });

  it('unless a size differs', () => {
    const mm10 = chromSizesOf(['chrM', 'chr1'], [16_569, 195_471_971]);
    expect(() => checkChainAssembly(mm10, hg38, 'x.chain')).toThrow(
      'x.chain: chr1 has 195471971 bases (this is mm10), expected 248956422; are these chains of another assembly',
    );
    expect(() => checkChainAssembly(chromSizesOf(['chrM'], [16_571]), hg38, 'x.chain')).toThrow(
      'x.chain: chrM has 16571 bases, expected 16569; are',
    );
  });

  it('unless they share no chromosome', () => {
    expect(() => checkChainAssembly(chromSizesOf(['1', '2'], [1, 2]), hg38, 'x.chain')).toThrow(
      'x.chain: chromosomes 1, 2, expected chr1, chr2, chrM; give chains with the same names',
    );
  });
});
