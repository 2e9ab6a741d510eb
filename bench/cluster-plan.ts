/**
 * Plays a build of 5,000 experiments through as jobs on clusters of several sizes: where the time goes, and what is the bottleneck. Rates are those that
 * were measured (src/build/plan/rates.ts); what is assumed stands in ASSUMED. Run: npx tsx bench/cluster-plan.ts; docs/scale.md holds what it prints.
 */

import { fileURLToPath } from 'node:url';
import {
  BYTES,
  CCRES_PER_RDHS,
  DHS_PER_PROFILE,
  FURTHER_CORE,
  NODE_CORES,
  SECONDS,
} from '../src/build/plan/rates.ts';
import { LEAST_BLOCK_ROWS } from '../src/store/zscore-store.ts';
import { type Job, playJobs } from './job-play.ts';

/** The registry that is planned: 1.3 DNase profiles a biosample, as the paper has them (706 of 517). */
const PLANNED = { biosamples: 2000, profiles: 2650, dnase: 2000, chip: 3000, rdhs: 2.3e6 };
/** What nobody measured here. */
const ASSUMED = {
  /** ENCODE's bigWigs have some hundred MB to 2 GB. Means; sizes of single files are spread by a factor of 2 either way. */
  dnaseBytes: 500e6,
  chipBytes: 1e9,
  allcallsBytes: 100e6,
  /** What one job gets from a mirror, and from and to the file system. Bytes a second. */
  fetchPerJob: 50e6,
  diskPerNode: 1e9,
  diskInAll: 10e9,
  /** Opening a file on a shared file system, and a question to a mirror. Seconds. */
  open: 1e-3,
  ask: 0.15,
};
/** A job before cisreg works: Slurm 1 s; snakemake in the job 1.8 s of processor time at 5,650 datasets and node 0.5 s (measured). */
const START_SECONDS = 3.3;
/** Jobs that the profile starts a second. */
const STARTS_A_SECOND = 10;
/** MD5 of what is fetched: 600 MB/s (measured). */
const MD5_BYTE = 1 / 600e6;

interface Network {
  readonly name: string;
  readonly bytesASecond: number;
  readonly isFetched: boolean;
}
const NETWORKS: readonly Network[] = [
  { name: '1 Gb/s to the mirrors', bytesASecond: 0.125e9, isFetched: true },
  { name: '10 Gb/s', bytesASecond: 1.25e9, isFetched: true },
  { name: "in the mirror's region, 100 Gb/s", bytesASecond: 12.5e9, isFetched: true },
  { name: 'the files are there', bytesASecond: Number.POSITIVE_INFINITY, isFetched: false },
];
const CORES = [16, 256, 4096];
const dhs = PLANNED.profiles * DHS_PER_PROFILE;
const columns = PLANNED.dnase + PLANNED.chip;
const columnBytes = PLANNED.rdhs * 8.1;

/** Sizes around a mean, the same each time: quantiles of a log-normal of sigma 0.7, in a shuffled order. */
function sizes(count: number, mean: number): number[] {
  const sigma = 0.7;
  return Array.from({ length: count }, (_, i) => {
    const u = (((i * 7919) % count) + 0.5) / count;
    const z = Math.log(u / (1 - u)) / 1.702;
    return mean * Math.exp(sigma * z - (sigma * sigma) / 2);
  });
}

function dhsJobs(isFetched: boolean): Job[] {
  return sizes(PLANNED.profiles, ASSUMED.dnaseBytes).map((signal) => {
    const bytes = signal + ASSUMED.allcallsBytes;
    const check = bytes * (isFetched ? MD5_BYTE : SECONDS.checksumByte);
    const cpu = ASSUMED.allcallsBytes * SECONDS.peaksByte + signal * SECONDS.signalByte + check;
    return job(isFetched, { bytes, cpu, written: (dhs / PLANNED.profiles) * BYTES.workDhs });
  });
}

function zscoreJobs(isFetched: boolean): Job[] {
  const signals = [...sizes(PLANNED.dnase, ASSUMED.dnaseBytes), ...sizes(PLANNED.chip, ASSUMED.chipBytes)];
  return signals.map((bytes) => {
    // A DNase file that lies here was read for its checksum before.
    const cpu = bytes * (SECONDS.signalByte + (isFetched ? MD5_BYTE : 0)) + PLANNED.rdhs * SECONDS.zscore;
    return job(isFetched, { bytes, cpu, written: columnBytes });
  });
}

function job(isFetched: boolean, own: { bytes: number; cpu: number; written: number }): Job {
  const read = { kind: isFetched ? 'network' : 'disk', amount: own.bytes } as const;
  return [
    { kind: 'core', amount: START_SECONDS },
    read,
    { kind: 'core', amount: own.cpu },
    { kind: 'disk', amount: own.written },
  ];
}

