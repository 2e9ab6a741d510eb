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
  /** Of all transcripts together, 0-based half-open; empty where none are known or shown. */
  readonly exons: readonly GenePiece[];
}

export interface GenePiece {
  readonly start: number;
  readonly end: number;
  /** The part that is translated; empty where there is none. */
  readonly codingStart: number;
  readonly codingEnd: number;
}

/** Wider stretches show genes too small for their exons. */
const MOST_BP_WITH_EXONS = 4_000_000;

/** Genes that share a base with a place, by position. Throws Problem, `isNotHere` where the registry has no genes. */
export async function geneFeatures(registry: string, { chrom, start, end }: Region): Promise<GeneFeature[]> {
  const region = `${chrom}:${start + 1}-${end}`;
  const exons = end - start <= MOST_BP_WITH_EXONS ? { exons: 'true' } : {};
  const address = addressOf('/api/v1/genes', { query: { registry, region, format: 'tsv', ...exons } });
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
    exons: piecesOf((name) => cells[column(name)] ?? ''),
  }));
}

/** What the columns of exons say: lists with commas between, empty without exons. */
function piecesOf(cell: (name: string) => string): GenePiece[] {
  const numbers = (name: string) => (cell(name) === '' ? [] : cell(name).split(',').map(Number));
  const ends = numbers('exonEnds');
  const [first, last] = [Number(cell('codingStart')), Number(cell('codingEnd'))];
  return numbers('exonStarts').map((start, i) => {
    const end = ends[i]!;
    const codingStart = Math.min(end, Math.max(start, first));
    return { start, end, codingStart, codingEnd: Math.max(codingStart, Math.min(end, last)) };
  });
}
