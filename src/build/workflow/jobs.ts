/** The jobs of a build that is spread over many machines, and what each of them takes. */

import { isElsewhere } from '../../formats/remote-files.ts';
import { LEAST_BLOCK_ROWS } from '../../store/zscore-store.ts';
import { type BuildConfig, configuredFiles } from '../config.ts';
import { type Dataset, storedNames } from '../datasets.ts';
import type { BuildPlan } from '../plan/build-plan.ts';
import type { PlannedFile } from '../plan/planned-files.ts';
import { BYTES, MEMORY, SECONDS, TYPICAL_BYTES } from '../plan/rates.ts';

/** What a job is given. Its time and memory grow with every attempt. */
export interface JobResources {
  readonly threads: number;
  readonly memMb: number;
  /** Minutes. */
  readonly runtime: number;
  /** What it writes, what it fetches included. */
  readonly diskMb: number;
}

/** The jobs of one dataset. */
export interface DatasetJobs {
  /** The name of its results, which can stand in file names. */
  readonly key: string;
  /** Its name in datasets.tsv. */
  readonly dataset: string;
  readonly dhs: DatasetJob | undefined;
  readonly zscore: DatasetJob | undefined;
}

export interface DatasetJob extends JobResources {
  /** The files on this machine that it reads. */
  readonly inputs: readonly string[];
}

export interface WorkflowPlan {
  /** The files on this machine that the configuration itself names, registry.yaml first. */
  readonly tables: readonly string[];
  readonly check: JobResources;
  readonly datasets: readonly DatasetJobs[];
  readonly rdhs: JobResources;
  readonly registry: JobResources;
  /** Some files of datasets are not on this machine. */
  readonly hasElsewhere: boolean;
}

export interface WorkflowQuestion {
  readonly config: BuildConfig;
  readonly datasets: readonly Dataset[];
  readonly files: readonly PlannedFile[];
  /** What cisreg plan says of the same build, on one thread. */
  readonly plan: BuildPlan;
  /** Threads of the last step. */
  readonly threads: number;
}

/** Times of other machines, of busy file systems and of slow hours: so many times what was measured. */
const TIME_MARGIN = 4;
const MEMORY_MARGIN = 1.5;
/** A program that starts, on a file system with thousands of others. Seconds. */
const START_SECONDS = 60;
/** What one of many jobs that fetch at once gets. Bytes a second. */
const FETCH_RATE = 10e6;
/** Opening one bigWig to check its header, on a shared file system. */
const HEADER_SECONDS = 0.1;

/** Plans the jobs. Pure: the same question has the same answer. */
export function planWorkflow(question: WorkflowQuestion): WorkflowPlan {
  const { config, datasets, plan, threads } = question;
  const { dhs, rdhs, ccres } = plan.elements;
  const profiles = Math.max(1, plan.inputs.profiles);
  const names = storedNames(datasets);
  const sizes = new Map(question.files.map((file) => [file.name, file]));
  const stepSeconds = new Map(plan.steps.map(({ name, cpuSeconds }) => [name, cpuSeconds]));
  const seconds = (...steps: string[]) => steps.reduce((sum, name) => sum + (stepSeconds.get(name) ?? 0), 0);

  const jobOf = (
    inputs: readonly { readonly name: string; readonly path: string }[],
    own: { memory: number; seconds: (bytes: readonly number[]) => number; written: number },
  ): DatasetJob => {
    const files = inputs.map(({ name }) => sizes.get(name));
    const bytes = files.map((file) => file?.sizeBytes ?? TYPICAL_BYTES[file?.kind ?? 'peaks']);
    const fetched = sum(inputs.map(({ name }, i) => (isElsewhere(name) ? bytes[i]! : 0)));
    return {
      inputs: inputs.filter(({ name }) => !isElsewhere(name)).map(({ path }) => path),
      ...resources({
        threads: 1,
        memory: own.memory,
        seconds: own.seconds(bytes) + sum(bytes) * SECONDS.checksumByte + fetched / FETCH_RATE,
        written: own.written + fetched,
      }),
    };
  };
  const dhsJob = ({ peaks, signal }: Dataset) =>
    jobOf([peaks!.input, signal!], {
      memory: MEMORY.dhsThread,
      seconds: ([ofPeaks, ofSignal]) =>
        ofPeaks! * SECONDS.peaksByte + ofSignal! * plan.share * SECONDS.signalByte,
      written: (dhs / profiles) * BYTES.workDhs,
    });
  const zscoreJob = ({ signal }: Dataset) =>
    jobOf([signal!], {
      memory: rdhs * (MEMORY.plan + MEMORY.columns) + MEMORY.signalThread,
      seconds: ([ofSignal]) => ofSignal! * plan.share * SECONDS.signalByte + rdhs * SECONDS.zscore,
      written: rdhs * BYTES.zscore,
    });
  return {
    hasElsewhere: datasets.some(({ peaks, signal }) =>
      [peaks?.input, signal].some((input) => input !== undefined && !isHere(input)),
    ),
    tables: [
      config.file,
      ...configuredFiles(config)
        .filter(isHere)
        .map(({ path }) => path),
    ],
    check: resources({ threads: 1, memory: 4e8, seconds: datasets.length * HEADER_SECONDS, written: 0 }),
    datasets: datasets
      .filter((dataset) => dataset.peaks !== undefined || dataset.zscore)
      .map((dataset) => ({
        key: names.get(dataset)!,
        dataset: dataset.file,
        dhs: dataset.peaks && dhsJob(dataset),
        zscore: dataset.zscore ? zscoreJob(dataset) : undefined,
      })),
    rdhs: resources({
      threads: 1,
      memory: plan.memoryBytes,
      seconds: seconds('selecting rDHSs'),
      written: rdhs * MEMORY.rdhs,
    }),
    registry: resources({
      threads,
      memory:
        rdhs * (MEMORY.evidence + MEMORY.rdhs) +
        ccres * BYTES.bedRow +
        threads * MEMORY.signalThread +
        4 * LEAST_BLOCK_ROWS * plan.inputs.bigWigs,
      // A thread more does not help a disk that is busy.
      seconds:
        seconds('classes and tiers', 'tables', 'report', 'a BED a biosample', 'checksums of the registry') +
        datasets.length * HEADER_SECONDS,
      written: plan.disk.registry,
    }),
  };
}

function resources(job: { threads: number; memory: number; seconds: number; written: number }): JobResources {
  const memory = MEMORY.program + job.memory * MEMORY_MARGIN;
  return {
    threads: job.threads,
    memMb: Math.ceil(memory / 100e6) * 100,
    runtime: Math.ceil((START_SECONDS + job.seconds * TIME_MARGIN) / 60) + 1,
    diskMb: Math.ceil(job.written / 1e6) + 1,
  };
}

function isHere({ name }: { readonly name: string }): boolean {
  return !isElsewhere(name);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
