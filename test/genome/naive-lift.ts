/** liftOver base by base: chains as text, taken apart without any code of ours, and a list of where each base goes. */

import { chainsOfLines } from '../../src/formats/chain.ts';
import { linesOf } from '../../src/formats/text-lines.ts';
import type { Chains } from '../../src/genome/chains.ts';
import type { Random } from './random.ts';
import type { Row } from './rows.ts';

export interface NaiveChain {
  readonly target: string;
  readonly targetSize: number;
  readonly targetStart: number;
  readonly targetEnd: number;
  readonly query: string;
  readonly querySize: number;
  readonly isReverse: boolean;
  readonly blocks: readonly { readonly target: number; readonly query: number; readonly size: number }[];
}

/** The chains of a text that is as it should be. */
export function naiveChains(text: string): readonly NaiveChain[] {
  return text
    .trim()
    .split(/\n\n+/)
    .map((stanza) => {
      const [header, ...lines] = stanza.split('\n').filter((line) => !line.startsWith('#'));
      const word = header!.split(/[ \t]+/);
      let [target, query] = [Number(word[5]), Number(word[10])];
      const blocks = lines.map((line) => {
        const [size, dt = 0, dq = 0] = line.split(/[ \t]+/).map(Number);
        const block = { target, query, size: size! };
        target += size! + dt;
        query += size! + dq;
        return block;
      });
      return {
        target: word[2]!,
        targetSize: Number(word[3]),
        targetStart: Number(word[5]),
        targetEnd: Number(word[6]),
        query: word[7]!,
        querySize: Number(word[8]),
        isReverse: word[9] === '-',
        blocks,
      };
    });
}

interface Home {
  readonly chain: number;
  readonly chrom: string;
  readonly at: number;
  readonly strand: '+' | '-';
}

/** Where each base of a window goes: on the + strand, by chain. */
export type BaseMap = ReadonlyMap<number, readonly Home[]>;

export function baseMap(chains: readonly NaiveChain[], window: Row): BaseMap {
  const homes = new Map<number, Home[]>();
  for (const [c, { target, query, querySize, isReverse, blocks, ...chain }] of chains.entries()) {
    if (target !== window.chrom || chain.targetStart >= window.end || chain.targetEnd <= window.start)
      continue;
    for (const block of blocks) {
      const to = Math.min(window.end, block.target + block.size);
      for (let base = Math.max(window.start, block.target); base < to; base++) {
        const along = block.query + base - block.target;
        const at = isReverse ? querySize - 1 - along : along;
        const home: Home = { chain: c, chrom: query, at, strand: isReverse ? '-' : '+' };
        const others = homes.get(base);
        if (others === undefined) homes.set(base, [home]);
        else others.push(home);
      }
    }
  }
  return homes;
}

/** liftOver's verdict on a place within the window of the map. */
export function naiveLift(homes: BaseMap, { start, end }: Omit<Row, 'chrom'>, minMatch: number) {
  const found = new Map<number, Home[]>();
  for (let base = start; base < end; base++) {
    for (const home of homes.get(base) ?? []) found.set(home.chain, [...(found.get(home.chain) ?? []), home]);
  }
  const all = [...found.values()];
  const hits = all.filter((bases) => bases.length >= minMatch * (end - start));
  if (hits.length > 1) return { reason: 'Duplicated in new' };
  if (hits.length === 1) {
    const ats = hits[0]!.map(({ at }) => at);
    const { chrom, strand } = hits[0]![0]!;
    return { chrom, start: Math.min(...ats), end: Math.max(...ats) + 1, strand };
  }
  if (all.length === 0) return { reason: 'Deleted in new' };
  return { reason: all.length === 1 ? 'Partially deleted in new' : 'Split in new' };
}

/** Random chains as text: they overlap and nest as they like, on both strands, with gaps on either side or both. */
export function randomChainText(
  random: Random,
  options: { chains: number; sizeBp: number; targets?: readonly string[]; queries?: readonly string[] },
): string {
  const { sizeBp, targets = ['chr1', 'chr2', 'chr10'], queries = ['chrA', 'chrB'] } = options;
  let text = '';
  for (let id = 1; id <= options.chains; ) {
    const blocks = Array.from({ length: random.int(1, random.chance(0.2) ? 12 : 3) }, (_, i) => ({
      size: random.int(1, 12),
      dt: i === 0 || random.chance(0.4) ? 0 : random.int(1, random.chance(0.1) ? 60 : 6),
      dq: i === 0 || random.chance(0.4) ? 0 : random.int(1, random.chance(0.1) ? 60 : 6),
    }));
    const spanOf = (side: 'dt' | 'dq') => blocks.reduce((sum, block) => sum + block.size + block[side], 0);
    const [dt, dq] = [spanOf('dt'), spanOf('dq')];
    if (dt > sizeBp || dq > sizeBp) continue;
    const t = random.int(0, sizeBp - dt);
    const q = random.int(0, sizeBp - dq);
    const target = `${random.pick(targets)} ${sizeBp} + ${t} ${t + dt}`;
    const query = `${random.pick(queries)} ${sizeBp} ${random.pick(['+', '-'])} ${q} ${q + dq}`;
    text += `chain ${random.int(0, 9999)} ${target} ${query} ${id++}\n`;
    for (const [i, { size }] of blocks.entries()) {
      const next = blocks[i + 1];
      text += next === undefined ? `${size}\n\n` : `${size}\t${next.dt}\t${next.dq}\n`;
    }
  }
  return text;
}

/** The chains of a text, read by the product. */
export function chainsOf(text: string): Promise<Chains> {
  const bytes = async function* () {
    yield Buffer.from(text);
  };
  return chainsOfLines(linesOf(bytes(), 'test.chain'), 'test.chain');
}
