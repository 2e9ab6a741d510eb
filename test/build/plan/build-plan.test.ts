/** What a plan says, beside the build that was measured and beside sums made by hand. */

import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Expectation } from '../../../src/build/expectation.ts';
import { type PlanQuestion, planBuild } from '../../../src/build/plan/build-plan.ts';
import { assumedSizesNote, guessedElementsNote, planText } from '../../../src/build/plan/plan-text.ts';
import { readPlannedBuild } from '../../../src/build/plan/planned-build.ts';
import type { PlannedFile } from '../../../src/build/plan/planned-files.ts';
import type { FileKind } from '../../../src/build/plan/rates.ts';
import { hoursOn, type PlannedStep } from '../../../src/build/plan/steps.ts';
import { recipeConfiguration } from '../../../src/build/recipe.ts';
import { mistakeOf, scratch } from '../../formats/scratch.ts';
import { CHROM_BP, spoiledInput, writeTinyFiles } from '../tiny-input.ts';

const { dir } = scratch();

function files(kind: FileKind, n: number, sizeBytes: number | undefined, isHere: boolean): PlannedFile[] {
  return Array.from({ length: n }, (_, i) => ({ name: `${kind}${i}`, kind, isHere, sizeBytes }));
}

function expectationOf(counts: Expectation['counts']): Expectation {
  return {
    recipe: 'x',
    title: 'x',
    inputs: { profiles: 0, bigWigs: 0, biosamples: 0, byAssay: {} },
    counts,
    about: [],
    classShares: undefined,
    published: {},
    chromosomes: {},
  };
}

/** The genome of docs/scale.md: 14 DNase and 26 other bigWigs of 7.9 GB, 4.8 million DHSs. */
const MEASURED: PlanQuestion = {
  files: [
    ...files('dnaseSignal', 14, 190e6, true),
    ...files('chipSignal', 26, 200e6, true),
    ...files('allcalls', 14, 4e6, true),
  ],
  profiles: 14,
  columns: 40,
  biosamples: 14,
  share: 1,
  inPlace: false,
  expectation: expectationOf({ calledDhs: 4.8e6, selectedRdhs: 2028662, ccres: 894838 }),
  threads: 2,
  speed: 1,
  bandwidth: 50e6,
  cores: [16],
};

describe('the plan of the genome that docs/scale.md measured', () => {
  const plan = planBuild(MEASURED);
  const cpu = (name: string) => plan.steps.find((step) => step.name === name)!.cpuSeconds;
  /** Measured processor seconds of the same steps. */
  const measured = 32 + 2 + 37 + 3.3 + 6.9 + 5 + 1.1 + 11.5 + 2.1;

  it('has the processor time of the measurement, to a third', () => {
    const planned = plan.steps.reduce((sum, step) => sum + step.cpuSeconds, 0);
    expect(planned).toBeGreaterThan(measured * 0.67);
    expect(planned).toBeLessThan(measured * 1.33);
    expect(cpu('Z-scores')).toBeGreaterThan(37 * 0.67);
    expect(cpu('Z-scores')).toBeLessThan(37 * 1.5);
  });

  it('has the time on two cores of the measurement, to a third', () => {
    const seconds = plan.time[0]!.total * 3600;
    expect(seconds).toBeGreaterThan(68 * 0.67);
    expect(seconds).toBeLessThan(101 * 1.33);
  });

  it('has the bytes of the registry and the memory of the measurement, to a fifth', () => {
    expect(plan.disk.registry).toBeGreaterThan(2.7e9 * 0.8);
    expect(plan.disk.registry).toBeLessThan(2.7e9 * 1.2);
    expect(plan.memoryBytes).toBeGreaterThan(1.2e9 * 0.8);
    expect(plan.memoryBytes).toBeLessThan(1.2e9 * 1.2);
  });

  it('fetches nothing, as all of it is there', () => {
    expect(plan.fetch).toEqual({ files: 0, bytes: 0, sizesKnown: 0, filesHere: 54, bytesHere: 7916e6 });
    expect(plan.time.map(({ fetch }) => fetch)).toEqual([0, 0]);
  });
});

