import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { CisregError } from '../../src/errors.ts';
import { readChain } from '../../src/formats/chain.ts';
import { LIFT_REASONS, type LiftIndex, liftAll, liftIndex, liftOne } from '../../src/genome/lift-over.ts';
import { hasShared, SHARED } from '../formats/scratch.ts';
import { baseMap, chainsOf, naiveChains, naiveLift, randomChainText } from './naive-lift.ts';
import { type Random, seeded } from './random.ts';
import { type Row, toRegions } from './rows.ts';

const DELETED = { reason: 'Deleted in new' };
const PARTIAL = { reason: 'Partially deleted in new' };
const SPLIT = { reason: 'Split in new' };
const DUPLICATED = { reason: 'Duplicated in new' };

/**
 * chr1 [100, 200) in three blocks: 40 bases, 20 lost, 20 bases, 10 of chrA put in, 20 bases; the same of chr2 on the other strand of chrA;
 * chr3 [0, 50) twice, and its [40, 90) in part a third time.
 */
const CHAINS = liftIndex(
  await chainsOf(
    [
      'chain 9 chr1 1000 + 100 200 chrA 500 + 300 390 1\n40\t20\t0\n20\t0\t10\n20\n',
      'chain 8 chr2 1000 + 100 200 chrA 500 - 300 390 2\n40\t20\t0\n20\t0\t10\n20\n',
      'chain 7 chr3 100 + 0 50 chrA 500 + 0 50 3\n50\n',
      'chain 6 chr3 100 + 0 50 chrB 500 + 0 50 4\n50\n',
      'chain 5 chr3 100 + 60 80 chrA 500 + 60 80 5\n20\n',
      'chain 4 chr3 100 + 80 100 chrB 500 + 80 100 6\n20\n',
      'chain 3 chr4 100 + 10 40 chrB 500 + 10 43 7\n10\t10\t13\n10\n',
    ].join('\n'),
  ),
);

const lifted = (chrom: string, start: number, end: number, minMatch?: number) =>
  liftOne(CHAINS, { chrom, start, end }, minMatch);
const at = (chrom: string, start: number, end: number, strand = '+') => ({ chrom, start, end, strand });

describe('a place', () => {
  it('within a block goes where its bases go', () => {
    expect(lifted('chr1', 100, 140)).toEqual(at('chrA', 300, 340));
    expect(lifted('chr1', 139, 140)).toEqual(at('chrA', 339, 340));
    expect(lifted('chr1', 160, 161)).toEqual(at('chrA', 340, 341));
    expect(lifted('chr1', 180, 200)).toEqual(at('chrA', 370, 390));
  });

  it('on the other strand is given on the + strand', () => {
    // Base 300 of the other strand of chrA is base 500 - 1 - 300 of it.
    expect(lifted('chr2', 100, 101)).toEqual(at('chrA', 199, 200, '-'));
    expect(lifted('chr2', 100, 140)).toEqual(at('chrA', 160, 200, '-'));
    expect(lifted('chr2', 180, 200)).toEqual(at('chrA', 110, 130, '-'));
    expect(lifted('chr2', 130, 170, 0.5)).toEqual(at('chrA', 150, 170, '-'));
  });

  it('over a gap of the target loses its bases, over one of the query gains them', () => {
    expect(lifted('chr1', 130, 170, 0.5)).toEqual(at('chrA', 330, 350));
    expect(lifted('chr1', 170, 190)).toEqual(at('chrA', 350, 380));
    expect(lifted('chr1', 90, 210, 0.5)).toEqual(at('chrA', 300, 390));
    expect(lifted('chr4', 10, 40, 0.5)).toEqual(at('chrB', 10, 43));
    expect(lifted('chr4', 15, 25, 0.5)).toEqual(at('chrB', 15, 20));
  });

  it('needs minMatch of its bases and no more', () => {
    // 38 of 40 bases are 0.95; a double holds neither, their product is 38.
    expect(lifted('chr1', 102, 142, 0.95)).toEqual(at('chrA', 302, 340));
    expect(lifted('chr1', 102, 142)).toEqual(at('chrA', 302, 340));
    expect(lifted('chr1', 103, 143)).toEqual(PARTIAL);
    expect(lifted('chr1', 139, 141, 0.5)).toEqual(at('chrA', 339, 340));
    expect(lifted('chr1', 139, 141, 0.500001)).toEqual(PARTIAL);
    expect(lifted('chr1', 100, 141, 1)).toEqual(PARTIAL);
    expect(lifted('chr1', 160, 200, 1)).toEqual(at('chrA', 340, 390));
  });

  it('that no chain aligns is deleted', () => {
    for (const [chrom, start, end] of [
      ['chr1', 140, 160],
      ['chr1', 0, 100],
      ['chr1', 200, 300],
      ['chr1', 5000, 5001],
      ['chr4', 20, 30],
      ['chr3', 50, 60],
      ['chrUn', 1, 2],
      ['', 1, 2],
    ] as const) {
      expect(lifted(chrom, start, end)).toEqual(DELETED);
    }
    expect(lifted('chr1', 99, 101)).toEqual(PARTIAL);
    expect(lifted('chr1', 199, 201)).toEqual(PARTIAL);
  });

  it('that several chains align too little of is split, and of which two align enough is duplicated', () => {
    expect(lifted('chr3', 70, 90)).toEqual(SPLIT);
    expect(lifted('chr3', 70, 90, 0.5)).toEqual(DUPLICATED);
    expect(lifted('chr3', 70, 89, 0.5)).toEqual(at('chrA', 70, 80));
    expect(lifted('chr3', 10, 20)).toEqual(DUPLICATED);
    expect(lifted('chr3', 45, 60)).toEqual(SPLIT);
  });

  it('is not lifted with a minMatch that is no share', () => {
    for (const minMatch of [0, -1, 1.01, Number.NaN]) {
      expect(() => lifted('chr1', 100, 140, minMatch)).toThrow(CisregError);
    }
    expect(() => lifted('chr1', 100, 140, 95)).toThrow(
      'a minMatch of 95, expected a share above 0 and at most 1',
    );
  });
});

