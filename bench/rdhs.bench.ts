/**
 * rDHS selection of 5 and 20 million DHSs: `cisreg rdhs` against the loop of the original scripts (sort, bedtools merge,
 * pick, bedtools intersect -v, repeat), in turns, with the same rows coming out.
 */

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  closeSync,
  createReadStream,
  existsSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Figures, record } from './results.ts';

const root = path.resolve(import.meta.dirname, '..');
const folder = path.join(tmpdir(), 'cisreg-bench');
const MILLIONS = process.env.CISREG_BENCH_MILLIONS?.split(',').map(Number) ?? [5, 20];

/** The loop as the method describes it; the original picks with a Python script too. */
const LOOP = `
set -euo pipefail
export LC_ALL=C
cd "$1"
awk -F'\\t' '$6 >= 0.15 && $3 - $2 >= 150 && $3 - $2 <= 350 && $5 <= 0.001' "$2" > pool.bed
: > picked.bed
while [ -s pool.bed ]; do
  sort -k1,1 -k2,2n pool.bed > sorted.bed
  bedtools merge -i sorted.bed -c 4,6 -o collapse,collapse > merged.bed
  python3 -c '
import sys
for line in open("merged.bed"):
    columns = line.rstrip().split("\\t")
    signals = [float(value) for value in columns[4].split(",")]
    print(columns[3].split(",")[signals.index(max(signals))])
' > names.txt
  awk 'FNR == NR { best[$1]; next } $4 in best' names.txt sorted.bed >> picked.bed
  bedtools intersect -v -a sorted.bed -b picked.bed > pool.bed
done
sort -k1,1 -k2,2n picked.bed > out.bed
rm -f pool.bed sorted.bed merged.bed names.txt picked.bed
`;

/** Profiles that the DHSs come from; each is sorted, as DHS files are. */
const PROFILES = 700;
const CHROMS = 22;

/** DHSs around shared sites, as many profiles call them: widths 150 to 350, signals of six digits, few ties. */
function makeDhs(file: string, count: number): void {
  if (existsSync(file)) return;
  let state = 12345;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const perProfile = Math.round(count / PROFILES);
  // About ten DHSs a site, as the 93 million of the paper have at 2.2 million rDHSs and their rejected neighbours.
  const sitesPerChrom = Math.round(count / 10 / CHROMS);
  const step = Math.floor((CHROMS * sitesPerChrom) / perProfile);
  const descriptor = openSync(`${file}.tmp`, 'w');
  for (let profile = 0; profile < PROFILES; profile++) {
    const lines: string[] = [];
    for (let i = 0; i < perProfile; i++) {
      const site = i * step + Math.floor(random() * step);
      const chrom = 1 + Math.floor(site / sitesPerChrom);
      const start = 1000 + (site % sitesPerChrom) * 1200 + Math.floor(random() * 400);
      const width = 150 + Math.floor(random() * 200);
      const signal = (0.15 + 20 * random() ** 4).toPrecision(6);
      lines.push(`chr${chrom}\t${start}\t${start + width}\tF${profile}-${i + 1}\t1e-05\t${Number(signal)}\n`);
    }
    writeSync(descriptor, lines.join(''));
  }
  closeSync(descriptor);
  renameSync(`${file}.tmp`, file);
}

interface Run {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly megabytes: number;
}

/** Runs a command under `time`, pinned to one core where taskset is there; throws where it fails. */
function timed(command: string[], stdoutFile?: string): Run {
  const pin = spawnSync('taskset', ['--version']).status === 0 ? ['taskset', '-c', '0'] : [];
  const out = stdoutFile === undefined ? 'ignore' : openSync(stdoutFile, 'w');
  const { status, stderr } = spawnSync(
    '/usr/bin/time',
    ['-f', 'cisreg-time %e %U %S %M', ...pin, ...command],
    { stdio: ['ignore', out, 'pipe'], encoding: 'utf8' },
  );
  if (typeof out === 'number') closeSync(out);
  const match = /cisreg-time (\S+) (\S+) (\S+) (\S+)/.exec(stderr);
  if (status !== 0 || match === null) throw new Error(`${command.join(' ')} failed: ${stderr}`);
  const [seconds, user, system, kilobytes] = match.slice(1).map(Number) as [number, number, number, number];
  return { seconds, cpuSeconds: user + system, megabytes: kilobytes / 1024 };
}

