/** Small cases whose results were computed with the original scripts, bedtools and numpy. */

import { describe, expect, test } from 'vitest';
import { allcallsOfLines } from '../../src/formats/allcalls.ts';
import { linesOf } from '../../src/formats/text-lines.ts';
import { forEachOverlap } from '../../src/genome/overlap.ts';
import { sortRegions } from '../../src/genome/sorted-regions.ts';
import { compareText } from '../../src/genome/text-order.ts';
import { accessionNumber, assignAccessions, formatAccession } from '../../src/registry/accessions.ts';
import { availabilityGroup, biosampleLabel } from '../../src/registry/biosamples.ts';
import {
  classifyAgnostic,
  HIGH_CTCF,
  HIGH_DNASE,
  HIGH_H3K4ME3,
  HIGH_H3K27AC,
} from '../../src/registry/classify.ts';
import { filterByConsensus } from '../../src/registry/consensus.ts';
import { callDhs } from '../../src/registry/dhs.ts';
import { percentile } from '../../src/registry/percentile.ts';
import { selectRdhs } from '../../src/registry/rdhs.ts';
import { CLASS_NAMES, CTCF_BOUND, NOT_CCRE } from '../../src/registry/schemes.ts';
import { addEvidence, noEvidence, TIERS, tierOf } from '../../src/registry/tiers.ts';
import { ZONES, zonesOf } from '../../src/registry/zones.ts';
import { competitionRanks, flankBp, HIGH_Z, normalisationOf, zScores } from '../../src/registry/zscores.ts';
import { planRegions } from '../../src/signal/region-plan.ts';
import { type Row, toRegions, toRows } from '../genome/rows.ts';

/** hotspot2 allcalls of `start-end fdr` on chr1, read as the program reads them. */
async function allcalls(rows: readonly string[]) {
  const lines = rows.map((row) => {
    const [range, fdr] = row.split(' ');
    return `chr1\t${range!.replace('-', '\t')}\ti\t${fdr}\n`;
  });
  async function* stream() {
    yield Buffer.from(lines.join(''));
  }
  return allcallsOfLines(linesOf(stream(), 'allcalls'), 'allcalls');
}

function row(range: string): Row {
  const [start, end] = range.split('-').map(Number);
  return { chrom: 'chr1', start: start!, end: end! };
}

const D = HIGH_DNASE;
const K4 = HIGH_H3K4ME3;
const K27 = HIGH_H3K27AC;
const C = HIGH_CTCF;

describe('the FDR filter (T1)', () => {
  const passes = async (fdr: string, level: number): Promise<boolean> =>
    (await allcalls([`100-200 ${fdr}`])).order[0]! > level;

  test.each([
    ['0.02', 2, false],
    ['0.01', 2, false],
    ['0.009999', 2, false],
    ['0.00999', 2, true],
    ['0.005', 2, true],
    ['1e-05', 2, true],
    ['0', 2, true],
    ['2.5e-400', 2, true],
    ['1e-05', 4, true],
    ['1e-05', 5, false],
    ['9.9e-06', 5, true],
  ])('at FDR %s and threshold 10^-%i keeps the row: %s', async (fdr, level, kept) => {
    expect(await passes(fdr, level)).toBe(kept);
    if (level !== 2) return;
    const { dhs } = callDhs(await allcalls([`100-200 ${fdr}`]));
    expect(dhs.start.length).toBe(kept ? 1 : 0);
  });

  test('never passes an FDR of 1', async () => {
    for (const fdr of ['1', '1.0', '1e0', '1e+00']) expect(await passes(fdr, 2)).toBe(false);
  });
});

describe('DHS calling (T2)', () => {
  const rows = [
    '1000-1100 0.02',
    '1100-1400 0.005',
    '1400-1401 0.01',
    '1402-1500 0.0009',
    '1501-1700 1e-05',
    '2000-2040 1e-09',
    '3000-3100 0',
    '3101-3200 2.5e-400',
    '5000-5600 1e-20',
    '5600-5700 1e-40',
    '5700-6000 1e-21',
    '7000-7150 0.009999',
    '7200-7350 0.00999',
  ];

  test('gives five DHSs in the order of acceptance and excludes nothing', async () => {
    const { dhs, excluded } = callDhs(await allcalls(rows));
    const called = toRows(dhs).map((site, i) => `${site.start}-${site.end} ${dhs.fdr[i]} ${dhs.level[i]}`);
    expect(called).toEqual([
      '1100-1400 0.005 2',
      '1402-1700 0.00001 2',
      '3000-3200 0 2',
      '7200-7350 0.00999 2',
      '5600-5700 1e-40 21',
    ]);
    expect(excluded.start.length).toBe(0);
  });

  test('finds the last cluster 1,000 wide up to threshold 19 and 400 wide at 20', async () => {
    const widthAt = async (level: number): Promise<number> => {
      const calls = await allcalls(rows);
      const kept = toRows(calls).filter(
        (call, i) => call.start >= 5000 && call.start < 7000 && calls.order[i]! > level,
      );
      return Math.max(...kept.map(({ end }) => end)) - Math.min(...kept.map(({ start }) => start));
    };
    expect([await widthAt(2), await widthAt(19), await widthAt(20), await widthAt(21)]).toEqual([
      1000, 1000, 400, 100,
    ]);
  });
});

