import { describe, expect, it } from 'vitest';
import { elementsOf, genome, second, tableOf, textOf } from './texts.ts';

interface Chain {
  readonly target: string;
  readonly targetStart: number;
  readonly targetEnd: number;
  readonly query: string;
  readonly querySize: number;
  readonly isReverse: boolean;
  /** Places on the strands that the chain reads. */
  readonly blocks: readonly { readonly target: number; readonly query: number; readonly size: number }[];
}

/** Reads a chain file by the rules of the format, and complains where it breaks them. */
function readChains(text: string, sizes: { target: Sizes; query: Sizes }): readonly Chain[] {
  const ids = new Set<string>();
  let lastScore = Number.POSITIVE_INFINITY;
  return text
    .trimEnd()
    .split('\n\n')
    .map((stanza) => {
      const [header, ...lines] = stanza.split('\n');
      const fields = header!.split(' ');
      const [word, score, target, targetSize, targetStrand, targetStart, targetEnd] = fields;
      const [query, querySize, queryStrand, queryStart, queryEnd, id] = fields.slice(7);
      expect([word, targetStrand, fields.length]).toEqual(['chain', '+', 13]);
      expect(Number(targetSize)).toBe(sizes.target.get(target!));
      expect(Number(querySize)).toBe(sizes.query.get(query!));
      expect(Number(score)).toBeLessThanOrEqual(lastScore);
      lastScore = Number(score);
      expect(ids.has(id!)).toBe(false);
      ids.add(id!);
      const blocks: { target: number; query: number; size: number }[] = [];
      let [t, q] = [Number(targetStart), Number(queryStart)];
      let wrong = 0;
      for (const [i, line] of lines.entries()) {
        const numbers = line.split('\t').map(Number);
        if (numbers.length !== (i + 1 < lines.length ? 3 : 1)) wrong++;
        const [size, targetGap = 0, queryGap = 0] = numbers;
        if (!(size! > 0) || targetGap < 0 || queryGap < 0) wrong++;
        if (i + 1 < lines.length && targetGap + queryGap === 0) wrong++;
        blocks.push({ target: t, query: q, size: size! });
        t += size! + targetGap;
        q += size! + queryGap;
      }
      expect([wrong, t, q]).toEqual([0, Number(targetEnd), Number(queryEnd)]);
      expect(Number(queryEnd)).toBeLessThanOrEqual(Number(querySize));
      return {
        target: target!,
        targetStart: Number(targetStart),
        targetEnd: Number(targetEnd),
        query: query!,
        querySize: Number(querySize),
        isReverse: queryStrand === '-',
        blocks,
      };
    });
}

type Sizes = ReadonlyMap<string, number>;

interface Place {
  readonly chrom: string;
  readonly start: number;
  readonly end: number;
}

/** Lifts a place base by base over whichever chains hold a base of it; a list of where it lands and how much of it. */
function lift(chains: readonly Chain[], { chrom, start, end }: Place) {
  return chains.flatMap((chain) => {
    if (chain.target !== chrom || chain.targetStart >= end || chain.targetEnd <= start) return [];
    const bases: number[] = [];
    for (const { target, query, size } of chain.blocks) {
      if (target >= end || target + size <= start) continue;
      for (let base = Math.max(start, target); base < Math.min(end, target + size); base++) {
        const at = query + base - target;
        bases.push(chain.isReverse ? chain.querySize - 1 - at : at);
      }
    }
    if (bases.length === 0) return [];
    const [low, high] = [Math.min(...bases), Math.max(...bases) + 1];
    return [{ chrom: chain.query, start: low, end: high, bases: bases.length, isReverse: chain.isReverse }];
  });
}

const sizesOf = ({ names, sizes }: typeof genome.plan.chroms): Sizes =>
  new Map(names.map((name, i) => [name, sizes[i]!]));
const first = sizesOf(genome.plan.chroms);
const other = sizesOf(second.plan.chroms);

