/** GTF as GENCODE and Ensembl write it (https://www.gencodegenes.org/pages/data_format.html): genes, transcripts, exons. */

import { CisregError } from '../errors.ts';
import type { Regions } from '../genome/regions.ts';
import { locationName } from './byte-stream.ts';
import { ChromDictionary } from './chrom-dictionary.ts';
import { type Fields, fieldError, fieldText, newFields, parseCoordinate, splitTabs } from './fields.ts';
import { growingInt8, growingInt32 } from './growing-column.ts';
import { attributesOf } from './gtf-attributes.ts';
import { ExonCollector, type GtfExons } from './gtf-exons.ts';
import { type TextColumn, TextColumnBuilder } from './text-column.ts';
import { type LineBatch, readLines } from './text-lines.ts';

/** Genes as columns, 0-based half-open, in the order of the file. */
export interface GtfGenes extends Regions {
  readonly count: number;
  /** +1, -1, or 0 where the file says a dot. */
  readonly strand: Int8Array;
  /** The 1-based physical line of each row. */
  readonly line: Int32Array;
  readonly geneId: TextColumn;
  /** '' where the file names none. */
  readonly geneName: TextColumn;
  /** gene_type (GENCODE) or gene_biotype (Ensembl). */
  readonly geneType: TextColumn;
}

/** Transcripts as columns, 0-based half-open, in the order of the file. */
export interface GtfTranscripts extends GtfGenes {
  readonly transcriptId: TextColumn;
  /** 1 where the transcript is tagged basic. */
  readonly basic: Int8Array;
}

export interface Gtf {
  readonly genes: GtfGenes;
  readonly transcripts: GtfTranscripts;
  /** Where they were asked for; none of a transcript for which the file has none. */
  readonly exons: GtfExons | undefined;
}

export interface GtfOptions {
  /** Keeps exons and what of them is translated. Default false. */
  readonly exons?: boolean;
}

/**
 * Reads the gene and transcript rows of a GTF, and exons if asked; rows of other features are checked and passed over. Blank lines and
 * comments are skipped. FORMAT: not 9 columns, coordinates that are no 1-based closed interval, attributes that
 * cannot be read, a gene without gene_id, a transcript without transcript_id.
 */
export function readGtf(location: string, options: GtfOptions = {}): Promise<Gtf> {
  return gtfOfLines(readLines(location), locationName(location), options);
}

/** readGtf from lines that are already at hand; `file` is what errors call them. */
export async function gtfOfLines(
  lines: AsyncIterable<LineBatch>,
  file: string,
  options: GtfOptions = {},
): Promise<Gtf> {
  const chroms = new ChromDictionary();
  const genes = newRows();
  const transcripts = newRows();
  const transcriptId = new TextColumnBuilder();
  const basic = growingInt8();
  const fields = newFields();
  const exons = options.exons === true ? new ExonCollector() : undefined;
  for await (const batch of lines) {
    for (let i = 0; i < batch.count; i++) {
      const from = batch.starts[i]!;
      const to = batch.ends[i]!;
      if (from === to || batch.bytes[from] === 35) continue;
      const line = batch.firstLine + i;
      splitTabs(fields, batch.bytes, from, to);
      const interval = gtfToInterval(file, line, fields);
      const feature = fieldText(fields, 2);
      if (exons !== undefined && ExonCollector.takes(feature)) {
        const transcriptId = transcriptIdOf({ file, line }, fieldText(fields, 8));
        const chrom = chroms.numberOf(fields.bytes, fields.starts[0]!, fields.ends[0]!);
        exons.add({ feature, transcriptId, chrom, ...interval });
      }
      if (feature !== 'gene' && feature !== 'transcript') continue;
      const attributes = attributesOf(file, line, fieldText(fields, 8));
      const rows = feature === 'gene' ? genes : transcripts;
      const chrom = chroms.numberOf(fields.bytes, fields.starts[0]!, fields.ends[0]!);
      if (feature === 'transcript') {
        basic.reserve(rows.count + 1);
        basic.values[rows.count] = attributes.tags.includes('basic') ? 1 : 0;
        transcriptId.appendText(required(attributes.values, 'transcript_id', { file, line }));
      }
      addRow(rows, { ...interval, chrom, line, strand: strandOf(file, line, fields) });
      rows.geneId.appendText(required(attributes.values, 'gene_id', { file, line }));
      rows.geneName.appendText(attributes.values.get('gene_name') ?? '');
      rows.geneType.appendText(
        attributes.values.get('gene_type') ?? attributes.values.get('gene_biotype') ?? '',
      );
    }
  }
  const transcriptRows = finishRows(transcripts, chroms.names);
  const ids = transcriptId.finish();
  return {
    genes: finishRows(genes, chroms.names),
    transcripts: {
      ...transcriptRows,
      transcriptId: ids,
      basic: basic.finish(transcripts.count),
    },
    exons: exons?.finish({ ...transcriptRows, idOf: (row) => ids.at(row) }),
  };
}

