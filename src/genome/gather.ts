/** The values at given rows. TypedArray.from with a function is an order of magnitude slower than these loops. */

/** values[rows[0]], values[rows[1]], ... */
export function gatherInt32(values: Int32Array, rows: Int32Array): Int32Array {
  const gathered = new Int32Array(rows.length);
  for (let i = 0; i < rows.length; i++) gathered[i] = values[rows[i]!]!;
  return gathered;
}

/** values[rows[0]], values[rows[1]], ... */
export function gatherFloat64(values: Float64Array, rows: Int32Array): Float64Array {
  const gathered = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) gathered[i] = values[rows[i]!]!;
  return gathered;
}

/** The places of the entries that are not 0, ascending. */
export function rowsWhere(flags: Uint8Array): Int32Array {
  let count = 0;
  for (let i = 0; i < flags.length; i++) if (flags[i] !== 0) count++;
  const rows = new Int32Array(count);
  let filled = 0;
  for (let i = 0; i < flags.length; i++) if (flags[i] !== 0) rows[filled++] = i;
  return rows;
}