describe('the chains between the two genomes', () => {
  const there = readChains(textOf('annotations/firstToSecond.over.chain.gz'), {
    target: first,
    query: other,
  });
  const back = readChains(textOf('annotations/secondToFirst.over.chain.gz'), { target: other, query: first });
  const truth = tableOf('truth/orthologs.tsv');
  const elements = elementsOf('truth/elements.tsv');

  it('hold rearranged, inverted and gapped blocks, apart on the target', () => {
    for (const chains of [there, back]) {
      expect(chains.length).toBeGreaterThan(15);
      expect(chains.filter(({ isReverse }) => isReverse).length).toBeGreaterThan(3);
      const sorted = [...chains].sort(
        (a, b) => a.target.localeCompare(b.target) || a.targetStart - b.targetStart,
      );
      for (const [i, chain] of sorted.entries()) {
        const before = sorted[i - 1];
        if (before?.target === chain.target)
          expect(chain.targetStart).toBeGreaterThanOrEqual(before.targetEnd);
      }
    }
    const aligned = (chains: readonly Chain[]) =>
      chains.flatMap(({ blocks }) => blocks).reduce((sum, { size }) => sum + size, 0);
    expect(aligned(there)).toBe(aligned(back));
    const strays = there.filter(({ target, query }) => target !== query);
    expect(strays.length).toBeGreaterThan(there.length / 3);
  });

  it('lift the elements to where the truth says, and back', () => {
    const counts = new Map<string, number>();
    for (const row of truth) {
      counts.set(row.fate!, (counts.get(row.fate!) ?? 0) + 1);
      const element = elements.get(row.element!)!;
      const lifted = lift(there, element);
      if (row.fate === 'lost') {
        // Nothing of it aligns, or it lies over the end of a segment.
        const whole = lifted.filter(({ bases }) => bases === element.end - element.start);
        if (whole.length > 0) expect(row).toEqual('lost');
        continue;
      }
      const [place] = lifted;
      const found = [lifted.length, place?.chrom, place?.start, place?.end, place?.isReverse ? '-' : '+'];
      const expected = [1, row.chrom, Number(row.start), Number(row.end), row.strand];
      if (found.join(' ') !== expected.join(' ')) expect(found).toEqual(expected);
      const share = (place!.bases / (element.end - element.start)).toFixed(3);
      if (share !== row.aligned) expect([row.element, share]).toEqual([row.element, row.aligned]);
      const [home, ...more] = lift(back, place!);
      const isHome =
        home?.chrom === element.chrom &&
        home.start >= element.start &&
        home.end <= element.end &&
        more.length === 0;
      if (!isHome || home.bases !== place!.bases) expect([row, home]).toEqual('home');
    }
    for (const fate of ['orthologous', 'inactive', 'partial', 'lost']) {
      expect(counts.get(fate), fate).toBeGreaterThan(300);
    }
  });

  it('lead to planted elements of the second genome, with a class that fits its genes', () => {
    const planted = elementsOf('second/truth/elements.tsv');
    const pairs = truth.filter((row) => row.second !== '');
    expect(pairs.map((row) => row.fate)).toEqual(pairs.map(() => 'orthologous'));
    for (const row of pairs) {
      const { chrom, start, end } = planted.get(row.second!)!;
      const found = [chrom, String(start), String(end)].join(' ');
      if (found !== `${row.chrom} ${row.start} ${row.end}`) expect(found).toBe(`${row.chrom} ${row.start}`);
    }
    expect(new Set(pairs.map((row) => row.second)).size).toBe(pairs.length);
    expect(planted.size).toBeGreaterThan(pairs.length);
    let before: Place | undefined;
    for (const element of planted.values()) {
      if (before?.chrom === element.chrom) expect(element.start).toBeGreaterThanOrEqual(before.end);
      before = element;
      if (element.class !== 'PLS') continue;
      const chrom = second.plan.chroms.index.get(element.chrom)!;
      const centre = (element.start + element.end) >> 1;
      const near = second.genes.some((gene) => gene.chrom === chrom && Math.abs(gene.tss - centre) <= 200);
      if (!near) expect(element.id).toBe('a promoter with a gene');
    }
    expect(tableOf('truth/orthologous-genes.tsv').length).toBe(second.genes.length);
  });
});
