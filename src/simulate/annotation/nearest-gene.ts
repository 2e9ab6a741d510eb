/** Genes by place. */

import type { Gene, SimulatedGenome } from '../layout.ts';

/** The first gene (by chromosome and TSS) that begins at or behind a place, as an index; genes.length where none. */
export function firstGeneFrom(genes: readonly Gene[], chrom: number, position: number): number {
  let from = 0;
  let to = genes.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    const gene = genes[middle]!;
    if (gene.chrom < chrom || (gene.chrom === chrom && gene.tss < position)) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** The gene with the nearest TSS on the chromosome, and how far it is; undefined on a chromosome without genes. */
export function nearestGene(
  { genes }: SimulatedGenome,
  chrom: number,
  position: number,
): { readonly gene: Gene; readonly distanceBp: number } | undefined {
  const at = firstGeneFrom(genes, chrom, position);
  const near = [genes[at - 1], genes[at]].filter((gene) => gene !== undefined && gene.chrom === chrom);
  const [nearest] = near.sort((a, b) => Math.abs(a!.tss - position) - Math.abs(b!.tss - position));
  return nearest === undefined ? undefined : { gene: nearest, distanceBp: Math.abs(nearest.tss - position) };
}
