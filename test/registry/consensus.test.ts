import { describe, expect, test } from 'vitest';
import { sortRegions } from '../../src/genome/sorted-regions.ts';
import { filterByConsensus } from '../../src/registry/consensus.ts';
import { type Random, seeded } from '../genome/random.ts';
import { place, type Row, sharedBp, toRegions, toRows } from '../genome/rows.ts';
import { linearPercentile } from './naive-percentile.ts';
import { needsBedtools, runScript } from './tools.ts';

interface Rdhs extends Row {
  readonly signal: number;
}

function filter(rdhs: readonly Rdhs[], consensus: readonly Row[]) {
  const { sorted, order } = sortRegions(toRegions(rdhs));
  const signal = Float64Array.from(order, (i) => rdhs[i]!.signal);
  const result = filterByConsensus(sorted, signal, sortRegions(toRegions(consensus)).sorted);
  return { ...result, rows: toRows(sorted), signal };
}

/** Each rDHS against each consensus DHS: the best support wins. */
function naiveSupport(rdhs: Row, consensus: readonly Row[]): 'complete' | 'long' | 'partial' | 'none' {
  const overlapping = consensus.filter((dhs) => sharedBp(rdhs, dhs) > 0);
  if (overlapping.some((dhs) => rdhs.start <= dhs.start && dhs.end <= rdhs.end)) return 'complete';
  if (overlapping.some((dhs) => sharedBp(rdhs, dhs) >= 135)) return 'long';
  return overlapping.length > 0 ? 'partial' : 'none';
}

function randomRdhs(random: Random, count: number, sparse: number): Rdhs[] {
  let end = 0;
  return Array.from({ length: count }, (_, i) => {
    const start = (i === count >> 1 ? 0 : end) + random.int(0, sparse);
    end = start + random.int(150, 350);
    return { chrom: i < count >> 1 ? 'chr1' : 'chr2', start, end, signal: random.int(0, 8) / 4 };
  });
}

function randomConsensus(random: Random, rdhs: readonly Row[], count: number): Row[] {
  return Array.from({ length: count }, () => {
    const near = random.pick(rdhs);
    const shared = random.pick([0, 1, 134, 135, 136, 150, near.end - near.start, random.int(1, 350)]);
    const width = random.pick([20, 134, 135, 200, 500]);
    const start = Math.max(0, random.chance(0.5) ? near.end - shared : near.start + shared - width);
    return { chrom: random.chance(0.05) ? 'chr3' : near.chrom, start, end: start + width };
  });
}

