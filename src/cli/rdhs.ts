/** cisreg rdhs: representative DHSs from the DHSs of many profiles. */

import { Command } from 'commander';
import { patternOf } from '../build/chrom-names.ts';
import { readPrevious } from '../build/previous.ts';
import { readSortedBed } from '../build/sorted-bed.ts';
import { stdoutWriter } from '../formats/byte-writer.ts';
import { type DhsTable, readDhsTable } from '../formats/dhs-table.ts';
import { writeInteger, writeSix } from '../formats/six-digits.ts';
import { gatherInt32 } from '../genome/gather.ts';
import { MAX_COORDINATE } from '../genome/regions.ts';
import { asSorted, type SortedRegions } from '../genome/sorted-regions.ts';
import { compareText } from '../genome/text-order.ts';
import { assignAccessions } from '../registry/accessions.ts';
import { filterByConsensus } from '../registry/consensus.ts';
import { percentile } from '../registry/percentile.ts';
import { selectRdhs } from '../registry/rdhs.ts';
import { decimal, wholeNumber } from './options.ts';
import { cliProgress } from './progress.ts';

interface RdhsFlags {
  readonly minSignal?: number;
  readonly percentile: number;
  readonly minWidth: number;
  readonly maxWidth: number;
  readonly maxFdr: number;
  readonly exclude: readonly string[];
  readonly prefix: string;
  readonly previous?: string;
  readonly consensus?: string;
  readonly quiet?: boolean;
}

const HELP = `
Example:
  cisreg rdhs K562.dhs.bed liver.dhs.bed --consensus consensus-dhs.bed.gz > rDHSs.bed`;

/** The command, for the program to hold. */
export function rdhsCommand(): Command {
  return new Command('rdhs')
    .summary('select representative DHSs (rDHSs) from the DHSs of many profiles')
    .description(
      'Pool DHSs, filter them, and keep of overlapping ones the strongest. Reads chrom, start, end, name, FDR, signal ' +
        '(what cisreg dhs --signal prints; FDR . or -1 passes) and prints chrom, start, end, rDHS, DHS, FDR, signal.',
    )
    .argument('<dhs.bed...>', 'plain or gzip; - reads stdin')
    .option('--min-signal <x>', 'the least signal (default: the percentile)', decimal(0))
    .option('--percentile <p>', 'percentile of all signals that is the least signal', decimal(0, 100), 10)
    .option('--min-width <bp>', 'narrowest DHS', wholeNumber(1), 150)
    .option('--max-width <bp>', 'widest DHS', wholeNumber(1), 350)
    .option('--max-fdr <x>', 'largest FDR', decimal(0, 1), 0.001)
    .option('--exclude <pattern...>', 'chromosomes that give none (* and ?); name the files before it', [
      'chrM',
      'chrEBV',
      '*_*',
    ])
    .option('--prefix <text>', 'of accessions', 'EH38')
    .option(
      '--previous <bed>',
      'an earlier registry (chrom, start, end, accession): its places keep their numbers',
    )
    .option('--consensus <bed>', 'consensus DHSs: drop rDHSs that do not agree with them')
    .option('-q, --quiet', 'no progress on stderr; warnings remain')
    .addHelpText('after', HELP)
    .action(async (files: string[], flags: RdhsFlags, command: Command) => {
      if (flags.minWidth > flags.maxWidth) command.error('error: --min-width must not be above --max-width');
      if (!/^[A-Za-z][A-Za-z0-9]*$/.test(flags.prefix)) {
        command.error('error: --prefix takes letters and digits that start with a letter, such as LB01');
      }
      const tables: DhsTable[] = [];
      const progress = cliProgress({ quiet: flags.quiet });
      for (const file of files) {
        const table = await readDhsTable(file);
        if (table.count === 0) progress.warn(`${file} holds no DHS; is the file whole?`);
        tables.push(table);
      }
      const minSignal =
        flags.minSignal ?? percentile(() => tables.map(({ signal }) => signal), flags.percentile);
      const pool = poolOf(tables, flags, minSignal);
      const selected = selectByChromosome(tables, pool);
      const previous =
        flags.previous === undefined ? undefined : await readPrevious(flags.previous, 'D', progress);
      const { numbers } = assignAccessions(selected.regions, previous, flags.previous);
      const consensus = flags.consensus === undefined ? undefined : await readSortedBed(flags.consensus);
      const keep = consensus && filterByConsensus(selected.regions, selected.signal, consensus).keep;
      await print(tables, selected, { numbers, keep, prefix: flags.prefix });
    });
}

