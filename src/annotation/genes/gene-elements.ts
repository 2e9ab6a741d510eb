/** The elements around a gene: in a window of its start sites, in its body, or those to which it is among the nearest. */

import { firstAtLeast } from '../../genome/binary-search.ts';
import type { ElementStore } from '../../store/element-store.ts';
import type { GeneTable } from './gene-table.ts';
import { type NearestOptions, nearestGenes } from './nearest-genes.ts';

export interface NearElement {
  /** Row of the element table. */
  readonly row: number;
  /** bp as bedtools closest counts them: 0 where they share a base, 1 where they touch; Infinity for a gene without start sites. */
  readonly distance: number;
}

/** Elements whose nearer edge is at most so many bp from a start site of the gene, by place. */
export function elementsNearTss(
  store: ElementStore,
  { table, gene }: GeneOfTable,
  windowBp: number,
): NearElement[] {
  const { chrom } = table.gene(gene);
  const sites = table.startSites(gene).map((t) => table.tss.position[t]!);
  const rows = new Set<number>();
  for (const position of sites) {
    const start = Math.max(0, position - 1 - windowBp);
    const [from, to] = store.rowsIn({ chrom, start, end: position + windowBp });
    for (let row = from; row < to; row++) rows.add(row);
  }
  return [...rows].sort((a, b) => a - b).map((row) => ({ row, distance: tssDistance(store, sites, row) }));
}

/** Elements that share a base with the gene from its start to its end, by place; distances are to start sites. */
export function elementsInBody(store: ElementStore, { table, gene }: GeneOfTable): NearElement[] {
  const sites = table.startSites(gene).map((t) => table.tss.position[t]!);
  const [from, to] = store.rowsIn(table.gene(gene));
  return Array.from({ length: to - from }, (_, i) => ({
    row: from + i,
    distance: tssDistance(store, sites, from + i),
  }));
}

/** Elements to which the gene is one of the `most` nearest, as nearestGenes finds them; by place. */
export function elementsNearestTo(
  store: ElementStore,
  { table, gene }: GeneOfTable,
  options: NearestOptions,
): NearElement[] {
  const { chrom, type } = table.gene(gene);
  if (options.type !== undefined && options.type !== type) return [];
  if (options.to === 'tss' && table.startSites(gene).length === 0) return [];
  const { regions } = store.table;
  const [from, to] = store.rowsIn({ chrom, ...within(reach(table, gene, options), options.within) });
  const found: NearElement[] = [];
  for (let row = from; row < to; row++) {
    const place = { chrom, start: regions.start[row]!, end: regions.end[row]! };
    const own = nearestGenes(table, place, options).find((near) => near.gene === gene);
    if (own !== undefined) found.push({ row, distance: own.distance });
  }
  return found;
}

interface GeneOfTable {
  readonly table: GeneTable;
  readonly gene: number;
}

/** Where an element can lie, the gene's own span within it. */
interface Reach {
  /** The gene, or its start sites from first to last. */
  readonly own: { readonly start: number; readonly end: number };
  readonly start: number;
  readonly end: number;
}

/** No further than so many bp from the gene: an element beyond is further by its edge, and so by its centre. */
function within({ own, start, end }: Reach, bp = CHROM_END): { start: number; end: number } {
  return { start: Math.max(start, own.start - bp - 1), end: Math.min(end, own.end + bp + 1) };
}

/**
 * Where such elements can lie: beyond the `most`-th other gene on either side, that many are nearer to an element than this one. Genes
 * count from the side on which the element would lie: by start sites, or by the near ends of bodies.
 */
function reach(table: GeneTable, gene: number, { to, most, type }: NearestOptions): Reach {
  const { chrom, start, end } = table.gene(gene);
  const c = table.regions.chromNames.indexOf(chrom);
  const counts = (other: number) => other !== gene && (type === undefined || table.gene(other).type === type);
  const { tss, regions } = table;
  if (to === 'body') {
    const at = (end: Int32Array) => (i: number) => ({ gene: i, at: end[i]! });
    const offsets = offsetsOf(regions.chromOffsets, c);
    return {
      own: { start, end },
      start: outwards(bodiesBefore(table, start, offsets), at(regions.end), { counts, most }) ?? 0,
      end:
        outwards(startsFrom(regions.start, end, offsets), at(regions.start), { counts, most }) ?? CHROM_END,
    };
  }
  const sites = table.startSites(gene).map((t) => tss.position[t]!);
  const offsets = offsetsOf(tss.chromOffsets, c);
  const site = (shift: number) => (t: number) => ({ gene: tss.gene[t]!, at: tss.position[t]! - shift });
  const [first, last] = [Math.min(...sites), Math.max(...sites)];
  const [left, right] = [
    startsBefore(tss.position, first, offsets),
    startsFrom(tss.position, last + 1, offsets),
  ];
  return {
    own: { start: first - 1, end: last },
    start: outwards(left, site(1), { counts, most }) ?? 0,
    end: outwards(right, site(0), { counts, most }) ?? CHROM_END,
  };
}

/** Beyond every chromosome. */
const CHROM_END = 0x7fffffff;

type Places = Iterable<number>;

/** Where the `most`-th different gene stands; undefined where there are fewer. */
function outwards(
  places: Places,
  at: (place: number) => { gene: number; at: number },
  { counts, most }: { counts: (gene: number) => boolean; most: number },
): number | undefined {
  const seen = new Set<number>();
  for (const place of places) {
    const own = at(place);
    if (!counts(own.gene)) continue;
    seen.add(own.gene);
    if (seen.size === most) return own.at;
  }
  return undefined;
}

function offsetsOf(chromOffsets: Int32Array, c: number): readonly [number, number] {
  return [chromOffsets[c]!, chromOffsets[c + 1]!];
}

function* startsFrom(values: Int32Array, bound: number, [low, high]: readonly [number, number]): Places {
  for (let i = firstAtLeast(values, bound, low, high); i < high; i++) yield i;
}

function* startsBefore(values: Int32Array, bound: number, [low, high]: readonly [number, number]): Places {
  for (let i = firstAtLeast(values, bound, low, high) - 1; i >= low; i--) yield i;
}

/** Genes that end before `start`, by their ends, last first. */
function* bodiesBefore(
  { regions }: GeneTable,
  start: number,
  [low, high]: readonly [number, number],
): Places {
  const before: number[] = [];
  for (let i = low; i < high; i++) if (regions.end[i]! <= start) before.push(i);
  yield* before.sort((a, b) => regions.end[b]! - regions.end[a]!);
}

function tssDistance({ table }: ElementStore, sites: readonly number[], row: number): number {
  const [start, end] = [table.regions.start[row]!, table.regions.end[row]!];
  return Math.min(
    ...sites.map((position) => (position <= start ? start - position + 1 : Math.max(0, position - end))),
  );
}
