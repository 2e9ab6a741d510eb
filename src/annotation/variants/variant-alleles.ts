/** Alleles of millions of variants in a byte each: most of them are among a few. */

import type { ColumnFolder } from '../../formats/column-folder.ts';
import type { TextColumn } from '../../formats/text-column.ts';
import { compareText } from '../../genome/text-order.ts';

/** Codes below it stand for a text of the dictionary. */
const RARE = 255;

/** The columns of alleles. `order` gives the row of `alleles` for each row that is written. */
export function alleleColumns(alleles: TextColumn, order: Int32Array) {
  const counts = new Map<string, number>();
  for (let i = 0; i < alleles.count; i++) {
    const text = alleles.at(i);
    // Long alleles seldom come twice: they are not worth a place in the table of counts.
    if (text.length <= 8) counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  const common = [...counts]
    .sort(([a, n], [b, m]) => m - n || compareText(a, b))
    .slice(0, RARE)
    .map(([text]) => text);
  const codeOf = new Map(common.map((text, code) => [text, code]));
  const code = new Uint8Array(order.length);
  const rareRow: number[] = [];
  const rare: string[] = [];
  for (let row = 0; row < order.length; row++) {
    const text = alleles.at(order[row]!);
    code[row] = codeOf.get(text) ?? RARE;
    if (code[row] !== RARE) continue;
    rareRow.push(row);
    rare.push(text);
  }
  return { alleles: common, alleleCode: code, rareAllele: rare, rareAlleleRow: Int32Array.from(rareRow) };
}

/** Tells the alleles of a row, of which `codeAt` gives the byte. */
export function alleleReader(
  columns: ColumnFolder,
  codeAt: (row: number) => number,
): (row: number) => { ref: string; alt: string } {
  return (row) => {
    const code = codeAt(row);
    const text =
      code === RARE
        ? columns.text('rareAllele').at(placeOf(columns.int32('rareAlleleRow'), row))
        : columns.texts('alleles')[code]!;
    const at = text.indexOf('>');
    return { ref: text.slice(0, at), alt: text.slice(at + 1) };
  };
}

/** The place of a value in an ascending list; -1 where it is not there. */
export function placeOf(values: Int32Array, value: number): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return values[low] === value ? low : -1;
}
