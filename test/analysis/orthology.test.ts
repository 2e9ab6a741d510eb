import { describe, expect, it } from 'vitest';
import { reciprocalOrthologs } from '../../src/analysis/orthology.ts';
import { liftIndex } from '../../src/genome/lift-over.ts';
import { sortRegions } from '../../src/genome/sorted-regions.ts';
import {
  baseMap,
  chainsOf,
  type NaiveChain,
  naiveChains,
  naiveLift,
  randomChainText,
} from '../genome/naive-lift.ts';
import { seeded } from '../genome/random.ts';
import { place, type Row, sharedBp, toRegions } from '../genome/rows.ts';
import { elementsOf, tableOf, textOf } from '../simulate/texts.ts';

const indexOf = async (text: string) => liftIndex(await chainsOf(text));

/** Where each row goes, base by base; undefined where nowhere. */
function naiveHomes(chains: readonly NaiveChain[], rows: readonly Row[], minMatch: number) {
  return rows.map((row) => {
    const verdict = naiveLift(baseMap(chains, row), row, minMatch);
    return 'reason' in verdict ? undefined : verdict;
  });
}

/** All pairs of rows that overlap each other both ways, each row with each. */
function naivePairs(
  first: { readonly rows: readonly Row[]; readonly lifted: readonly (Row | undefined)[] },
  second: { readonly rows: readonly Row[]; readonly lifted: readonly (Row | undefined)[] },
): string[] {
  return first.lifted.flatMap((there, i) =>
    second.lifted.flatMap((home, j) => {
      const isPair =
        there !== undefined &&
        home !== undefined &&
        sharedBp(there, second.rows[j]!) > 0 &&
        sharedBp(home, first.rows[i]!) > 0;
      return isPair ? [`${i} ${j}`] : [];
    }),
  );
}

const pairsOf = ({ first, second }: ReturnType<typeof reciprocalOrthologs>) =>
  Array.from(first, (i, p) => `${i} ${second[p]}`);

describe('reciprocal orthologs', () => {
  it('are the pairs of which each, lifted, overlaps the other', async () => {
    const forward = await indexOf(
      'chain 1 chr1 1000 + 0 900 chrA 2000 - 1000 1900 1\n400\t100\t100\n400\n\n',
    );
    const back = await indexOf('chain 1 chrA 2000 + 100 600 chr1 1000 - 100 600 1\n500\n\n');
    const first = toRegions([
      { chrom: 'chr1', start: 600, end: 700 },
      { chrom: 'chr1', start: 10, end: 60 },
      { chrom: 'chr1', start: 390, end: 510 },
      { chrom: 'chr1', start: 440, end: 480 },
      { chrom: 'chr1', start: 690, end: 710 },
      { chrom: 'chr2', start: 690, end: 710 },
    ]);
    // Base b of chr1 is base 999 - b of chrA.
    const second = toRegions([
      { chrom: 'chrA', start: 300, end: 310 },
      { chrom: 'chrA', start: 399, end: 400 },
      { chrom: 'chrA', start: 400, end: 500 },
      { chrom: 'chrA', start: 960, end: 970 },
      { chrom: 'chrB', start: 300, end: 310 },
    ]);
    const orthologs = reciprocalOrthologs(first, second, { forward, back });
    // chr1:600-700 lies at chrA:300-400. chr1:10-60 lies at chrA:940-990, from where nothing leads back.
    expect(pairsOf(orthologs)).toEqual(['0 0', '0 1', '4 0']);
    const unlifted = {
      'Deleted in new': 2,
      'Partially deleted in new': 1,
      'Split in new': 0,
      'Duplicated in new': 0,
    };
    expect(orthologs.counts).toEqual({
      first: { elements: 6, lifted: 3, unlifted, withPartner: 2 },
      second: {
        elements: 5,
        lifted: 3,
        unlifted: { ...unlifted, 'Partially deleted in new': 0 },
        withPartner: 2,
      },
    });
  });

  it('are none of no elements', async () => {
    const forward = await indexOf('chain 1 chr1 9 + 0 9 chrA 9 + 0 9 1\n9\n');
    const back = await indexOf('chain 1 chrA 9 + 0 9 chr1 9 + 0 9 1\n9\n');
    const some = toRegions([{ chrom: 'chr1', start: 0, end: 9 }]);
    const none = reciprocalOrthologs(some, toRegions([]), { forward, back });
    expect([none.first.length, none.counts.first.lifted, none.counts.second.elements]).toEqual([0, 1, 0]);
  });

  it('are refused where the chains are of other chromosomes', async () => {
    const forward = await indexOf('chain 1 chr1 9 + 0 9 chrA 9 + 0 9 1\n9\n');
    const back = await indexOf('chain 1 chrA 9 + 0 9 chr1 9 + 0 9 1\n9\n');
    const first = toRegions([{ chrom: '1', start: 0, end: 9 }]);
    const second = toRegions([{ chrom: 'chrA', start: 0, end: 9 }]);
    expect(() => reciprocalOrthologs(first, second, { forward, back })).toThrow(
      'the first elements are on 1, their chains on chr1; expected chromosomes in common',
    );
    expect(() => reciprocalOrthologs(toRegions([]), first, { forward, back })).toThrow(
      'the second elements are on 1, their chains on chrA',
    );
  });

  it('are those of the naive way on random elements and chains, whatever their order', async () => {
    // Genomes so small that chains which know nothing of each other lead back now and then.
    const names = { first: ['chr1', 'chr2'], second: ['chrA', 'chr1'] };
    let total = 0;
    for (let seed = 0; seed < 150; seed++) {
      const random = seeded(seed);
      const minMatch = random.pick([0.1, 0.2, 0.5]);
      const size = { chains: random.int(1, 9), sizeBp: 90 };
      const there = randomChainText(random, { ...size, targets: names.first, queries: names.second });
      const back = randomChainText(random, { ...size, targets: names.second, queries: names.first });
      const rowsOn = (chroms: readonly string[]) =>
        Array.from({ length: random.int(1, 60) }, () => {
          const start = random.int(0, 85);
          return { chrom: random.pick(chroms), start, end: Math.min(90, start + random.int(1, 40)) };
        });
      const [first, second] = [rowsOn(names.first), rowsOn(names.second)];
      const [forward, home] = [await indexOf(there), await indexOf(back)];
      const isApart = (rows: readonly Row[], { chains }: typeof forward) =>
        !rows.some((row) => chains.targets.index.has(row.chrom));
      if (isApart(first, forward) || isApart(second, home)) continue;
      const expected = naivePairs(
        { rows: first, lifted: naiveHomes(naiveChains(there), first, minMatch) },
        { rows: second, lifted: naiveHomes(naiveChains(back), second, minMatch) },
      );
      const found = reciprocalOrthologs(toRegions(first), toRegions(second), {
        forward,
        back: home,
        minMatch,
      });
      expect(pairsOf(found)).toEqual(expected);
      const partners = (side: number) => new Set(expected.map((pair) => pair.split(' ')[side])).size;
      expect([found.counts.first.withPartner, found.counts.second.withPartner]).toEqual([
        partners(0),
        partners(1),
      ]);
      total += expected.length;
    }
    expect(total).toBeGreaterThan(300);
  });
});

