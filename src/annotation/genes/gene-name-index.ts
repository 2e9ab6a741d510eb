/** Genes by any of their names: sorted bytes rather than an object a name, since a server keeps them for as long as it runs. */

import {
  type TextColumn,
  TextColumnBuilder,
  textColumnFrom,
  textColumnOf,
} from '../../formats/text-column.ts';

export interface GeneNameIndex {
  /** Rows of genes of that name in any case: symbols before ids before aliases. */
  find(name: string): readonly number[];
  /** The first `most` names that begin so, in any case, one of a gene. */
  beginningWith(prefix: string, most: number): { name: string; row: number }[];
}

/** The columns that names stand in; alias i is one of gene aliasGene[i]. */
export interface GeneNames {
  readonly symbols: TextColumn;
  readonly ids: TextColumn;
  readonly aliases: TextColumn;
  readonly aliasGene: Int32Array;
}

/** Ids are found without their version too, but shown with it. */
export function geneNameIndex({ symbols, ids, aliases, aliasGene }: GeneNames): GeneNameIndex {
  const builder = new TextColumnBuilder();
  const rows: number[] = [];
  const addAll = (column: TextColumn, rowOf: (i: number) => number) => {
    for (let i = 0; i < column.count; i++) {
      const [from, to] = [column.offsets[i]!, column.offsets[i + 1]!];
      if (from === to) continue;
      builder.append(column.bytes, from, to);
      rows.push(rowOf(i));
    }
  };
  addAll(symbols, (row) => row);
  addAll(ids, (row) => row);
  const bareFrom = rows.length;
  addBare(ids, builder, rows);
  const bareTo = rows.length;
  addAll(aliases, (i) => aliasGene[i]!);
  const names = builder.finish();
  const keys = lowerCased(names);
  // A short name before the longer ones that begin with it; of the same text, symbols before ids and aliases.
  const { offsets } = keys;
  const bytes = Buffer.from(keys.bytes.buffer, keys.bytes.byteOffset, keys.bytes.byteLength);
  const order = Int32Array.from(rows.keys()).sort(
    (a, b) => bytes.compare(bytes, offsets[b], offsets[b + 1], offsets[a], offsets[a + 1]) || a - b,
  );
  const ownRows = Int32Array.from(order, (i) => rows[i]!);
  const keyAt = (i: number) => keys.at(order[i]!);
  const firstFrom = (key: string) => {
    const text = Buffer.from(key);
    let low = 0;
    let high = order.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const i = order[middle]!;
      if (bytes.compare(text, 0, text.length, offsets[i], offsets[i + 1]) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return {
    find(name) {
      const key = name.trim().toLowerCase();
      const found = new Set<number>();
      for (let i = firstFrom(key); key !== '' && i < order.length && keyAt(i) === key; i++) {
        found.add(ownRows[i]!);
      }
      return [...found];
    },
    beginningWith(prefix, most) {
      const key = prefix.trim().toLowerCase();
      const found = new Map<number, { name: string; row: number }>();
      for (let i = firstFrom(key); i < order.length && found.size < most; i++) {
        if (!keyAt(i).startsWith(key)) break;
        const row = ownRows[i]!;
        const isBare = order[i]! >= bareFrom && order[i]! < bareTo;
        if (!isBare && !found.has(row)) found.set(row, { name: names.at(order[i]!), row });
      }
      return [...found.values()];
    },
  };
}

function addBare(ids: TextColumn, builder: TextColumnBuilder, rows: number[]): void {
  for (let row = 0; row < ids.count; row++) {
    const id = ids.at(row);
    const bare = withoutVersion(id);
    if (bare === id) continue;
    builder.appendText(bare);
    rows.push(row);
  }
}

const [A, Z, TO_LOWER] = [65, 90, 32];

/** Names of genes are ASCII but for some of flies. */
function lowerCased(names: TextColumn): TextColumn {
  const { bytes, offsets, count } = names;
  const lower = bytes.slice(0, offsets[count]!);
  for (let i = 0; i < lower.length; i++) {
    const byte = lower[i]!;
    if (byte > 127) return textColumnFrom(Array.from({ length: count }, (_, k) => names.at(k).toLowerCase()));
    if (byte >= A && byte <= Z) lower[i] = byte + TO_LOWER;
  }
  return textColumnOf(lower, offsets.slice(0, count + 1));
}

/** ENSG00000142192.20 -> ENSG00000142192; what follows the number (_PAR_Y) stays. */
export function withoutVersion(id: string): string {
  return id.replace(/^(ENS[A-Z]*\d+|[A-Za-z]+\d+)\.\d+/, '$1');
}
