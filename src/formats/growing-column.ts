/** Typed arrays that grow while a file is read. */

/** The typed arrays that a column may be made of. */
export type ColumnArray = Int8Array | Int32Array | Uint32Array | Float64Array;

/** A typed array with room to grow. Write into `values` after `reserve`; `finish` cuts it to its rows. */
export class GrowingColumn<T extends ColumnArray> {
  values: T;
  readonly #make: (length: number) => T;

  constructor(make: (length: number) => T) {
    this.#make = make;
    this.values = make(1024);
  }

  /** Makes room for at least `rows` values; `values` may be another array afterwards. */
  reserve(rows: number): void {
    if (rows <= this.values.length) return;
    const larger = this.#make(Math.max(rows, Math.ceil(this.values.length * 1.6)));
    larger.set(this.values);
    this.values = larger;
  }

  /** The first `rows` values. Their buffer may be larger: its rest was never touched, so it takes no memory. */
  finish(rows: number): T {
    return this.values.subarray(0, rows) as T;
  }
}

/** A growing column of signed 32-bit integers. */
export function growingInt32(): GrowingColumn<Int32Array> {
  return new GrowingColumn<Int32Array>((length) => new Int32Array(length));
}

/** A growing column of doubles. */
export function growingFloat64(): GrowingColumn<Float64Array> {
  return new GrowingColumn<Float64Array>((length) => new Float64Array(length));
}

/** A growing column of signed bytes. */
export function growingInt8(): GrowingColumn<Int8Array> {
  return new GrowingColumn<Int8Array>((length) => new Int8Array(length));
}
