/**
 * hotspot2 allcalls (chrom, start, end, id, FDR) and DHSs with an FDR (chrom, start, end, FDR). FDRs of allcalls go
 * far below the smallest double, so their decimal order is taken from the text.
 */

import { locationName } from './byte-stream.ts';
import { parseDecimal } from './fields.ts';
import { growingFloat64, growingInt32 } from './growing-column.ts';
import { type RegionRow, type RegionTable, readRegionRows, rowError } from './region-rows.ts';
import { type LineBatch, readLines } from './text-lines.ts';

/** Rows of regions with an FDR, 0-based half-open, in the order of the file. */
export interface FdrRegions extends RegionTable {
  /** 0..1; 0 where the text is below the smallest double. */
  readonly fdr: Float64Array;
}

/** hotspot2 allcalls. */
export interface Allcalls extends FdrRegions {
  /**
   * The decimal order of the FDR as text: 5 for 1e-05 and for 0.00001, 400 for 2.5e-400; ORDER_OF_ZERO for 0.
   * A row passes the threshold 1E-j of hotspot calling exactly if its order is more than j.
   */
  readonly order: Int32Array;
}

/** The order of an FDR of 0: it passes every threshold. */
export const ORDER_OF_ZERO = 0x7fffffff;

const FDR_RULE = 'a false discovery rate from 0 to 1';

/** Reads hotspot2 allcalls. FORMAT, beyond what BED refuses: fewer than 5 columns, an FDR outside 0..1. */
export function readAllcalls(location: string): Promise<Allcalls> {
  return allcallsOfLines(readLines(location), locationName(location));
}

/** readAllcalls from lines that are already at hand; `file` is what errors call them. */
export async function allcallsOfLines(lines: AsyncIterable<LineBatch>, file: string): Promise<Allcalls> {
  const order = growingInt32();
  const table = await readFdrRows(lines, file, {
    name: 'hotspot2 allcalls',
    fdrIndex: 4,
    reserve: (rows) => order.reserve(rows),
    visit: (row, index, fdr) => {
      const { bytes, starts, ends } = row.fields;
      order.values[index] = orderOfFdr(bytes, starts[4]!, ends[4]!, fdr);
    },
  });
  return { ...table, order: order.finish(table.count) };
}

/** Reads DHSs of chrom, start, end, FDR; further columns are passed over. FORMAT as readAllcalls, for 4 columns. */
export function readFdrBed(location: string): Promise<FdrRegions> {
  return readFdrRows(readLines(location), locationName(location), { name: 'a DHS file', fdrIndex: 3 });
}

interface FdrFormat {
  readonly name: string;
  readonly fdrIndex: number;
  readonly reserve?: (rows: number) => void;
  readonly visit?: (row: RegionRow, index: number, fdr: number) => void;
}

async function readFdrRows(
  lines: AsyncIterable<LineBatch>,
  file: string,
  format: FdrFormat,
): Promise<FdrRegions> {
  const fdrs = growingFloat64();
  const { fdrIndex } = format;
  const table = await readRegionRows(lines, file, {
    name: format.name,
    minFields: fdrIndex + 1,
    reserve: (rows) => {
      fdrs.reserve(rows);
      format.reserve?.(rows);
    },
    visit: (row, index) => {
      const { bytes, starts, ends } = row.fields;
      const fdr = parseDecimal(bytes, starts[fdrIndex]!, ends[fdrIndex]!);
      if (!(fdr >= 0 && fdr <= 1)) throw rowError(row, fdrIndex, 'FDR', [FDR_RULE]);
      fdrs.values[index] = fdr;
      format.visit?.(row, index, fdr);
    },
  });
  return { ...table, fdr: fdrs.finish(table.count) };
}

/**
 * The order of an FDR: -floor(log10) of the text bytes[from, to) whose double is `fdr`. Text without an exponent is
 * first rounded to three digits, as the original's %.2E does (0.009999 has order 2, 0.00999 order 3); text with one
 * is not rounded again.
 */
export function orderOfFdr(bytes: Uint8Array, from: number, to: number, fdr: number): number {
  let hasDigit = false;
  for (let at = from; at < to; at++) {
    const byte = bytes[at]!;
    if (byte === 101 || byte === 69) return hasDigit ? exponentOrder(bytes, at + 1, to) : ORDER_OF_ZERO;
    if (byte >= 49 && byte <= 57) hasDigit = true;
  }
  return fdr === 0 ? ORDER_OF_ZERO : roundedOrder(fdr);
}

/** The number behind `e-`; 0 where the exponent is not negative (only an FDR of 1 is left to have such). */
function exponentOrder(bytes: Uint8Array, from: number, to: number): number {
  if (bytes[from] !== 45) return 0;
  let order = 0;
  for (let at = from + 1; at < to; at++) {
    order = order * 10 + (bytes[at]! - 48);
    if (order >= ORDER_OF_ZERO) return ORDER_OF_ZERO;
  }
  return order;
}

// 9.995E-k is where %.2E turns to 1.00E-(k-1).
const TURNS = Float64Array.from({ length: 20 }, (_, k) => Number(`9.995e-${k + 1}`));
const NEAR = 1e-9;

/** The order of `%.2E` of a double in (0, 1]. */
function roundedOrder(fdr: number): number {
  // Comparisons settle all but the neighbourhood of a turn and tiny values; there toExponential rounds exactly.
  for (let k = 0; k < TURNS.length; k++) {
    const turn = TURNS[k]!;
    if (fdr > turn * (1 + NEAR)) return k;
    if (fdr >= turn * (1 - NEAR)) break;
  }
  const text = fdr.toExponential(2);
  return -Number(text.slice(text.indexOf('e') + 1)) || 0;
}
