/** Pairs of linked variants, from a table to each variant's partners. */

import type { Linkage } from '../../analysis/snp-panel.ts';
import { CisregError } from '../../errors.ts';
import { parseDecimal, shown, textOf } from '../../formats/fields.ts';
import { type GrowingColumn, growingFloat64, growingInt32 } from '../../formats/growing-column.ts';
import { type TableFields, tableError, visitTableRows } from '../../formats/table-rows.ts';

/** Linkage of one population, with what its table held. */
export interface ReadLinkage extends Linkage {
  /** Pairs that count: of two different variants, each once. */
  readonly pairs: number;
  /** Rows of which an id is no variant of the registry. */
  readonly withUnknownIds: number;
  /** Rows that say again, in either order, what an earlier one says. */
  readonly repeated: number;
  /** Rows of a variant and itself. */
  readonly withItself: number;
}

const COLUMNS = ['id_a', 'id_b', 'r2'] as const;
/** Each pair stands at both its variants, and places in the list are signed 32-bit numbers. */
const MOST_PAIRS = 2 ** 30 - 1;

/**
 * Reads id_a, id_b, r2, in any order of rows and of ids. `rowOf` gives the row of an id, -1 for none; `variants` is the number of rows. 28 bytes
 * a pair are held. Throws CisregError FORMAT: r2 that is no number from 0 to 1, a pair with two different r2, a table of which no pair is known.
 */
export async function readLinkage(
  file: string,
  variants: number,
  rowOf: (id: string) => number,
): Promise<ReadLinkage> {
  const [a, b] = [growingInt32(), growingInt32()];
  const r2 = growingFloat64();
  let [pairs, rows, unknown, withItself] = [0, 0, 0, 0];
  await visitPairs(file, rowOf, (first, second, value) => {
    rows++;
    if (first < 0 || second < 0) unknown++;
    else if (first === second) withItself++;
    else {
      for (const column of [a, b, r2] as GrowingColumn<Int32Array | Float64Array>[])
        column.reserve(pairs + 1);
      a.values[pairs] = first;
      b.values[pairs] = second;
      r2.values[pairs++] = value;
    }
  });
  if (pairs === 0 && rows > 0) {
    throw new CisregError(
      'FORMAT',
      `none of its ${rows} pairs is of two variants of the registry, expected the ids that the file of variants has`,
      { where: { file } },
    );
  }
  if (pairs > MOST_PAIRS) {
    throw new CisregError(
      'FORMAT',
      `${pairs} pairs, expected at most ${MOST_PAIRS}; leave out those of small r2`,
      { where: { file } },
    );
  }
  const both = bothWays(variants, { a: a.finish(pairs), b: b.finish(pairs), r2: r2.finish(pairs) });
  const { linkage, repeated, clash } = withoutRepeats(both);
  if (clash !== undefined) throw await clashError(file, rowOf, clash);
  return {
    ...linkage,
    pairs: linkage.partner.length / 2,
    withUnknownIds: unknown,
    repeated,
    withItself,
  };
}

async function visitPairs(
  file: string,
  rowOf: (id: string) => number,
  visit: (a: number, b: number, r2: number, row: TableFields) => void,
): Promise<void> {
  // Tables come by their first id: it is looked up once.
  let [last, lastRow] = ['', -1];
  await visitTableRows(file, COLUMNS, (row) => {
    const { bytes, starts, ends } = row;
    const r2 = parseDecimal(bytes, starts[2]!, ends[2]!);
    if (!(r2 >= 0 && r2 <= 1)) {
      const found = shown(textOf(bytes, starts[2]!, ends[2]!));
      throw tableError(file, row, `r2 is ${found}, expected a number from 0 to 1`);
    }
    const first = textOf(bytes, starts[0]!, ends[0]!);
    if (first !== last) [last, lastRow] = [first, rowOf(first)];
    visit(lastRow, rowOf(textOf(bytes, starts[1]!, ends[1]!)), r2, row);
  });
}

/** Every pair at both its variants, partners of a variant ascending. */
function bothWays(
  variants: number,
  { a, b, r2 }: { readonly a: Int32Array; readonly b: Int32Array; readonly r2: Float64Array },
): Linkage {
  const offsets = new Int32Array(variants + 1);
  for (let k = 0; k < a.length; k++) {
    offsets[a[k]! + 1]!++;
    offsets[b[k]! + 1]!++;
  }
  for (let row = 0; row < variants; row++) offsets[row + 1]! += offsets[row]!;
  const next = offsets.slice();
  const partner = new Int32Array(2 * a.length);
  const values = new Float32Array(2 * a.length);
  for (let k = 0; k < a.length; k++) {
    const [at, back] = [next[a[k]!]!++, next[b[k]!]!++];
    partner[at] = b[k]!;
    values[at] = r2[k]!;
    partner[back] = a[k]!;
    values[back] = r2[k]!;
  }
  for (let row = 0; row < variants; row++) sortPartners(partner, values, offsets[row]!, offsets[row + 1]!);
  return { offsets, partner, r2: values };
}

function sortPartners(partner: Int32Array, r2: Float32Array, from: number, to: number): void {
  let isSorted = true;
  for (let k = from + 1; k < to; k++) isSorted &&= partner[k - 1]! <= partner[k]!;
  if (isSorted) return;
  const order = Array.from({ length: to - from }, (_, i) => from + i).sort(
    (i, j) => partner[i]! - partner[j]! || i - j,
  );
  const [partners, values] = [order.map((k) => partner[k]!), order.map((k) => r2[k]!)];
  partner.set(partners, from);
  r2.set(values, from);
}

type Clash = readonly [a: number, b: number];

/** Each pair once; the first pair that comes with two values. */
function withoutRepeats({ offsets, partner, r2 }: Linkage): {
  linkage: Linkage;
  repeated: number;
  clash: Clash | undefined;
} {
  const kept = new Int32Array(offsets.length);
  let filled = 0;
  for (let row = 0; row + 1 < offsets.length; row++) {
    const begin = filled;
    for (let k = offsets[row]!; k < offsets[row + 1]!; k++) {
      if (filled > begin && partner[filled - 1] === partner[k]) {
        if (r2[filled - 1] === r2[k]) continue;
        return { linkage: { offsets, partner, r2 }, repeated: 0, clash: [row, partner[k]!] };
      }
      partner[filled] = partner[k]!;
      r2[filled++] = r2[k]!;
    }
    kept[row + 1] = filled;
  }
  const repeated = (partner.length - filled) / 2;
  const linkage = { offsets: kept, partner: partner.subarray(0, filled), r2: r2.subarray(0, filled) };
  return { linkage, repeated, clash: undefined };
}

/** Reads the table once more for the line: lines are not held for a mistake that hardly any file has. */
async function clashError(file: string, rowOf: (id: string) => number, [a, b]: Clash): Promise<CisregError> {
  let first: number | undefined;
  let found: CisregError | undefined;
  await visitPairs(file, rowOf, (own, other, r2, row) => {
    if (!((own === a && other === b) || (own === b && other === a))) return;
    first ??= r2;
    if (found !== undefined || Math.fround(r2) === Math.fround(first)) return;
    const { bytes, starts, ends } = row;
    const [x, y] = [0, 1].map((k) => textOf(bytes, starts[k]!, ends[k]!));
    found = tableError(
      file,
      row,
      `r2 of ${x} and ${y} is ${r2} here and ${first} before, expected one value`,
    );
  });
  return found!;
}