/** A checksum of the first three columns and the name, in the order of the file. */
async function placesOf(file: string, nameColumn: number): Promise<{ rows: number; sha256: string }> {
  const hash = createHash('sha256');
  let rows = 0;
  let rest = '';
  for await (const chunk of createReadStream(file, 'latin1')) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop()!;
    for (const line of lines) {
      const columns = line.split('\t');
      hash.update(`${columns[0]}\t${columns[1]}\t${columns[2]}\t${columns[nameColumn]}\n`);
      rows++;
    }
  }
  return { rows, sha256: hash.digest('hex') };
}

async function compare(millions: number): Promise<Figures> {
  const input = path.join(folder, `dhs-${millions}m-profiles.bed`);
  makeDhs(input, millions * 1e6);
  const ours = path.join(folder, 'rdhs.bed');
  const loopFolder = path.join(folder, 'loop');
  mkdirSync(loopFolder, { recursive: true });
  const cisreg = [
    process.execPath,
    path.join(root, 'dist', 'cli', 'main.js'),
    'rdhs',
    input,
    '--min-signal',
    '0.15',
  ];
  const hasBedtools = spawnSync('bedtools', ['--version']).status === 0;
  const rounds = millions <= 5 ? 3 : 1;
  const show = (label: string, { seconds, cpuSeconds, megabytes }: Run) =>
    process.stdout.write(
      `${label.padEnd(14)} ${seconds.toFixed(2)} s wall, ${cpuSeconds.toFixed(2)} s CPU, ${megabytes.toFixed(0)} MB\n`,
    );
  process.stdout.write(`\n${millions} million DHSs, one core\n`);
  const ratios: number[] = [];
  const owns: Run[] = [];
  const loops: Run[] = [];
  for (let round = 0; round < rounds; round++) {
    const own = timed(cisreg, ours);
    show('cisreg rdhs', own);
    owns.push(own);
    if (!hasBedtools) continue;
    const loop = timed(['bash', '-c', LOOP, 'loop', loopFolder, input]);
    show('bedtools loop', loop);
    loops.push(loop);
    ratios.push(loop.seconds / own.seconds);
  }
  const { rows, sha256 } = await placesOf(ours, 4);
  let isEqual: boolean | null = null;
  if (hasBedtools) {
    const peer = await placesOf(path.join(loopFolder, 'out.bed'), 3);
    const equal = peer.rows === rows && peer.sha256 === sha256;
    isEqual = equal;
    process.stdout.write(
      `${ratios.map((ratio) => `${ratio.toFixed(1)}x`).join(', ')} the loop; ${rows} rDHSs, ${equal ? 'equal row by row' : `DIFFERENT from the loop's ${peer.rows}`}\n`,
    );
    if (!equal) process.exitCode = 1;
  } else process.stdout.write(`${rows} rDHSs; not run: bedtools is not on PATH (no pass)\n`);
  rmSync(loopFolder, { recursive: true, force: true });
  rmSync(ours, { force: true });
  const best = (runs: readonly Run[]) =>
    runs.length === 0 ? null : [...runs].sort((a, b) => a.seconds - b.seconds)[runs.length >> 1]!;
  const [own, loop] = [best(owns)!, best(loops)];
  return {
    millions,
    rows,
    cisregWallS: own.seconds,
    cisregCpuS: own.cpuSeconds,
    cisregPeakMB: own.megabytes,
    loopWallS: loop?.seconds ?? null,
    loopCpuS: loop?.cpuSeconds ?? null,
    loopPeakMB: loop?.megabytes ?? null,
    isEqual,
  };
}

mkdirSync(folder, { recursive: true });
const all: Figures[] = [];
for (const millions of MILLIONS) all.push(await compare(millions));
record('rdhs', all);
