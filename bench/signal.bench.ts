/**
 * Mean signal over regions at genome scale, on one core: cisreg signal and bigWigAverageOverBed in turn (A B A B),
 * pyBigWig on a sample of the regions. Wall and processor time, peak memory, ratios, and whether the tables are the
 * same bytes.
 */

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  createReadStream,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Figures, record } from './results.ts';
import { signalData } from './signal-data.ts';

const ROUNDS = 3;
const SAMPLE_REGIONS = 20_000;
const UCSC = 'bigWigAverageOverBed';
const MAIN = 'dist/cli/main.js';

interface Measured {
  readonly wallS: number;
  readonly cpuS: number;
  readonly peakMB: number;
}

/** Runs everything and prints the figures. */
export async function run(): Promise<void> {
  const data = await signalData();
  // Where it is set, Node reads a machine's own certificates at every start: 50 ms that are not cisreg's.
  delete process.env.NODE_EXTRA_CA_CERTS;
  const dir = mkdtempSync(join(tmpdir(), 'cisreg-signal-'));
  const hasUcsc = spawnSync(UCSC, []).error === undefined;
  const model = cpus()[0]?.model ?? 'unknown processor';
  console.log(
    `${model}, ${cpus().length} cores, node ${process.version}; one core, ${ROUNDS} rounds in turn, medians`,
  );
  console.log(`64,000,000 values, ${data.regionCount.toLocaleString('en')} regions of 150-350 bases`);
  const rows: Figures[] = [];
  try {
    for (const [name, signal] of [
      ['fold change', data.foldChange],
      ['DNase', data.dnase],
    ] as const) {
      const ours: Measured[] = [];
      const theirs: Measured[] = [];
      const sweeps: number[] = [];
      const own = join(dir, 'cisreg.tab');
      const ucsc = join(dir, 'ucsc.tab');
      for (let round = 0; round < ROUNDS; round++) {
        ours.push(measure([process.execPath, MAIN, 'signal', '--quiet', signal, data.regions], own));
        if (hasUcsc) theirs.push(measure([UCSC, signal, data.regions, ucsc]));
        sweeps.push(measureSweep(signal, data.regions));
      }
      const a = median(ours);
      const row: Record<string, number | string | boolean | null> = {
        track: name,
        cisregWallS: a.wallS,
        cisregCpuS: a.cpuS,
        cisregPeakMB: a.peakMB,
        ucscWallS: null,
        ucscCpuS: null,
        ucscPeakMB: null,
        isIdentical: null,
      };
      rows.push(row);
      console.log(`${name}: cisreg signal ${shown(a)}`);
      if (hasUcsc) {
        const b = median(theirs);
        const isSame = (await digest(own)) === (await digest(ucsc));
        Object.assign(row, {
          ucscWallS: b.wallS,
          ucscCpuS: b.cpuS,
          ucscPeakMB: b.peakMB,
          isIdentical: isSame,
        });
        console.log(`${name}: ${UCSC} ${shown(b)}`);
        console.log(
          `${name}: ${ratio(b.wallS, a.wallS)} wall, ${ratio(b.cpuS, a.cpuS)} processor, ${ratio(b.peakMB, a.peakMB)} memory; ` +
            `tables ${isSame ? 'identical' : 'DIFFER'}`,
        );
      } else console.log(`${name}: not run: ${UCSC} is not on PATH (no pass)`);
      const sweepS = middle(sweeps);
      row.sweepS = sweepS;
      const alone = hasUcsc ? `, ${ratio(median(theirs).wallS, sweepS)}` : '';
      console.log(
        `${name}: ${sweepS.toFixed(2)} s of it for the bigWig${alone}; the rest starts, reads regions and writes the table`,
      );
      row.pyBigWigCpuS = benchPyBigWig(name, signal, { ...data, dir, ours: a });
    }
    record('signal', rows);
    benchWorkers(data, dir);
  } finally {
    rmSync(dir, { recursive: true });
  }
}

