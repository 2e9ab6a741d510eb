/** What a build will take, before anything is fetched: bytes, disk, memory and time. */

import type { Expectation } from '../expectation.ts';
import type { PlannedFile } from './planned-files.ts';
import {
  BYTES,
  CCRES_PER_RDHS,
  DHS_PER_PROFILE,
  FULL_RESOLUTION,
  INDEX_BYTES,
  LARGEST_CHROMOSOME,
  MEMORY,
  PAPER_RDHS,
  TYPICAL_BYTES,
} from './rates.ts';
import { hoursOn, type PlannedStep, type PlannedTime, plannedSteps } from './steps.ts';

/** What is planned for. */
export interface PlanQuestion {
  readonly files: readonly PlannedFile[];
  readonly profiles: number;
  /** Datasets with Z-scores. */
  readonly columns: number;
  /** Biosamples with a BED of their own. */
  readonly biosamples: number;
  /** Part of the genome that is built: 1 for all of it. */
  readonly share: number;
  /** Bases of all chromosomes that give rDHSs, chosen or not; undefined where they are not known: planned as for the human genome. */
  readonly genomeBases?: number | undefined;
  /** True: bigWigs are read in place, only the blocks that are needed. */
  readonly inPlace: boolean;
  readonly expectation: Expectation | undefined;
  readonly threads: number;
  /** Speed of one core here against the machine of the rates. */
  readonly speed: number;
  /** Bytes a second that arrive. */
  readonly bandwidth: number;
  /** Numbers of cores of a cluster to plan for. */
  readonly cores: readonly number[];
}

export interface BuildPlan {
  readonly inputs: { readonly profiles: number; readonly bigWigs: number; readonly biosamples: number };
  readonly share: number;
  readonly inPlace: boolean;
  readonly fetch: {
    readonly files: number;
    readonly bytes: number;
    /** Files to fetch whose size metadata tell; the others are assumed. */
    readonly sizesKnown: number;
    readonly filesHere: number;
    readonly bytesHere: number;
  };
  readonly elements: { readonly dhs: number; readonly rdhs: number; readonly ccres: number };
  readonly disk: {
    readonly fetched: number;
    readonly work: number;
    readonly zscores: number;
    readonly biosamples: number;
    readonly tables: number;
    /** The registry alone. */
    readonly registry: number;
    readonly total: number;
  };
  readonly memoryBytes: number;
  readonly threads: number;
  readonly speed: number;
  readonly bandwidth: number;
  readonly steps: readonly PlannedStep[];
  readonly time: readonly PlannedTime[];
}

/** Plans a build. Pure: the same question has the same answer. */
export function planBuild(question: PlanQuestion): BuildPlan {
  const { files, profiles, columns, biosamples, share, inPlace, threads, speed, bandwidth } = question;
  const elements = elementsOf(question);
  const read = (file: PlannedFile) => {
    const bytes = file.sizeBytes ?? TYPICAL_BYTES[file.kind];
    return { whole: bytes, taken: inPlace && !file.isHere && isSignal(file) ? partOf(bytes, share) : bytes };
  };
  const elsewhere = files.filter(({ isHere }) => !isHere);
  const here = files.filter(({ isHere }) => isHere);
  const fetched = sum(elsewhere, (file) => read(file).taken);
  const disk = diskOf(question, elements, fetched);
  const steps = plannedSteps({
    share,
    profiles,
    columns,
    biosamples,
    ...elements,
    // What a step reads of a bigWig is what it inflates, whether it was fetched or not.
    dnaseBytes: sum(files, (file) => (file.kind === 'dnaseSignal' ? read(file).whole : 0)),
    signalBytes: sum(files, (file) => (isSignal(file) ? read(file).whole : 0)),
    peaksBytes: sum(files, (file) =>
      file.kind === 'allcalls' || file.kind === 'peaks' ? read(file).whole : 0,
    ),
    inputBytes: fetched + sum(here, (file) => read(file).whole),
    registryBytes: disk.registry,
  });
  const time = [
    hoursOn({ steps, cores: threads, speed, fetchSeconds: fetched / bandwidth, nodeCores: threads }),
    ...question.cores.map((cores) => hoursOn({ steps, cores, speed, fetchSeconds: fetched / bandwidth })),
  ];
  return {
    inputs: { profiles, bigWigs: columns, biosamples },
    share,
    inPlace,
    fetch: {
      files: elsewhere.length,
      bytes: fetched,
      sizesKnown: elsewhere.filter(({ sizeBytes }) => sizeBytes !== undefined).length,
      filesHere: here.length,
      bytesHere: sum(here, (file) => read(file).whole),
    },
    elements,
    disk,
    memoryBytes: memoryOf(elements, threads, share),
    threads,
    speed,
    bandwidth,
    steps,
    time,
  };
}

/** Elements to come: those that are expected, or by the number of profiles and the size of the genome; of the chromosomes by their bases. */
function elementsOf({
  profiles,
  share,
  genomeBases = PAPER_RDHS.bases,
  expectation,
}: PlanQuestion): BuildPlan['elements'] {
  const counts = expectation?.counts ?? {};
  // A smaller genome has fewer elements, as far as anybody knows in proportion.
  const genome = genomeBases / PAPER_RDHS.bases;
  const dhs = counts.calledDhs ?? profiles * DHS_PER_PROFILE * genome;
  const rdhs = counts.selectedRdhs ?? rdhsOf(profiles) * genome;
  const ccres = counts.ccres ?? rdhs * CCRES_PER_RDHS;
  const part = (value: number) => Math.round(value * share);
  return { dhs: part(dhs), rdhs: part(rdhs), ccres: part(ccres) };
}

function rdhsOf(profiles: number): number {
  const power = Math.log(PAPER_RDHS.rdhs / DHS_PER_PROFILE) / Math.log(PAPER_RDHS.profiles);
  return profiles === 0 ? 0 : DHS_PER_PROFILE * profiles ** power;
}

/** What is read of a bigWig for a part of the genome: its blocks at full resolution, and the index. */
function partOf(bytes: number, share: number): number {
  return Math.min(bytes, bytes * FULL_RESOLUTION * share + INDEX_BYTES);
}

function isSignal({ kind }: PlannedFile): boolean {
  return kind === 'dnaseSignal' || kind === 'chipSignal';
}

function diskOf(
  { columns, biosamples }: PlanQuestion,
  { dhs, rdhs, ccres }: BuildPlan['elements'],
  fetched: number,
): BuildPlan['disk'] {
  const work = dhs * BYTES.workDhs;
  const zscores = Math.round(rdhs * columns * BYTES.zscore);
  const beds = ccres * biosamples * BYTES.bedRow;
  const tables = rdhs * BYTES.tableRow;
  const registry = zscores + beds + tables;
  return { fetched, work, zscores, biosamples: beds, tables, registry, total: fetched + work + registry };
}

/** The step that takes the most. */
function memoryOf({ dhs, rdhs }: BuildPlan['elements'], threads: number, share: number): number {
  const largest = share < LARGEST_CHROMOSOME ? 1 : Math.min(1, LARGEST_CHROMOSOME / share);
  const steps = [
    threads * MEMORY.dhsThread,
    dhs * largest * MEMORY.poolDhs + rdhs * MEMORY.rdhs,
    rdhs * MEMORY.plan + threads * (rdhs * MEMORY.columns + MEMORY.signalThread),
    rdhs * (MEMORY.evidence + MEMORY.rdhs),
  ];
  return MEMORY.program + Math.round(Math.max(...steps));
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return Math.round(items.reduce((total, item) => total + of(item), 0));
}
