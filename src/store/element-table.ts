/** All elements of a registry as typed arrays: what filters, sorts and counts look at. About 50 bytes a row. */

import type { SortedPlaces } from '../genome/sorted-regions.ts';
import { formatAccession } from '../registry/accessions.ts';
import type { RowSet } from './row-set.ts';

/** Where a value is not known, in the columns of small whole numbers. */
export const NONE_8 = 0xff;
export const NONE_16 = 0xffff;

/** Rows of elements.tsv that are read together to find one: some kilobytes. */
export const LINE_STEP = 64;

/** Elements by row of rDHSs.bed, which is the row of every column of Z-scores. */
export interface ElementTable {
  readonly rows: number;
  /** 0-based half-open, by chromosome text and start; rDHSs do not overlap. */
  readonly regions: SortedPlaces;
  readonly accessionPrefix: string;
  /** Numeric parts of accessions. */
  readonly rdhsNumber: Numbers;
  /** -1 for an rDHS that is no cCRE. */
  readonly ccreNumber: Numbers;
  /** Class code, NOT_CCRE for an rDHS that is no cCRE. */
  readonly classCode: Uint8Array;
  /** Index into TIERS; NONE_8 where there is none. */
  readonly tier: Uint8Array;
  /** Index into ZONES. */
  readonly zone: Uint8Array;
  /** Twice the bp from the centre to the nearest TSS (encode4 has halves); -1 on a chromosome without TSS. */
  readonly tssDistance2: Int32Array;
  /** Index into `genes`; beyond them for none, as `nearestGene` reads it. */
  readonly gene: Uint16Array | Uint32Array;
  readonly genes: readonly string[];
  /** By class assay: the number of biosamples in which it is high; undefined where nobody has the assay. */
  readonly support: readonly (Uint8Array | Uint16Array | undefined)[];
  /** 10,000 times tau; NONE_16 where it is not known. */
  readonly tau: Uint16Array;
  /** 1, 0, or NONE_8 without a blacklist. */
  readonly blacklist: Uint8Array;
  /** The byte of elements.tsv at which every LINE_STEP-th row begins, from row 0 on. */
  readonly lineStarts: Float64Array;
  /** By class assay: the highest Z over biosamples as float32; undefined where nobody has the assay. */
  readonly maxZ: readonly (Float32Array | undefined)[];
  /** The rows of cCREs.bed, of all cCREs of any tier, and of cCREs that CTCF binds. */
  readonly published: RowSet;
  readonly ccres: RowSet;
  readonly ctcfBound: RowSet;
}

/** Whole numbers, as narrow as the largest of them allows. */
export type Numbers = Int32Array | Float64Array;

/** The width in bp of the rows [from, to); default of all. */
export function lengthsOf({ rows, regions }: ElementTable, from = 0, to = rows): Int32Array {
  const { start, end } = regions;
  const lengths = new Int32Array(to - from);
  for (let row = from; row < to; row++) lengths[row - from] = end[row]! - start[row]!;
  return lengths;
}

/** The gene of the nearest TSS, as elements.tsv has it; undefined for none. */
export function nearestGene({ gene, genes }: ElementTable, row: number): string | undefined {
  return genes[gene[row]!];
}

/** The accession of row `row` as an rDHS. */
export function rdhsAccession(table: ElementTable, row: number): string {
  return formatAccession(table.accessionPrefix, 'D', table.rdhsNumber[row]!);
}

/** The accession of row `row` as a cCRE; undefined for an rDHS that is none. */
export function ccreAccession(table: ElementTable, row: number): string | undefined {
  const number = table.ccreNumber[row]!;
  return number < 0 ? undefined : formatAccession(table.accessionPrefix, 'E', number);
}