/** The pool of T3: chromosome, range, name, signal, FDR. */
const POOL = [
  'chr1 100-300 A 2 1e-05',
  'chr1 250-450 B 5 1e-05',
  'chr1 400-600 C 3 1e-05',
  'chr1 590-790 D 4 1e-05',
  'chr1 790-950 E 1 1e-05',
  'chr1 2000-2200 F-2 7 1e-05',
  'chr1 2000-2150 F-1 7 1e-05',
  'chr1 2100-2300 G 7 1e-05',
  'chr1 2180-2380 H 7 1e-05',
  'chr1 5000-5149 I 9 1e-05',
  'chr1 6000-6150 J 9 0.0011',
  'chr1 7000-7150 K 0.145873 0.001',
  'chr1_alt 100-300 alt 9 1e-05',
  'chrM 100-300 M 9 1e-05',
].map((line) => {
  const [chrom, range, name, signal, fdr] = line.split(' ');
  return { ...row(range!), chrom: chrom!, name: name!, signal: Number(signal), fdr: Number(fdr) };
});

function rdhsOfPool(): (typeof POOL)[number][] {
  const passing = POOL.filter(
    ({ chrom, start, end, signal, fdr }) =>
      !/_|chrM|chrEBV/.test(chrom) && end - start >= 150 && signal >= 0.145873 && fdr <= 0.001,
  );
  const rows = selectRdhs(
    { ...toRegions(passing), signal: Float64Array.from(passing, ({ signal }) => signal) },
    (i, j) => compareText(passing[i]!.name, passing[j]!.name),
  );
  return Array.from(rows, (i) => passing[i]!);
}

const PREVIOUS = ['chr1 2000-2150 EH37D0000007', 'chr1 9000-9200 EH38D0000012'].map((line) => {
  const [, range, accession] = line.split(' ');
  return { ...row(range!), number: accessionNumber(accession!) };
});

describe('rDHSs, their accessions and the consensus filter (T3 to T5)', () => {
  const rdhs = rdhsOfPool();
  const { sorted } = sortRegions(toRegions(rdhs));

  test('selects B, D, E, F-1, H and K', () => {
    expect(rdhs.map(({ name }) => name)).toEqual(['B', 'D', 'E', 'F-1', 'H', 'K']);
  });

  test('numbers new ones from 13 and lets F-1 keep number 7 under the new prefix', () => {
    const { numbers, reused } = assignAccessions(sorted, {
      ...toRegions(PREVIOUS),
      number: Float64Array.from(PREVIOUS, ({ number }) => number),
      line: Int32Array.of(1, 2),
    });
    expect(rdhs.map(({ name }, i) => `${name} ${formatAccession('EH38', 'D', numbers[i]!)}`)).toEqual([
      'B EH38D0000013',
      'D EH38D0000014',
      'E EH38D0000015',
      'F-1 EH38D0000007',
      'H EH38D0000016',
      'K EH38D0000017',
    ]);
    expect(reused).toBe(1);
  });

  test('keeps B, D, F-1 and H and drops E and K, which meet no consensus DHS', () => {
    const consensus = sortRegions(toRegions(['260-300', '500-700', '2100-2400'].map(row))).sorted;
    const overlaps: string[] = [];
    forEachOverlap(sorted, consensus, (i, j, bp) => {
      overlaps.push(`${rdhs[i]!.name} ${consensus.start[j]} ${bp}`);
    });
    expect(overlaps).toEqual(['B 260 40', 'D 500 110', 'F-1 2100 50', 'H 2100 200']);
    const result = filterByConsensus(
      sorted,
      Float64Array.from(rdhs, ({ signal }) => signal),
      consensus,
    );
    expect(result.counts).toEqual({ complete: 1, long: 1, partial: 2, none: 2 });
    expect(result.minPartialSignal).toBeCloseTo(0.9145873, 12);
    expect(result.partialKept).toBe(2);
    expect(rdhs.filter((_, i) => result.keep[i] === 1).map(({ name }) => name)).toEqual([
      'B',
      'D',
      'F-1',
      'H',
    ]);
  });
});

