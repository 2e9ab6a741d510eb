/** Tables for people. */

/** The characters that the widest cell of each column takes; every row has as many cells as the first. There may be any number of rows. */
export function columnWidths(rows: readonly (readonly string[])[]): number[] {
  const widths = (rows[0] ?? []).map(() => 0);
  for (const row of rows) {
    for (const [column, cell] of row.entries()) widths[column] = Math.max(widths[column]!, cell.length);
  }
  return widths;
}