/** What liftAll says of a row, as liftOne would. */
function rowOf(rows: ReturnType<typeof liftAll>, i: number) {
  const reason = LIFT_REASONS[rows.reason[i]!]!;
  if (reason !== '') {
    expect([rows.chrom[i], rows.start[i], rows.end[i], rows.strand[i]]).toEqual([-1, 0, 0, 0]);
    return { reason };
  }
  return at(rows.chromNames[rows.chrom[i]!]!, rows.start[i]!, rows.end[i]!, rows.strand[i]! > 0 ? '+' : '-');
}

/** Lifts places of a window one by one and together, beside the naive way; counts the verdicts. */
function compare(
  index: LiftIndex,
  { places, naive }: { places: readonly Row[]; naive: (place: Row, minMatch: number) => unknown },
  minMatch: number,
): Map<string, number> {
  const rows = liftAll(index, toRegions(places), minMatch);
  const counts = new Map(LIFT_REASONS.map((reason) => [reason as string, 0]));
  for (const [i, place] of places.entries()) {
    const expected = naive(place, minMatch);
    const one = liftOne(index, place, minMatch);
    if (JSON.stringify(one) !== JSON.stringify(expected))
      expect({ place, one }).toEqual({ place, one: expected });
    expect(rowOf(rows, i)).toEqual(one);
    const reason = 'reason' in one ? one.reason : '';
    counts.set(reason, counts.get(reason)! + 1);
  }
  expect(rows.counts).toEqual([...counts.values()]);
  return counts;
}

const MIN_MATCHES = [0.05, 0.1, 1 / 3, 0.5, 0.7, 0.95, 1];

function randomPlaces(random: Random, options: { count: number; within: Row; widthBp: number }): Row[] {
  const { within } = options;
  return Array.from({ length: options.count }, () => {
    const start = random.int(within.start, within.end - 1);
    const widthBp = random.int(1, random.chance(0.7) ? options.widthBp : options.widthBp * 8);
    return { chrom: within.chrom, start, end: Math.min(within.end, start + widthBp) };
  });
}