describe('Z-scores and windows (T6, T7)', () => {
  test('standardise the logarithms of non-zero signals', () => {
    const signal = Float64Array.of(10, 100, 1, 0, 0.01);
    const normalisation = normalisationOf(signal);
    expect(normalisation.mean).toBeCloseTo(0.25, 14);
    expect(normalisation.sd).toBeCloseTo(1.4790199, 7);
    const z = zScores(signal, normalisation);
    expect([...z].map((value) => value.toFixed(7))).toEqual([
      '0.5070926',
      '1.1832160',
      '-0.1690309',
      '-10.0000000',
      '-1.5212777',
    ]);
    expect([...competitionRanks(z)]).toEqual([2, 1, 3, 5, 4]);
  });

  test('take a histone mark over 0-1000 around an element at 300-500', () => {
    const plan = planRegions(toRegions([row('300-500')]), flankBp('H3K27ac'));
    expect([plan.start[0], plan.end[0], plan.sizeBp[0]]).toEqual([0, 1000, 1000]);
  });
});

const TSS = { chromNames: ['chr1'], chrom: Int32Array.of(0), position: Int32Array.of(10000) };

function zoneOf(range: string, scheme: 'encode3' | 'encode4' = 'encode3') {
  const { zone, distanceBp } = zonesOf(sortRegions(toRegions([row(range)])).sorted, TSS, scheme);
  return { code: zone[0]!, name: ZONES[zone[0]!], distanceBp: distanceBp[0] };
}

describe('zones (T9)', () => {
  test.each([
    ['10100-10300', 'TSS-overlapping', 200],
    ['10101-10301', 'proximal', 201],
    ['11900-12100', 'proximal', 2000],
    ['11901-12101', 'distal', 2001],
    ['10050-10251', 'TSS-overlapping', 150],
  ])('%s is %s, %i from the TSS at 10000', (range, name, distanceBp) => {
    expect(zoneOf(range)).toMatchObject({ name, distanceBp });
  });

  test('10050-10251 is 150.5 from it with the half base of encode4', () => {
    expect(zoneOf('10050-10251', 'encode4').distanceBp).toBe(150.5);
  });
});

describe('agnostic classes (T10)', () => {
  test.each([
    ['9900-10100', [3, 2, 2, 2], 'PLS,CTCF-bound'],
    ['10100-10300', [3, 2, 0, 0], 'PLS'],
    ['10050-10251', [3, 1, 2, 0], 'pELS'],
    ['10101-10301', [3, 2, 2, 0], 'pELS'],
    ['11900-12100', [3, 2, 2, 0], 'pELS'],
    ['11901-12101', [3, 2, 2, 0], 'dELS'],
    ['9650-9850', [3, 1, 0, 2], 'CTCF-only,CTCF-bound'],
    ['20000-20200', [3, 2, 0, 2], 'DNase-H3K4me3,CTCF-bound'],
    ['20300-20500', [3, 2, 2, 2], 'dELS,CTCF-bound'],
    ['20600-20800', [1.64, 2, 2, 2], undefined],
    ['20900-21100', [1.65, 0, 0, 2], 'CTCF-only,CTCF-bound'],
    ['21200-21400', [3, 0, 0, 0], undefined],
  ])('%s with max-Z %j is %s', (range, maxZ, label) => {
    const high = maxZ.reduce((bits, z, assay) => bits | (z > HIGH_Z ? 1 << assay : 0), 0);
    const [code] = classifyAgnostic(Uint8Array.of(zoneOf(range).code), Uint8Array.of(high), 'encode3');
    const name = code === NOT_CCRE ? undefined : CLASS_NAMES.encode3.agnostic[code!];
    expect(name && `${name}${high & C ? CTCF_BOUND : ''}`).toBe(label);
  });
});

