/** The steps of a build as work to be shared: seconds of one core, and among how many cores they can be shared. */

import { FURTHER_CORE, NODE_CORES, SECONDS } from './rates.ts';

export interface PlannedStep {
  readonly name: string;
  /** Of one core of the machine of the rates. */
  readonly cpuSeconds: number;
  /** Files that go side by side; 1: a single process. */
  readonly tasks: number;
  /** A job a file on a cluster; else all of it runs on one node. */
  readonly isJob: boolean;
}

/** How long a build takes on so many cores. Hours. */
export interface PlannedTime {
  readonly cores: number;
  readonly fetch: number;
  readonly steps: readonly number[];
  /** Fetching and steps one after another. */
  readonly total: number;
}

/** The amounts that steps go by. Bytes of files are of whole files. */
export interface StepAmounts {
  readonly share: number;
  readonly profiles: number;
  readonly columns: number;
  readonly biosamples: number;
  readonly dhs: number;
  readonly rdhs: number;
  readonly ccres: number;
  readonly dnaseBytes: number;
  readonly signalBytes: number;
  readonly peaksBytes: number;
  readonly inputBytes: number;
  readonly registryBytes: number;
}

/** The steps in their order. */
export function plannedSteps(amounts: StepAmounts): readonly PlannedStep[] {
  const { share, profiles, columns, biosamples, dhs, rdhs, ccres } = amounts;
  const { dnaseBytes, signalBytes, peaksBytes, inputBytes, registryBytes } = amounts;
  const one = (name: string, cpuSeconds: number): PlannedStep => ({
    name,
    cpuSeconds,
    tasks: 1,
    isJob: false,
  });
  return [
    {
      name: 'checksums of the inputs',
      cpuSeconds: inputBytes * SECONDS.checksumByte,
      tasks: profiles + columns,
      isJob: true,
    },
    {
      name: 'DHSs and their signal',
      // Peaks are read whole; of a bigWig only the chromosomes that are built.
      cpuSeconds: peaksBytes * SECONDS.peaksByte + dnaseBytes * share * SECONDS.signalByte,
      tasks: profiles,
      isJob: true,
    },
    one('selecting rDHSs', dhs * SECONDS.dhs),
    {
      name: 'Z-scores',
      cpuSeconds: signalBytes * share * SECONDS.signalByte + rdhs * columns * SECONDS.zscore,
      tasks: columns,
      isJob: true,
    },
    one('classes and tiers', rdhs * columns * SECONDS.classified),
    one('tables', rdhs * SECONDS.tableRow),
    {
      name: 'a BED a biosample',
      cpuSeconds: ccres * biosamples * SECONDS.bedRow,
      tasks: biosamples,
      isJob: false,
    },
    one('report', SECONDS.report + rdhs * columns * SECONDS.reported),
    {
      name: 'checksums of the registry',
      cpuSeconds: registryBytes * SECONDS.checksumByte,
      tasks: columns + biosamples,
      isJob: false,
    },
  ];
}

/** The time on a number of cores. Jobs take all of them, the rest the cores of one node; what fetches is not shared. */
export function hoursOn(question: {
  steps: readonly PlannedStep[];
  cores: number;
  speed: number;
  fetchSeconds: number;
  nodeCores?: number;
}): PlannedTime {
  const { steps, cores, speed, fetchSeconds, nodeCores = NODE_CORES } = question;
  const hours = steps.map(({ cpuSeconds, tasks, isJob }) => {
    const used = Math.max(1, Math.min(tasks, isJob ? cores : Math.min(cores, nodeCores)));
    return cpuSeconds / speed / sharedAmong(used) / 3600;
  });
  const fetch = fetchSeconds / 3600;
  return { cores, fetch, steps: hours, total: hours.reduce((sum, own) => sum + own, fetch) };
}

function sharedAmong(cores: number): number {
  return 1 + (cores - 1) * FURTHER_CORE;
}