/** Seconds for the bigWig alone (without the start, reading regions and writing the table), through the package, in a process of its own on core 0. */
function measureSweep(signal: string, regions: string): number {
  const script = `
import { meanSignal, openBigWig, openByteSource, planRegions, readBed } from './dist/index.js';
const plan = planRegions(await readBed(process.argv[2]), 0);
const begin = performance.now();
const bigWig = await openBigWig(await openByteSource(process.argv[1]));
await meanSignal(bigWig, plan);
console.log((performance.now() - begin) / 1000);
`;
  const node = [process.execPath, '--input-type=module', '-e', script, signal, regions];
  const { status, stdout, stderr } = spawnSync('taskset', ['-c', '0', ...node], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return Number(stdout);
}

const FILES = 16;

/** The same files by one worker and by two: what a build does with many experiments. */
function benchWorkers({ dnase, regions }: { dnase: string; regions: string }, dir: string): void {
  const files = Array.from({ length: FILES }, (_, i) => {
    const link = join(dir, `dnase-${i}.bw`);
    symlinkSync(dnase, link);
    return link;
  });
  const run = (threads: number) => {
    const begin = performance.now();
    const { status, stderr } = spawnSync(
      process.execPath,
      [
        MAIN,
        'signal',
        '--quiet',
        '--threads',
        String(threads),
        '--out-dir',
        join(dir, `t${threads}`),
        ...files,
        regions,
      ],
      { encoding: 'utf8' },
    );
    if (status !== 0) throw new Error(stderr);
    return (performance.now() - begin) / 1000;
  };
  const times = [1, 2, 1, 2, 1, 2].map((threads) => ({ threads, wallS: run(threads) }));
  const of = (threads: number) =>
    Math.min(...times.filter((own) => own.threads === threads).map(({ wallS }) => wallS));
  console.log(
    `${FILES} files: ${of(1).toFixed(1)} s by one worker, ${of(2).toFixed(1)} s by two: ${ratio(of(1), of(2))}`,
  );
  record('workers', [{ files: FILES, oneWorkerS: of(1), twoWorkersS: of(2) }]);
}

/** Every n-th region, one query each; the time for all is that of the sample, scaled, without the start of python. */
function benchPyBigWig(
  name: string,
  signal: string,
  { regions, regionCount, dir, ours }: { regions: string; regionCount: number; dir: string; ours: Measured },
): number | null {
  const python = '/usr/bin/python3';
  if (spawnSync(python, ['-c', 'import pyBigWig']).status !== 0) {
    console.log(`${name}: not run: python3-pybigwig is not installed`);
    return null;
  }
  const every = Math.floor(regionCount / SAMPLE_REGIONS);
  const lines = readFileSync(regions, 'latin1').split('\n');
  const sample = lines.filter((line, i) => line !== '' && i % every === 0);
  const bed = join(dir, 'sample.bed');
  writeFileSync(bed, `${sample.join('\n')}\n`);
  const script = `
import pyBigWig, sys, time
f = pyBigWig.open(sys.argv[1])
rows = [line.split() for line in open(sys.argv[2])]
begin = time.process_time()
for chrom, start, end, _ in rows:
    f.stats(chrom, int(start), int(end), type='mean', exact=True)
print(time.process_time() - begin)
`;
  const { stdout } = spawnSync('taskset', ['-c', '0', python, '-c', script, signal, bed], {
    encoding: 'utf8',
  });
  const scaledS = (Number(stdout) * regionCount) / sample.length;
  console.log(
    `${name}: pyBigWig, one query a region: ${scaledS.toFixed(0)} s of processor time for all, ` +
      `from ${Number(stdout).toFixed(2)} s for ${sample.length}; ${ratio(scaledS, ours.cpuS)}`,
  );
  return scaledS;
}

/** Runs a command on core 0, its output into `stdout`, by GNU time. */
function measure(command: readonly string[], stdout?: string): Measured {
  const pinned = spawnSync('taskset', ['-c', '0', 'true']).status === 0 ? ['taskset', '-c', '0'] : [];
  const out = stdout === undefined ? 'ignore' : openSync(stdout, 'w');
  const [program, ...args] = ['/usr/bin/time', '-f', 'measured %e %U %S %M', ...pinned, ...command];
  const { status, stderr } = spawnSync(program!, args, { stdio: ['ignore', out, 'pipe'], encoding: 'utf8' });
  const found = /measured (\S+) (\S+) (\S+) (\S+)/.exec(stderr);
  if (status !== 0 || found === null) throw new Error(`${command.join(' ')}: ${stderr}`);
  const [wallS, userS, systemS, peakKB] = found.slice(1).map(Number);
  return { wallS: wallS!, cpuS: userS! + systemS!, peakMB: (peakKB! * 1024) / 1e6 };
}

function median(runs: readonly Measured[]): Measured {
  const of = (pick: (run: Measured) => number) => middle(runs.map(pick));
  return { wallS: of((run) => run.wallS), cpuS: of((run) => run.cpuS), peakMB: of((run) => run.peakMB) };
}

function middle(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2;
}

function shown({ wallS, cpuS, peakMB }: Measured): string {
  return `${wallS.toFixed(2)} s wall, ${cpuS.toFixed(2)} s processor, ${peakMB.toFixed(0)} MB peak`;
}

function ratio(theirs: number, ours: number): string {
  return `${(theirs / ours).toFixed(1)}x`;
}

async function digest(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await run();
