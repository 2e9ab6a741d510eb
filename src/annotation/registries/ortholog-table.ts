/** The orthologs that hang on a registry: elements of another genome, and where ours lie there. */

import type { ColumnFolder } from '../../formats/column-folder.ts';
import { LIFT_REASONS } from '../../genome/lift-over.ts';
import type { Place } from '../../genome/region-text.ts';
import type { Counts, KindReader } from '../kind.ts';
import { NOT_LIFTED } from './orthologs.ts';

/** An element of the other registry; positions are 0-based half-open in its genome. */
export interface Ortholog extends Place {
  readonly accession: string;
  readonly rdhs: string;
  /** Without suffix. */
  readonly class: string;
  readonly isPublished: boolean;
}

/** Where an element lies in the other genome, or why it is not known. */
export type LiftedElement =
  | { readonly state: 'lifted'; readonly place: Place; readonly strand: '+' | '-' }
  /** liftOver's reason. */
  | { readonly state: 'unlifted'; readonly reason: string }
  /** It is no cCRE. */
  | { readonly state: 'notTried' };

export interface OrthologTable {
  /** Of the other registry. */
  readonly assembly: string;
  readonly counts: Counts;
  /** By their place in the other genome. */
  at(row: number): Ortholog[];
  lifted(row: number): LiftedElement;
}

export const ORTHOLOGS: KindReader<OrthologTable> = { kind: 'orthologs', open: openOrthologs };

function openOrthologs(columns: ColumnFolder, counts: Counts): OrthologTable {
  const value = (name: string, i: number) => columns.inPlace(name).read(i, i + 1)[0]!;
  return {
    assembly: columns.texts('assembly')[0]!,
    counts,
    at: (row) => {
      const offsets = columns.uint32('offsets');
      const [from, to] = [offsets[row]!, offsets[row + 1]!];
      return Array.from({ length: to - from }, (_, k) => ({
        accession: columns.text('accession').at(from + k),
        rdhs: columns.text('rdhs').at(from + k),
        chrom: columns.texts('chroms')[value('chrom', from + k)]!,
        start: value('start', from + k),
        end: value('end', from + k),
        class: columns.texts('classes')[value('class', from + k)]!,
        isPublished: value('published', from + k) === 1,
      }));
    },
    lifted: (row) => {
      const reason = value('reason', row);
      if (reason === NOT_LIFTED) return { state: 'notTried' };
      if (reason !== 0) return { state: 'unlifted', reason: LIFT_REASONS[reason]! };
      return {
        state: 'lifted',
        place: {
          chrom: columns.texts('liftedChroms')[value('liftedChrom', row)]!,
          start: value('liftedStart', row),
          end: value('liftedEnd', row),
        },
        strand: value('liftedStrand', row) < 0 ? '-' : '+',
      };
    },
  };
}
