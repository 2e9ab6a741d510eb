/** cisreg rdhs: representative DHSs from the DHSs of many profiles. */

import { Command } from 'commander';
import { patternOf } from '../build/inputs.ts';
import { readConsensus, readPrevious } from '../build/rdhs-step.ts';
import { stdoutWriter } from '../formats/byte-writer.ts';
import { type DhsTable, readDhsTable } from '../formats/dhs-table.ts';
import { formatSix, roundSix } from '../formats/six-digits.ts';
import { type SortedRegions, sortRegions } from '../genome/sorted-regions.ts';
import { assignAccessions, formatAccession } from '../registry/accessions.ts';
import { filterByConsensus } from '../registry/consensus.ts';
import { percentile } from '../registry/percentile.ts';
import { selectRdhs } from '../registry/rdhs.ts';
import { decimal, wholeNumber } from './options.ts';

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
}

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
    .option('--exclude <pattern...>', 'chromosomes that give none (* and ?)', ['chrM', 'chrEBV', '*_*'])
    .option('--prefix <text>', 'of accessions', 'EH38')
    .option(
      '--previous <bed>',
      'an earlier registry (chrom, start, end, accession): its places keep their numbers',
    )
    .option('--consensus <bed>', 'consensus DHSs: drop rDHSs that do not agree with them')
    .action(async (files: string[], flags: RdhsFlags) => {
      const tables: DhsTable[] = [];
      for (const file of files) {
        const table = await readDhsTable(file);
        for (let i = 0; i < table.count; i++) table.signal[i] = roundSix(table.signal[i]!);
        tables.push(table);
      }
      const minSignal = flags.minSignal ?? percentile(allSignals(tables), flags.percentile);
      const pool = poolOf(tables, flags, minSignal);
      const selected = selectByChromosome(tables, pool);
      const previous = flags.previous === undefined ? undefined : await readPrevious(flags.previous);
      const { numbers } = assignAccessions(selected.regions, previous, flags.previous);
      const consensus = flags.consensus === undefined ? undefined : await readConsensus(flags.consensus);
      const keep = consensus && filterByConsensus(selected.regions, selected.signal, consensus).keep;
      await print(tables, selected, { numbers, keep, prefix: flags.prefix });
    });
}

/** DHSs in registry order, each with the table and the row that it comes from. */
interface Pool {
  readonly regions: SortedRegions;
  readonly signal: Float64Array;
  readonly table: Int32Array;
  readonly row: Int32Array;
}

function allSignals(tables: readonly DhsTable[]): Float64Array {
  const signals = new Float64Array(tables.reduce((sum, table) => sum + table.count, 0));
  let at = 0;
  for (const table of tables) {
    signals.set(table.signal, at);
    at += table.count;
  }
  return signals;
}

/** The DHSs that pass every filter. */
function poolOf(tables: readonly DhsTable[], flags: RdhsFlags, minSignal: number): Pool {
  const excluded = flags.exclude.map(patternOf);
  const total = tables.reduce((sum, table) => sum + table.count, 0);
  const chromNames = [...new Set(tables.flatMap((table) => table.chromNames))];
  const chrom = new Int32Array(total);
  const start = new Int32Array(total);
  const end = new Int32Array(total);
  const tableOf = new Int32Array(total);
  const rowOf = new Int32Array(total);
  let n = 0;
  for (const [t, table] of tables.entries()) {
    const isExcluded = table.chromNames.map((name) => excluded.some((pattern) => pattern.test(name)));
    const chromOf = table.chromNames.map((name) => chromNames.indexOf(name));
    for (let i = 0; i < table.count; i++) {
      const width = table.end[i]! - table.start[i]!;
      if (table.signal[i]! < minSignal || width < flags.minWidth || width > flags.maxWidth) continue;
      if (table.fdr[i]! > flags.maxFdr || isExcluded[table.chrom[i]!]) continue;
      chrom[n] = chromOf[table.chrom[i]!]!;
      start[n] = table.start[i]!;
      end[n] = table.end[i]!;
      tableOf[n] = t;
      rowOf[n++] = i;
    }
  }
  const { sorted, order } = sortRegions({
    chromNames,
    chrom: chrom.subarray(0, n),
    start: start.subarray(0, n),
    end: end.subarray(0, n),
  });
  return {
    regions: sorted,
    signal: Float64Array.from(order, (i) => tables[tableOf[i]!]!.signal[rowOf[i]!]!),
    table: order.map((i) => tableOf[i]!),
    row: order.map((i) => rowOf[i]!),
  };
}

function selectByChromosome(tables: readonly DhsTable[], pool: Pool): Pool {
  const { regions } = pool;
  const taken = new Int32Array(regions.start.length);
  let n = 0;
  for (let c = 0; c < regions.chromNames.length; c++) {
    const from = regions.chromOffsets[c]!;
    const to = regions.chromOffsets[c + 1]!;
    const nameOf = (i: number) => {
      const { bytes, offsets } = tables[pool.table[from + i]!]!.names;
      const row = pool.row[from + i]!;
      return bytes.subarray(offsets[row]!, offsets[row + 1]!);
    };
    const own = {
      start: regions.start.subarray(from, to),
      end: regions.end.subarray(from, to),
      signal: pool.signal.subarray(from, to),
    };
    for (const i of selectRdhs(own, (i, j) => Buffer.compare(nameOf(i), nameOf(j)))) taken[n++] = from + i;
  }
  const rows = taken.subarray(0, n);
  const { sorted } = sortRegions({
    chromNames: regions.chromNames,
    chrom: rows.map((i) => regions.chrom[i]!),
    start: rows.map((i) => regions.start[i]!),
    end: rows.map((i) => regions.end[i]!),
  });
  return {
    regions: sorted,
    signal: Float64Array.from(rows, (i) => pool.signal[i]!),
    table: rows.map((i) => pool.table[i]!),
    row: rows.map((i) => pool.row[i]!),
  };
}

/** Rows written at a time: one write a row would be slow. */
const ROWS_PER_WRITE = 4096;

async function print(
  tables: readonly DhsTable[],
  { regions, signal, table, row }: Pool,
  options: { numbers: Float64Array; keep: Uint8Array | undefined; prefix: string },
): Promise<void> {
  const out = stdoutWriter();
  let lines: string[] = [];
  for (let i = 0; i < signal.length && !out.isClosed; i++) {
    if (options.keep?.[i] === 0) continue;
    const source = tables[table[i]!]!;
    const fdr = source.fdr[row[i]!]!;
    const accession = formatAccession(options.prefix, 'D', options.numbers[i]!);
    const place = `${regions.chromNames[regions.chrom[i]!]}\t${regions.start[i]}\t${regions.end[i]}`;
    const dhs = `${source.names.at(row[i]!)}\t${Number.isNaN(fdr) ? '.' : formatSix(fdr)}\t${formatSix(signal[i]!)}`;
    lines.push(`${place}\t${accession}\t${dhs}\n`);
    if (lines.length < ROWS_PER_WRITE) continue;
    await out.write(lines.join(''));
    lines = [];
  }
  await out.write(lines.join(''));
}
