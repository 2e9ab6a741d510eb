/** cisreg signal: mean signal over regions, in place of UCSC's bigWigAverageOverBed. */

import { readdir, rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { CisregError } from '../errors.ts';
import { type BedTable, readBed } from '../formats/bed.ts';
import { stdoutWriter } from '../formats/byte-writer.ts';
import { makeDirectory } from '../formats/make-directory.ts';
import { isElsewhere } from '../formats/remote-files.ts';
import { shownLocation } from '../formats/remote-location.ts';
import { isTemporaryName } from '../formats/temporary-name.ts';
import { planRegions, type RegionBlocks, type RegionPlan } from '../signal/region-plan.ts';
import { repeatedName, tableOrder } from '../signal/row-order.ts';
import type { TableRows, TextBytes } from '../signal/signal-table.ts';
import { runSignalTask, type SignalReport, type SignalTask } from '../signal/signal-task.ts';
import { runInWorkers } from '../threads/workers.ts';
import { threadCount, wholeNumber } from './options.ts';
import { outPaths } from './out-paths.ts';
import { cliProgress } from './progress.ts';
import { addRemoteOptions, locationsOf, pathOf, type RemoteFlags } from './remote-options.ts';

interface SignalFlags extends RemoteFlags {
  readonly flank: number;
  readonly minMax?: boolean;
  readonly bedOut?: string;
  readonly outDir?: string;
  readonly threads: number;
  readonly quiet?: boolean;
  readonly json?: boolean;
}

const HELP = `
REGIONS is BED of 3 to 12 columns, plain or gzipped, or - for standard input. Rows of 3 columns are named by their
line. Rows of 12 columns are averaged over their blocks. Columns of the table:

  name     column 4 of the region
  size     its bases with the flanks, beyond the chromosome's end too
  covered  its bases that have a value
  sum      the sum over the covered bases
  mean0    sum / size
  mean     sum / covered, 0 without a covered base
  min max  with --min-max: over the covered bases, NA without any

Numbers, rounding and order are those of bigWigAverageOverBed: the order of the file below 3,000 regions or blocks, by
chromosome (chr2 before chr10) from there on. With --json, one object a line, numbers not rounded.

  cisreg signal dnase.bigWig rDHSs.bed > dnase.tsv
  cisreg signal h3k4me3.bigWig h3k27ac.bigWig rDHSs.bed --flank 500 --out-dir signals`;

/** The `signal` command. Throws CisregError; writes the table of one bigWig to stdout, those of several to --out-dir. */
export function signalCommand(): Command {
  const command = new Command('signal')
    .summary('mean signal over regions, as bigWigAverageOverBed gives it')
    .description('Print the mean signal of bigWig files over regions, as bigWigAverageOverBed gives it.')
    .argument(
      '<files...>',
      'one bigWig or more (paths, http(s) addresses, encff:ACCESSION), and last the regions',
    )
    .usage('[options] FILE.bigWig [MORE.bigWig...] REGIONS.bed')
    .option(
      '--flank <bp>',
      'widen regions on both sides: not below 0, not clipped at the end',
      wholeNumber(0),
      0,
    )
    .option('--min-max', 'add the smallest and largest value of the covered bases')
    .option('--bed-out <file>', 'also write the regions with the mean as one more column (one bigWig only)')
    .option('--out-dir <dir>', 'write a table a bigWig, named after it: NAME.tsv')
    .option('-t, --threads <n>', 'bigWigs at a time', threadCount, availableParallelism())
    .option('-q, --quiet', 'no progress on stderr; warnings remain')
    .option('--json', 'JSON lines instead of a table');
  return addRemoteOptions(command)
    .addHelpText('after', HELP)
    .action((files: string[], flags: SignalFlags) => runSignal(files, flags));
}

async function runSignal(files: readonly string[], flags: SignalFlags): Promise<void> {
  const signals = files.slice(0, -1);
  const regions = files.at(-1)!;
  if (signals.length === 0) {
    throw usage(`one file, ${shownLocation(regions)}, expected one bigWig or more and then the regions`);
  }
  const { flank, outDir, bedOut, threads } = flags;
  if (signals.length > 1 && outDir === undefined) {
    throw usage(
      `${signals.length} bigWigs, expected --out-dir DIR to write a table for each (the regions come last: ${shownLocation(regions)}; the table of one bigWig goes to standard output)`,
    );
  }
  if (signals.length > 1 && bedOut !== undefined) throw usage('--bed-out with several bigWigs, expected one');
  if (/\.(bw|bigwig)$/i.test(regions)) {
    throw usage(
      `the last file, ${shownLocation(regions)}, is a bigWig by its name, expected the regions last`,
    );
  }
  const inputs = files.filter((file) => !isElsewhere(file)).map((file) => resolve(file));
  if (bedOut !== undefined && inputs.includes(resolve(bedOut))) {
    throw usage(`--bed-out ${bedOut} is an input too, expected another file`);
  }
  const outs = outDir === undefined ? [undefined] : outPaths(signals, outDir, flags.json ? 'jsonl' : 'tsv');
  const progress = cliProgress({ quiet: flags.quiet });

  progress.step('reading regions');
  const isThreaded = signals.length > 1 && threads > 1;
  const bed = await readRegions(await pathOf(regions, flags, progress), flank, {
    keepLines: bedOut !== undefined,
    isThreaded,
  });
  if (bed.plan.count === 0) progress.warn(`${shownLocation(regions)} holds no region: tables will be empty`);
  const locations = await locationsOf(signals, flags, progress);
  if (outDir !== undefined) makeDirectory(outDir);
  const tasks = locations.map(
    (signal, i): SignalTask => ({
      signal,
      plan: bed.plan,
      rows: bed.rows,
      out: outs[i],
      minMax: flags.minMax ?? false,
      json: flags.json ?? false,
      bed: bedOut === undefined ? undefined : { out: bedOut, lines: bed.lines! },
    }),
  );
  progress.step('reading signals', signals.length, 'files');
  const onResult = ({ absent }: SignalReport, i: number) => {
    progress.advance(1);
    if (absent.pieces === 0) return;
    const shown = `${absent.names.slice(0, 3).join(', ')}${absent.names.length > 3 ? ', ...' : ''}`;
    const found = `${absent.pieces} regions or blocks lie on ${absent.names.length} chromosomes that it has not`;
    const isAll = absent.pieces === bed.plan.start.length;
    const hint = isAll ? ', which is every region: are chromosomes named otherwise, as chr1 and 1 are?' : '';
    progress.warn(`${shownLocation(locations[i]!)}: ${found} (${shown}); they count as uncovered${hint}`);
  };
  if (tasks.length === 1) {
    onResult(await runSignalTask(tasks[0]!, stdoutWriter()), 0);
    progress.finish();
    return;
  }
  try {
    const workerUrl = new URL('../signal/signal-worker.js', import.meta.url);
    await runInWorkers<SignalTask, SignalReport>(workerUrl, tasks, { threads, onResult });
    progress.finish();
  } catch (error) {
    await removeTemporaries(outDir!);
    throw error;
  }
}

interface PlannedBed {
  readonly plan: RegionPlan;
  readonly rows: Omit<TableRows, 'sizeBp'>;
  readonly lines: TextBytes | undefined;
}

async function readRegions(
  location: string,
  flankBp: number,
  options: { keepLines: boolean; isThreaded: boolean },
): Promise<PlannedBed> {
  const bed = await readBed(location, { keep: { blocks: true }, raw: options.keepLines });
  const blocks = blocksOf(bed);
  if (blocks !== undefined && flankBp > 0) {
    throw usage(
      '--flank with regions of 12 columns, which are averaged over their blocks; cut them to 6 columns',
    );
  }
  checkNames(bed, location);
  const plan = planRegions(bed, flankBp, blocks);
  const order = tableOrder(bed, plan.start.length);
  const rows = { names: bed.names && textOf(bed.names), line: bed.line, order };
  return { plan, rows: options.isThreaded ? sharedRows(rows) : rows, lines: bed.raw };
}

function blocksOf({ blockOffsets, blockStarts, blockSizes }: BedTable): RegionBlocks | undefined {
  if (blockOffsets === undefined || blockStarts === undefined || blockSizes === undefined) return undefined;
  return { offsets: blockOffsets, starts: blockStarts, sizes: blockSizes };
}

function checkNames(bed: BedTable, location: string): void {
  const repeated = bed.names === undefined ? undefined : repeatedName(bed.names);
  if (repeated === undefined) return;
  const { row, earlier } = repeated;
  const message = `name ${bed.names!.at(row)} was used in line ${bed.line[earlier]}, expected every name once; rename one, or cut to three columns (cut -f 1-3), whose rows are named by their line`;
  throw new CisregError('FORMAT', message, { where: { file: location, line: bed.line[row] } });
}

/** The column without its methods, which cannot go to threads. */
function textOf({ bytes, offsets }: TextBytes): TextBytes {
  return { bytes, offsets };
}

/** The same in shared memory: a copy for all threads, not one each. */
function sharedRows({ names, line, order }: PlannedBed['rows']): PlannedBed['rows'] {
  return {
    names: names && {
      bytes: sharedCopy(names.bytes, Uint8Array),
      offsets: sharedCopy(names.offsets, Uint32Array),
    },
    line: sharedCopy(line, Int32Array),
    order: order && sharedCopy(order, Int32Array),
  };
}

function sharedCopy<T extends Uint8Array | Uint32Array | Int32Array>(
  array: T,
  Type: new (buffer: SharedArrayBuffer) => T,
): T {
  const copy = new Type(new SharedArrayBuffer(array.byteLength));
  copy.set(array);
  return copy;
}

/** Threads that are stopped leave what they were writing. */
async function removeTemporaries(outDir: string): Promise<void> {
  const left = (await readdir(outDir)).filter((name) => isTemporaryName(name, process.pid));
  await Promise.all(left.map((name) => rm(join(outDir, name), { force: true })));
}

function usage(message: string): CisregError {
  return new CisregError('USAGE', message);
}
