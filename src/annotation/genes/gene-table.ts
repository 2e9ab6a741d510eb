/** The genes that hang on a registry: looked up by any of their names, by place, and by what is nearest. */

import type { ColumnFolder } from '../../formats/column-folder.ts';
import type { TextColumn } from '../../formats/text-column.ts';
import { type IntervalIndex, intervalIndex } from '../../genome/interval-index.ts';
import { asSorted, type SortedRegions } from '../../genome/sorted-regions.ts';
import type { Counts, KindReader } from '../kind.ts';
import { type Exons, exonTable } from './gene-exons.ts';
import { type GeneNameIndex, geneNameIndex } from './gene-name-index.ts';

/** A gene by its row; positions are 0-based half-open. */
export interface Gene {
  readonly row: number;
  readonly id: string;
  /** Its id where the file names no symbol. */
  readonly symbol: string;
  readonly type: string;
  readonly chrom: string;
  readonly start: number;
  readonly end: number;
  readonly strand: '+' | '-' | '.';
}

/** Transcription start sites by chromosome and position; `position` is the 1-based coordinate, as GENCODE counts. */
export interface GeneTss {
  readonly chromOffsets: Int32Array;
  readonly position: Int32Array;
  /** Row of the gene. */
  readonly gene: Int32Array;
  readonly transcript: TextColumn;
}

export interface GeneTable {
  readonly count: number;
  /** By chromosome and start. */
  readonly regions: SortedRegions;
  readonly index: IntervalIndex;
  readonly strand: Int8Array;
  readonly ids: TextColumn;
  readonly tss: GeneTss;
  /** Places of a gene's start sites, by position. */
  startSites(row: number): readonly number[];
  /** Exons of the transcript of a start site. */
  exonsOfTranscript(site: number): Exons;
  /** Exons of all transcripts of a gene together. */
  exonsOfGene(row: number): Exons;
  /** The types that genes have, sorted. */
  readonly types: readonly string[];
  gene(row: number): Gene;
  /** Rows of genes of that symbol, alias or id (with or without version, any case): symbols before ids before aliases. */
  find(name: string): readonly number[];
  /** The first `most` names that begin so, with their rows; any case. */
  beginningWith(prefix: string, most: number): { name: string; row: number }[];
  /** Other names of a gene. */
  aliases(row: number): readonly string[];
}

export const GENES: KindReader<GeneTable> = { kind: 'genes', open: openGenes };

function openGenes(columns: ColumnFolder, _counts: Counts): GeneTable {
  const regions = asSorted({
    chromNames: columns.texts('chroms'),
    chrom: columns.int32('chrom'),
    start: columns.int32('start'),
    end: columns.int32('end'),
  });
  const [ids, symbols, strand] = [columns.text('id'), columns.text('symbol'), columns.int8('strand')];
  const [types, type] = [columns.texts('types'), columns.uint16('type')];
  const aliases = aliasRows(columns);
  let kept: GeneNameIndex | undefined;
  // Made when a name is first asked for.
  const names = () => {
    kept ??= geneNameIndex({
      ids,
      symbols,
      aliases: columns.text('alias'),
      aliasGene: columns.int32('aliasGene'),
    });
    return kept;
  };
  const startSites = startSitesOf(columns);
  const exons = exonTable(columns);
  const gene = (row: number): Gene => ({
    row,
    id: ids.at(row),
    symbol: symbols.at(row) === '' ? ids.at(row) : symbols.at(row),
    type: types[type[row]!]!,
    chrom: regions.chromNames[regions.chrom[row]!]!,
    start: regions.start[row]!,
    end: regions.end[row]!,
    strand: strand[row]! > 0 ? '+' : strand[row]! < 0 ? '-' : '.',
  });
  return {
    count: ids.count,
    regions,
    index: intervalIndex(regions),
    strand,
    ids,
    tss: {
      chromOffsets: columns.int32('tssChromOffsets'),
      position: columns.int32('tssPosition'),
      gene: columns.int32('tssGene'),
      transcript: columns.text('tssTranscript'),
    },
    startSites,
    exonsOfTranscript: exons.ofTranscript,
    exonsOfGene: (row) => exons.ofTranscripts(startSites(row)),
    types,
    gene,
    find: (name) => names().find(name),
    beginningWith: (prefix, most) => names().beginningWith(prefix, most),
    aliases: (row) => aliases().get(row) ?? [],
  };
}

function aliasRows(columns: ColumnFolder): () => ReadonlyMap<number, readonly string[]> {
  let kept: Map<number, string[]> | undefined;
  return () => {
    if (kept !== undefined) return kept;
    kept = new Map();
    const [names, rows] = [columns.text('alias'), columns.int32('aliasGene')];
    for (let i = 0; i < names.count; i++) {
      const own = kept.get(rows[i]!);
      if (own === undefined) kept.set(rows[i]!, [names.at(i)]);
      else own.push(names.at(i));
    }
    return kept;
  };
}

function startSitesOf(columns: ColumnFolder): (row: number) => readonly number[] {
  let byGene: Map<number, number[]> | undefined;
  return (row) => {
    if (byGene === undefined) {
      byGene = new Map();
      for (const [t, gene] of columns.int32('tssGene').entries()) {
        const own = byGene.get(gene);
        if (own === undefined) byGene.set(gene, [t]);
        else own.push(t);
      }
    }
    return byGene.get(row) ?? [];
  };
}
