/** Peaks, intervals, functional assays and conservation on the simulated registry, against bedtools, pyBigWig and what was planted. */

import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Annotations, openAnnotations } from '../../src/annotation/annotations.ts';
import { CONSERVATION } from '../../src/annotation/ground/conservation-table.ts';
import { FUNCTIONAL } from '../../src/annotation/ground/functional-table.ts';
import { INTERVALS, stateShares } from '../../src/annotation/ground/interval-table.ts';
import { PEAKS } from '../../src/annotation/ground/peak-table.ts';
import { needs, needsBedtools, runScript } from '../registry/tools.ts';
import { annotatedRegistry } from '../server/annotated-registry.ts';
import { rowsOf, tableOf } from './element-case.ts';

const PYTHON = '/usr/bin/python3';
let genome: string;
let registry: string;
let annotations: Annotations;
let elements: string[][];
const inGenome = (name: string) => path.join(genome, 'annotations', name);

beforeAll(async () => {
  ({ genome, registry } = await annotatedRegistry());
  annotations = openAnnotations(registry);
  elements = rowsOf(path.join(registry, 'rDHSs.bed'));
});

/** `bedtools intersect -wo` of the rDHSs, by row of the element: the other's row and the shared bases. */
function intersected(others: readonly (readonly string[])[]): { other: number; bp: number }[][] {
  const rows = runScript(
    {
      elements: elements.map(([chrom, start, end], i) => [chrom!, start!, end!, i]),
      others: others.map(([chrom, start, end], i) => [chrom!, start!, end!, i]),
    },
    'bedtools intersect -a elements -b others -wo > out',
  );
  const found: { other: number; bp: number }[][] = elements.map(() => []);
  for (const row of rows) found[Number(row[3])]!.push({ other: Number(row[7]), bp: Number(row[8]) });
  // bedtools gives them in an order of its own.
  return found.map((own) => own.sort((a, b) => a.other - b.other));
}

describe('peaks of the simulation', () => {
  it('overlap the elements that bedtools finds, file by file', ({ skip }) => {
    needsBedtools(skip);
    const peaks = annotations.get(PEAKS)!;
    const sheet = tableOf(inGenome('tf-peaks.tsv'));
    expect(peaks.sets.map(({ file }) => file)).toEqual(sheet.map(({ file }) => file));
    const ours = elements.map((_, row) => [...peaks.setsAt(row)]);
    const theirs: number[][] = elements.map(() => []);
    for (const [set, { file }] of sheet.entries()) {
      const rows = rowsOf(inGenome(file!));
      expect(peaks.sets[set]!.peaks).toBe(rows.length);
      const found = intersected(rows);
      for (const [row, own] of found.entries()) if (own.length > 0) theirs[row]!.push(set);
      expect(peaks.sets[set]!.elements).toBe(found.filter((own) => own.length > 0).length);
    }
    expect(ours).toEqual(theirs);
  });

  it('are told per target, n of N', () => {
    const peaks = annotations.get(PEAKS)!;
    const truth = tableOf(path.join(genome, 'truth', 'tf.tsv'));
    for (const { target, experiments, files } of peaks.targets) {
      expect(experiments).toBe(truth.filter((row) => row.target === target).length);
      expect(files).toBe(experiments);
    }
    const row = elements.findIndex((_, i) => peaks.setsAt(i).length > 1);
    const at = peaks.targetsAt(row);
    expect(at.map(({ target }) => target)).toEqual(peaks.targets.map(({ target }) => target));
    const names = [...peaks.setsAt(row)].map((set) => peaks.sets[set]!.target);
    for (const { target, overlapping } of at)
      expect(overlapping).toBe(names.filter((name) => name === target).length);
  });
});

