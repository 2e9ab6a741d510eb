/** The genes nearest to an element, by start site or by body (SCREEN's two anchors; registry-method 1.17 takes the edge and start sites). */

import { firstAtLeast } from '../../genome/binary-search.ts';
import type { Place } from '../../genome/region-text.ts';
import type { GeneTable } from './gene-table.ts';

export interface NearestOptions {
  /** From the nearer edge of the element, or from its centre (floor). */
  readonly anchor: 'edge' | 'centre';
  /** To a start site of the gene, or to the gene from start to end. */
  readonly to: 'tss' | 'body';
  readonly most: number;
  /** Only genes of this type (protein_coding); default all. */
  readonly type?: string;
  /** Not beyond this many bp; default any distance. */
  readonly within?: number;
}

export interface NearGene {
  readonly gene: number;
  /** bp as bedtools closest counts them: 0 where they share a base, 1 where they touch. */
  readonly distance: number;
}

/** The nearest genes, by distance and row. O(log n + genes passed). */
export function nearestGenes(table: GeneTable, place: Place, options: NearestOptions): NearGene[] {
  const c = table.regions.chromNames.indexOf(place.chrom);
  if (c < 0) return [];
  const centre = Math.floor((place.start + place.end) / 2);
  const from = options.anchor === 'edge' ? place : { ...place, start: centre, end: centre + 1 };
  const walk = options.to === 'tss' ? tssOutwards(table, c, from) : bodiesOutwards(table, c, from);
  const best = new Map<number, number>();
  let last = Number.POSITIVE_INFINITY;
  for (const { gene, distance } of walk) {
    if (distance > (options.within ?? Number.POSITIVE_INFINITY)) break;
    // All genes as near as the last one are looked at, so that ties are broken by row.
    if (best.size >= options.most && distance > last) break;
    if (best.has(gene)) continue;
    if (options.type !== undefined && table.gene(gene).type !== options.type) continue;
    best.set(gene, distance);
    if (best.size === options.most) last = distance;
  }
  return [...best]
    .map(([gene, distance]) => ({ gene, distance }))
    .sort((a, b) => a.distance - b.distance || a.gene - b.gene)
    .slice(0, options.most);
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** Start sites of chromosome c by distance from a span. */
function* tssOutwards({ tss }: GeneTable, c: number, { start, end }: Span): Generator<NearGene> {
  const [low, high] = [tss.chromOffsets[c]!, tss.chromOffsets[c + 1]!];
  // `position` is 1-based: its base is [position - 1, position).
  let right = firstAtLeast(tss.position, start + 1, low, high);
  let left = right - 1;
  while (left >= low || right < high) {
    const leftBp = left < low ? Number.POSITIVE_INFINITY : start - tss.position[left]! + 1;
    const rightBp = right >= high ? Number.POSITIVE_INFINITY : Math.max(0, tss.position[right]! - end);
    if (rightBp <= leftBp) yield { gene: tss.gene[right++]!, distance: rightBp };
    else yield { gene: tss.gene[left--]!, distance: leftBp };
  }
}

/** Genes of chromosome c by distance from a span. */
function* bodiesOutwards(table: GeneTable, c: number, { start, end }: Span): Generator<NearGene> {
  const { regions, index } = table;
  const chrom = regions.chromNames[c]!;
  const inside = index.overlapping(chrom, start, end);
  for (const gene of inside) yield { gene, distance: 0 };
  const [low, high] = [regions.chromOffsets[c]!, regions.chromOffsets[c + 1]!];
  let right = firstAtLeast(regions.start, end, low, high);
  const byEnd = endOrder(table, c);
  let left = firstAbove(byEnd, regions.end, start) - 1;
  while (left >= 0 || right < high) {
    const leftBp = left < 0 ? Number.POSITIVE_INFINITY : start - regions.end[byEnd[left]!]! + 1;
    const rightBp = right >= high ? Number.POSITIVE_INFINITY : regions.start[right]! - end + 1;
    if (rightBp <= leftBp) yield { gene: right++, distance: rightBp };
    else yield { gene: byEnd[left--]!, distance: leftBp };
  }
}

const endOrders = new WeakMap<GeneTable, Map<number, Int32Array>>();

/** The genes of a chromosome by their ends, made once. */
function endOrder(table: GeneTable, c: number): Int32Array {
  let orders = endOrders.get(table);
  if (orders === undefined) {
    orders = new Map();
    endOrders.set(table, orders);
  }
  let order = orders.get(c);
  if (order === undefined) {
    const [low, high] = [table.regions.chromOffsets[c]!, table.regions.chromOffsets[c + 1]!];
    const { end } = table.regions;
    order = Int32Array.from({ length: high - low }, (_, i) => low + i).sort(
      (a, b) => end[a]! - end[b]! || a - b,
    );
    orders.set(c, order);
  }
  return order;
}

/** The first place of `order` whose end is greater than `bound`. */
function firstAbove(order: Int32Array, end: Int32Array, bound: number): number {
  let low = 0;
  let high = order.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (end[order[middle]!]! > bound) high = middle;
    else low = middle + 1;
  }
  return low;
}
