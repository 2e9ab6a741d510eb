/** Accessions of earlier registries, looked up: where the element was, and what lies there now. */

import type { ColumnFolder } from '../../formats/column-folder.ts';
import type { Counts, KindReader } from '../kind.ts';

/** An element of an earlier registry; positions are 0-based half-open. */
export interface PreviousElement {
  /** Undefined on a chromosome that the registry has not. */
  readonly chrom: string | undefined;
  readonly start: number;
  readonly end: number;
  /** Elements of this registry that share bases with it, the most first. */
  readonly now: readonly { readonly row: number; readonly sharedBp: number }[];
}

export interface PreviousAccessions {
  readonly count: number;
  /** Any case; undefined where no earlier registry had it. O(log n). */
  find(accession: string): PreviousElement | undefined;
}

export const PREVIOUS: KindReader<PreviousAccessions> = { kind: 'previous', open: openPrevious };

function openPrevious(columns: ColumnFolder, _counts: Counts): PreviousAccessions {
  const accessions = columns.text('accession');
  const bytes = Buffer.from(
    accessions.bytes.buffer,
    accessions.bytes.byteOffset,
    accessions.bytes.byteLength,
  );
  const { offsets, count } = accessions;
  const placeOf = (wanted: Buffer): number | undefined => {
    let low = 0;
    let high = count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (wanted.compare(bytes, offsets[middle]!, offsets[middle + 1]!) > 0) low = middle + 1;
      else high = middle;
    }
    const isFound = low < count && wanted.compare(bytes, offsets[low]!, offsets[low + 1]!) === 0;
    return isFound ? low : undefined;
  };
  return {
    count,
    find(accession) {
      const i = placeOf(Buffer.from(accession.trim().toUpperCase()));
      if (i === undefined) return undefined;
      const [from, to] = [columns.uint32('offsets')[i]!, columns.uint32('offsets')[i + 1]!];
      const [rows, bp] = [columns.int32('element'), columns.int32('bp')];
      const now = Array.from({ length: to - from }, (_, k) => ({
        row: rows[from + k]!,
        sharedBp: bp[from + k]!,
      }));
      return {
        chrom: columns.texts('chroms')[columns.int32('chrom')[i]!],
        start: columns.int32('start')[i]!,
        end: columns.int32('end')[i]!,
        now: now.sort((a, b) => b.sharedBp - a.sharedBp || a.row - b.row),
      };
    },
  };
}