describe('lifting beside a base-by-base liftOver', () => {
  it('agrees on random chains that nest and overlap, on both strands', async () => {
    const total = new Map<string, number>();
    for (let seed = 0; seed < 60; seed++) {
      const random = seeded(seed);
      const text = randomChainText(random, { chains: random.int(1, 25), sizeBp: 400 });
      const index = liftIndex(await chainsOf(text));
      const naive = naiveChains(text);
      for (const chrom of ['chr1', 'chr2', 'chr10', 'chr4']) {
        const within = { chrom, start: 0, end: 420 };
        const homes = baseMap(naive, within);
        const places = randomPlaces(random, { count: 40, within, widthBp: 12 });
        const counts = compare(
          index,
          { places, naive: (place, minMatch) => naiveLift(homes, place, minMatch) },
          random.pick(MIN_MATCHES),
        );
        for (const [reason, count] of counts) total.set(reason, (total.get(reason) ?? 0) + count);
      }
    }
    for (const reason of LIFT_REASONS) expect(total.get(reason), reason).toBeGreaterThan(200);
  });

  it
    .skipIf(!hasShared)
    .each(['hg19ToHg38.over', 'hg38ToHg19.over', 'mm10ToMm9.over', 'mm9ToMm10.over', 'hg19.mm9.rBest'])(
    'agrees on windows of %s in ../shared',
    async (name) => {
      const path = `${SHARED}/chain/${name}.chain.gz`;
      const index = liftIndex(await readChain(path));
      const chains = naiveChains(gunzipSync(readFileSync(path)).toString('latin1'));
      const random = seeded(5);
      const total = new Map<string, number>();
      // The ends of chains are where verdicts differ most; the chains of the middle are large.
      for (let n = 0; n < 40; n++) {
        const chain = random.pick(chains);
        const block = random.pick(chain.blocks);
        const end = random.pick([
          chain.targetStart,
          chain.targetEnd,
          block.target,
          block.target + block.size,
        ]);
        const within = { chrom: chain.target, start: Math.max(0, end - 1500), end: end + 1500 };
        const homes = baseMap(chains, within);
        const places = randomPlaces(random, { count: 40, within, widthBp: 300 });
        const counts = compare(
          index,
          { places, naive: (place, minMatch) => naiveLift(homes, place, minMatch) },
          random.pick(MIN_MATCHES),
        );
        for (const [reason, count] of counts) total.set(reason, (total.get(reason) ?? 0) + count);
      }
      expect(total.get('')).toBeGreaterThan(300);
      expect(total.get('Partially deleted in new')).toBeGreaterThan(20);
    },
  );
});

/** Positions of dbSNP on GRCh37 and GRCh38, 1-based. */
const KNOWN: readonly [name: string, chrom: string, hg19: number, hg38: number][] = [
  ['rs429358 of APOE', 'chr19', 45_411_941, 44_908_684],
  ['rs7412 of APOE', 'chr19', 45_412_079, 44_908_822],
  ['rs113488022, BRAF V600E', 'chr7', 140_453_136, 140_753_336],
  ['rs1042522, TP53 P72R', 'chr17', 7_579_472, 7_676_154],
  ['rs1801133 of MTHFR', 'chr1', 11_856_378, 11_796_321],
  ['rs334 of HBB', 'chr11', 5_248_232, 5_227_002],
  ['rs6025, factor V Leiden', 'chr1', 169_519_049, 169_549_811],
  ['rs121913529, KRAS G12', 'chr12', 25_398_284, 25_245_350],
  ['rs9939609 of FTO', 'chr16', 53_820_527, 53_786_615],
];

describe.skipIf(!hasShared)('the chains of ../shared', () => {
  it('lift known variants between hg19 and hg38', async () => {
    const there = liftIndex(await readChain(`${SHARED}/chain/hg19ToHg38.over.chain.gz`));
    const back = liftIndex(await readChain(`${SHARED}/chain/hg38ToHg19.over.chain.gz`));
    for (const [name, chrom, hg19, hg38] of KNOWN) {
      const [first, second] = [hg19, hg38].map((position) => ({ chrom, start: position - 1, end: position }));
      expect(liftOne(there, first!), name).toEqual({ ...second, strand: '+' });
      expect(liftOne(back, second!), name).toEqual({ ...first, strand: '+' });
    }
  });

  it('lift nearly all of what they lift back to where it was', async () => {
    for (const [name, other] of [
      ['hg19ToHg38', 'hg38ToHg19'],
      ['mm10ToMm9', 'mm9ToMm10'],
    ]) {
      const there = liftIndex(await readChain(`${SHARED}/chain/${name}.over.chain.gz`));
      const back = liftIndex(await readChain(`${SHARED}/chain/${other}.over.chain.gz`));
      const random = seeded(8);
      const { names, sizes, index } = there.chains.targets;
      // Haplotypes and the like lie on the same bases of the other assembly as their chromosomes do.
      const chroms = names.filter((chrom) => !/_|chrM/.test(chrom));
      const places = Array.from({ length: 20_000 }, () => {
        const chrom = random.pick(chroms);
        const start = random.int(0, sizes[index.get(chrom)!]! - 400);
        return { chrom, start, end: start + random.int(150, 350) };
      });
      const rows = liftAll(there, toRegions(places), 1);
      let lifted = 0;
      let home = 0;
      for (const [i, place] of places.entries()) {
        const found = rowOf(rows, i);
        if (!('chrom' in found)) continue;
        lifted++;
        const again = liftOne(back, found, 0.9);
        if (
          'chrom' in again &&
          again.chrom === place.chrom &&
          again.start === place.start &&
          again.end === place.end
        ) {
          home++;
          expect(again.strand).toBe(found.strand);
        }
      }
      expect(lifted).toBeGreaterThan(8000);
      expect(home / lifted).toBeGreaterThan(0.96);
    }
  });
});
