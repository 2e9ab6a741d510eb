/** The variants that hang on a registry: looked up by id, by place, and by what is near. Columns are searched where they lie. */

import type { ColumnFolder } from '../../formats/column-folder.ts';
import type { Place } from '../../genome/region-text.ts';
import type { Counts, KindReader } from '../kind.ts';
import { alleleReader } from './variant-alleles.ts';
import { type ColumnInPlace, columnInPlace } from './variant-column.ts';
import { openIds, type VariantIds } from './variant-ids.ts';

/** A variant by its row; 0-based half-open, from the first to the last base of the reference allele. */
export interface Variant {
  readonly row: number;
  readonly id: string;
  readonly chrom: string;
  readonly start: number;
  readonly end: number;
  readonly ref: string;
  /** Alternative alleles, commas between. */
  readonly alt: string;
  /** Undefined where it is not known. */
  readonly maf: number | undefined;
  /** bp from its first base to the nearest TSS; undefined where none is known on its chromosome. */
  readonly tssDistance: number | undefined;
  /** Row of the first element that it shares a base with; undefined for none. */
  readonly element: number | undefined;
}

/** Whole columns, for what looks at every variant. */
export interface VariantPanel {
  readonly chromNames: readonly string[];
  /** Indices into chromNames, ascending. */
  readonly chrom: Uint16Array;
  /** 0-based, ascending within a chromosome. */
  readonly position: Int32Array;
  readonly maf: Float32Array;
  readonly tssDistance: Int32Array;
  readonly element: Int32Array;
}

export interface VariantTable extends VariantIds {
  readonly count: number;
  /** Sorted as text: those of the registry. */
  readonly chromNames: readonly string[];
  variant(row: number): Variant;
  /** Row of the first element that it hits; -1 for none. */
  elementOf(row: number): number;
  /** The rows [from, to) whose position lies in the place. */
  rowsIn(place: Place): readonly [from: number, to: number];
  /** The rows that share a base with the place: deletions that begin before it too. Ascending. */
  rowsTouching(place: Place): number[];
  /** The variants within so many bp of the place, as bedtools closest counts (0 inside, 1 beside): by distance and row. */
  near(place: Place, within: number): { row: number; distance: number }[];
  /** Everything, read anew: 26 bytes a variant that the caller holds. */
  panel(): VariantPanel;
}

export const VARIANTS: KindReader<VariantTable> = { kind: 'variants', open: openVariants };

const IN_PLACE = [
  'position',
  'span',
  'maf',
  'tssDistance',
  'element',
  'rs',
  'rsSorted',
  'rsRow',
  'alleleCode',
] as const;

function openVariants(columns: ColumnFolder, counts: Counts): VariantTable {
  const chromNames = columns.texts('chroms');
  const chromOffsets = columns.int32('chromOffsets');
  const own = Object.fromEntries(
    IN_PLACE.map((name) => [name, columnInPlace(columns.inPlace(name))]),
  ) as Record<(typeof IN_PLACE)[number], ColumnInPlace>;
  const ids = openIds(columns, own);
  const allelesOf = alleleReader(columns, own.alleleCode.at);
  const longest = counts.longestSpan ?? 1;
  const rowsIn = ({ chrom, start, end }: Place): readonly [number, number] => {
    const c = chromNames.indexOf(chrom);
    if (c < 0 || end <= start) return [0, 0];
    const [low, high] = [chromOffsets[c]!, chromOffsets[c + 1]!];
    const from = own.position.firstAtLeast(start, low, high);
    return [from, own.position.firstAtLeast(end, from, high)];
  };
  const rowsTouching = (place: Place): number[] => {
    const [from, to] = rowsIn({ ...place, start: place.start - longest + 1 });
    const rows: number[] = [];
    for (let row = from; row < to; row++) {
      if (own.position.at(row) + own.span.at(row) > place.start) rows.push(row);
    }
    return rows;
  };
  return {
    count: own.position.length,
    chromNames,
    ...ids,
    variant(row) {
      const start = own.position.at(row);
      const [maf, tssDistance, element] = [own.maf.at(row), own.tssDistance.at(row), own.element.at(row)];
      return {
        row,
        id: ids.idOf(row),
        chrom: chromNames[chromOf(chromOffsets, row)]!,
        start,
        end: start + own.span.at(row),
        ...allelesOf(row),
        maf: Number.isNaN(maf) ? undefined : maf,
        tssDistance: tssDistance < 0 ? undefined : tssDistance,
        element: element < 0 ? undefined : element,
      };
    },
    elementOf: own.element.at,
    rowsIn,
    rowsTouching,
    near(place, within) {
      return rowsTouching({ ...place, start: place.start - within, end: place.end + within })
        .map((row) => {
          const start = own.position.at(row);
          const end = start + own.span.at(row);
          return { row, distance: Math.max(0, start - place.end + 1, place.start - end + 1) };
        })
        .filter(({ distance }) => distance <= within)
        .sort((a, b) => a.distance - b.distance || a.row - b.row);
    },
    panel() {
      const count = own.position.length;
      const chrom = new Uint16Array(count);
      for (let c = 0; c < chromNames.length; c++) chrom.fill(c, chromOffsets[c], chromOffsets[c + 1]);
      const read = (name: (typeof IN_PLACE)[number]) => columns.inPlace(name).read(0, count);
      return {
        chromNames,
        chrom,
        position: read('position') as Int32Array,
        maf: read('maf') as Float32Array,
        tssDistance: read('tssDistance') as Int32Array,
        element: read('element') as Int32Array,
      };
    },
  };
}

/** The chromosome whose rows hold this one. */
function chromOf(chromOffsets: Int32Array, row: number): number {
  let [low, high] = [0, chromOffsets.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (chromOffsets[middle]! <= row) low = middle;
    else high = middle;
  }
  return low;
}
