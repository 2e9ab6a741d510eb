/** Where a gene is described elsewhere. These are links alone: nothing is asked there. */

import type { Region } from '../../browser/browser-strip.tsx';
import { ucscAssembly } from '../../words/assemblies.ts';
import { plainPlace } from '../../words/numbers.ts';

interface OutLink {
  readonly name: string;
  readonly address: string;
}

const HUMAN = new Set(['hg38', 'hg19', 'hs1']);
const ENSEMBL_ID = /^ENS[A-Z]*G\d+/;

/** Links that make sense for this assembly and this id. */
export function outLinks(
  assembly: string,
  gene: Region & { readonly id: string; readonly symbol: string },
): OutLink[] {
  const db = ucscAssembly(assembly);
  const id = ENSEMBL_ID.exec(gene.id)?.[0];
  const ucsc = `https://genome.ucsc.edu/cgi-bin/hgTracks?db=${encodeURIComponent(db)}&position=${plainPlace(gene)}`;
  const symbol = encodeURIComponent(gene.symbol);
  return [
    { name: 'UCSC', address: ucsc },
    ...(HUMAN.has(db)
      ? [{ name: 'GeneCards', address: `https://www.genecards.org/cgi-bin/carddisp.pl?gene=${symbol}` }]
      : []),
    {
      name: 'Ensembl',
      address:
        id === undefined
          ? `https://www.ensembl.org/Multi/Search/Results?q=${symbol}`
          : `https://www.ensembl.org/id/${id}`,
    },
  ];
}
