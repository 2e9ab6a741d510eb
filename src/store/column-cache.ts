/** Columns of Z-scores as they are asked for: read from disk in one piece, and kept while they are in use. */

import { type RowSet, setFromPacked } from './row-set.ts';
import { readHigh, readZ, readZRows, type ZColumn } from './zscore-store.ts';

/** Z and high bits of one dataset. */
export interface ColumnCache {
  /** Z of every row, as stored. */
  z(column: ZColumn): Float32Array;
  /** Z of the rows [from, to) alone. */
  zRows(column: ZColumn, from: number, to: number): Float32Array;
  /** Visits Z of all rows, a block of rows from `first` on (a multiple of 32) at a time, in an array that is used again. Nothing is kept. */
  eachZ(column: ZColumn, visit: (z: Float32Array, first: number) => void): void;
  /** The rows that are high, by the stored bits. */
  high(column: ZColumn): RowSet;
}

/** Rows of a block: 1 MB, which stays in the caches of a processor. */
const BLOCK_ROWS = 1 << 18;

/** Opens the columns below `directory`, keeping at most `keepBytes` of those used last. */
export function openColumns(directory: string, rows: number, keepBytes: number): ColumnCache {
  const kept = new LastUsed(keepBytes);
  const zKey = ({ base }: ZColumn) => `z ${base}`;
  let block: Float32Array | undefined;
  return {
    z: (column) => kept.get(zKey(column), rows * 4, () => readZ(directory, column, rows)) as Float32Array,
    zRows(column, from, to) {
      const known = kept.peek(zKey(column)) as Float32Array | undefined;
      if (known !== undefined) return known.subarray(from, to);
      const z = new Float32Array(to - from);
      readZRows(directory, column, from, z);
      return z;
    },
    eachZ(column, visit) {
      const known = kept.peek(zKey(column)) as Float32Array | undefined;
      if (known !== undefined) return visit(known, 0);
      block ??= new Float32Array(Math.min(rows, BLOCK_ROWS));
      for (let first = 0; first < rows; first += BLOCK_ROWS) {
        const z = block.subarray(0, Math.min(BLOCK_ROWS, rows - first));
        readZRows(directory, column, first, z);
        visit(z, first);
      }
    },
    high: (column) =>
      kept.get(`high ${column.base}`, rows / 8, () =>
        setFromPacked(rows, readHigh(directory, column, rows)),
      ) as RowSet,
  };
}

/** Values by key; those used longest ago give way when all together are larger than `limitBytes`. */
export class LastUsed<T = unknown> {
  readonly #limitBytes: number;
  readonly #values = new Map<string, { value: T; sizeBytes: number }>();
  #sizeBytes = 0;

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  /** The value of the key where it is there, which does not count as a use. */
  peek(key: string): T | undefined {
    return this.#values.get(key)?.value;
  }

  /** The value of the key, made where it is not there. A value larger than the limit is not kept. */
  get(key: string, sizeBytes: number, make: () => T): T {
    const known = this.#values.get(key);
    if (known !== undefined) {
      // A Map keeps its keys in the order in which they were set.
      this.#values.delete(key);
      this.#values.set(key, known);
      return known.value;
    }
    const value = make();
    if (sizeBytes > this.#limitBytes) return value;
    this.#values.set(key, { value, sizeBytes });
    this.#sizeBytes += sizeBytes;
    for (const [oldest, { sizeBytes: freed }] of this.#values) {
      if (this.#sizeBytes <= this.#limitBytes) break;
      this.#values.delete(oldest);
      this.#sizeBytes -= freed;
    }
    return value;
  }
}
