/** Jobs on a cluster, played through: who waits for a core, for the network, for the file system, or for being started. */

/** What a job does, one after the other: seconds of its core, or bytes over what all jobs share. */
export interface Stage {
  readonly kind: 'core' | 'network' | 'disk';
  readonly amount: number;
}
export type Job = readonly Stage[];

/** Bytes a second of all jobs together and of one at most. */
export interface Shared {
  readonly inAll: number;
  readonly each: number;
}

export interface Limits {
  /** Jobs at a time. */
  readonly cores: number;
  readonly startsASecond: number;
  readonly network: Shared;
  readonly disk: Shared;
}

export interface Played {
  readonly seconds: number;
  /** Of jobs that compute. */
  readonly coreSeconds: number;
  /** Seconds in which this held the jobs up most. */
  readonly bound: Record<string, number>;
}

interface Running {
  readonly job: Job;
  stage: number;
  left: number;
}

/** Plays jobs in their order; those under way share the network and the file system alike. */
export function playJobs(jobs: readonly Job[], limits: Limits): Played {
  const running: Running[] = [];
  const bound: Record<string, number> = {};
  let [now, next, coreSeconds] = [0, 0, 0];
  const startOf = (i: number) => i / limits.startsASecond;
  for (;;) {
    while (next < jobs.length && running.length < limits.cores && startOf(next) <= now + 1e-9) {
      running.push({ job: jobs[next]!, stage: 0, left: jobs[next]![0]!.amount });
      next++;
    }
    if (running.length === 0 && next === jobs.length) return { seconds: now, coreSeconds, bound };
    const count = { core: 0, network: 0, disk: 0 };
    for (const { job, stage } of running) count[job[stage]!.kind]++;
    const rate = {
      core: 1,
      network: Math.min(limits.network.each, limits.network.inAll / Math.max(1, count.network)),
      disk: Math.min(limits.disk.each, limits.disk.inAll / Math.max(1, count.disk)),
    };
    const isFull = running.length === limits.cores;
    let step = next < jobs.length && !isFull ? startOf(next) - now : Number.POSITIVE_INFINITY;
    for (const { job, stage, left } of running) step = Math.min(step, left / rate[job[stage]!.kind]);
    const name = boundBy({ count, rate, limits, isFull, isWaiting: next < jobs.length });
    bound[name] = (bound[name] ?? 0) + step;
    now += step;
    coreSeconds += count.core * step;
    for (let r = running.length - 1; r >= 0; r--) {
      const own = running[r]!;
      own.left -= rate[own.job[own.stage]!.kind] * step;
      if (own.left > 1e-6) continue;
      own.stage++;
      if (own.stage < own.job.length) own.left = own.job[own.stage]!.amount;
      else running.splice(r, 1);
    }
  }
}

function boundBy(state: {
  count: Readonly<Record<Stage['kind'], number>>;
  rate: Readonly<Record<Stage['kind'], number>>;
  limits: Limits;
  isFull: boolean;
  isWaiting: boolean;
}): string {
  const { count, rate, limits, isFull, isWaiting } = state;
  if (count.network > 0 && rate.network < limits.network.each) return 'the network';
  if (count.disk > 0 && rate.disk < limits.disk.each) return 'the file system';
  if (isFull && isWaiting) return 'cores';
  return isWaiting ? 'starting jobs' : 'the longest jobs';
}
