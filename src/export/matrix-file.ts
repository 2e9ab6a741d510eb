/** One matrix: a row an rDHS, a column a dataset, as bgzip. */

import { readBed } from '../formats/bed.ts';
import { BgzipFile } from '../formats/bgzip-writer.ts';
import { formatSixDecimals } from '../formats/six-decimals.ts';
import { floatToSix, formatSix } from '../formats/six-digits.ts';
import { zScore } from '../registry/zscores.ts';
import { readSignalRows, type ZColumn } from '../store/zscore-store.ts';

/** A matrix to write: a task of a worker. */
export interface MatrixTask {
  readonly file: string;
  /** Whole lines. */
  readonly header: string;
  readonly quantity: 'zscore' | 'signal';
  readonly columns: readonly ZColumn[];
  /** The registry's rDHSs.bed, and the directory of its column store. */
  readonly rdhsBed: string;
  readonly zscores: string;
}

/** Values in memory at a time. */
const BLOCK_VALUES = 8_000_000;

/** Writes Z with six decimals from the double, or the signal with six digits. Holds the accessions and a block of rows. */
export async function writeMatrix(task: MatrixTask): Promise<void> {
  const { file, header, quantity, columns, rdhsBed, zscores } = task;
  const { names, count } = await readBed(rdhsBed, { minFields: 4 });
  const blockRows = Math.max(1, Math.min(count, Math.floor(BLOCK_VALUES / columns.length)));
  const block = columns.map(() => new Float32Array(blockRows));
  await using out = new BgzipFile(file);
  out.write(header);
  for (let from = 0; from < count; from += blockRows) {
    const rows = Math.min(blockRows, count - from);
    for (const [c, column] of columns.entries()) {
      readSignalRows(zscores, column, from, block[c]!.subarray(0, rows));
    }
    for (let r = 0; r < rows; r++) {
      let line = names!.at(from + r);
      for (let c = 0; c < columns.length; c++) {
        const signal = floatToSix(block[c]![r]!);
        line += `\t${quantity === 'signal' ? formatSix(signal) : formatSixDecimals(zScore(signal, columns[c]!))}`;
      }
      out.write(`${line}\n`);
    }
  }
  await out.commit();
}