describe('intervals of the simulation', () => {
  it('are those of bedtools, with the same shared bases', ({ skip }) => {
    needsBedtools(skip);
    const intervals = annotations.get(INTERVALS)!;
    for (const [set, { file }] of intervals.sets.entries()) {
      const rows = rowsOf(path.join(genome, 'annotations', file));
      const theirs = intersected(rows).map((own) =>
        own.map(({ other, bp }) => [Number(rows[other]![1]), rows[other]![3], rows[other]![8], bp]),
      );
      const ours = elements.map((_, row) =>
        intervals
          .at(row)
          .filter((own) => own.set === set)
          .map(({ start, name, rgb, overlapBp }) => [start, name, rgb, overlapBp]),
      );
      expect(ours).toEqual(theirs);
    }
  });

  it('cover elements in shares that sum to 1 where states tile the genome', () => {
    const intervals = annotations.get(INTERVALS)!;
    for (const [row, [, start, end]] of elements.entries()) {
      const shares = stateShares(intervals.at(row), { start: Number(start), end: Number(end) });
      for (const set of intervals.sets.keys()) {
        const own = shares.filter((share) => share.set === set);
        expect(own.reduce((sum, { fraction }) => sum + fraction, 0)).toBeCloseTo(1, 10);
      }
    }
  });
});

describe('functional assays of the simulation', () => {
  it('are the rows that bedtools finds, each with its columns', ({ skip }) => {
    needsBedtools(skip);
    const functional = annotations.get(FUNCTIONAL)!;
    for (const [set, { file, tested }] of functional.sets.entries()) {
      const [header, ...rows] = rowsOf(path.join(genome, 'annotations', file));
      expect(tested).toBe(rows.length);
      const theirs = intersected(rows).map((own) =>
        own
          .map(({ other, bp }) => ({ bp, values: rows[other]!.slice(3) }))
          .sort((a, b) => (a.values[0]! < b.values[0]! ? -1 : 1)),
      );
      const ours = elements.map((_, row) =>
        functional
          .at(row)
          .filter((own) => own.set === set)
          .map(({ overlapBp, values }) => ({
            bp: overlapBp,
            values: header!.slice(3).map((name) => values[name]),
          }))
          .sort((a, b) => (a.values[0]! < b.values[0]! ? -1 : 1)),
      );
      expect(ours).toEqual(theirs);
    }
  });

  it('are active as planted', () => {
    const functional = annotations.get(FUNCTIONAL)!;
    const planted = new Map(
      tableOf(path.join(genome, 'truth', 'functional.tsv')).map(({ assay, name, active }) => [
        `${assay} ${name}`,
        active === 'yes',
      ]),
    );
    let agreed = 0;
    let all = 0;
    for (let row = 0; row < elements.length; row++) {
      for (const { set, name, active } of functional.at(row)) {
        all++;
        if (planted.get(`${functional.sets[set]!.assay} ${name}`) === active) agreed++;
      }
    }
    expect(all).toBeGreaterThan(50);
    // The FDR misses a few reporters that drive expression.
    expect(agreed / all).toBeGreaterThan(0.95);
  });
});

describe('conservation of the simulation', () => {
  it('is the mean over all bases of what pyBigWig reads', ({ skip }) => {
    needs(skip, 'python3-pybigwig', PYTHON, '-c', 'import pyBigWig');
    const [score] = annotations.get(CONSERVATION)!;
    const script = `
import sys, pyBigWig
track = pyBigWig.open(sys.argv[1])
for line in open(sys.argv[2]):
    chrom, start, end = line.split('\\t')[:3]
    rows = track.intervals(chrom, int(start), int(end)) or () if chrom in track.chroms() else ()
    spans = [(min(e, int(end)) - max(s, int(start)), v) for s, e, v in rows]
    print(sum(n * v for n, v in spans) / (int(end) - int(start)), sum(n for n, v in spans))
`;
    const args = ['-c', script, inGenome('conservation.bigWig'), path.join(registry, 'rDHSs.bed')];
    const theirs = execFileSync(PYTHON, args, { encoding: 'utf8' }).trimEnd().split('\n');
    const [mean0, covered] = [score!.mean0(), score!.covered()];
    for (const [row, line] of theirs.entries()) {
      const [mean, bases] = line.split(' ').map(Number);
      expect(mean0[row]).toBeCloseTo(mean!, 5);
      expect(covered[row]).toBe(bases);
    }
    expect(score!.at(7)).toEqual({ mean0: mean0[7], coveredBp: covered[7] });
  });
});
