/** The SNPs that a test of enrichment draws from, with what of them does not depend on the study: hits and strata. */

import type { SortedPlaces } from '../genome/sorted-regions.ts';
import { type SnpStrata, stratify } from './snp-strata.ts';

/** The SNPs of a panel as columns, sorted by (chrom, position). */
export interface SnpColumns {
  readonly chromNames: readonly string[];
  /** Indices into chromNames. */
  readonly chrom: Uint8Array | Uint16Array | Int32Array;
  /** 0-based. */
  readonly position: Int32Array;
  /** Of the population; NaN where unknown. */
  readonly maf: Float32Array;
  /** bp to the nearest TSS; negative where the chromosome has none, which counts as the farthest. */
  readonly tssDistance: Int32Array;
}

/** Linkage in one population: the partners of SNP i are entries offsets[i] to offsets[i + 1]; a pair stands at both its SNPs. */
export interface Linkage {
  readonly offsets: Int32Array;
  readonly partner: Int32Array;
  readonly r2: Float32Array;
}

/** Where it is known already: the element that each SNP hits as its row, -1 for none, and how many elements there are. */
export interface SnpHits {
  readonly of: Int32Array;
  readonly elements: number;
}

/** r2 above which a SNP is a proxy of another (SCREEN). */
export const PROXY_R2 = 0.7;

/** A panel made ready for any number of studies. */
export interface PreparedPanel {
  readonly snps: number;
  readonly elements: number;
  readonly linkage: Linkage;
  /** Proxies are the partners with a greater r2, compared as float32. */
  readonly r2: number;
  readonly strata: SnpStrata;
  /** The element that each SNP lies in, as its row; -1 in none. */
  readonly elementOf: Int32Array;
  /** Elements with a SNP of SNP i's LD group (itself and its proxies), each once: entries groupOffsets[i] to groupOffsets[i + 1]. */
  readonly groupOffsets: Int32Array;
  readonly groupRows: Int32Array;
}

/**
 * Looks up the elements of every SNP and of its LD group, and divides the panel into strata: 0.2 s for a million SNPs with ten
 * linked pairs each, and 13 bytes a SNP and 4 bytes a hit beside what was given. Elements are rDHSs or others that do not overlap
 * one another. Throws where SNPs are not sorted or elements overlap: a defect of the caller.
 */
export function preparePanel(
  input: { readonly snps: SnpColumns; readonly linkage: Linkage; readonly elements: SortedPlaces | SnpHits },
  options: { readonly r2?: number } = {},
): PreparedPanel {
  const { snps, linkage, elements } = input;
  const r2 = Math.fround(options.r2 ?? PROXY_R2);
  const elementOf = 'of' in elements ? elements.of : elementsOfSnps(snps, elements);
  const count = 'of' in elements ? elements.elements : elements.start.length;
  return {
    snps: snps.position.length,
    elements: count,
    linkage,
    r2: options.r2 ?? PROXY_R2,
    strata: stratify(snps),
    elementOf,
    ...groupElements(elementOf, { linkage, r2, elements: count }),
  };
}

/** One sweep over both. */
function elementsOfSnps(snps: SnpColumns, elements: SortedPlaces): Int32Array {
  const { chrom, position } = snps;
  const found = new Int32Array(position.length).fill(-1);
  const codeOf = new Map(elements.chromNames.map((name, code) => [name, code]));
  let [row, end] = [0, 0];
  for (let i = 0; i < found.length; i++) {
    if (i === 0 || chrom[i] !== chrom[i - 1]) {
      if (i > 0 && chrom[i]! < chrom[i - 1]!) throw new Error(`SNP ${i} is out of order: chromosomes`);
      const code = codeOf.get(snps.chromNames[chrom[i]!]!);
      [row, end] =
        code === undefined ? [0, 0] : [elements.chromOffsets[code]!, elements.chromOffsets[code + 1]!];
      refuseOverlaps(elements, row, end);
    } else if (position[i]! < position[i - 1]!) throw new Error(`SNP ${i} is out of order: positions`);
    while (row < end && elements.end[row]! <= position[i]!) row++;
    if (row < end && elements.start[row]! <= position[i]!) found[i] = row;
  }
  return found;
}

function refuseOverlaps({ start, end }: SortedPlaces, from: number, to: number): void {
  for (let row = from + 1; row < to; row++) {
    if (start[row]! < end[row - 1]!) throw new Error(`elements ${row - 1} and ${row} overlap`);
  }
}

function groupElements(
  elementOf: Int32Array,
  plan: { readonly linkage: Linkage; readonly r2: number; readonly elements: number },
): Pick<PreparedPanel, 'groupOffsets' | 'groupRows'> {
  const { offsets, partner, r2 } = plan.linkage;
  const groupOffsets = new Int32Array(elementOf.length + 1);
  const seen = new Int32Array(plan.elements).fill(-1);
  let rows = new Int32Array(1024);
  let filled = 0;
  for (let i = 0; i < elementOf.length; i++) {
    const most = filled + 1 + offsets[i + 1]! - offsets[i]!;
    if (most > rows.length) {
      const longer = new Int32Array(Math.max(most, 2 * rows.length));
      longer.set(rows);
      rows = longer;
    }
    const own = elementOf[i]!;
    if (own >= 0) {
      seen[own] = i;
      rows[filled++] = own;
    }
    for (let k = offsets[i]!; k < offsets[i + 1]!; k++) {
      if (!(r2[k]! > plan.r2)) continue;
      const row = elementOf[partner[k]!]!;
      if (row < 0 || seen[row] === i) continue;
      seen[row] = i;
      rows[filled++] = row;
    }
    groupOffsets[i + 1] = filled;
  }
  return { groupOffsets, groupRows: rows.slice(0, filled) };
}