/** rDHSs in registry order, each with the table and the row that it comes from. */
interface Selected {
  readonly regions: SortedRegions;
  readonly signal: Float64Array;
  readonly table: Int32Array;
  readonly row: Int32Array;
}

/** The DHSs that pass every filter, by chromosome (C-locale order); within one in the order of the tables. */
interface Pool {
  readonly chromNames: readonly string[];
  readonly chromOffsets: Int32Array;
  readonly table: Uint16Array;
  readonly row: Int32Array;
}

function poolOf(tables: readonly DhsTable[], flags: RdhsFlags, minSignal: number): Pool {
  const excluded = flags.exclude.map(patternOf);
  const chromNames = [...new Set(tables.flatMap((table) => table.chromNames))].sort(compareText);
  const chromOffsets = new Int32Array(chromNames.length + 1);
  const kept = tables.map((table) => {
    const isExcluded = table.chromNames.map((name) => excluded.some((pattern) => pattern.test(name)));
    const chromOf = table.chromNames.map((name) => chromNames.indexOf(name));
    const keep = new Uint8Array(table.count);
    for (let i = 0; i < table.count; i++) {
      const width = table.end[i]! - table.start[i]!;
      if (table.signal[i]! < minSignal || width < flags.minWidth || width > flags.maxWidth) continue;
      if (table.fdr[i]! > flags.maxFdr || isExcluded[table.chrom[i]!]) continue;
      keep[i] = 1;
      chromOffsets[chromOf[table.chrom[i]!]! + 1]!++;
    }
    return { table, keep, chromOf };
  });
  for (let c = 0; c < chromNames.length; c++) chromOffsets[c + 1]! += chromOffsets[c]!;
  const n = chromOffsets[chromNames.length]!;
  const tableOf = new Uint16Array(n);
  const rowOf = new Int32Array(n);
  const next = chromOffsets.slice();
  for (const [t, { table, keep, chromOf }] of kept.entries()) {
    for (let i = 0; i < table.count; i++) {
      if (keep[i] === 0) continue;
      const at = next[chromOf[table.chrom[i]!]!]!++;
      tableOf[at] = t;
      rowOf[at] = i;
    }
  }
  return { chromNames, chromOffsets, table: tableOf, row: rowOf };
}

/** The rDHSs, a chromosome after the other: what is gathered and sorted at a time stays in the caches. */
function selectByChromosome(tables: readonly DhsTable[], pool: Pool): Selected {
  const { chromNames, chromOffsets } = pool;
  let largest = 0;
  for (let c = 0; c < chromNames.length; c++) {
    largest = Math.max(largest, chromOffsets[c + 1]! - chromOffsets[c]!);
  }
  const start = new Int32Array(largest);
  const end = new Int32Array(largest);
  const signal = new Float64Array(largest);
  const taken = new Int32Array(pool.row.length);
  const counts = new Int32Array(chromNames.length);
  let n = 0;
  for (let c = 0; c < chromNames.length; c++) {
    const from = chromOffsets[c]!;
    const count = chromOffsets[c + 1]! - from;
    for (let i = 0; i < count; ) {
      // A table after the other: what they have in common is looked up once.
      const t = pool.table[from + i]!;
      const columns = tables[t]!;
      for (; i < count && pool.table[from + i] === t; i++) {
        const row = pool.row[from + i]!;
        start[i] = columns.start[row]!;
        end[i] = columns.end[row]!;
        signal[i] = columns.signal[row]!;
      }
    }
    const nameOf = (i: number) => {
      const { bytes, offsets } = tables[pool.table[from + i]!]!.names;
      const row = pool.row[from + i]!;
      return bytes.subarray(offsets[row]!, offsets[row + 1]!);
    };
    const own = {
      start: start.subarray(0, count),
      end: end.subarray(0, count),
      signal: signal.subarray(0, count),
    };
    const rows = selectRdhs(own, (i, j) => Buffer.compare(nameOf(i), nameOf(j)));
    for (let k = 0; k < rows.length; k++) taken[n++] = from + rows[k]!;
    counts[c] = rows.length;
  }
  return selectedOf(tables, pool, { rows: taken.subarray(0, n), counts });
}