describe('tiers (T11)', () => {
  /** Availability groups of the biosamples; G6 and G11 serve the last case alone. */
  const GROUPS: Readonly<Record<string, number>> = { B1: 1, B1b: 1, B2: 2, B3: 7, B4: 10, B6: 6, B11: 11 };

  test.each([
    ['r1', 'PLS', { B1: D | C }, '1a'],
    ['r2', 'PLS', { B2: D | K27 }, '1b'],
    ['r3', 'PLS', { B3: D, B4: K4 }, '2'],
    ['r4', 'PLS', { B1: D, B1b: C }, '4'],
    ['r5', 'PLS', { B2: D, B4: K4 }, '3'],
    ['r6', 'CTCF-only,CTCF-bound', { B2: D, B4: K4 }, '2'],
    ['r7', 'PLS', { B1: D, B4: K4 }, '3'],
    ['r8', 'PLS', { B3: D, B2: K4 }, '3'],
    ['r9', 'dELS', { B3: D, B2: K4 }, '2'],
    ['r10', 'dELS,CTCF-bound', { B3: D, B11: K27, B6: C }, '3'],
    ['r10 without the suffix', 'dELS', { B3: D, B11: K27, B6: C }, '2'],
  ] as [string, string, Record<string, number>, string][])(
    'of %s: %s with %j is tier %s',
    (_, label, high, tier) => {
      const evidence = noEvidence(1);
      for (const [name, group] of Object.entries(GROUPS))
        addEvidence(evidence, group, Uint8Array.of(high[name] ?? 0));
      const [className, suffix] = label.split(',');
      const code = CLASS_NAMES.encode3.agnostic.indexOf(className!);
      expect(TIERS[tierOf(evidence[0]!, code, suffix !== undefined)]).toBe(tier);
    },
  );
});

describe('labels in biosamples (T12)', () => {
  const ASSAYS = { G1: D | K4 | K27 | C, G3: D | K4 | C, G14: D | K27 | C, G7: D, G9: K4 | C };
  const RED = '255,0,0';
  const PINK = '255,170,170';
  const DNASE_ONLY = 'DNase-only 6,218,147';
  const LOW = 'Low-DNase 225,225,225';
  const UNCLASSIFIED = 'Unclassified 140,140,140';
  const CTCF_ONLY = 'CTCF-only,CTCF-bound 0,176,240';
  const PELS = 'pELS 255,167,0';
  const DELS = 'dELS 255,205,0';
  const K4_ONLY = 'DNase-H3K4me3';

  test('number the groups 1, 3, 14, 7 and 9', () => {
    expect(Object.values(ASSAYS).map(availabilityGroup)).toEqual([1, 3, 14, 7, 9]);
  });

  test.each([
    ['E12', '9650-9850', D | C, [CTCF_ONLY, CTCF_ONLY, CTCF_ONLY, DNASE_ONLY, 'High-CTCF 0,176,240']],
    [
      'E01',
      '9900-10100',
      D | K4,
      [`PLS ${RED}`, `PLS ${RED}`, DNASE_ONLY, DNASE_ONLY, `High-H3K4me3 ${RED}`],
    ],
    ['E11', '10050-10251', D | K27, [PELS, DNASE_ONLY, PELS, DNASE_ONLY, UNCLASSIFIED]],
    [
      'E03',
      '10101-10301',
      D | K4 | K27,
      [PELS, `${K4_ONLY} ${PINK}`, PELS, DNASE_ONLY, `High-H3K4me3 ${PINK}`],
    ],
    ['E05', '11901-12101', K4 | K27, [LOW, LOW, LOW, LOW, `High-H3K4me3 ${PINK}`]],
    [
      'E06',
      '20000-20200',
      D | K4 | C,
      [
        `${K4_ONLY},CTCF-bound ${PINK}`,
        `${K4_ONLY},CTCF-bound ${PINK}`,
        CTCF_ONLY,
        DNASE_ONLY,
        `High-H3K4me3,High-CTCF ${PINK}`,
      ],
    ],
    ['E07', '20300-20500', D | K27, [DELS, DNASE_ONLY, DELS, DNASE_ONLY, UNCLASSIFIED]],
  ])('of %s at %s are those of the table', (_, range, high, expected) => {
    const labels = Object.values(ASSAYS).map((assays) => {
      const { label, rgb } = biosampleLabel(zoneOf(range).code, high & assays, assays, 'encode3');
      return `${label} ${rgb}`;
    });
    expect(labels).toEqual(expected);
  });
});

describe('percentiles and fractions (T13, T14)', () => {
  test('interpolate linearly', () => {
    expect(percentile(() => [Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10)], 10)).toBeCloseTo(1.9, 14);
    expect(percentile(() => [Float64Array.of(0.5, 1, 4)], 90)).toBeCloseTo(3.4, 14);
  });

  test('share 25 of 100 bases, which is a quarter, and 24, which is not', () => {
    const element = sortRegions(toRegions([row('1000-1100')])).sorted;
    const shares = ['900-1025', '900-1024'].map((range) => {
      let share = 0;
      forEachOverlap(element, sortRegions(toRegions([row(range)])).sorted, (_, __, bp) => {
        share = bp / (element.end[0]! - element.start[0]!);
      });
      return share;
    });
    expect(shares.map((share) => share >= 0.25)).toEqual([true, false]);
  });
});