describe('filterByConsensus', () => {
  test('keeps what comparing every pair keeps', () => {
    const totals = { complete: 0, long: 0, partial: 0, none: 0, passed: 0, failed: 0, unlimited: 0 };
    for (let seed = 0; seed < 400; seed++) {
      const random = seeded(seed);
      const rdhs = randomRdhs(random, random.int(1, 20), random.pick([5, 400]));
      const consensus = randomConsensus(random, rdhs, random.int(0, 30));
      const ours = filter(rdhs, consensus);
      const support = ours.rows.map((row) => naiveSupport(row, consensus));
      const without = [...ours.signal].filter((_, i) => support[i] === 'none');
      const needed = without.length === 0 ? undefined : linearPercentile(without, 90);
      const passes = (i: number): boolean => needed === undefined || ours.signal[i]! >= needed;
      const keep = support.map(
        (kind, i) => kind === 'complete' || kind === 'long' || (kind === 'partial' && passes(i)),
      );
      expect(ours.rows.filter((_, i) => ours.keep[i] === 1).map(place)).toEqual(
        ours.rows.filter((_, i) => keep[i]).map(place),
      );
      expect(ours.minPartialSignal).toBe(needed);
      expect(ours.partialKept).toBe(support.filter((kind, i) => kind === 'partial' && passes(i)).length);
      for (const kind of ['complete', 'long', 'partial', 'none'] as const) {
        expect(ours.counts[kind]).toBe(support.filter((other) => other === kind).length);
        totals[kind] += ours.counts[kind];
      }
      totals.passed += ours.partialKept;
      totals.failed += ours.counts.partial - ours.partialKept;
      if (needed === undefined) totals.unlimited++;
    }
    for (const total of Object.values(totals)) expect(total).toBeGreaterThan(20);
  });

  test('keeps every partial overlap where no rDHS is without one', () => {
    const { keep, minPartialSignal, partialKept } = filter(
      [{ chrom: 'chr1', start: 100, end: 300, signal: 0 }],
      [{ chrom: 'chr1', start: 299, end: 600 }],
    );
    expect([...keep]).toEqual([1]);
    expect(minPartialSignal).toBeUndefined();
    expect(partialKept).toBe(1);
  });

  test('does not add up overlaps with several consensus DHSs', () => {
    const { counts } = filter(
      [{ chrom: 'chr1', start: 1000, end: 1268, signal: 1 }],
      [
        { chrom: 'chr1', start: 800, end: 1134 },
        { chrom: 'chr1', start: 1134, end: 1500 },
      ],
    );
    expect(counts).toEqual({ complete: 0, long: 0, partial: 1, none: 0 });
  });

  test('takes a signal of exactly the percentile', () => {
    const rdhs = [
      { chrom: 'chr1', start: 0, end: 200, signal: 2 },
      { chrom: 'chr1', start: 1000, end: 1200, signal: 2 },
      { chrom: 'chr1', start: 2000, end: 2200, signal: 1.999 },
    ];
    const touching = [1000, 2000].map((start) => ({ chrom: 'chr1', start: start - 300, end: start + 10 }));
    expect([...filter(rdhs, touching).keep]).toEqual([0, 1, 0]);
  });

  test('finds the support that bedtools intersect -F 1.0 and -wo find', ({ skip }) => {
    needsBedtools(skip);
    const random = seeded(3);
    const rdhs = randomRdhs(random, 3000, 500);
    const consensus = randomConsensus(random, rdhs, 3000);
    const out = runScript(
      {
        rdhs: rdhs.map((row, i) => [row.chrom, row.start, row.end, `r${i}`, row.signal]),
        consensus: consensus.map((row) => [row.chrom, row.start, row.end]),
      },
      `
      bedtools intersect -u -F 1.0 -a rdhs -b consensus > complete
      bedtools intersect -v -F 1.0 -a rdhs -b consensus > rest
      bedtools intersect -wo -a rest -b consensus | awk '$NF >= 135' | cut -f 1-5 | sort -u > long
      cut -f 4 long > names
      awk 'BEGIN { while ((getline name < "names") > 0) seen[name] = 1 } !($4 in seen)' rest > short
      bedtools intersect -u -a short -b consensus > partial
      bedtools intersect -v -a short -b consensus > none
      for kind in complete long partial none; do awk -v kind=$kind '{ print kind "\\t" $4 }' $kind; done > out
      `,
    );
    const names = new Map(rdhs.map((row, i) => [place(row), `r${i}`]));
    const kindOf = new Map(out.map(([kind, name]) => [name!, kind!]));
    expect(kindOf.size).toBe(rdhs.length);
    const without = rdhs.filter((_, i) => kindOf.get(`r${i}`) === 'none').map((row) => row.signal);
    const needed = linearPercentile(without, 90);
    const ours = filter(rdhs, consensus);
    for (const kind of ['complete', 'long', 'partial', 'none'] as const) {
      expect(ours.counts[kind]).toBe(out.filter(([other]) => other === kind).length);
      expect(ours.counts[kind]).toBeGreaterThan(100);
    }
    ours.rows.forEach((row, i) => {
      const kind = kindOf.get(names.get(place(row))!)!;
      const stays =
        kind === 'complete' || kind === 'long' || (kind === 'partial' && ours.signal[i]! >= needed);
      expect(ours.keep[i]).toBe(stays ? 1 : 0);
    });
  });
});