const TRANSCRIPT_ID = /(?:^|;\s*)transcript_id "([^"]+)"/;

/** There are ten exons a transcript: their other attributes are not taken apart. */
function transcriptIdOf(where: { readonly file: string; readonly line: number }, text: string): string {
  return (
    TRANSCRIPT_ID.exec(text)?.[1] ??
    required(attributesOf(where.file, where.line, text).values, 'transcript_id', where)
  );
}

/** Columns 4 and 5 of a GTF line, 1-based and closed, as 0-based half-open. Checks that it has 9 columns. */
function gtfToInterval(file: string, line: number, fields: Fields): { start: number; end: number } {
  if (fields.count !== 9) {
    const found = fields.count === 1 ? '1 column' : `${fields.count} columns`;
    const message = `${found}, expected the 9 of GTF, separated by tabs; was the file cut short?`;
    throw new CisregError('FORMAT', message, { where: { file, line } });
  }
  const { bytes, starts, ends } = fields;
  const first = parseCoordinate(bytes, starts[3]!, ends[3]!);
  const last = parseCoordinate(bytes, starts[4]!, ends[4]!);
  const whole = 'a whole number from 1 to 2147483647';
  if (first < 1) throw fieldError({ file, line, column: 4, name: 'start' }, fieldText(fields, 3), whole);
  if (last < 1) throw fieldError({ file, line, column: 5, name: 'end' }, fieldText(fields, 4), whole);
  if (last < first) {
    throw fieldError(
      { file, line, column: 5, name: 'end' },
      fieldText(fields, 4),
      `at least the start ${first}`,
    );
  }
  if (starts[0] === ends[0]) {
    throw fieldError({ file, line, column: 1, name: 'seqname' }, '', 'the name of a chromosome');
  }
  return { start: first - 1, end: last };
}

function strandOf(file: string, line: number, fields: Fields): number {
  const text = fieldText(fields, 6);
  if (text === '+') return 1;
  if (text === '-') return -1;
  if (text === '.') return 0;
  throw fieldError({ file, line, column: 7, name: 'strand' }, text, '+, - or .');
}

function required(
  values: ReadonlyMap<string, string>,
  name: string,
  where: { readonly file: string; readonly line: number },
): string {
  const value = values.get(name);
  if (value !== undefined && value !== '') return value;
  const message = `the attributes have no ${name}, expected one; is this GFF3? It must be GTF`;
  throw new CisregError('FORMAT', message, { where: { ...where, column: 9 } });
}

function newRows() {
  return {
    count: 0,
    chrom: growingInt32(),
    start: growingInt32(),
    end: growingInt32(),
    line: growingInt32(),
    strand: growingInt8(),
    geneId: new TextColumnBuilder(),
    geneName: new TextColumnBuilder(),
    geneType: new TextColumnBuilder(),
  };
}

type Rows = ReturnType<typeof newRows>;

function addRow(
  rows: Rows,
  row: { chrom: number; start: number; end: number; line: number; strand: number },
): void {
  const at = rows.count++;
  for (const column of [rows.chrom, rows.start, rows.end, rows.line, rows.strand]) column.reserve(at + 1);
  rows.chrom.values[at] = row.chrom;
  rows.start.values[at] = row.start;
  rows.end.values[at] = row.end;
  rows.line.values[at] = row.line;
  rows.strand.values[at] = row.strand;
}

function finishRows(rows: Rows, chromNames: readonly string[]): GtfGenes {
  const { count } = rows;
  return {
    chromNames,
    count,
    chrom: rows.chrom.finish(count),
    start: rows.start.finish(count),
    end: rows.end.finish(count),
    line: rows.line.finish(count),
    strand: rows.strand.finish(count),
    geneId: rows.geneId.finish(),
    geneName: rows.geneName.finish(),
    geneType: rows.geneType.finish(),
  };
}
