/** One pass over the column store for the report: one column in memory at a time, and the bits of the cCREs. */

import { HighOnce, log10Histogram } from '../analysis/column-summary.ts';
import { outliersOf } from '../analysis/outliers.ts';
import { countBits, gatherBits, groupedLayout } from '../analysis/row-bitmap.ts';
import { SATURATION_REPEATS, type SaturationCurve, saturation } from '../analysis/saturation.ts';
import { CLASS_ASSAYS } from '../registry/classify.ts';
import { CTCF, DELS, H3K4ME3, PELS, PLS } from '../registry/schemes.ts';
import { readHigh, readZ, type ZColumn } from '../store/zscore-store.ts';
import type { BuildFacts } from './build-facts.ts';

/** What the report tells of one experiment's column. */
export interface ColumnFacts {
  readonly column: ZColumn;
  /** The column of maxz.tsv that it takes part in; undefined where it takes part in none. */
  readonly maxZ: string | undefined;
  /** Elements with signal by bin of log10 signal. */
  readonly histogram: Int32Array;
  /** Elements that are high. */
  readonly high: number;
  /** Elements that are high here and in no other experiment of the same max-Z column, and how many of them are cCREs. */
  readonly alone: number;
  readonly aloneCcres: number;
  /** Whether `alone` stands out by the rule of analysis/outliers.ts. */
  readonly isOutlier: boolean;
}

/** The saturation of one class, or of all. */
export interface ClassCurve {
  /** Class code; undefined for all cCREs together. */
  readonly classCode: number | undefined;
  readonly elements: number;
  /** What a biosample must have to count. */
  readonly assays: readonly string[];
  readonly curve: SaturationCurve;
}

export interface StoreFacts {
  readonly rows: number;
  readonly columns: readonly ColumnFacts[];
  /** Elements that are high in any experiment, by column of maxz.tsv. */
  readonly highAnywhere: ReadonlyMap<string, number>;
  readonly overall: ClassCurve;
  readonly classes: readonly ClassCurve[];
}

/** The mark that a biosample must have beside DNase to take part in the saturation of a class (by code). */
export const DEFINING_MARK: Readonly<Record<number, string>> = {
  [PLS]: 'H3K4me3',
  [PELS]: 'H3K27ac',
  [DELS]: 'H3K27ac',
  [H3K4ME3]: 'H3K4me3',
  [CTCF]: 'CTCF',
};
const SEED = 1;

/** Reads every column once, and the high bits of those that make max-Z twice. `onColumn` is told of each one. */
export function readStoreFacts(facts: BuildFacts, rows: number, onColumn: () => void): StoreFacts {
  const { zscores, columns, ccres, biosamples } = facts;
  const maxZOf = new Map<string, string>();
  for (const { files } of biosamples) {
    for (const [assay, file] of Object.entries(files)) maxZOf.set(file, assay);
  }
  const single = new Map(CLASS_ASSAYS.map((assay) => [assay as string, new HighOnce(rows)]));
  for (const column of columns) {
    const assay = maxZOf.get(column.file);
    if (assay !== undefined) single.get(assay)!.add(readHigh(zscores, column, rows));
  }
  const once = new Map([...single].map(([assay, bits]) => [assay, bits.once()]));
  const isCcre = new Uint8Array((rows + 7) >> 3);
  for (const row of ccres.row) isCcre[row >> 3]! |= 1 << (row & 7);

  const classes = Object.keys(facts.elements.classes).length;
  const layout = groupedLayout(ccres.row, classes, (k) => ccres.classCode[k]!);
  const dnaseBits = new Map<string, Uint32Array>();
  const found = columns.map((column) => {
    const high = readHigh(zscores, column, rows);
    const assay = maxZOf.get(column.file);
    const own = assay === undefined ? undefined : once.get(assay)!;
    if (assay === 'DNase') dnaseBits.set(column.file, gatherBits(high, layout));
    const result = {
      column,
      maxZ: assay,
      histogram: log10Histogram(readZ(zscores, column, rows), column),
      high: countBits(high),
      alone: own === undefined ? 0 : countBits(high, own),
      aloneCcres: own === undefined ? 0 : countBits(high, own, isCcre),
    };
    onColumn();
    return result;
  });
  const highAnywhere = new Map([...single].map(([assay, bits]) => [assay, countBits(bits.high)]));
  return {
    rows,
    columns: withOutliers(found, highAnywhere),
    highAnywhere,
    ...curves(facts, layout.words, dnaseBits),
  };
}

function withOutliers(
  columns: readonly Omit<ColumnFacts, 'isOutlier'>[],
  highAnywhere: ReadonlyMap<string, number>,
): ColumnFacts[] {
  const flagged = new Set<string>();
  for (const [assay, high] of highAnywhere) {
    const own = columns.filter(({ maxZ }) => maxZ === assay);
    const isOutlier = outliersOf(
      own.map(({ alone }) => alone),
      high,
    );
    for (const [i, { column }] of own.entries()) if (isOutlier[i]) flagged.add(column.file);
  }
  return columns.map((column) => ({ ...column, isOutlier: flagged.has(column.column.file) }));
}

function curves(
  { biosamples, elements, ccres }: BuildFacts,
  words: Int32Array,
  dnaseBits: ReadonlyMap<string, Uint32Array>,
): Pick<StoreFacts, 'overall' | 'classes'> {
  const curve = (classCode: number | undefined, count: number): ClassCurve => {
    const mark = classCode === undefined ? undefined : DEFINING_MARK[classCode];
    const assays = ['DNase', ...(mark === undefined ? [] : [mark])];
    const [from, to] = classCode === undefined ? [0, words.at(-1)] : [words[classCode], words[classCode + 1]];
    const bitmaps = biosamples
      .filter(({ files }) => assays.every((assay) => files[assay] !== undefined))
      .map(({ files }) => dnaseBits.get(files.DNase!)!.subarray(from, to));
    return {
      classCode,
      elements: count,
      assays,
      curve: saturation(bitmaps, { repeats: SATURATION_REPEATS, seed: SEED }),
    };
  };
  return {
    overall: curve(undefined, ccres.row.length),
    classes: Object.values(elements.classes).map((count, code) => curve(code, count)),
  };
}
