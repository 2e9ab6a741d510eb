/** The alignment as UCSC chain files, in both directions. */

import type { ChromSizes } from '../../genome/chrom-sizes.ts';
import type { SimulatedGenome } from '../layout.ts';
import { type AlignedBlock, type AlignedSegment, alignmentOf } from './alignment.ts';

/** One chain: the target reads forward; the query's start and end count along the strand that it reads. */
interface Chain {
  readonly target: Side;
  readonly query: Side & { readonly strand: '+' | '-' };
  readonly blocks: readonly { readonly target: number; readonly query: number; readonly size: number }[];
}

interface Side {
  readonly name: string;
  readonly sizeBp: number;
  readonly start: number;
  readonly end: number;
}

/** The chain file that lifts the first genome to the second, or back. */
export function* chainText(genome: SimulatedGenome, direction: 'there' | 'back'): Generator<string> {
  const { segments, chroms } = alignmentOf(genome);
  const first = genome.plan.chroms;
  const chains = segments.map((segment) =>
    direction === 'there' ? chainThere(segment, first, chroms) : chainBack(segment, first, chroms),
  );
  const scored = chains.map((chain) => ({ chain, score: scoreOf(chain) }));
  scored.sort((a, b) => b.score - a.score);
  for (const [i, { chain, score }] of scored.entries()) yield chainLines(chain, score, i + 1);
}

function chainThere(segment: AlignedSegment, first: ChromSizes, second: ChromSizes): Chain {
  const { firstChrom, firstStart, firstEnd, secondChrom, secondStart, secondEnd, isInverted } = segment;
  const sizeBp = second.sizes[secondChrom]!;
  const [start, end] = isInverted ? [sizeBp - secondEnd, sizeBp - secondStart] : [secondStart, secondEnd];
  const strand = isInverted ? '-' : '+';
  return {
    target: {
      name: first.names[firstChrom]!,
      sizeBp: first.sizes[firstChrom]!,
      start: firstStart,
      end: firstEnd,
    },
    query: { name: second.names[secondChrom]!, sizeBp, start, end, strand },
    blocks: segment.blocks.map((block) => ({ target: block.first, query: block.second, size: block.size })),
  };
}

/** The second genome forward: an inverted segment's blocks come in the opposite order. */
function chainBack(segment: AlignedSegment, first: ChromSizes, second: ChromSizes): Chain {
  const { firstChrom, firstStart, firstEnd, secondChrom, secondStart, secondEnd, isInverted } = segment;
  const sizeBp = first.sizes[firstChrom]!;
  const origin = firstStart - segment.blocks[0]!.first;
  const firstLength = firstEnd - origin;
  const secondLength = secondEnd - secondStart;
  const turned = ({ first: a, second: b, size }: AlignedBlock) => ({
    target: isInverted ? secondLength - b - size : b,
    query: isInverted ? firstLength - a - size : a,
    size,
  });
  const blocks = segment.blocks.map(turned);
  if (isInverted) blocks.reverse();
  const [start, end] = isInverted ? [sizeBp - firstEnd, sizeBp - firstStart] : [firstStart, firstEnd];
  return {
    target: {
      name: second.names[secondChrom]!,
      sizeBp: second.sizes[secondChrom]!,
      start: secondStart,
      end: secondEnd,
    },
    query: { name: first.names[firstChrom]!, sizeBp, start, end, strand: isInverted ? '-' : '+' },
    blocks,
  };
}

/** Matches against gaps, much as the aligners' scores go. */
function scoreOf({ blocks, target, query }: Chain): number {
  const aligned = blocks.reduce((sum, { size }) => sum + size, 0);
  const gaps = target.end - target.start + (query.end - query.start) - 2 * aligned;
  return Math.max(1, 80 * aligned - 5 * gaps);
}

function chainLines({ target, query, blocks }: Chain, score: number, id: number): string {
  const sides = `${target.name} ${target.sizeBp} + ${target.start} ${target.end} ${query.name} ${query.sizeBp} ${query.strand} ${query.start} ${query.end}`;
  const lines = [`chain ${score} ${sides} ${id}`];
  for (const [i, block] of blocks.entries()) {
    const next = blocks[i + 1];
    if (next === undefined) lines.push(String(block.size));
    else {
      const targetGap = next.target - block.target - block.size;
      const queryGap = next.query - block.query - block.size;
      lines.push(`${block.size}\t${targetGap}\t${queryGap}`);
    }
  }
  return `${lines.join('\n')}\n\n`;
}
