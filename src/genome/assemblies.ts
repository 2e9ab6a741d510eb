/** The assemblies that chromosome sizes give away. */

import type { ChromSizes } from './chrom-sizes.ts';

/** Bases of chr1, as the Genome Reference Consortium and UCSC publish them. */
const CHR1_BP: Readonly<Record<number, string>> = {
  249250621: 'hg19',
  248956422: 'GRCh38',
  248387328: 'T2T-CHM13',
  197195432: 'mm9',
  195471971: 'mm10',
  195154279: 'GRCm39',
};

/** The assembly of which these are the chromosomes; undefined where chr1 is of no size that is known here. */
export function assemblyOf(chromSizes: Pick<ChromSizes, 'index' | 'sizes'>): string | undefined {
  const chr1 = chromSizes.index.get('chr1') ?? chromSizes.index.get('1');
  return chr1 === undefined ? undefined : CHR1_BP[chromSizes.sizes[chr1]!];
}
