/**
 * The DHSs of a whole consortium to rDHSs, as a build does it: 93 million in 700 files of arrays, pooled, filtered, the strongest
 * picked, numbered. CISREG_BENCH_POOL sets the millions.
 */

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { writeArrays } from '../src/build/arrays-file.ts';
import { compareText } from '../src/genome/text-order.ts';
import { record } from './results.ts';
import { seededRandom } from './signal-data.ts';

const MILLIONS = Number(process.env.CISREG_BENCH_POOL ?? 93);
const PROFILES = 700;
const CHROMS = Array.from({ length: 22 }, (_, i) => `chr${i + 1}`).sort(compareText);
/** Sites of a human genome: about 40 DHSs each at 93 million, as the paper's pool has at 2.2 million rDHSs. */
const SITES = 2_250_000;
const SITE_BP = 1_300;
const folder = path.join(tmpdir(), 'cisreg-bench', `pool-${MILLIONS}m`);
const root = path.resolve(import.meta.dirname, '..');

/** One file a profile, as the DHS step of a build leaves it: sites drawn at random, widths and signals about their own. */
async function makePool(): Promise<void> {
  if (existsSync(path.join(folder, `${PROFILES - 1}`))) return;
  mkdirSync(folder, { recursive: true });
  const perProfile = Math.round((MILLIONS * 1e6) / PROFILES);
  const perChrom = Math.floor(SITES / CHROMS.length);
  for (let profile = 0; profile < PROFILES; profile++) {
    const random = seededRandom(profile + 1);
    const start = new Int32Array(perProfile);
    const end = new Int32Array(perProfile);
    const signal = new Float64Array(perProfile);
    const chromOffsets = new Int32Array(CHROMS.length + 1);
    const step = SITES / perProfile;
    for (let i = 0; i < perProfile; i++) {
      const site = Math.min(SITES - 1, Math.floor((i + random()) * step));
      const c = Math.min(CHROMS.length - 1, Math.floor(site / perChrom));
      start[i] = 1000 + (site - c * perChrom) * SITE_BP + Math.floor(random() * 300);
      end[i] = start[i]! + 150 + Math.floor(random() * 201);
      signal[i] = Number((0.05 + 20 * random() ** 4).toPrecision(6));
      chromOffsets[c + 1]!++;
    }
    for (let c = 0; c < CHROMS.length; c++) chromOffsets[c + 1]! += chromOffsets[c]!;
    const ordinal = Int32Array.from({ length: perProfile }, (_, i) => i + 1);
    await writeArrays(
      path.join(folder, String(profile)),
      { pooled: perProfile },
      {
        signals: signal,
        chromOffsets,
        start,
        end,
        signal,
        ordinal,
      },
    );
    if (profile % 100 === 99) console.log(`made ${profile + 1} of ${PROFILES} files`);
  }
}

/** The step itself, in a process of its own, so that its memory can be told. */
async function runStep(): Promise<void> {
  const { runRdhsStep } = await import(pathToFileURL(path.join(root, 'dist', 'build', 'rdhs-step.js')).href);
  const datasets = Array.from({ length: PROFILES }, (_, i) => ({ file: `F${i}`, spot: undefined }));
  const inputs = {
    config: { dhs: { minSignalPercentile: 10 }, minSpot: undefined, file: 'registry.yaml' },
    datasets,
    rdhsChroms: CHROMS,
  };
  const files = datasets.map((dataset, index) => ({
    dataset,
    index,
    path: path.join(folder, String(index)),
  }));
  const silent = { step() {}, advance() {}, note() {}, warn() {} };
  const counts = await runRdhsStep(inputs, files, path.join(folder, 'out'), silent);
  console.log(JSON.stringify(counts));
}

if (process.argv.includes('--step')) await runStep();
else {
  await makePool();
  const { status, stdout, stderr } = spawnSync(
    '/usr/bin/time',
    [
      ...['-f', 'measured %e %U %S %M', 'taskset', '-c', '0', process.execPath, '--import', 'tsx'],
      ...[fileURLToPath(import.meta.url), '--step'],
    ],
    { encoding: 'utf8', cwd: root },
  );
  const found = /measured (\S+) (\S+) (\S+) (\S+)/.exec(stderr);
  if (status !== 0 || found === null) throw new Error(stderr);
  const [wallS, userS, systemS, peakKB] = found.slice(1).map(Number) as [number, number, number, number];
  const { pooledDhs, rdhs } = JSON.parse(stdout.trim().split('\n').at(-1)!) as {
    pooledDhs: number;
    rdhs: number;
  };
  const peakMB = (peakKB * 1024) / 1e6;
  console.log(
    `${MILLIONS} M DHSs, ${pooledDhs.toLocaleString('en')} pooled: ${rdhs.toLocaleString('en')} rDHSs in ${wallS.toFixed(1)} s wall, ` +
      `${(userS + systemS).toFixed(1)} s processor, ${peakMB.toFixed(0)} MB peak, one core`,
  );
  record('pool', [{ millions: MILLIONS, pooledDhs, rdhs, wallS, cpuS: userS + systemS, peakMB }]);
  rmSync(path.join(folder, 'out'), { force: true });
}
