/** The peaks that hang on a registry: their files, their targets, and which of them overlap an element. */

import type { ColumnFolder } from '../../formats/column-folder.ts';
import { compareText } from '../../genome/text-order.ts';
import type { KindReader } from '../kind.ts';
import { PEAK_KINDS, type PeakKind } from './peak-sheet.ts';

/** A file of peaks. */
export interface PeakSet {
  readonly file: string;
  readonly target: string;
  readonly kind: PeakKind;
  readonly biosample: string;
  readonly experiment: string;
  /** In the file. */
  readonly peaks: number;
  /** rDHSs that share a base with any of them. */
  readonly elements: number;
}

/** A factor or a histone mark. */
export interface PeakTarget {
  readonly target: string;
  readonly kind: PeakKind;
  /** Different experiments; files of one experiment count once. */
  readonly experiments: number;
  readonly files: number;
}

/** A target at an element: `overlapping` of its `experiments` have a peak there. */
export interface TargetAtElement extends PeakTarget {
  readonly overlapping: number;
}

export interface PeakTable {
  readonly sets: readonly PeakSet[];
  /** Factors, then histone marks; by name. */
  readonly targets: readonly PeakTarget[];
  /** The places in `sets` of the files with a peak that shares a base with an element, ascending. */
  setsAt(row: number): Int32Array;
  /** Every target, with how many of its experiments have a peak at an element. */
  targetsAt(row: number): TargetAtElement[];
}

export const PEAKS: KindReader<PeakTable> = { kind: 'peaks', open: openPeaks };

function openPeaks(columns: ColumnFolder): PeakTable {
  const [files, targetNames] = [columns.texts('file'), columns.texts('target')];
  const [biosamples, experiments] = [columns.texts('biosample'), columns.texts('experiment')];
  const [kind, peaks, elements] = [columns.uint8('kind'), columns.int32('peaks'), columns.int32('elements')];
  const sets = files.map(
    (file, i): PeakSet => ({
      file,
      target: targetNames[i]!,
      kind: PEAK_KINDS[kind[i]!]!,
      biosample: biosamples[i]!,
      experiment: experiments[i]!,
      peaks: peaks[i]!,
      elements: elements[i]!,
    }),
  );
  const targets = targetsOf(sets);
  const setsAt = (row: number) => {
    const offsets = columns.uint32('offsets');
    return columns.inPlace('set').read(offsets[row]!, offsets[row + 1]!) as Int32Array;
  };
  return {
    sets,
    targets,
    setsAt,
    targetsAt: (row) => {
      const seen = new Map<string, Set<string>>();
      for (const set of setsAt(row)) {
        const { target, experiment } = sets[set]!;
        const own = seen.get(target);
        if (own === undefined) seen.set(target, new Set([experiment]));
        else own.add(experiment);
      }
      return targets.map((target) => ({ ...target, overlapping: seen.get(target.target)?.size ?? 0 }));
    },
  };
}

function targetsOf(sets: readonly PeakSet[]): PeakTarget[] {
  const byName = new Map<string, PeakSet[]>();
  for (const set of sets) byName.set(set.target, [...(byName.get(set.target) ?? []), set]);
  return [...byName]
    .map(([target, own]) => ({
      target,
      kind: own[0]!.kind,
      experiments: new Set(own.map(({ experiment }) => experiment)).size,
      files: own.length,
    }))
    .sort((a, b) => compareText(b.kind, a.kind) || compareText(a.target, b.target));
}
