/** ENCODE broadPeak, BED6+3 (https://genome.ucsc.edu/FAQ/FAQformat.html#format13). */

import { locationName } from './byte-stream.ts';
import { parseDecimal } from './fields.ts';
import { growingFloat64 } from './growing-column.ts';
import { negativeLogAt } from './narrow-peak.ts';
import { type RegionTable, readRegionRows, rowError } from './region-rows.ts';
import { readLines } from './text-lines.ts';

/** Peaks without a summit, 0-based half-open, in the order of the file. */
export interface BroadPeaks extends RegionTable {
  readonly signalValue: Float64Array;
  /** -log10 of the p-value; -1 where there is none. */
  readonly pValue: Float64Array;
  /** -log10 of the q-value; -1 where there is none. */
  readonly qValue: Float64Array;
}

/** Reads a broadPeak file. FORMAT as readNarrowPeak, for 9 columns. */
export async function readBroadPeak(location: string): Promise<BroadPeaks> {
  const signalValue = growingFloat64();
  const pValue = growingFloat64();
  const qValue = growingFloat64();
  const negativeLog: readonly [string] = ['the -log10 of a probability (0 or more), or -1 for none'];
  const table = await readRegionRows(readLines(location), locationName(location), {
    name: 'broadPeak',
    minFields: 9,
    reserve: (rows) => {
      for (const column of [signalValue, pValue, qValue]) column.reserve(rows);
    },
    visit: (row, index) => {
      const { bytes, starts, ends } = row.fields;
      const signal = parseDecimal(bytes, starts[6]!, ends[6]!);
      if (!Number.isFinite(signal)) throw rowError(row, 6, 'signalValue', ['a number']);
      const p = negativeLogAt(row.fields, 7);
      if (Number.isNaN(p)) throw rowError(row, 7, 'pValue', negativeLog);
      const q = negativeLogAt(row.fields, 8);
      if (Number.isNaN(q)) throw rowError(row, 8, 'qValue', negativeLog);
      signalValue.values[index] = signal;
      pValue.values[index] = p;
      qValue.values[index] = q;
    },
  });
  return {
    ...table,
    signalValue: signalValue.finish(table.count),
    pValue: pValue.finish(table.count),
    qValue: qValue.finish(table.count),
  };
}
