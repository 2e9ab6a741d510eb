/** Other names of genes: those of some, as nomenclature committees list them. */

import type { SimulatedGenome } from '../layout.ts';
import { streamOf } from '../plan.ts';

const NAMED_SHARE = 0.4;
/** Names of genes that this genome does not have: a reader passes them over. */
const WITHDRAWN = 3;
/** One name for two genes. */
const SHARED = 'TWIN1';

/** Columns symbol and alias; a row a name, one to three of them for some genes. */
export function* geneAliasesText(genome: SimulatedGenome): Generator<string> {
  const random = streamOf(genome, 'gene aliases');
  const { genes, plan } = genome;
  yield 'symbol\talias\n';
  for (const [i, { name, chrom }] of genes.entries()) {
    const shortChrom = plan.chroms.names[chrom]!.replace(/^chr/, '');
    const names = [`C${shortChrom}orf${i + 1}`, `MG${i + 1}`, `P${random.whole(12, 180)}-${i + 1}`];
    const count = random.chance(NAMED_SHARE) ? random.whole(1, names.length) : 0;
    for (const alias of names.slice(0, count)) yield `${name}\t${alias}\n`;
    if (i < 2) yield `${name}\t${SHARED}\n`;
  }
  for (let i = 1; i <= WITHDRAWN; i++) yield `WITHDRAWN${i}\tOLD${i}\n`;
}
