/** Exons of made-up genes: those of one gene are shared by its transcripts. */

import type { Gene } from './layout.ts';
import type { Random } from './random.ts';

/** A piece of a transcript in the direction of its strand, 1-based, both ends included. */
export interface Exon {
  readonly from: number;
  readonly to: number;
}

const MEAN_EXON_BP = 150;
const LEAST_EXON_BP = 60;
const LAST_EXON_BP = 900;
const BP_AN_EXON = 3500;

/** The exons between the first and the last of a gene, as distances from its TSS, by distance. */
export function innerExons({ bodyBp }: Gene, random: Random): readonly Exon[] {
  const wanted = Math.min(12, Math.floor(bodyBp / BP_AN_EXON));
  const room = Math.floor((bodyBp - LAST_EXON_BP) / (wanted + 1));
  return Array.from({ length: wanted }, (_, n) => {
    const bp = Math.min(room >> 1, LEAST_EXON_BP + Math.round(random.exponential(MEAN_EXON_BP)));
    const from = (n + 1) * room + random.whole(0, (room >> 1) - 1);
    return { from, to: from + bp - 1 };
  });
}

/** The exons of a transcript that begins `inward` bases behind the gene's TSS and ends with the gene. */
export function exonsOf(gene: Gene, inner: readonly Exon[], inward: number): readonly Exon[] {
  const place = ({ from, to }: Exon) => ({
    from: gene.tss + gene.strand * from,
    to: gene.tss + gene.strand * to,
  });
  const last = { from: Math.max(inward, gene.bodyBp - LAST_EXON_BP + 1), to: gene.bodyBp };
  const between = inner.filter(({ from }) => from > inward + MEAN_EXON_BP);
  const first = { from: inward, to: inward + MEAN_EXON_BP - 1 };
  const behind = [...between, last];
  // A transcript that begins within the last exon has it alone.
  return (first.to < behind[0]!.from ? [first, ...behind] : [{ from: inward, to: gene.bodyBp }]).map(place);
}