describe('what is fetched', () => {
  const elsewhere: PlanQuestion = {
    ...MEASURED,
    files: [
      ...files('dnaseSignal', 2, 100e6, false),
      ...files('chipSignal', 1, undefined, false),
      ...files('allcalls', 2, 30e6, false),
      ...files('table', 1, 1000, true),
    ],
    profiles: 2,
    columns: 3,
    biosamples: 2,
  };

  it('are whole files where nothing is read in place, with assumed sizes where none is known', () => {
    const { fetch, disk } = planBuild(elsewhere);
    expect(fetch).toEqual({
      files: 5,
      bytes: 2 * 100e6 + 384e6 + 2 * 30e6,
      sizesKnown: 4,
      filesHere: 1,
      bytesHere: 1000,
    });
    expect(disk.fetched).toBe(fetch.bytes);
  });

  it('are a part of each bigWig where chromosomes are read in place, and peaks whole', () => {
    const share = 0.016;
    const { fetch } = planBuild({ ...elsewhere, share, inPlace: true });
    const part = (bytes: number) => bytes * 0.75 * share + 0.5e6;
    expect(fetch.bytes).toBe(Math.round(2 * part(100e6) + part(384e6) + 2 * 30e6));
  });

  it('is never more than the file, however small that is', () => {
    const small = { ...elsewhere, files: files('chipSignal', 3, 1000, false), share: 0.9, inPlace: true };
    expect(planBuild(small).fetch.bytes).toBe(3000);
  });

  it('takes as long as the bandwidth says, on any number of cores', () => {
    const { fetch, time } = planBuild({ ...elsewhere, bandwidth: 1e6, cores: [16, 256] });
    for (const on of time) expect(on.fetch).toBeCloseTo(fetch.bytes / 1e6 / 3600, 9);
  });
});

describe('elements and disk', () => {
  it('are those that the recipe expects, by the share of the chromosomes', () => {
    const { elements, disk } = planBuild({ ...MEASURED, share: 0.5 });
    expect(elements).toEqual({ dhs: 2.4e6, rdhs: 1014331, ccres: 447419 });
    expect(disk.zscores).toBe(Math.round(1014331 * 40 * 12.1));
    expect(disk.work).toBe(2.4e6 * 32);
    expect(disk.total).toBe(disk.fetched + disk.work + disk.zscores + disk.biosamples + disk.tables);
  });

  it('grow from one profile to those of the paper where nothing is expected', () => {
    const of = (profiles: number) => planBuild({ ...MEASURED, profiles, expectation: undefined }).elements;
    expect(of(706).dhs).toBe(93e6);
    expect(of(706).rdhs).toBe(2217404);
    expect(of(706).ccres).toBe(926535);
    expect(of(1).rdhs).toBe(Math.round(93e6 / 706));
    expect(of(5).rdhs).toBeGreaterThan(of(1).rdhs);
    expect(of(5).rdhs).toBeLessThan(5 * of(1).rdhs);
    expect(of(0)).toEqual({ dhs: 0, rdhs: 0, ccres: 0 });
  });
});

describe('the elements of another genome', () => {
  it('are fewer where it is smaller and nothing is expected', () => {
    const of = (more: Partial<PlanQuestion>) => planBuild({ ...MEASURED, ...more }).elements;
    const whole = of({ expectation: undefined });
    const small = of({ expectation: undefined, genomeBases: 3088269832 / 1000 });
    for (const kind of ['dhs', 'rdhs', 'ccres'] as const)
      expect(Math.abs(small[kind] - whole[kind] / 1000)).toBeLessThanOrEqual(1);
    expect(of({ genomeBases: 1e6 })).toEqual(of({}));
  });

  it('go by chromSizes where that is on this machine, and the note says so', async () => {
    const at = path.join(dir, 'tiny');
    await writeTinyFiles(at);
    const planned = await readPlannedBuild(spoiledInput(at, {}).file, { knownOf: async () => new Map() });
    expect(planned.genomeBases).toBe(CHROM_BP);
    expect(guessedElementsNote(CHROM_BP)).toMatch(/, for a genome of 16,000 bases$/);
    expect(guessedElementsNote(undefined)).toMatch(/as large as the human one, since chromSizes is not/);
  });
});

