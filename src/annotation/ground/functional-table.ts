/** What assays of function found where elements are: each row of their tables with its own columns. */

import type { ColumnFolder } from '../../formats/column-folder.ts';
import type { KindReader } from '../kind.ts';
import { placeColumns } from './functional-rows.ts';
import { columnOf } from './interval-rows.ts';

/** A table of an assay. */
export interface FunctionalSet {
  readonly file: string;
  readonly assay: string;
  /** '' where the table as a whole is of none. */
  readonly biosample: string;
  readonly columns: readonly string[];
  /** Rows of the file, and how many of them are active. */
  readonly tested: number;
  readonly active: number;
}

/** A tested place that shares a base with an element; positions are 0-based half-open. */
export interface TestedAtElement {
  /** Its place in `sets`. */
  readonly set: number;
  readonly start: number;
  readonly end: number;
  readonly overlapBp: number;
  /** What the table calls it; null where it has no such column. */
  readonly name: string | null;
  /** The row's own biosample, else the table's; null for none. */
  readonly biosample: string | null;
  /** null where the table does not tell. */
  readonly active: boolean | null;
  /** Whether too few reads were counted to call it inactive. */
  readonly isLowCount: boolean;
  /** All columns but the place, as they stand in the file. */
  readonly values: Readonly<Record<string, string>>;
}

export interface FunctionalTable {
  readonly sets: readonly FunctionalSet[];
  /** By file and start. */
  at(row: number): TestedAtElement[];
}

export const FUNCTIONAL: KindReader<FunctionalTable> = { kind: 'functional', open: openFunctional };

const NAME = ['name', 'id', 'elementId', 'vistaId', 'experimentId', 'accession'];
const BIOSAMPLE = ['biosample', 'cellType', 'cellLine'];

function openFunctional(columns: ColumnFolder): FunctionalTable {
  const [files, assays, biosamples] = [
    columns.texts('file'),
    columns.texts('assay'),
    columns.texts('biosample'),
  ];
  const sets = files.map(
    (file, i): FunctionalSet => ({
      file,
      assay: assays[i]!,
      biosample: biosamples[i]!,
      columns: columns.texts('columns')[i]!.split('\t'),
      tested: columns.int32('tested')[i]!,
      active: columns.int32('activePlaces')[i]!,
    }),
  );
  const value = (name: string, i: number) => columns.inPlace(name).read(i, i + 1)[0]!;
  return {
    sets,
    at: (row) => {
      const offsets = columns.uint32('offsets');
      const [from, to] = [offsets[row]!, offsets[row + 1]!];
      const bp = columns.inPlace('bp').read(from, to);
      return Array.from(columns.inPlace('row').read(from, to), (i, k) => {
        const set = value('set', i);
        const own = sets[set]!;
        const [textFrom, textTo] = columns.inPlace('textOffsets').read(i, i + 2);
        const bytes = columns.inPlace('text').read(textFrom!, textTo!) as Uint8Array;
        const cells = Buffer.from(bytes).toString('utf8').split('\t');
        const active = value('active', i);
        return {
          set,
          start: value('start', i),
          end: value('end', i),
          overlapBp: bp[k]!,
          name: cells[columnOf(own.columns, NAME)] ?? null,
          biosample: cells[columnOf(own.columns, BIOSAMPLE)] ?? (own.biosample === '' ? null : own.biosample),
          active: active < 0 ? null : active === 1,
          isLowCount: value('lowCount', i) === 1,
          values: valuesOf(own, cells),
        };
      });
    },
  };
}

function valuesOf({ columns, file }: FunctionalSet, cells: readonly string[]): Record<string, string> {
  const at = Object.values(placeColumns({ names: columns, file }));
  return Object.fromEntries(
    columns.flatMap((name, i) => (at.includes(i) ? [] : [[name, cells[i] ?? ''] as const])),
  );
}