describe('the orthologs of the simulation', () => {
  it('are found, and with them what the naive way finds', async () => {
    const paths = ['annotations/firstToSecond.over.chain.gz', 'annotations/secondToFirst.over.chain.gz'];
    const [there, back] = paths.map(textOf);
    const chains = { forward: await indexOf(there!), back: await indexOf(back!) };
    const elements = [...elementsOf('truth/elements.tsv').values()];
    const others = [...elementsOf('second/truth/elements.tsv').values()];
    const sorted = [elements, others].map((rows) => sortRegions(toRegions(rows)).sorted);
    const found = reciprocalOrthologs(sorted[0]!, sorted[1]!, chains);
    // Sorting may have moved rows: back to names by place.
    const byPlace = (rows: readonly (Row & { readonly id: string })[]) =>
      new Map(rows.map((row) => [place(row), row.id]));
    const [firstIds, secondIds] = [byPlace(elements), byPlace(others)];
    const idAt = (ids: ReadonlyMap<string, string>, side: number, i: number) => {
      const { chromNames, chrom, start, end } = sorted[side]!;
      return ids.get(place({ chrom: chromNames[chrom[i]!]!, start: start[i]!, end: end[i]! }))!;
    };
    const pairs = new Set(
      Array.from(found.first, (i, p) => `${idAt(firstIds, 0, i)} ${idAt(secondIds, 1, found.second[p]!)}`),
    );
    const planted = tableOf('truth/orthologs.tsv').filter((row) => row.second !== '');
    expect(planted.length).toBeGreaterThan(1000);
    expect(planted.filter((row) => !pairs.has(`${row.element} ${row.second}`))).toEqual([]);

    const firstChains = naiveChains(there!);
    const secondChains = naiveChains(back!);
    const lifted = naiveHomes(firstChains, elements, 0.5);
    const home = new Map(naiveHomes(secondChains, others, 0.5).map((row, j) => [others[j]!, row]));
    const expected = new Set<string>();
    const onChrom = new Map<string, typeof others>();
    for (const other of others) onChrom.set(other.chrom, [...(onChrom.get(other.chrom) ?? []), other]);
    for (const [i, row] of lifted.entries()) {
      if (row === undefined) continue;
      for (const other of onChrom.get(row.chrom) ?? []) {
        if (sharedBp(row, other) === 0) continue;
        const again = home.get(other);
        if (again !== undefined && sharedBp(again, elements[i]!) > 0)
          expected.add(`${elements[i]!.id} ${other.id}`);
      }
    }
    expect([...pairs].sort()).toEqual([...expected].sort());
    expect(found.counts.first.lifted).toBe(lifted.filter((row) => row !== undefined).length);
    expect(found.counts.second.lifted).toBe([...home.values()].filter((row) => row !== undefined).length);
  });
});
