/** Ids of variants: rs numbers as numbers, all others as text; found by number or by name. */

import type { ColumnFolder } from '../../formats/column-folder.ts';
import { GrowingColumn, growingInt32 } from '../../formats/growing-column.ts';
import { type TextColumn, TextColumnBuilder } from '../../formats/text-column.ts';
import { gatherInt32 } from '../../genome/gather.ts';
import { radixOrder } from '../../genome/radix-sort.ts';
import { compareText } from '../../genome/text-order.ts';
import { placeOf } from './variant-alleles.ts';
import type { ColumnInPlace } from './variant-column.ts';

/** The number of rs123 (any case); undefined for other texts, and for numbers that 32 bits do not hold. */
export function rsNumber(id: string): number | undefined {
  const digits = /^rs([1-9]\d{0,9})$/i.exec(id)?.[1];
  const number = Number(digits);
  return digits !== undefined && number < 2 ** 32 ? number : undefined;
}

/**
 * The columns of ids; `ids` has the names of each record with semicolons between, `order` the record of each row. The first rs number of a row is its
 * name, else its first name; the others lead to the row as well.
 */
export function idColumns(ids: TextColumn, order: Int32Array) {
  const rs = new Uint32Array(order.length);
  const numbers = new GrowingColumn<Uint32Array>((length) => new Uint32Array(length));
  const rows = growingInt32();
  let count = 0;
  const names = new TextColumnBuilder();
  const nameRow: number[] = [];
  for (let row = 0; row < order.length; row++) {
    const text = ids.at(order[row]!);
    for (const name of text.includes(';') ? new Set(text.split(';')) : [text]) {
      const number = rsNumber(name);
      if (number === undefined) {
        if (name === '' || name === '.') continue;
        names.appendText(name);
        nameRow.push(row);
        continue;
      }
      if (rs[row] === 0) rs[row] = number;
      numbers.reserve(count + 1);
      rows.reserve(count + 1);
      numbers.values[count] = number;
      rows.values[count++] = row;
    }
  }
  const given = numbers.finish(count);
  const byNumber = radixOrder(given, count);
  const name = names.finish();
  const texts = Array.from(nameRow, (_, i) => name.at(i));
  const byName = Int32Array.from(texts.keys()).sort((a, b) => compareText(texts[a]!, texts[b]!) || a - b);
  return {
    rs,
    rsSorted: Uint32Array.from(byNumber, (i) => given[i]!),
    rsRow: gatherInt32(rows.finish(count), byNumber),
    name,
    nameRow: Int32Array.from(nameRow),
    nameOrder: byName,
  };
}

/** Ids as they are looked up. */
export interface VariantIds {
  /** The id that a row is called by. */
  idOf(row: number): string;
  /** The rows of an id, ascending; several where the file has it at several places. rs numbers in any case. */
  rowsOf(id: string): readonly number[];
  /** Tells the first row of an id, -1 for none, from memory: 8 bytes a variant that the caller holds, for what looks millions up. */
  finder(): (id: string) => number;
  /** The first `most` ids that begin so: rs numbers the shorter first, then by number; other names by text. */
  beginningWith(prefix: string, most: number): { id: string; row: number }[];
}

/** Opens what idColumns made. */
export function openIds(
  columns: ColumnFolder,
  { rs, rsSorted, rsRow }: Readonly<Record<'rs' | 'rsSorted' | 'rsRow', ColumnInPlace>>,
): VariantIds {
  const names = () => ({
    name: columns.text('name'),
    row: columns.int32('nameRow'),
    order: columns.int32('nameOrder'),
  });
  return {
    idOf(row) {
      const number = rs.at(row);
      if (number > 0) return `rs${number}`;
      const { name, row: rows } = names();
      return name.at(placeOf(rows, row));
    },
    rowsOf(id) {
      const number = rsNumber(id);
      const found: number[] = [];
      if (number !== undefined) {
        const from = rsSorted.firstAtLeast(number, 0, rsSorted.length);
        for (let i = from; i < rsSorted.length && rsSorted.at(i) === number; i++) found.push(rsRow.at(i));
        return found;
      }
      const { name, row, order } = names();
      for (let i = firstName(name, order, id); i < order.length && name.at(order[i]!) === id; i++)
        found.push(row[order[i]!]!);
      return found;
    },
    finder() {
      const numbers = columns.inPlace('rsSorted').read(0, rsSorted.length);
      const rows = columns.inPlace('rsRow').read(0, rsRow.length);
      return (id) => {
        const number = rsNumber(id);
        if (number === undefined) {
          const { name, row, order } = names();
          const i = firstName(name, order, id);
          return i < order.length && name.at(order[i]!) === id ? row[order[i]!]! : -1;
        }
        let [low, high] = [0, numbers.length];
        while (low < high) {
          const middle = (low + high) >>> 1;
          if (numbers[middle]! < number) low = middle + 1;
          else high = middle;
        }
        return numbers[low] === number ? rows[low]! : -1;
      };
    },
    beginningWith(prefix, most) {
      const found: { id: string; row: number }[] = [];
      const digits = /^rs(\d{0,10})$/i.exec(prefix)?.[1];
      const spans = digits === undefined ? [] : numbersBeginning(digits);
      for (const [low, high] of spans) {
        let i = rsSorted.firstAtLeast(low, 0, rsSorted.length);
        for (; found.length < most && i < rsSorted.length && rsSorted.at(i) < high; i++) {
          const id = `rs${rsSorted.at(i)}`;
          if (found.at(-1)?.id !== id) found.push({ id, row: rsRow.at(i) });
        }
      }
      const { name, row, order } = names();
      let i = firstName(name, order, prefix);
      for (; found.length < most && i < order.length && name.at(order[i]!).startsWith(prefix); i++) {
        found.push({ id: name.at(order[i]!), row: row[order[i]!]! });
      }
      return found;
    },
  };
}

/** Spans of numbers whose digits begin so: 12 -> [12, 13), [120, 130), ... */
function numbersBeginning(digits: string): [low: number, high: number][] {
  if (digits === '') return [[1, 2 ** 32]];
  if (digits.startsWith('0')) return [];
  const spans: [number, number][] = [];
  for (let scale = 1; Number(digits) * scale < 2 ** 32; scale *= 10) {
    spans.push([Number(digits) * scale, (Number(digits) + 1) * scale]);
  }
  return spans;
}

function firstName(name: TextColumn, order: Int32Array, bound: string): number {
  let [low, high] = [0, order.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareText(name.at(order[middle]!), bound) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
