import { describe, expect, test } from 'vitest';
import { sortRegions } from '../../src/genome/sorted-regions.ts';
import { centre, ZONES, zonesOf } from '../../src/registry/zones.ts';
import { type Random, seeded } from '../genome/random.ts';
import { place, type Row, toRegions, toRows } from '../genome/rows.ts';
import { naiveZone, type Tss } from './naive-zones.ts';
import { needsBedtools, runScript } from './tools.ts';

const SCHEMES = ['encode3', 'encode4'] as const;

function zones(rows: readonly Row[], tss: readonly Tss[], scheme: 'encode3' | 'encode4') {
  const chromNames = [...new Set(tss.map(({ chrom }) => chrom))];
  const { sorted } = sortRegions(toRegions(rows));
  const found = zonesOf(
    sorted,
    {
      chromNames,
      chrom: Int32Array.from(tss, ({ chrom }) => chromNames.indexOf(chrom)),
      position: Int32Array.from(tss, ({ position }) => position),
    },
    scheme,
  );
  return toRows(sorted).map((row, i) => ({
    place: place(row),
    zone: ZONES[found.zone[i]!]!,
    distanceBp: found.distanceBp[i]!,
    nearest: found.nearest[i]!,
  }));
}

/** Regions whose centres stand at telling distances from a TSS, TSSs that share positions, a chromosome without. */
function randomCase(random: Random, maxWidth: number, count: number): { rows: Row[]; tss: Tss[] } {
  const tss = Array.from({ length: random.int(0, count) }, () => ({
    chrom: random.pick(['chr2', 'chr1', 'chr10']),
    position: random.int(0, count) * random.pick([1, 400, 401]),
  }));
  const rows = Array.from({ length: count }, () => {
    const near = tss.length === 0 ? { chrom: 'chr1', position: 5 } : random.pick(tss);
    const width = random.int(1, maxWidth);
    const distance = random.pick([0, 199, 200, 201, 1999, 2000, 2001, random.int(0, 5000)]);
    const middle = near.position + (random.chance(0.5) ? distance : -distance);
    const start = Math.max(0, middle - (width >> 1) - random.int(0, 1));
    return { chrom: random.chance(0.1) ? 'chr3' : near.chrom, start, end: start + width };
  });
  return { rows, tss };
}

describe('zonesOf', () => {
  test.each(SCHEMES)(
    'gives what looking at every TSS gives, wide elements and chromosomes without TSS too (%s)',
    (scheme) => {
      const seen = new Map<string, number>();
      for (let seed = 0; seed < 300; seed++) {
        const random = seeded(seed);
        const { rows, tss } = randomCase(random, random.pick([20, 351, 3000]), 25);
        const sorted = toRows(sortRegions(toRegions(rows)).sorted);
        const naive = sorted.map((row) => ({ place: place(row), ...naiveZone(row, tss, scheme) }));
        expect(zones(rows, tss, scheme)).toEqual(naive);
        for (const { zone } of naive) seen.set(zone, (seen.get(zone) ?? 0) + 1);
      }
      for (const zone of ZONES) expect(seen.get(zone)).toBeGreaterThan(300);
    },
  );

  test('takes an element that touches a TSS for TSS-overlapping whatever its centre, both ends inclusive', () => {
    const tss = [{ chrom: 'chr1', position: 1000 }];
    const zoneOf = (start: number, end: number) =>
      zones([{ chrom: 'chr1', start, end }], tss, 'encode3')[0]!.zone;
    expect(zoneOf(1000, 9000)).toBe('TSS-overlapping');
    expect(zoneOf(0, 1000)).toBe('TSS-overlapping');
    expect(zoneOf(1001, 9001)).toBe('distal');
    expect(zoneOf(0, 999)).toBe('proximal');
  });

  test('takes the half base of an odd width into account in encode4 alone', () => {
    const tss = [{ chrom: 'chr1', position: 201 }];
    const rows = [{ chrom: 'chr1', start: 301, end: 502 }];
    expect(zones(rows, tss, 'encode3')[0]).toMatchObject({ zone: 'TSS-overlapping', distanceBp: 200 });
    expect(zones(rows, tss, 'encode4')[0]).toMatchObject({ zone: 'proximal', distanceBp: 200.5 });
    const before = [{ chrom: 'chr1', start: 100, end: 301 }];
    const after = [{ chrom: 'chr1', position: 401 }];
    expect(zones(before, after, 'encode3')[0]).toMatchObject({ zone: 'proximal', distanceBp: 201 });
    expect(zones(before, after, 'encode4')[0]).toMatchObject({ zone: 'proximal', distanceBp: 200.5 });
    expect(centre(301, 502, 'encode3')).toBe(401);
    expect(centre(301, 502, 'encode4')).toBe(401.5);
  });

  test('is distal with no distance on a chromosome without TSS', () => {
    expect(
      zones([{ chrom: 'chr9', start: 0, end: 200 }], [{ chrom: 'chr1', position: 100 }], 'encode3'),
    ).toEqual([{ place: 'chr9:0-200', zone: 'distal', distanceBp: Number.NaN, nearest: -1 }]);
  });

  test('gives the zones that bedtools intersect and closest give', ({ skip }) => {
    needsBedtools(skip);
    const random = seeded(9);
    const tss = Array.from({ length: 400 }, () => ({
      chrom: random.pick(['chr1', 'chr10', 'chr2']),
      position: random.int(1, 900_000),
    }));
    const rows = Array.from({ length: 4000 }, () => {
      const near = random.pick(tss);
      const width = random.int(150, 350);
      const distance = random.pick([0, 199, 200, 201, 1999, 2000, 2001, random.int(0, 4000)]);
      const middle = near.position + (random.chance(0.5) ? distance : -distance);
      const start = Math.max(0, middle - (width >> 1));
      return { chrom: random.chance(0.05) ? 'chr3' : near.chrom, start, end: start + width };
    });
    for (const scheme of SCHEMES) {
      const out = runScript(
        {
          rows: rows.map((row, i) => [row.chrom, row.start, row.end, i]),
          tss: tss.map(({ chrom, position }) => [chrom, position, position]),
        },
        `
        sort -k1,1 -k2,2n rows > a
        sort -k1,1 -k2,2n tss > b
        bedtools intersect -u -a a -b b | awk '{ print $4 "\\t0" }' > touching
        bedtools closest -k 3 -t all -a a -b b | awk '{
          c = ($2 + $3) / 2
          if ("${scheme}" == "encode3") c = int(c)
          d = c > $6 ? c - $6 : $6 - c
          print $4 "\\t" ($6 == -1 ? "none" : d)
        }' > near
        cat touching near > out
        `,
      );
      const distance = new Map<number, number>();
      for (const [name, text] of out) {
        const id = Number(name);
        const bp = text === 'none' ? Number.POSITIVE_INFINITY : Number(text);
        distance.set(id, Math.min(bp, distance.get(id) ?? Number.POSITIVE_INFINITY));
      }
      const { order } = sortRegions(toRegions(rows));
      const theirs = Array.from(order, (i) => {
        const bp = distance.get(i)!;
        return bp <= 200 ? 'TSS-overlapping' : bp <= 2000 ? 'proximal' : 'distal';
      });
      expect(zones(rows, tss, scheme).map(({ zone }) => zone)).toEqual(theirs);
    }
  });
});
