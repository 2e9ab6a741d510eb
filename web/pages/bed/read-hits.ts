/** All hits of a BED, read once as a stream: which elements there are, and how many each gene has. */

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Problem } from '../../api/ask.ts';
import { useRegistry } from '../../frame/registry.ts';
import { type BedSource, keyOf, type Overlap, overlapResponse } from './bed-source.ts';

export interface GeneHits {
  readonly id: string;
  readonly elements: number;
  /** Of them, those whose class is PLS. */
  readonly promoters: number;
}

export interface Hits {
  /** What the registry calls the elements, in order of the genome, each once. */
  readonly accessions: readonly string[];
  /** The most elements first. */
  readonly genes: readonly GeneHits[];
}

export interface HitsState {
  readonly hits: Hits | undefined;
  readonly problem: Problem | undefined;
  /** More than are read without being asked for. */
  readonly isLarge: boolean;
  readonly isReading: boolean;
  readonly readRows: number;
  read(): void;
}

/** So many pairs are read without a click: some 10 MB. */
const FEW = 50_000;

export function useHits(source: BedSource, { pairs, asked: filter }: Overlap): HitsState {
  const { id, version } = useRegistry();
  const key = `${keyOf(source)} ${JSON.stringify(filter)}`;
  const [wanted, setWanted] = useState('');
  const [readRows, setReadRows] = useState(0);
  const isWanted = pairs > 0 && (pairs <= FEW || wanted === key);
  const answer = useQuery<Hits, Problem>({
    queryKey: ['hits', version, key],
    queryFn: async ({ signal }) => {
      const query = { registry: id, ...filter, format: 'tsv' };
      return readHits(await overlapResponse(source, query, signal), setReadRows);
    },
    enabled: isWanted,
    retry: false,
  });
  return {
    hits: pairs === 0 ? { accessions: [], genes: [] } : answer.data,
    problem: answer.error ?? undefined,
    isLarge: pairs > FEW,
    isReading: answer.isFetching,
    readRows,
    read: () => setWanted(key),
  };
}

/** Reads the pairs as TSV; an element that several regions hit counts once. Throws Problem where the answer breaks off. */
async function readHits(response: Response, onRows: (rows: number) => void): Promise<Hits> {
  const places = new Map<string, number>();
  const seen = new Set<string>();
  const accessions: string[] = [];
  const genes = new Map<string, { elements: number; promoters: number }>();
  let rows = 0;
  const take = (line: string) => {
    const cells = line.split('\t');
    if (places.size === 0) {
      cells.forEach((name, place) => {
        places.set(name, place);
      });
      return;
    }
    rows++;
    const cell = (name: string) => cells[places.get(name)!]!;
    const rdhs = cell('rdhs');
    if (seen.has(rdhs)) return;
    seen.add(rdhs);
    accessions.push(cell('accession') === 'NA' ? rdhs : cell('accession'));
    const gene = cell('nearestGene');
    if (gene === 'NA') return;
    const own = genes.get(gene) ?? { elements: 0, promoters: 0 };
    own.elements++;
    if (cell('class') === 'PLS') own.promoters++;
    genes.set(gene, own);
  };
  let rest = '';
  for await (const text of textsOf(response)) {
    const lines = (rest + text).split('\n');
    rest = lines.pop()!;
    lines.forEach(take);
    onRows(rows);
  }
  if (rest !== '') take(rest);
  const expected = Number(response.headers.get('x-total') ?? rows);
  if (rows !== expected) {
    throw new Problem(`The answer broke off: ${rows} of ${expected} rows came.`, 0);
  }
  const byNumber = [...genes].map(([id, own]) => ({ id, ...own }));
  byNumber.sort((a, b) => b.elements - a.elements || a.id.localeCompare(b.id, 'en', { numeric: true }));
  return { accessions, genes: byNumber };
}

async function* textsOf(response: Response): AsyncGenerator<string> {
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
  }
}
