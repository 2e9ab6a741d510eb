/** DHSs with name, FDR and signal: what `cisreg dhs --signal` prints and `cisreg rdhs` reads. */

import { locationName } from './byte-stream.ts';
import { parseDecimal } from './fields.ts';
import { growingFloat64 } from './growing-column.ts';
import { type RegionTable, readRegionRows, rowError } from './region-rows.ts';
import { roundSix } from './six-digits.ts';
import { type TextColumn, TextColumnBuilder } from './text-column.ts';
import { readText } from './text-lines.ts';

/** DHSs, 0-based half-open, in the order of the file. */
export interface DhsTable extends RegionTable {
  readonly names: TextColumn;
  /** NaN where there is none (`.` or -1 in the file). */
  readonly fdr: Float64Array;
  /** Rounded to six digits, as every signal that is compared. */
  readonly signal: Float64Array;
}

const NAME = 3;
const FDR = 4;
const SIGNAL = 5;
const DOT = 46;
const ZERO = 48;

/** Reads chrom, start, end, name, FDR, signal. FORMAT, beyond what BED refuses: an FDR outside 0..1, a negative signal. */
export async function readDhsTable(location: string): Promise<DhsTable> {
  const names = new TextColumnBuilder();
  const fdrs = growingFloat64();
  const signals = growingFloat64();
  const table = await readRegionRows(readText(location), locationName(location), {
    name: 'DHS',
    minFields: SIGNAL + 1,
    reserve: (rows) => {
      names.reserve(rows);
      fdrs.reserve(rows);
      signals.reserve(rows);
    },
    visit: (row, index) => {
      const { bytes, starts, ends } = row.fields;
      names.append(bytes, starts[NAME]!, ends[NAME]!);
      const isDot = ends[FDR] === starts[FDR]! + 1 && bytes[starts[FDR]!] === DOT;
      const fdr = isDot ? -1 : parseDecimal(bytes, starts[FDR]!, ends[FDR]!);
      if (!(fdr >= 0 && fdr <= 1) && fdr !== -1) {
        throw rowError(row, FDR, 'FDR', ['a false discovery rate from 0 to 1, or . for none']);
      }
      fdrs.values[index] = fdr === -1 ? Number.NaN : fdr;
      const signal = parseDecimal(bytes, starts[SIGNAL]!, ends[SIGNAL]!);
      if (!(signal >= 0 && Number.isFinite(signal))) {
        throw rowError(row, SIGNAL, 'signal', ['a number, 0 or more']);
      }
      signals.values[index] = isShort(bytes, starts[SIGNAL]!, ends[SIGNAL]!) ? signal : roundSix(signal);
    },
  });
  return {
    ...table,
    names: names.finish(),
    fdr: fdrs.finish(table.count),
    signal: signals.finish(table.count),
  };
}

/** Whether a number has at most six digits to look at: six bytes beside a point and a 0 before it. */
function isShort(bytes: Uint8Array, from: number, to: number): boolean {
  if (bytes[from + 1] === DOT) return to - from <= (bytes[from] === ZERO ? 8 : 7);
  return to - from <= (bytes[from + 2] === DOT ? 7 : 6);
}
