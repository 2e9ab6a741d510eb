import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { bytesTable, clusterPlan, lastStepTable } from '../../../bench/cluster-plan.ts';
import { type Job, type Limits, playJobs } from '../../../bench/job-play.ts';

const free: Limits = {
  cores: 4,
  startsASecond: Number.POSITIVE_INFINITY,
  network: { inAll: 100, each: 50 },
  disk: { inAll: 1000, each: 1000 },
};
const jobs = (count: number, ...job: Job): Job[] => Array.from({ length: count }, () => job);
const core = (amount: number) => ({ kind: 'core', amount }) as const;
const network = (amount: number) => ({ kind: 'network', amount }) as const;

describe('jobs that are played through', () => {
  it('take turns on the cores', () => {
    const played = playJobs(jobs(10, core(3)), free);
    expect(played.seconds).toBeCloseTo(9, 6);
    expect(played.coreSeconds).toBeCloseTo(30, 6);
    expect(played.bound.cores).toBeCloseTo(6, 6);
  });

  it('share the network, each up to its own limit', () => {
    expect(playJobs(jobs(1, network(100)), free).seconds).toBeCloseTo(2, 6);
    const played = playJobs(jobs(4, network(100)), free);
    expect(played.seconds).toBeCloseTo(4, 6);
    expect(played.bound).toEqual({ 'the network': expect.closeTo(4, 6) });
  });

  it('hold their core while they fetch', () => {
    // Four fetch for two seconds and compute for one; then the next four do.
    expect(playJobs(jobs(8, network(50), core(1)), free).seconds).toBeCloseTo(6, 6);
  });

  it('wait to be started', () => {
    const played = playJobs(jobs(100, core(0.5)), { ...free, cores: 1000, startsASecond: 10 });
    expect(played.seconds).toBeCloseTo(9.9 + 0.5, 6);
    expect(Object.keys(played.bound)).toEqual(['starting jobs', 'the longest jobs']);
  });
});

describe('docs/scale.md', () => {
  const page = readFileSync(path.resolve(import.meta.dirname, '../../../docs/scale.md'), 'utf8');

  it('holds the plan for a cluster as bench/cluster-plan.ts computes it', () => {
    const tables = [clusterPlan([16, 256]), lastStepTable(), bytesTable()].join('');
    const rows = tables.split('\n').filter((line) => line !== '');
    expect(rows.filter((row) => !page.includes(`${row}\n`))).toEqual([]);
  });
});
