/**
 * DNase hypersensitive sites (DHSs) of one profile from hotspot2's allcalls, by iterative FDR thresholds:
 * each site has the extent that it has at the loosest threshold at which its cluster is narrow enough.
 * Method: ENCODE-cCREs scripts, step 0; Nature 2020, Methods, "iterative FDR thresholds".
 */

import { gatherFloat64, gatherInt32, rowsWhere } from '../genome/gather.ts';
import type { Regions } from '../genome/regions.ts';
import { sortRegions } from '../genome/sorted-regions.ts';

/** The loosest and the strictest threshold: FDR < 10^-2 to FDR < 10^-4942 (the exponents of the scripts). */
const LOOSEST_LEVEL = 2;
const STRICTEST_LEVEL = 4942;
/** Rows that touch, overlap or lie one base apart are one cluster (bedtools merge -d 1). */
const MERGE_GAP_BP = 1;
const MIN_WIDTH_BP = 50;
const MAX_WIDTH_BP = 350;

/** Allcalls: regions with their FDR and the decimal order of its text (1e-05 has 5; 0 has 2^31 - 1). */
export interface FdrCalls extends Regions {
  readonly fdr: Float64Array;
  readonly order: Int32Array;
}

/** Called sites; `fdr` is the smallest of the cluster, `level` the exponent j of the threshold that fixed the extent. */
export interface CalledSites extends Regions {
  readonly fdr: Float64Array;
  readonly level: Int32Array;
}

/**
 * Calls DHSs. `dhs` comes in the order of acceptance (level, chromosome as text, start), widths 50 to 350;
 * `excluded` holds clusters still wider than 350 at the strictest threshold, by chromosome as text and start. Equal to running the 4,941
 * thresholds one after the other: kept sets nest, so each cluster only ever splits, and only at orders that
 * occur inside it.
 */
export function callDhs(calls: FdrCalls): { dhs: CalledSites; excluded: CalledSites } {
  const { regions, fdr, level } = sortedKept(calls);
  const { chrom, start, end } = regions;
  const dhs = new SiteList();
  const excluded = new SiteList();
  const rows = new Int32Array(start.length);
  for (let i = 0; i < rows.length; i++) rows[i] = i;

  // A branch is rows[from..to) of one parent that are kept at `at`; it is split into clusters when taken up.
  const stack: { from: number; to: number; at: number }[] = [];
  for (let c = 0; c < regions.chromNames.length; c++) {
    const from = regions.chromOffsets[c]!;
    const to = regions.chromOffsets[c + 1]!;
    let clusterFrom = from;
    while (clusterFrom < to) {
      const clusterTo = clusterEnd(rows, clusterFrom, to, start, end);
      stack.push({ from: clusterFrom, to: clusterTo, at: LOOSEST_LEVEL });
      clusterFrom = clusterTo;
      while (stack.length > 0) takeCluster(stack.pop()!);
    }
  }

  function takeCluster(cluster: { from: number; to: number; at: number }): void {
    let right = 0;
    let minFdr = Number.POSITIVE_INFINITY;
    let minLevel = STRICTEST_LEVEL;
    for (let k = cluster.from; k < cluster.to; k++) {
      const row = rows[k]!;
      if (end[row]! > right) right = end[row]!;
      if (fdr[row]! < minFdr) minFdr = fdr[row]!;
      if (level[row]! < minLevel) minLevel = level[row]!;
    }
    const first = rows[cluster.from]!;
    const width = right - start[first]!;
    if (width < MIN_WIDTH_BP) return;
    const at = minLevel + 1;
    if (width <= MAX_WIDTH_BP || at > STRICTEST_LEVEL) {
      const list = width <= MAX_WIDTH_BP ? dhs : excluded;
      list.push(chrom[first]!, start[first]!, right, minFdr, cluster.at);
      return;
    }
    // Rows that fall out are never needed again, so the kept ones move to the front of the segment.
    let kept = cluster.from;
    for (let k = cluster.from; k < cluster.to; k++) if (level[rows[k]!]! >= at) rows[kept++] = rows[k]!;
    const children: { from: number; to: number; at: number }[] = [];
    for (let from = cluster.from; from < kept; ) {
      const to = clusterEnd(rows, from, kept, start, end);
      children.push({ from, to, at });
      from = to;
    }
    for (let k = children.length - 1; k >= 0; k--) stack.push(children[k]!);
  }

  return {
    dhs: dhs.inAcceptanceOrder(regions.chromNames),
    excluded: excluded.inPlaceOrder(regions.chromNames),
  };
}

/** The rows that pass the loosest threshold, sorted, with the strictest threshold that each one passes. */
function sortedKept(calls: FdrCalls) {
  const passes = new Uint8Array(calls.order.length);
  for (let i = 0; i < passes.length; i++) if (calls.order[i]! > LOOSEST_LEVEL) passes[i] = 1;
  const pick = rowsWhere(passes);
  const { sorted, order } = sortRegions({
    chromNames: calls.chromNames,
    chrom: gatherInt32(calls.chrom, pick),
    start: gatherInt32(calls.start, pick),
    end: gatherInt32(calls.end, pick),
  });
  const rows = gatherInt32(pick, order);
  const level = gatherInt32(calls.order, rows);
  for (let i = 0; i < level.length; i++) level[i] = Math.min(level[i]! - 1, STRICTEST_LEVEL);
  return { regions: sorted, fdr: gatherFloat64(calls.fdr, rows), level };
}

function clusterEnd(rows: Int32Array, from: number, to: number, start: Int32Array, end: Int32Array): number {
  let right = end[rows[from]!]!;
  let k = from + 1;
  while (k < to && start[rows[k]!]! - right <= MERGE_GAP_BP) {
    if (end[rows[k]!]! > right) right = end[rows[k]!]!;
    k++;
  }
  return k;
}

/** Growing columns of called sites. */
class SiteList {
  private readonly columns: [number[], number[], number[], number[], number[]] = [[], [], [], [], []];

  push(chrom: number, start: number, end: number, fdr: number, level: number): void {
    this.columns[0].push(chrom);
    this.columns[1].push(start);
    this.columns[2].push(end);
    this.columns[3].push(fdr);
    this.columns[4].push(level);
  }

  /** Sites were found by place; a stable sort by level gives the order in which the loop accepts them. */
  inAcceptanceOrder(chromNames: readonly string[]): CalledSites {
    const level = this.columns[4];
    return this.inOrder(
      chromNames,
      level.map((_, i) => i).sort((a, b) => level[a]! - level[b]! || a - b),
    );
  }

  /** Sites as they were found: by chromosome as text and start, as the last pass of the loop has them. */
  inPlaceOrder(chromNames: readonly string[]): CalledSites {
    return this.inOrder(
      chromNames,
      this.columns[4].map((_, i) => i),
    );
  }

  private inOrder(chromNames: readonly string[], order: readonly number[]): CalledSites {
    const [chrom, start, end, fdr, level] = this.columns;
    return {
      chromNames,
      chrom: Int32Array.from(order, (i) => chrom[i]!),
      start: Int32Array.from(order, (i) => start[i]!),
      end: Int32Array.from(order, (i) => end[i]!),
      fdr: Float64Array.from(order, (i) => fdr[i]!),
      level: Int32Array.from(order, (i) => level[i]!),
    };
  }
}