describe('time on many cores', () => {
  const steps: PlannedStep[] = [
    { name: 'jobs', cpuSeconds: 3600, tasks: 1000, isJob: true },
    { name: 'few jobs', cpuSeconds: 3600, tasks: 2, isJob: true },
    { name: 'one', cpuSeconds: 3600, tasks: 1, isJob: false },
    { name: 'a node', cpuSeconds: 3600, tasks: 1000, isJob: false },
  ];

  it('shares jobs among all cores, files among those of a node, and nothing of a single process', () => {
    const { steps: hours, total } = hoursOn({ steps, cores: 257, speed: 1, fetchSeconds: 7200 });
    expect(hours[0]).toBeCloseTo(1 / (1 + 256 * 0.75), 9);
    expect(hours[1]).toBeCloseTo(1 / 1.75, 9);
    expect(hours[2]).toBe(1);
    expect(hours[3]).toBeCloseTo(1 / (1 + 15 * 0.75), 9);
    expect(total).toBeCloseTo(2 + hours.reduce((sum, own) => sum + own, 0), 9);
  });

  it('never gets longer with more cores, or on a faster machine', () => {
    const totals = [1, 2, 16, 256, 4096].map(
      (cores) => hoursOn({ steps, cores, speed: 1, fetchSeconds: 0 }).total,
    );
    expect([...totals].sort((a, b) => b - a)).toEqual(totals);
    const fast = hoursOn({ steps, cores: 16, speed: 2, fetchSeconds: 0 }).total;
    expect(fast).toBeCloseTo(totals[2]! / 2, 9);
  });
});

describe('the text of a plan', () => {
  it('says inputs, bytes, disk, memory, a table of times and what was assumed', () => {
    const question = { ...MEASURED, files: files('chipSignal', 3, undefined, false), cores: [16, 256] };
    const text = planText(planBuild(question), 'a genome', [assumedSizesNote()]);
    expect(text).toContain(
      'a genome\n  inputs          14 profiles of DHSs, 40 bigWigs with Z-scores, 14 biosamples\n',
    );
    expect(text).toContain('  to fetch        1.2 GB in 3 files (sizes of 0 known, the others assumed)\n');
    expect(text).toMatch(/\n {2}disk {12}[\d.]+ GB: fetched 1\.2 GB, registry [\d.]+ GB \(/);
    expect(text).toMatch(/\n {2}memory {10}1\.1 GB with 2 threads\n/);
    expect(text).toMatch(/\ntime +here, 2 cores +16 cores +256 cores\n/);
    expect(text).toMatch(/\n {2}fetching at 50 MB\/s +23 s +23 s +23 s\n/);
    expect(text).toMatch(/\nnote: sizes are assumed where none is known/);
    expect(text).not.toMatch(/NaN|undefined|Infinity/);
  });
});

describe('the chromosomes of a plan', () => {
  const plan = (chromosomes: readonly string[]) =>
    readPlannedBuild(recipeConfiguration('encode3-grch38'), {
      overrides: { chromosomes },
      knownOf: async () => new Map(),
    });

  it('are those of the recipe, as far as they give elements', async () => {
    expect((await plan(['chr22', 'chrM'])).share).toBeCloseTo(50_818_468 / 3088269832, 6);
    const error = await mistakeOf(plan(['chr22', 'chr99', '22']));
    expect(error.code).toBe('CONFIG');
    expect(error.message).toContain('chromosomes names chr99, 22, expected chr1, ');
  });
});
