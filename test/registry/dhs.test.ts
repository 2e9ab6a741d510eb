import { describe, expect, test } from 'vitest';
import { ORDER_OF_ZERO } from '../../src/formats/allcalls.ts';
import { type CalledSites, callDhs } from '../../src/registry/dhs.ts';
import { type Random, seeded } from '../genome/random.ts';
import { place, toRegions, toRows } from '../genome/rows.ts';
import { type Call, naiveDhs, type Site } from './naive-dhs.ts';
import { needsBedtools, runScript } from './tools.ts';

function call(calls: readonly Call[]): { dhs: CalledSites; excluded: CalledSites } {
  return callDhs({
    ...toRegions(calls),
    fdr: Float64Array.from(calls, ({ fdr }) => fdr),
    order: Int32Array.from(calls, ({ order }) => order),
  });
}

function sitesOf(sites: CalledSites): Site[] {
  return toRows(sites).map((row, i) => ({ ...row, fdr: sites.fdr[i]!, level: sites.level[i]! }));
}

/** Rows in clumps, of orders up to `deepest` and some far beyond; gaps of 0, 1 and 2, overlaps, long and short rows. */
function randomCalls(random: Random, count: number, deepest: number): Call[] {
  const beyond = random.pick([0.15, 0.15, 0.9]);
  const calls: Call[] = [];
  const end = { chr1: 1000, chr10: 1000, chr2: 0 };
  for (let i = 0; i < count; i++) {
    const chrom = random.pick(['chr1', 'chr1', 'chr10', 'chr2'] as const);
    const gap = random.pick([0, 1, 2, 0, 1, 2, 3, 40, -1, -30, -random.int(0, 200)]);
    const start = Math.max(0, end[chrom] + gap);
    const width = random.pick([1, 20, 48, 49, 50, 51, 100, 174, 175, 349, 350, 351, random.int(1, 400)]);
    const order = random.chance(beyond)
      ? random.pick([ORDER_OF_ZERO, 5000, 4941, 4942, 4943, 4944, 400])
      : random.int(0, deepest);
    const fdr = order === ORDER_OF_ZERO ? 0 : Number(`${random.int(1, 9)}e-${order}`);
    calls.push({ chrom, start, end: start + width, fdr, order });
    end[chrom] = Math.max(random.chance(0.1) ? 0 : end[chrom], start + width);
  }
  return random.shuffled(calls);
}

describe('callDhs', () => {
  test('calls what the loop over all 4,941 thresholds calls, in its order', () => {
    let called = 0;
    let excluded = 0;
    let deep = 0;
    for (let seed = 0; seed < 400; seed++) {
      const random = seeded(seed);
      const calls = randomCalls(random, random.int(0, 40), random.pick([3, 8, 40]));
      const naive = naiveDhs(calls);
      const ours = call(calls);
      expect(sitesOf(ours.dhs)).toEqual(naive.dhs);
      expect(toRows(ours.excluded).map(place)).toEqual(naive.excluded.map(place));
      expect([...ours.excluded.fdr]).toEqual(naive.excluded.map(({ fdr }) => fdr));
      called += naive.dhs.length;
      excluded += naive.excluded.length;
      deep += naive.dhs.filter(({ level }) => level > 4000).length;
    }
    // The cases would show nothing if they rarely got this far.
    expect(called).toBeGreaterThan(1000);
    expect(excluded).toBeGreaterThan(50);
    expect(deep).toBeGreaterThan(20);
  });

  test('does not depend on the order of the rows nor on that of the chromosome names', () => {
    for (let seed = 0; seed < 50; seed++) {
      const random = seeded(seed);
      const calls = randomCalls(random, 60, 12);
      expect(sitesOf(call(random.shuffled(calls)).dhs)).toEqual(sitesOf(call(calls).dhs));
    }
  });

  test('tells FDRs apart that are all 0 as doubles', () => {
    const wide = { chrom: 'chr1', start: 1000, end: 1400, fdr: 0, order: 400 };
    const core = { chrom: 'chr1', start: 1400, end: 1500, fdr: 0, order: 401 };
    expect(sitesOf(call([wide, core]).dhs)).toEqual([
      { chrom: 'chr1', start: 1400, end: 1500, fdr: 0, level: 400 },
    ]);
  });

  test('puts a cluster too wide at the strictest threshold among the excluded, whatever beyond it differs', () => {
    const rows = [
      { chrom: 'chr1', start: 0, end: 300, fdr: 0, order: ORDER_OF_ZERO },
      { chrom: 'chr1', start: 301, end: 500, fdr: 0, order: 4943 },
    ];
    const atFloor = call(rows);
    expect(atFloor.dhs.start.length).toBe(0);
    expect(toRows(atFloor.excluded).map(place)).toEqual(['chr1:0-500']);
    const above = call([rows[0]!, { ...rows[1]!, order: 4942 }]);
    expect(sitesOf(above.dhs)).toEqual([{ chrom: 'chr1', start: 0, end: 300, fdr: 0, level: 4942 }]);
  });

  test('calls nothing of nothing', () => {
    expect(sitesOf(call([]).dhs)).toEqual([]);
  });

  test('never keeps an FDR of 1 or one whose order is 2 or less', () => {
    const orders = [0, 1, 2];
    expect(
      call(orders.map((order) => ({ chrom: 'chr1', start: 0, end: 100, fdr: 10 ** -order, order }))).dhs.start
        .length,
    ).toBe(0);
  });

  test('calls what a loop of bedtools merge and intersect calls', ({ skip }) => {
    needsBedtools(skip);
    const random = seeded(12);
    const deepest = 24;
    const calls = randomCalls(random, 2500, deepest).map((row) =>
      row.order > deepest ? { ...row, order: row.order === ORDER_OF_ZERO ? row.order : 400 } : row,
    );
    const text = ({ order, fdr }: Call): string =>
      order === ORDER_OF_ZERO
        ? '0'
        : order === 400
          ? '2.5e-400'
          : order < 4
            ? fdr.toFixed(order)
            : fdr.toExponential();
    const out = runScript(
      { calls: calls.map((row) => [row.chrom, row.start, row.end, 'i', text(row)]) },
      `
      sort -k1,1 -k2,2n calls > kept
      : > accepted
      for j in $(seq 2 ${deepest + 2}) 400; do # between them no order occurs
        awk -v j=$j 'BEGIN { FS = OFS = "\\t" } {
          fdr = $5
          if (fdr !~ /[eE]/) fdr = sprintf("%.2E", fdr)
          split(fdr, part, /[eE]/)
          if (fdr + 0 < 1 && (substr(part[2], 1, 1) == "+" || -part[2] > j)) print
        }' kept > next
        mv next kept
        bedtools merge -d 1 -c 5 -o min -i kept | awk '$3 - $2 >= 50' > sites
        bedtools intersect -v -a sites -b accepted | awk -v j=$j '$3 - $2 <= 350 { print $0 "\\t" j }' > fresh
        cat fresh >> accepted
      done
      bedtools intersect -v -a sites -b accepted | awk '{ print $0 "\\texcluded" }' > wide
      cat accepted wide > out
      `,
    );
    const { dhs, excluded } = call(calls);
    const ours = [
      ...sitesOf(dhs).map((site) => [place(site), site.fdr, String(site.level)]),
      ...sitesOf(excluded).map((site) => [place(site), site.fdr, 'excluded']),
    ];
    expect(ours.length).toBeGreaterThan(100);
    expect(ours).toEqual(
      out.map(([chrom, start, end, fdr, level]) => [`${chrom}:${start}-${end}`, Number(fdr), level]),
    );
  });
});
