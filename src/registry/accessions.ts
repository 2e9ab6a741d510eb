/**
 * Accessions of rDHSs (EH38D0000001) and cCREs (EH38E0000001): an element at exactly the coordinates of an
 * earlier registry keeps its number; all others get new ones, and no number is ever given twice.
 * Source: ENCODE-cCREs scripts, steps 2c and 4.
 */

import { CisregError } from '../errors.ts';
import { radixOrder } from '../genome/radix-sort.ts';
import type { Regions } from '../genome/regions.ts';
import type { SortedRegions } from '../genome/sorted-regions.ts';

/** The elements of an earlier registry; `number` is the numeric part of each accession. */
export interface PreviousElements extends Regions {
  readonly number: Float64Array;
  readonly line: Int32Array;
}

/** Accessions have at least so many digits. */
export const ACCESSION_DIGITS = 7;
/** An element without a number yet; 0 is a number like any other. */
const UNNUMBERED = -1;

/** The numeric part of an accession: its last run of digits (EH38D0000007 -> 7); NaN where there is none. */
export function accessionNumber(accession: string): number {
  const digits = /^.*?[^0-9]([0-9]+)$/.exec(accession)?.[1];
  return digits === undefined ? Number.NaN : Number(digits);
}

/** An accession's text: prefix, letter (D for rDHS, E for cCRE) and at least seven digits. */
export function formatAccession(prefix: string, letter: 'D' | 'E', number: number): string {
  return `${prefix}${letter}${String(number).padStart(ACCESSION_DIGITS, '0')}`;
}

/**
 * The number of each element, in the elements' order (chromosome text, start). New numbers start after the
 * highest of `previous`, whatever chromosome that stands on; a place listed twice counts as its last row.
 * Throws a CisregError where one number stands at two places. O((n + m) log m).
 */
export function assignAccessions(
  elements: SortedRegions,
  previous: PreviousElements | undefined,
  file = 'previous registry',
): { numbers: Float64Array; reused: number } {
  const numbers = new Float64Array(elements.start.length).fill(UNNUMBERED);
  let reused = 0;
  let highest = 0;
  if (previous !== undefined) {
    refuseSharedNumbers(previous, file);
    for (const number of previous.number) highest = Math.max(highest, number);
    reused = reuse(elements, previous, numbers);
  }
  if (highest + numbers.length > Number.MAX_SAFE_INTEGER) {
    throw new CisregError(
      'CONFLICT',
      `accession numbers go up to ${highest}, expected room for ${numbers.length} more below 2^53; remove the row that has it`,
      { where: { file } },
    );
  }
  for (let i = 0; i < numbers.length; i++) if (numbers[i] === UNNUMBERED) numbers[i] = ++highest;
  return { numbers, reused };
}

/** Writes the number of every element whose exact place is listed; the others stay UNNUMBERED. */
function reuse(elements: SortedRegions, previous: PreviousElements, numbers: Float64Array): number {
  const byStart = radixOrder(new Uint32Array(previous.start));
  const rowsOfChrom: number[][] = previous.chromNames.map(() => []);
  for (const row of byStart) rowsOfChrom[previous.chrom[row]!]!.push(row);
  const chromOf = new Map(previous.chromNames.map((name, c) => [name, c]));
  let reused = 0;
  for (let c = 0; c < elements.chromNames.length; c++) {
    const rows = rowsOfChrom[chromOf.get(elements.chromNames[c]!) ?? -1] ?? [];
    let next = 0;
    for (let i = elements.chromOffsets[c]!; i < elements.chromOffsets[c + 1]!; i++) {
      const start = elements.start[i]!;
      while (next < rows.length && previous.start[rows[next]!]! < start) next++;
      // Elements may share a start, so the cursor stays at its first row; rows of one start are in file order.
      for (let k = next; k < rows.length && previous.start[rows[k]!] === start; k++) {
        if (previous.end[rows[k]!] !== elements.end[i]) continue;
        if (numbers[i] === UNNUMBERED) reused++;
        numbers[i] = previous.number[rows[k]!]!;
      }
    }
  }
  return reused;
}

function refuseSharedNumbers(previous: PreviousElements, file: string): void {
  const byNumber = Float64Array.from(previous.number.keys()).sort(
    (a, b) => previous.number[a]! - previous.number[b]! || a - b,
  );
  for (let k = 1; k < byNumber.length; k++) {
    const a = byNumber[k - 1]!;
    const b = byNumber[k]!;
    if (previous.number[a] !== previous.number[b]) continue;
    if (
      previous.chromNames[previous.chrom[a]!] === previous.chromNames[previous.chrom[b]!] &&
      previous.start[a] === previous.start[b] &&
      previous.end[a] === previous.end[b]
    ) {
      continue;
    }
    throw new CisregError(
      'CONFLICT',
      `accession number ${previous.number[a]} stands here and on line ${previous.line[a]} at another place; a number belongs to one element: remove one of the two rows`,
      { where: { file, line: previous.line[b] } },
    );
  }
}
