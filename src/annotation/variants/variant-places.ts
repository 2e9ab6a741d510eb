/** Where variants stand among elements and start sites: one sweep each over what is sorted. */

import type { SortedPlaces, SortedRegions } from '../../genome/sorted-regions.ts';
import type { GeneTable } from '../genes/gene-table.ts';

/** The first element (as its row) that shares a base with each region; -1 where none does. Elements do not overlap one another. */
export function elementsHit(variants: SortedRegions, elements: SortedPlaces): Int32Array {
  const found = new Int32Array(variants.start.length).fill(-1);
  const codeOf = new Map(elements.chromNames.map((name, c) => [name, c]));
  for (const [c, name] of variants.chromNames.entries()) {
    const code = codeOf.get(name);
    if (code === undefined) continue;
    let row = elements.chromOffsets[code]!;
    const end = elements.chromOffsets[code + 1]!;
    for (let i = variants.chromOffsets[c]!; i < variants.chromOffsets[c + 1]!; i++) {
      while (row < end && elements.end[row]! <= variants.start[i]!) row++;
      if (row < end && elements.start[row]! < variants.end[i]!) found[i] = row;
    }
  }
  return found;
}

/**
 * bp from each region's first base to the nearest start site of a gene: 0 on the site itself, 1 beside it. -1 on a chromosome without any, and
 * everywhere without genes.
 */
export function tssDistances(variants: SortedRegions, genes: GeneTable | undefined): Int32Array {
  const distances = new Int32Array(variants.start.length).fill(-1);
  if (genes === undefined) return distances;
  const codeOf = new Map(genes.regions.chromNames.map((name, c) => [name, c]));
  const { chromOffsets, position } = genes.tss;
  for (const [c, name] of variants.chromNames.entries()) {
    const code = codeOf.get(name);
    if (code === undefined) continue;
    const [low, high] = [chromOffsets[code]!, chromOffsets[code + 1]!];
    if (low === high) continue;
    let next = low;
    for (let i = variants.chromOffsets[c]!; i < variants.chromOffsets[c + 1]!; i++) {
      const own = variants.start[i]! + 1;
      while (next < high && position[next]! < own) next++;
      const after = next < high ? position[next]! - own : Number.POSITIVE_INFINITY;
      const before = next > low ? own - position[next - 1]! : Number.POSITIVE_INFINITY;
      distances[i] = Math.min(after, before);
    }
  }
  return distances;
}