function selectedOf(
  tables: readonly DhsTable[],
  pool: Pool,
  { rows, counts }: { rows: Int32Array; counts: Int32Array },
): Selected {
  const n = rows.length;
  const columns = {
    chrom: new Int32Array(n),
    start: new Int32Array(n),
    end: new Int32Array(n),
    signal: new Float64Array(n),
    table: new Int32Array(n),
    row: gatherInt32(pool.row, rows),
  };
  let at = 0;
  for (let c = 0; c < counts.length; c++) {
    columns.chrom.fill(c, at, at + counts[c]!);
    at += counts[c]!;
  }
  for (let i = 0; i < n; i++) {
    const t = pool.table[rows[i]!]!;
    const row = columns.row[i]!;
    columns.table[i] = t;
    columns.start[i] = tables[t]!.start[row]!;
    columns.end[i] = tables[t]!.end[row]!;
    columns.signal[i] = tables[t]!.signal[row]!;
  }
  const { chrom, start, end, signal, table, row } = columns;
  return { regions: asSorted({ chromNames: pool.chromNames, chrom, start, end }), signal, table, row };
}

const BLOCK_BYTES = 1 << 16;
/** More than a row takes beside its names: an accession, two coordinates, two decimals, tabs. */
const NUMBERS_BYTES = 120;
const TAB = 9;
const NEWLINE = 10;
const DOT = 46;
const ZERO = 48;

async function print(
  tables: readonly DhsTable[],
  { regions, signal, table, row }: Selected,
  options: { numbers: Float64Array; keep: Uint8Array | undefined; prefix: string },
): Promise<void> {
  const out = stdoutWriter();
  const chromNames = regions.chromNames.map((name) => Buffer.from(name));
  const prefix = Buffer.from(`${options.prefix}D`);
  let block = Buffer.allocUnsafe(BLOCK_BYTES);
  let at = 0;
  for (let i = 0; i < signal.length && !out.isClosed; i++) {
    if (options.keep?.[i] === 0) continue;
    const source = tables[table[i]!]!;
    const chrom = chromNames[regions.chrom[i]!]!;
    const { bytes, offsets } = source.names;
    const nameFrom = offsets[row[i]!]!;
    const nameTo = offsets[row[i]! + 1]!;
    if (at + chrom.length + nameTo - nameFrom + options.prefix.length + NUMBERS_BYTES > block.length) {
      await out.write(block.subarray(0, at));
      // What was written may still wait in the stream, so it is not written over.
      block = Buffer.allocUnsafe(BLOCK_BYTES);
      at = 0;
    }
    for (let b = 0; b < chrom.length; b++) block[at++] = chrom[b]!;
    block[at++] = TAB;
    at = writeInteger(block, at, regions.start[i]!);
    block[at++] = TAB;
    at = writeInteger(block, at, regions.end[i]!);
    block[at++] = TAB;
    at = writeAccession(block, at, prefix, options.numbers[i]!);
    block[at++] = TAB;
    for (let b = nameFrom; b < nameTo; b++) block[at++] = bytes[b]!;
    block[at++] = TAB;
    const fdr = source.fdr[row[i]!]!;
    if (Number.isNaN(fdr)) block[at++] = DOT;
    else at = writeSix(block, at, fdr);
    block[at++] = TAB;
    at = writeSix(block, at, signal[i]!);
    block[at++] = NEWLINE;
  }
  await out.write(block.subarray(0, at));
}

/** The accession as formatAccession gives it, without a string a row. */
function writeAccession(block: Uint8Array, at: number, prefix: Uint8Array, number: number): number {
  let to = at;
  for (let b = 0; b < prefix.length; b++) block[to++] = prefix[b]!;
  for (let power = 1_000_000; power >= 10 && power > number; power /= 10) block[to++] = ZERO;
  if (number <= MAX_COORDINATE) return writeInteger(block, to, number);
  for (const digit of String(number)) block[to++] = ZERO + Number(digit);
  return to;
}
