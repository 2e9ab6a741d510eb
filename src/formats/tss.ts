/** Transcription start sites, from a TSS BED or a GTF. A TSS is held as its 1-based coordinate. */

import { CisregError } from '../errors.ts';
import { parseStrand } from './bed.ts';
import { locationName } from './byte-stream.ts';
import { newFields, parseCoordinate, splitTabs } from './fields.ts';
import { growingInt8 } from './growing-column.ts';
import { type Gtf, gtfOfLines } from './gtf.ts';
import { isSkipped, readRegionRows, rowError } from './region-rows.ts';
import { type TextColumn, TextColumnBuilder, textColumnFrom } from './text-column.ts';
import { type LineBatch, readLines } from './text-lines.ts';

/** TSSs in the order of the file. */
export interface TssTable {
  readonly count: number;
  readonly chromNames: readonly string[];
  readonly chrom: Int32Array;
  /** The 1-based coordinate of each TSS. */
  readonly position: Int32Array;
  /** +1, -1, or 0 where the file says none. */
  readonly strand: Int8Array;
  /** '' where the file names none. */
  readonly transcripts: TextColumn;
  /** '' where the file names none. */
  readonly genes: TextColumn;
  /** What was taken: the transcripts of a GTF tagged basic, all of them as none is tagged, or the rows of a BED. */
  readonly fromBasicTags: 'basic' | 'all' | 'bed';
}

/**
 * Reads TSSs. What the file is shows in its first row. BED: chrom, pos, pos, transcript, ., strand, gene, where
 * start = end is a 1-based position and end = start + 1 is ordinary BED for position end; at least 3 columns. GTF:
 * the start of transcripts on +, the end on -. FORMAT: as readBed and readGtf, other widths, no TSS at all.
 */
export async function readTss(location: string): Promise<TssTable> {
  const file = locationName(location);
  const peeked = await peekFirstRow(readLines(location));
  const table = peeked.isGtf
    ? tssOfGtf(await gtfOfLines(peeked.lines, file), file)
    : tssOfBed(peeked.lines, file);
  const tss = await table;
  if (tss.count > 0) return tss;
  throw new CisregError(
    'FORMAT',
    'holds no transcription start site, expected at least one; is it the right file?',
    {
      where: { file },
    },
  );
}

async function peekFirstRow(
  lines: AsyncGenerator<LineBatch>,
): Promise<{ isGtf: boolean; lines: AsyncIterable<LineBatch> }> {
  const seen: LineBatch[] = [];
  for (;;) {
    const next = await lines.next();
    if (next.done) return { isGtf: false, lines: continued(seen, lines) };
    seen.push(next.value);
    const isGtf = firstRowIsGtf(next.value);
    if (isGtf !== undefined) return { isGtf, lines: continued(seen, lines) };
  }
}

/** Whether the first row of a file is GTF (or GFF) rather than BED. */
export async function isGtf(location: string): Promise<boolean> {
  const peeked = await peekFirstRow(readLines(location));
  for await (const _ of peeked.lines) break;
  return peeked.isGtf;
}

async function* continued(
  seen: readonly LineBatch[],
  rest: AsyncGenerator<LineBatch>,
): AsyncGenerator<LineBatch> {
  try {
    yield* seen;
    yield* rest;
  } finally {
    await rest.return(undefined);
  }
}

function firstRowIsGtf(batch: LineBatch): boolean | undefined {
  const fields = newFields();
  for (let i = 0; i < batch.count; i++) {
    if (isSkipped(batch.bytes, batch.starts[i]!, batch.ends[i]!)) continue;
    splitTabs(fields, batch.bytes, batch.starts[i]!, batch.ends[i]!);
    const isNumber = (field: number) =>
      parseCoordinate(batch.bytes, fields.starts[field]!, fields.ends[field]!) >= 0;
    // BED has its coordinates in columns 2 and 3, where GTF has its source and feature.
    return fields.count >= 8 && !(isNumber(1) && isNumber(2)) && isNumber(3) && isNumber(4);
  }
  return undefined;
}

async function tssOfBed(lines: AsyncIterable<LineBatch>, file: string): Promise<TssTable> {
  const transcripts = new TextColumnBuilder();
  const genes = new TextColumnBuilder();
  const strand = growingInt8();
  const table = await readRegionRows(lines, file, {
    name: 'a TSS BED',
    minFields: 3,
    allowEmpty: true,
    reserve: (rows) => strand.reserve(rows),
    visit: (row, index) => {
      if (row.end > row.start + 1) {
        const expected = `${row.start} (a 1-based position) or ${row.start + 1} (ordinary BED)`;
        throw rowError(row, 2, 'end', [expected, 'a TSS is one base']);
      }
      if (row.end === 0) throw rowError(row, 2, 'end', ['a position from 1']);
      const { bytes, starts, ends, count } = row.fields;
      strand.values[index] = count > 5 ? parseStrand(row, 5) : 0;
      transcripts.append(bytes, count > 3 ? starts[3]! : 0, count > 3 ? ends[3]! : 0);
      genes.append(bytes, count > 6 ? starts[6]! : 0, count > 6 ? ends[6]! : 0);
    },
  });
  return {
    count: table.count,
    chromNames: table.chromNames,
    chrom: table.chrom,
    position: table.end,
    strand: strand.finish(table.count),
    transcripts: transcripts.finish(),
    genes: genes.finish(),
    fromBasicTags: 'bed',
  };
}

function tssOfGtf(gtf: Gtf, file: string): TssTable {
  const { transcripts } = gtf;
  if (transcripts.count === 0) {
    const message =
      'a GTF without transcript rows, expected some; take the comprehensive or basic annotation';
    throw new CisregError('FORMAT', message, { where: { file } });
  }
  const isTagged = transcripts.basic.includes(1);
  const taken = Int32Array.from(transcripts.chrom.keys()).filter(
    (i) => !isTagged || transcripts.basic[i] === 1,
  );
  return {
    count: taken.length,
    chromNames: transcripts.chromNames,
    chrom: taken.map((i) => transcripts.chrom[i]!),
    // A 0-based start is one less than the GTF's; a half-open end is the GTF's end.
    position: taken.map((i) =>
      transcripts.strand[i] === -1 ? transcripts.end[i]! : transcripts.start[i]! + 1,
    ),
    strand: Int8Array.from(taken, (i) => transcripts.strand[i]!),
    transcripts: textColumnFrom(Array.from(taken, (i) => transcripts.transcriptId.at(i))),
    genes: textColumnFrom(Array.from(taken, (i) => transcripts.geneId.at(i))),
    fromBasicTags: isTagged ? 'basic' : 'all',
  };
}
