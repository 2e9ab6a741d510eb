/** Genes of a stretch of the genome, for the track of genes. */

import { addressOf } from '../api/ask.ts';
import type { Feature } from './igv-api.ts';
import { listRows } from './list-text.ts';
import type { Region } from './strip-props.ts';

export interface GeneFeature extends Feature {
  readonly id: string;
  readonly symbol: string;
  readonly strand: string;
  readonly type: string;
}

/** Genes that share a base with a place, by position. Throws Problem, `isNotHere` where the registry has no genes. */
export async function geneFeatures(registry: string, { chrom, start, end }: Region): Promise<GeneFeature[]> {
  const region = `${chrom}:${start + 1}-${end}`;
  const address = addressOf('/api/v1/genes', { query: { registry, region, format: 'tsv' } });
  const [head, ...rows] = await listRows(address);
  const column = (name: string) => head!.indexOf(name);
  const [at, to, id, symbol, strand, type] = ['start', 'end', 'id', 'symbol', 'strand', 'type'].map(column);
  return rows.map((cells) => ({
    chr: chrom,
    start: Number(cells[at!]),
    end: Number(cells[to!]),
    name: cells[symbol!]!,
    id: cells[id!]!,
    symbol: cells[symbol!]!,
    strand: cells[strand!]!,
    type: cells[type!]!,
  }));
}
