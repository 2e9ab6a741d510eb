/** Genes along a stretch of the genome, in as few lanes as do not overlap. */

import type { GeneDifference } from './use-difference.ts';

interface Laned {
  readonly gene: GeneDifference;
  readonly lane: number;
}

/** Lanes for genes whose symbols stand behind them; bpPerPx and the px of a letter say how long a symbol is. */
export function laned(
  genes: readonly GeneDifference[],
  { bpPerPx, letterPx }: { bpPerPx: number; letterPx: number },
): readonly Laned[] {
  const ends: number[] = [];
  return [...genes]
    .sort((a, b) => a.start - b.start || a.end - b.end)
    .map((gene) => {
      const end = gene.end + (gene.symbol.length * letterPx + 16) * bpPerPx;
      const free = ends.findIndex((own) => own <= gene.start);
      const lane = free < 0 ? ends.length : free;
      ends[lane] = end;
      return { gene, lane };
    });
}
