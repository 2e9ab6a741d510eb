import { describe, expect, test } from 'vitest';
import { selectRdhs } from '../../src/registry/rdhs.ts';
import { type Random, seeded } from '../genome/random.ts';
import { byteOrder } from '../genome/rows.ts';
import { type NaiveDhs, naiveRdhs } from './naive-rdhs.ts';
import { needsBedtools, runScript } from './tools.ts';

function select(pool: readonly NaiveDhs[]): string[] {
  const rows = selectRdhs(
    {
      start: Int32Array.from(pool, (dhs) => dhs.start),
      end: Int32Array.from(pool, (dhs) => dhs.end),
      signal: Float64Array.from(pool, (dhs) => dhs.signal),
    },
    (i, j) => byteOrder(pool[i]!.name, pool[j]!.name),
  );
  return Array.from(rows, (row) => pool[row]!.name);
}

/** Few signals, few places, book-ended neighbours, and ends of 3 and 4 digits from one start. */
function randomPool(random: Random, count: number, span: number, signals: readonly number[]): NaiveDhs[] {
  const pool = Array.from({ length: count }, (_, i) => {
    const near = random.chance(0.3);
    const start = near ? random.int(790, 850) : random.int(0, span / 10) * 10;
    const width = near ? random.pick([150, 160, 200, 1000 - start, 999 - start]) : random.int(15, 35) * 10;
    return {
      start,
      end: start + Math.max(150, width),
      signal: random.pick(signals),
      name: `${random.pick(['A', 'B', 'b', 'A-1', '\u00e9', 'A-10'])}-${i}`,
    };
  });
  return random.shuffled(pool);
}

describe('selectRdhs', () => {
  // 0.1 and its neighbours are one number as float32 and 1e-50 is 0 there: they are apart only as doubles.
  const signalSets = [
    [1],
    [1, 2],
    [0, 1, 2, 3, 9],
    [0.1, 0.1 + 2 ** -56, 0.1 + 2 ** -55, 0.100001],
    [0, 1e-50, 1e-49, 5e-324, 1e39, 1e300],
  ];

  test('chooses what the loop of merge, pick and remove chooses', () => {
    let chosen = 0;
    for (let seed = 0; seed < 1500; seed++) {
      const random = seeded(seed);
      const pool = randomPool(
        random,
        random.int(0, 40),
        random.pick([500, 2000, 6000]),
        random.pick(signalSets),
      );
      const naive = naiveRdhs(pool);
      expect(select(pool)).toEqual(naive);
      chosen += naive.length;
    }
    expect(chosen).toBeGreaterThan(5000);
  });

  test('chooses what the loop chooses where widths run from 1 to far beyond 350', () => {
    for (let seed = 0; seed < 300; seed++) {
      const random = seeded(seed);
      const pool = Array.from({ length: random.int(1, 40) }, (_, i) => {
        const start = random.int(0, 300);
        return {
          start,
          end: start + (random.chance(0.1) ? random.int(100, 1000) : random.int(1, 12)),
          signal: random.int(0, 4),
          name: `p-${i}`,
        };
      });
      expect(select(pool)).toEqual(naiveRdhs(pool));
    }
  });

  test('chooses what the loop chooses where hundreds overlap in a chain', () => {
    for (let seed = 0; seed < 30; seed++) {
      const random = seeded(seed);
      // Also signals that only rise, where the strongest always lies at the end of what is left.
      const isRising = random.chance(0.3);
      const pool = Array.from({ length: random.pick([200, 256, 257, 700]) }, (_, i) => {
        const start = isRising ? 40 * i : random.int(0, 6000);
        const signal = isRising ? i : random.pick(random.pick(signalSets));
        return { start, end: start + random.int(150, 350), signal, name: `p-${random.int(0, 9)}-${i}` };
      });
      expect(select(random.shuffled(pool))).toEqual(naiveRdhs(pool));
    }
  });

  test('breaks ties of signal and start by the end as text: 1000 comes before 950', () => {
    const short = { start: 800, end: 950, signal: 7, name: 'A' };
    const long = { start: 800, end: 1000, signal: 7, name: 'B' };
    expect(select([short, long])).toEqual(['B']);
    expect(
      select([
        { ...short, end: 990 },
        { ...long, end: 999 },
      ]),
    ).toEqual(['A']);
  });

  test('breaks ties of place by the name as text: F-10 comes before F-2', () => {
    const at = { start: 2000, end: 2150, signal: 7 };
    expect(
      select([
        { ...at, name: 'F-2' },
        { ...at, name: 'F-10' },
      ]),
    ).toEqual(['F-10']);
  });

  test('keeps book-ended neighbours of any signal', () => {
    expect(
      select([
        { start: 300, end: 500, signal: 9, name: 'middle' },
        { start: 100, end: 300, signal: 1, name: 'left' },
        { start: 500, end: 700, signal: 1, name: 'right' },
      ]),
    ).toEqual(['left', 'middle', 'right']);
  });

  test('frees what a beaten DHS would have beaten', () => {
    expect(
      select([
        { start: 100, end: 300, signal: 9, name: 'strong' },
        { start: 250, end: 450, signal: 5, name: 'beaten' },
        { start: 400, end: 600, signal: 1, name: 'freed' },
      ]),
    ).toEqual(['strong', 'freed']);
  });

  test('chooses what a loop of sort, bedtools merge and bedtools intersect chooses', ({ skip }) => {
    needsBedtools(skip);
    const random = seeded(5);
    const chroms = ['chr1', 'chr10', 'chr2', 'chrX'];
    const pools = new Map(
      chroms.map((chrom) => [
        chrom,
        randomPool(random, 1250, 40000, [0.15, 0.5, 1, 1.5, 2.25, 7, 123456]).map((dhs, i) => ({
          ...dhs,
          name: `${random.pick(['P', 'PA', 'p'])}-${i}`,
        })),
      ]),
    );
    const rows = [...pools].flatMap(([chrom, pool]) =>
      pool.map((dhs) => [chrom, dhs.start, dhs.end, dhs.name, dhs.signal]),
    );
    const out = runScript(
      { pool: random.shuffled(rows) },
      `
      : > chosen
      while [ -s pool ]; do
        sort -k1,1 -k2,2n pool > sorted
        bedtools merge -i sorted -c 2,3,4,5 -o collapse | awk 'BEGIN { FS = OFS = "\\t" } {
          n = split($4, start, ","); split($5, end, ","); split($6, name, ","); split($7, signal, ",")
          best = 1
          for (k = 2; k <= n; k++) if (signal[k] + 0 > signal[best] + 0) best = k
          print $1, start[best], end[best], name[best]
        }' > best
        cat best >> chosen
        bedtools intersect -v -a sorted -b best > pool
      done
      sort -k1,1 -k2,2n chosen > out
      `,
    );
    const ours = chroms.flatMap((chrom) => select(pools.get(chrom)!).map((name) => `${chrom} ${name}`));
    expect(ours.length).toBeGreaterThan(300);
    expect(ours).toEqual(out.map(([chrom, , , name]) => `${chrom} ${name}`));
  });
});
