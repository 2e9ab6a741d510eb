/** Columns of Z-scores as they are asked for: read from disk in one piece, and kept while they are in use. */

import { type RowSet, setFromPacked } from './row-set.ts';
import { readHigh, readZ, type ZColumn } from './zscore-store.ts';

/** Z and high bits of one dataset. */
export interface ColumnCache {
  /** Z of every row, as stored. */
  z(column: ZColumn): Float32Array;
  /** The rows that are high, by the stored bits. */
  high(column: ZColumn): RowSet;
}

/** Opens the columns below `directory`, keeping at most `keepBytes` of those used last. */
export function openColumns(directory: string, rows: number, keepBytes: number): ColumnCache {
  const kept = new LastUsed(keepBytes);
  return {
    z: (column) =>
      kept.get(`z ${column.base}`, rows * 4, () => readZ(directory, column, rows)) as Float32Array,
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
