/** Regions as plain rows: what the oracles of the tests work on, and the way to and from columns. */

import type { Regions } from '../../src/genome/regions.ts';

export interface Row {
  readonly chrom: string;
  readonly start: number;
  readonly end: number;
}

/** Columns of rows; chromosomes are numbered in the order in which they first occur. */
export function toRegions(rows: readonly Row[]): Regions {
  const chromNames = [...new Set(rows.map((row) => row.chrom))];
  return {
    chromNames,
    chrom: Int32Array.from(rows, (row) => chromNames.indexOf(row.chrom)),
    start: Int32Array.from(rows, (row) => row.start),
    end: Int32Array.from(rows, (row) => row.end),
  };
}

/** Rows of columns. */
export function toRows(regions: Regions): Row[] {
  return Array.from(regions.start, (start, i) => ({
    chrom: regions.chromNames[regions.chrom[i]!]!,
    start,
    end: regions.end[i]!,
  }));
}

/** `chr1:100-200`. */
export function place(row: Row): string {
  return `${row.chrom}:${row.start}-${row.end}`;
}

/** Bases that two rows share; 0 for book-ended rows. */
export function sharedBp(a: Row, b: Row): number {
  return a.chrom === b.chrom ? Math.max(0, Math.min(a.end, b.end) - Math.max(a.start, b.start)) : 0;
}

/** Order of two texts by their UTF-8 bytes, as LC_ALL=C sort has it. */
export function byteOrder(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** Order by chromosome bytes, then start. */
export function byPlace(a: Row, b: Row): number {
  return byteOrder(a.chrom, b.chrom) || a.start - b.start;
}
