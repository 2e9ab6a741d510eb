/** The intervals that hang on a registry: those that share a base with an element, and how much of it each state covers. */

import type { ColumnFolder } from '../../formats/column-folder.ts';
import type { KindReader } from '../kind.ts';

/** A file of intervals. */
export interface IntervalSet {
  readonly file: string;
  readonly label: string;
  /** '' where it is of no single one. */
  readonly biosample: string;
  readonly assay: string;
  /** In the file. */
  readonly intervals: number;
  /** rDHSs that share a base with any of them. */
  readonly elements: number;
}

/** An interval at an element; positions are 0-based half-open. */
export interface IntervalAtElement {
  /** Its place in `sets`. */
  readonly set: number;
  readonly start: number;
  readonly end: number;
  readonly name: string | null;
  readonly score: number | null;
  /** As the file has it: 255,0,0. */
  readonly rgb: string | null;
  readonly overlapBp: number;
}

/** What a state covers of an element in one file. */
export interface StateShare {
  readonly set: number;
  readonly state: string;
  readonly rgb: string | null;
  /** Bases of the element under any interval of that name. */
  readonly overlapBp: number;
  /** Of the element's bases, 0 to 1. */
  readonly fraction: number;
}

export interface IntervalTable {
  readonly sets: readonly IntervalSet[];
  /** The intervals that share a base with an element, by file and start. */
  at(row: number): IntervalAtElement[];
}

export const INTERVALS: KindReader<IntervalTable> = { kind: 'intervals', open: openIntervals };

function openIntervals(columns: ColumnFolder): IntervalTable {
  const [files, labels] = [columns.texts('file'), columns.texts('label')];
  const [biosamples, assays] = [columns.texts('biosample'), columns.texts('assay')];
  const [intervals, elements] = [columns.int32('intervals'), columns.int32('elements')];
  const sets = files.map((file, i) => ({
    file,
    label: labels[i]!,
    biosample: biosamples[i]!,
    assay: assays[i]!,
    intervals: intervals[i]!,
    elements: elements[i]!,
  }));
  const value = (name: string, i: number) => columns.inPlace(name).read(i, i + 1)[0]!;
  return {
    sets,
    at: (row) => {
      const offsets = columns.uint32('offsets');
      const [from, to] = [offsets[row]!, offsets[row + 1]!];
      const bp = columns.inPlace('bp').read(from, to);
      return Array.from(columns.inPlace('interval').read(from, to), (i, k) => {
        const score = value('score', i);
        return {
          set: value('set', i),
          start: value('start', i),
          end: value('end', i),
          name: columns.texts('names')[value('name', i)] ?? null,
          score: Number.isNaN(score) ? null : score,
          rgb: columns.texts('rgbs')[value('rgb', i)] ?? null,
          overlapBp: bp[k]!,
        };
      });
    },
  };
}

/**
 * How much of an element [start, end) the intervals of each name cover, by file, then most bases first. Where intervals of one name
 * overlap, their bases count once.
 */
export function stateShares(
  found: readonly IntervalAtElement[],
  { start, end }: { readonly start: number; readonly end: number },
): StateShare[] {
  const shares = new Map<
    string,
    { set: number; state: string; rgb: string | null; bp: number; reach: number }
  >();
  // Intervals of a file come by start.
  for (const { set, name, rgb, ...own } of found) {
    const key = `${set}\t${name ?? ''}`;
    let share = shares.get(key);
    if (share === undefined) {
      share = { set, state: name ?? '', rgb, bp: 0, reach: start };
      shares.set(key, share);
    }
    const [from, to] = [Math.max(own.start, share.reach), Math.min(own.end, end)];
    if (to > from) share.bp += to - from;
    share.reach = Math.max(share.reach, to);
  }
  return [...shares.values()]
    .map(({ set, state, rgb, bp }) => ({ set, state, rgb, overlapBp: bp, fraction: bp / (end - start) }))
    .sort((a, b) => a.set - b.set || b.overlapBp - a.overlapBp || (a.state < b.state ? -1 : 1));
}