/** The seconds of the last step on one node, part by part: by its cores or by the file system, whichever takes longer where they overlap. */
function lastStep(isFetched: boolean): Record<string, number> {
  const node = 1 + (NODE_CORES - 1) * FURTHER_CORE;
  const disk = (bytes: number) => bytes / ASSUMED.diskPerNode;
  const beds = PLANNED.rdhs * CCRES_PER_RDHS * PLANNED.biosamples;
  const values = PLANNED.rdhs * columns;
  // Rows come in blocks, of each of which every column is opened once (src/store/zscore-store.ts).
  const opens = (PLANNED.rdhs / LEAST_BLOCK_ROWS) * columns;
  const registry = values * BYTES.zscore + beds * BYTES.bedRow;
  return {
    'headers of the bigWigs': (columns * (isFetched ? ASSUMED.ask * 3 : ASSUMED.open * 5)) / 8,
    'classes and tiers': values * SECONDS.classified + disk(columns * columnBytes),
    tables: PLANNED.rdhs * SECONDS.tableRow,
    'the row-major copy': disk(values * 8) + opens * ASSUMED.open,
    'a BED a biosample': Math.max((beds * SECONDS.bedRow) / node, disk(beds * BYTES.bedRow)),
    report: values * SECONDS.reported + disk(values * 4),
    checksums: Math.max((registry * SECONDS.checksumByte) / node, disk(registry)),
  };
}

/** Hours with two digits, minutes below one. */
function shown(seconds: number): string {
  return seconds < 5400 ? `${Math.max(1, Math.round(seconds / 60))} min` : `${(seconds / 3600).toFixed(1)} h`;
}

/** The plan for clusters of so many cores, as Markdown. */
export function clusterPlan(clusters: readonly number[] = CORES): string {
  const lines = [
    '| files | cores | DHSs | rDHSs | Z-scores | the last step | in all | cores at work | bound by |',
    '|---|---|---|---|---|---|---|---|---|',
  ];
  for (const network of NETWORKS) {
    const { isFetched } = network;
    const select = dhs * SECONDS.dhs + (2 * dhs * BYTES.workDhs) / ASSUMED.diskPerNode;
    const last = Object.values(lastStep(isFetched)).reduce((sum, own) => sum + own, 0);
    for (const cores of clusters) {
      const limits = {
        cores,
        startsASecond: STARTS_A_SECOND,
        network: { inAll: network.bytesASecond, each: ASSUMED.fetchPerJob },
        disk: { inAll: ASSUMED.diskInAll, each: ASSUMED.diskPerNode },
      };
      const first = playJobs(dhsJobs(isFetched), limits);
      const second = playJobs(zscoreJobs(isFetched), limits);
      const all = first.seconds + select + second.seconds + last;
      const work = first.coreSeconds + second.coreSeconds + select + last;
      const bounds = { ...first.bound };
      for (const [name, own] of Object.entries(second.bound)) bounds[name] = (bounds[name] ?? 0) + own;
      bounds['the last step, on one node'] = last + select;
      const [bound] = Object.entries(bounds).sort((a, b) => b[1] - a[1])[0]!;
      const times = [first.seconds, select, second.seconds, last, all].map(shown).join(' | ');
      lines.push(
        `| ${network.name} | ${cores.toLocaleString('en')} | ${times} | ${((100 * work) / (all * cores)).toFixed(0)} % | ${bound} |`,
      );
    }
  }
  return `${lines.join('\n')}\n`;
}

/** The last step part by part, and the bytes, as Markdown. */
export function lastStepTable(): string {
  const rows = Object.entries(lastStep(true)).map(([name, seconds]) => `| ${name} | ${shown(seconds)} |`);
  return `| the last step | time |\n|---|---|\n${rows.join('\n')}\n`;
}

/** What is fetched and what is stored, as Markdown. */
export function bytesTable(): string {
  const sum = (jobs: readonly Job[], kind: string) =>
    jobs.flat().reduce((total, stage) => total + (stage.kind === kind ? stage.amount : 0), 0);
  const rdhs = PLANNED.rdhs * columns;
  const rows = {
    'fetched for DHSs': sum(dhsJobs(true), 'network'),
    'fetched for Z-scores': sum(zscoreJobs(true), 'network'),
    'DHSs in .work': dhs * BYTES.workDhs,
    'zscores/, the row-major copy among it': rdhs * BYTES.zscore,
    'biosamples/': PLANNED.rdhs * CCRES_PER_RDHS * PLANNED.biosamples * BYTES.bedRow,
  };
  const shownBytes = (bytes: number) =>
    bytes >= 1e12 ? `${(bytes / 1e12).toFixed(1)} TB` : `${Math.round(bytes / 1e9)} GB`;
  const lines = Object.entries(rows).map(([name, bytes]) => `| ${name} | ${shownBytes(bytes)} |`);
  return `| bytes | |\n|---|---|\n${lines.join('\n')}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.stdout.write(`${clusterPlan()}\n${lastStepTable()}\n${bytesTable()}`);
}
