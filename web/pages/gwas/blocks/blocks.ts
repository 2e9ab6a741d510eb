/** LD blocks: the variants of a study or a list, put together by their lead. */

import type { Region } from '../../../browser/browser-strip.tsx';
import type { BlockSnp } from '../source.ts';

export interface Block extends Region {
  /** From 1, by the strength of the leads. */
  readonly number: number;
  readonly lead: string;
  /** -log10 p of the lead; null where it is not known. */
  readonly minusLog10P: number | null;
  /** The lead first, then by r². */
  readonly snps: readonly BlockSnp[];
  /** Accessions of cCREs of any tier that a variant hits, each once. */
  readonly elements: readonly string[];
}

export function blocksOf(snps: readonly BlockSnp[]): readonly Block[] {
  const byNumber = new Map<number, BlockSnp[]>();
  for (const snp of snps) {
    const own = byNumber.get(snp.block);
    if (own === undefined) byNumber.set(snp.block, [snp]);
    else own.push(snp);
  }
  return [...byNumber].map(([number, own]) => {
    const [first] = own as [BlockSnp, ...BlockSnp[]];
    return {
      number,
      lead: first.lead,
      minusLog10P: first.leadMinusLog10P,
      chrom: first.chrom,
      start: Math.min(...own.map(({ start }) => start)),
      end: Math.max(...own.map(({ end }) => end)),
      snps: own,
      elements: [...new Set(own.flatMap(({ accession }) => (accession === null ? [] : [accession])))],
    };
  });
}
