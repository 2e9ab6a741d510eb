/** The table of differences: a row for each element that is not the same on both sides. */

import type { ByteWriter } from '../formats/byte-writer.ts';
import type { SortedRegions } from '../genome/sorted-regions.ts';
import { compareText } from '../genome/text-order.ts';
import { TIERS } from '../registry/tiers.ts';
import { NA } from '../store/layout.ts';
import type { Diff } from './diff.ts';
import { accessionFate, OTHER_SIDE, type OtherSideCounts } from './diff-counts.ts';
import type { DiffElements } from './diff-elements.ts';
import { SAME_PLACE, sharedBp } from './diff-match.ts';

export const DIFF_COLUMNS = [
  ...['change', 'chrom', 'oldStart', 'oldEnd', 'newStart', 'newEnd', 'sharedBp'],
  ...['oldAccession', 'newAccession', 'oldClass', 'newClass', 'oldTier', 'newTier', 'otherSide'],
] as const;

/** An element that differs: its rows on the two sides (-1 for none), and in how far. */
export interface DiffRow {
  readonly old: number;
  readonly now: number;
  readonly changes: readonly string[];
  /** In OTHER_SIDE, of an element without a partner. */
  readonly otherSide: string | undefined;
}

/** The elements that differ, by chromosome and start: of a pair its old place counts, and old comes before new. */
export function* diffRows(diff: Diff): Generator<DiffRow> {
  const { partnerOfOld, partnerOfNew } = diff.matches;
  const [a, b] = [diff.old.elements.regions, diff.now.elements.regions];
  const otherOfOld = otherSideByRow(diff.vanished);
  const otherOfNew = otherSideByRow(diff.appeared);
  let j = 0;
  for (let i = 0; i <= partnerOfOld.length; i++) {
    for (; j < partnerOfNew.length && (i === partnerOfOld.length || isBefore(b, j, a, i)); j++) {
      if (partnerOfNew[j] !== -1) continue;
      const isReassigned = (diff.matches.accessions?.oldRowOfNew[j] ?? -1) >= 0;
      const changes = ['appeared', ...(isReassigned ? ['reassigned'] : [])];
      yield { old: -1, now: j, changes, otherSide: otherOfNew(j) };
    }
    if (i === partnerOfOld.length) return;
    const now = partnerOfOld[i]!;
    const changes = now < 0 ? vanishedChanges(diff, i) : pairChanges(diff, i, now);
    if (changes.length > 0) yield { old: i, now, changes, otherSide: now < 0 ? otherOfOld(i) : undefined };
  }
}

/** Writes the table with its header. Returns the number of rows. */
export async function writeDiffRows(diff: Diff, out: ByteWriter): Promise<number> {
  const { old, now } = diff;
  await out.write(`${DIFF_COLUMNS.join('\t')}\n`);
  let rows = 0;
  for (const row of diffRows(diff)) {
    const [i, j] = [row.old, row.now];
    const [a, b] = [old.elements, now.elements];
    const [oldFields, newFields] = [fieldsOf(a, i), fieldsOf(b, j)];
    const chrom =
      i < 0 ? b.regions.chromNames[b.regions.chrom[j]!] : a.regions.chromNames[a.regions.chrom[i]!];
    const shared = i < 0 || j < 0 ? NA : sharedBp(a.regions, i, b.regions, j);
    const values = [oldFields.accession, newFields.accession, oldFields.label, newFields.label];
    const tiers = [oldFields.tier, newFields.tier, row.otherSide ?? NA];
    const place = [oldFields.start, oldFields.end, newFields.start, newFields.end, shared];
    await out.write(`${[row.changes.join(','), chrom, ...place, ...values, ...tiers].join('\t')}\n`);
    rows++;
  }
  return rows;
}

function vanishedChanges({ old, now, matches }: Diff, i: number): string[] {
  const isReassigned =
    matches.accessions !== undefined &&
    accessionFate(old.elements, now.elements, matches, i) === 'reassigned';
  return ['vanished', ...(isReassigned ? ['reassigned'] : [])];
}

function pairChanges({ old, now, matches, classes }: Diff, i: number, j: number): string[] {
  const changes: string[] = [];
  if (matches.how[i] !== SAME_PLACE) changes.push('moved');
  if (classes !== undefined) {
    if (classes.old[i] !== classes.now[j]) changes.push('class');
    if (classes.oldBound !== undefined && classes.oldBound[i] !== classes.newBound![j])
      changes.push('CTCF-bound');
  }
  const [before, after] = [old.elements.tier, now.elements.tier];
  if (before !== undefined && after !== undefined && before[i] !== after[j]) changes.push('tier');
  if (matches.accessions !== undefined) {
    const fate = accessionFate(old.elements, now.elements, matches, i);
    if (fate !== 'kept') changes.push('renumbered');
    if (fate === 'reassigned' || (fate === 'lost' && matches.accessions.oldRowOfNew[j]! >= 0)) {
      changes.push('reassigned');
    }
  }
  return changes;
}

function fieldsOf({ regions, accession, labels, label, tier }: DiffElements, row: number) {
  if (row < 0) return { start: NA, end: NA, accession: NA, label: NA, tier: NA };
  return {
    start: regions.start[row]!,
    end: regions.end[row]!,
    accession: accession?.at(row) ?? NA,
    label: label === undefined ? NA : labels[label[row]!]!,
    tier: tier === undefined ? NA : TIERS[tier[row]!]!,
  };
}

/** Whether row j of b comes before row i of a; of equal starts a's does. */
function isBefore(b: SortedRegions, j: number, a: SortedRegions, i: number): boolean {
  const chrom = compareText(b.chromNames[b.chrom[j]!]!, a.chromNames[a.chrom[i]!]!);
  return chrom === 0 ? b.start[j]! < a.start[i]! : chrom < 0;
}

/** A function from a row to what is on the other side; it is asked with ascending rows. */
function otherSideByRow({ rows, codes }: OtherSideCounts): (row: number) => string | undefined {
  let at = 0;
  return (row) => {
    while (at < rows.length && rows[at]! < row) at++;
    return rows[at] === row ? OTHER_SIDE[codes[at]!] : undefined;
  };
}
