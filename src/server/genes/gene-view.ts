/** Genes as the API shows them, and which gene a name means. */

import { Type } from 'typebox';
import type { Exons } from '../../annotation/genes/gene-exons.ts';
import { withoutVersion } from '../../annotation/genes/gene-name-index.ts';
import { GENES, type Gene, type GeneTable } from '../../annotation/genes/gene-table.ts';
import { locationText } from '../../genome/region-text.ts';
import { annotationOf } from '../answers/annotated.ts';
import { closed, oneOf } from '../answers/components.ts';
import type { ListColumn } from '../answers/list-answer.ts';
import { RequestError } from '../answers/problem.ts';
import { quoted } from '../answers/quoted.ts';
import type { Served } from '../served.ts';

/** A gene; positions are 0-based half-open, `location` is 1-based inclusive. */
export interface GeneView extends Omit<Gene, 'row'> {
  readonly location: string;
  readonly length: number;
}

export const GeneSchema = closed({
  id: Type.String(),
  symbol: Type.String({ description: 'Its id where it has none' }),
  type: Type.String({ description: 'As the file of genes has it: protein_coding, lncRNA' }),
  chrom: Type.String(),
  start: Type.Integer({ description: '0-based' }),
  end: Type.Integer({ description: 'Half-open' }),
  location: Type.String({ description: '1-based inclusive' }),
  length: Type.Integer({ description: 'bp' }),
  strand: oneOf('+', '-', '.'),
});

/** The gene of a row. */
export function geneView(table: GeneTable, row: number): GeneView {
  const { id, symbol, type, chrom, start, end, strand } = table.gene(row);
  return {
    id,
    symbol,
    type,
    chrom,
    start,
    end,
    location: locationText({ chrom, start, end }),
    length: end - start,
    strand,
  };
}

const SPAN = {
  start: Type.Integer({ description: '0-based' }),
  end: Type.Integer({ description: 'Half-open' }),
};

/** Exons of a transcript, or of all transcripts of a gene together. */
export const EXONS = {
  exons: Type.Array(closed(SPAN), {
    description: 'By start; empty where the file of genes has none',
  }),
  coding: Type.Union([Type.Null(), closed(SPAN)], {
    description: 'From the first translated base to the last; null where nothing is translated',
  }),
};

export function exonsView({ exons, coding }: Exons) {
  return { exons, coding: coding ?? null };
}

/** The columns of genes; `rowOf` says the gene of a row of the list. */
export function geneColumns<Row>(table: GeneTable, rowOf: (row: Row) => number): readonly ListColumn<Row>[] {
  const column = (name: keyof Gene, type: 'text' | 'whole', description: string): ListColumn<Row> => ({
    name,
    type,
    description,
    value: (row) => table.gene(rowOf(row))[name],
  });
  return [
    column('chrom', 'text', 'Chromosome'),
    column('start', 'whole', 'Start, 0-based'),
    column('end', 'whole', 'End, half-open'),
    column('id', 'text', 'Gene id'),
    column('symbol', 'text', 'Symbol; the id where it has none'),
    column('strand', 'text', '+, - or .'),
    column('type', 'text', 'Type of gene'),
  ];
}

/** A gene as BED6 with its id and, behind that, symbol and type: the form in which `genes` are read. */
export function geneBed(table: GeneTable, row: number): string {
  const { chrom, start, end, id, strand, symbol, type } = table.gene(row);
  return `${chrom}\t${start}\t${end}\t${id}\t0\t${strand}\t${symbol}\t${type}`;
}

/** What a name was understood as. */
export interface NamedGene {
  readonly table: GeneTable;
  readonly row: number;
  readonly foundBy: 'id' | 'symbol' | 'alias';
  /** Rows of other genes of that name. */
  readonly others: readonly number[];
}

/**
 * The gene of an id (with or without version), a symbol or an alias, in any case. Of several the one whose own name it is comes before one that
 * has it as an alias, then protein-coding ones, then the order of the genome. Throws RequestError 404.
 */
export function geneNamed(served: Served, name: string, parameter = 'id'): NamedGene {
  const table = annotationOf(served, GENES);
  const found = geneIfAny(table, name);
  if (found !== undefined) return found;
  const example = table.count === 0 ? '' : ` such as ${table.gene(0).symbol} or ${table.gene(0).id}`;
  throw new RequestError(
    404,
    `${quoted(name)} is no gene of ${served.id}, expected a symbol, an id or an alias${example}; GET genes?prefix= lists what begins so`,
    parameter,
  );
}

/** As geneNamed; undefined where no gene has that name. */
export function geneIfAny(table: GeneTable, name: string): NamedGene | undefined {
  const text = name.trim().toLowerCase();
  const how = (row: number) => {
    const { id, symbol } = table.gene(row);
    if (id.toLowerCase() === text || withoutVersion(id).toLowerCase() === text) return 'id';
    return symbol.toLowerCase() === text ? 'symbol' : 'alias';
  };
  const rank = (row: number) =>
    2 * Number(how(row) === 'alias') + Number(table.gene(row).type !== 'protein_coding');
  const rows = [...table.find(name)].sort((a, b) => rank(a) - rank(b) || a - b);
  const [row, ...others] = rows;
  return row === undefined ? undefined : { table, row, foundBy: how(row), others };
}

/** The answer of a route on one gene: which one it is, how its name was understood, and others of that name. */
export const NAMED_GENE = {
  gene: GeneSchema,
  foundBy: oneOf('id', 'symbol', 'alias'),
  alternatives: Type.Array(GeneSchema, { description: 'Other genes of that name: ask for them by id' }),
};

export function namedGeneView({ table, row, foundBy, others }: NamedGene): object {
  return {
    gene: geneView(table, row),
    foundBy,
    alternatives: others.map((other) => geneView(table, other)),
  };
}
