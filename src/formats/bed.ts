/** BED3 to BED12, with or without further columns (https://genome.ucsc.edu/FAQ/FAQformat.html#format1). */

import { readBlocks } from './bed-blocks.ts';
import { locationName } from './byte-stream.ts';
import { parseDecimal } from './fields.ts';
import { growingFloat64, growingInt8 } from './growing-column.ts';
import { type RegionRow, type RegionTable, readRegionRows, rowError } from './region-rows.ts';
import { type TextColumn, TextColumnBuilder } from './text-column.ts';
import { readText, type TextBlock } from './text-lines.ts';

export interface BedOptions {
  /** Accepts regions of size 0. Default false. */
  readonly allowEmpty?: boolean;
  /** The columns that every row must have. Default 3. */
  readonly minFields?: number;
  /** Further columns to check and keep: score (5), strand (6), blocks (10 to 12). Default none. */
  readonly keep?: { readonly score?: boolean; readonly strand?: boolean; readonly blocks?: boolean };
  /** Keeps the text from this 1-based column on (tabs included) in `rest`. */
  readonly restFrom?: number;
  /** Keeps each row's whole text in `raw`. */
  readonly raw?: boolean;
  /** The bytes of all rows, where they are known: `raw` need not grow then. */
  readonly rawBytes?: number;
  /** Keeps column 4 in `names`. Default true. */
  readonly names?: boolean;
}

/** A BED file as columns; those that the file has not, or that nobody asked for, are undefined. */
export interface BedTable extends RegionTable {
  /** Column 4. */
  readonly names: TextColumn | undefined;
  /** Column 5 as a double. */
  readonly score: Float64Array | undefined;
  /** Column 6: +1, -1, or 0 for a dot. */
  readonly strand: Int8Array | undefined;
  /** Blocks of row i: blockOffsets[i] up to blockOffsets[i + 1] of blockStarts and blockSizes. */
  readonly blockOffsets: Int32Array | undefined;
  /** Absolute 0-based starts: the row's start is added to what column 12 says. */
  readonly blockStarts: Int32Array | undefined;
  readonly blockSizes: Int32Array | undefined;
  readonly rest: TextColumn | undefined;
  readonly raw: TextColumn | undefined;
}

/**
 * Reads a BED file whole. Rows stay in the order of the file. Errors as readRegionRows, and for each column that is
 * kept: a score that is no number, a strand other than + - . and blocks that do not fit their region.
 */
export function readBed(location: string, options: BedOptions = {}): Promise<BedTable> {
  return bedOfLines(readText(location, { reuse: true }), locationName(location), options);
}

/** readBed from text that is already at hand; `file` is what errors call it. */
export async function bedOfLines(
  text: AsyncIterable<TextBlock>,
  file: string,
  options: BedOptions = {},
): Promise<BedTable> {
  const keep = options.keep ?? {};
  const names = options.names === false ? undefined : new TextColumnBuilder();
  const score = keep.score ? growingFloat64() : undefined;
  const strand = keep.strand ? growingInt8() : undefined;
  const blocks = keep.blocks ? readBlocks() : undefined;
  const rest = options.restFrom === undefined ? undefined : new TextColumnBuilder();
  const restIndex = (options.restFrom ?? 1) - 1;
  const raw = options.raw ? new TextColumnBuilder() : undefined;
  raw?.reserveBytes(options.rawBytes ?? 0);
  const table = await readRegionRows(text, file, {
    name: 'BED',
    minFields: options.minFields ?? 3,
    allowEmpty: options.allowEmpty ?? false,
    reserve: (rows) => {
      names?.reserve(rows);
      score?.reserve(rows);
      strand?.reserve(rows);
    },
    visit: (row, index) => {
      const { bytes, starts, ends, count } = row.fields;
      if (count > 3) names?.append(bytes, starts[3]!, ends[3]!);
      if (score !== undefined && count > 4) score.values[index] = parseScore(row);
      if (strand !== undefined && count > 5) strand.values[index] = parseStrand(row, 5);
      if (blocks !== undefined && count > 11) blocks.add(row);
      rest?.append(bytes, restIndex < count ? starts[restIndex]! : row.lineEnd, row.lineEnd);
      raw?.append(bytes, row.lineStart, row.lineEnd);
    },
  });
  const { count, fieldCount } = table;
  const hasBlocks = blocks !== undefined && fieldCount > 11;
  return {
    ...table,
    names: fieldCount > 3 ? names?.finish() : undefined,
    score: fieldCount > 4 ? score?.finish(count) : undefined,
    strand: fieldCount > 5 ? strand?.finish(count) : undefined,
    blockOffsets: hasBlocks ? blocks.offsets(count) : undefined,
    blockStarts: hasBlocks ? blocks.starts(count) : undefined,
    blockSizes: hasBlocks ? blocks.sizes(count) : undefined,
    rest: rest?.finish(),
    raw: raw?.finish(),
  };
}

function parseScore(row: RegionRow): number {
  const { bytes, starts, ends } = row.fields;
  const value = parseDecimal(bytes, starts[4]!, ends[4]!);
  if (!Number.isFinite(value)) throw rowError(row, 4, 'score', ['a number']);
  return value;
}

/** The strand in field `index` (0-based) of a row: +1, -1, or 0 for a dot. */
export function parseStrand(row: RegionRow, index: number): number {
  const { bytes, starts, ends } = row.fields;
  const from = starts[index]!;
  const byte = ends[index] === from + 1 ? bytes[from] : undefined;
  if (byte === 43) return 1;
  if (byte === 45) return -1;
  if (byte === 46) return 0;
  throw rowError(row, index, 'strand', ['+, - or .']);
}
