/** Activity of one element in every biosample, beside the expression of a gene: their correlation. */

import { closeSync, openSync, readSync } from 'node:fs';
import path from 'node:path';
import { type Correlation, pearson } from '../../analysis/statistics/correlation.ts';
import { CisregError } from '../../errors.ts';
import type { ElementStore } from '../../store/element-store.ts';
import type { ZColumn } from '../../store/zscore-store.ts';

/**
 * Below this, Z is background, and -10 stands for no signal at all: means and correlations take such values as this one, so that the
 * convention for the logarithm of nothing does not decide them.
 */
export const FLOOR_Z = -3;

/** A Z as means and correlations take it: not below FLOOR_Z; NaN stays NaN. */
export function flooredZ(z: number): number {
  return z < FLOOR_Z ? FLOOR_Z : z;
}

/** Reads Z of single elements over all biosamples, from the row-major copy: one read an element. Close it. */
export interface ActivityReader {
  /** Z in the order of the registry's biosamples, as stored (-10 without signal); NaN where the assay was not made. */
  z(row: number): Float64Array;
  close(): void;
}

/** Opens the Z-scores of one assay. Throws CisregError USAGE where no biosample has it. */
export function activityReader(store: ElementStore, assay: string): ActivityReader {
  const { manifest, zscores } = store.registry;
  const columns = columnsOf(store, assay);
  const file = path.join(zscores, manifest.rowMajor);
  const descriptor = openSync(file, 'r');
  const row32 = new Float32Array(manifest.columns.length);
  const bytes = new Uint8Array(row32.buffer);
  return {
    z(row) {
      for (let at = 0; at < bytes.length; ) {
        const got = readSync(descriptor, bytes, at, bytes.length - at, row * bytes.length + at);
        if (got === 0) {
          throw new CisregError('TRUNCATED', 'ends early; build the registry again', { where: { file } });
        }
        at += got;
      }
      return Float64Array.from(columns, (column) => (column < 0 ? Number.NaN : row32[column]!));
    },
    close: () => closeSync(descriptor),
  };
}

const known = new WeakMap<ElementStore, Map<string, readonly number[]>>();

/** By biosample: its column of the assay, -1 without one. Found once. */
function columnsOf(store: ElementStore, assay: string): readonly number[] {
  const own = known.get(store) ?? new Map<string, readonly number[]>();
  known.set(store, own);
  let columns = own.get(assay);
  if (columns !== undefined) return columns;
  const { manifest, biosamples } = store.registry;
  const columnOfFile = new Map(manifest.columns.map(({ file }, c) => [file, c]));
  const byName = new Map(manifest.columns.map((column, c) => [nameOf(column), c]));
  columns = biosamples.map(
    ({ name, files }) => columnOfFile.get(files[assay] ?? '') ?? byName.get(`${assay}\t${name}`) ?? -1,
  );
  if (columns.every((column) => column < 0)) {
    const assays = [...new Set(manifest.columns.map((column) => column.assay))].join(', ');
    throw new CisregError('USAGE', `assay is ${assay}, which no biosample has, expected one of ${assays}`);
  }
  own.set(assay, columns);
  return columns;
}

function nameOf({ assay, biosample }: ZColumn): string {
  return `${assay}\t${biosample}`;
}

/**
 * Pearson's correlation of activity (Z, not below FLOOR_Z) and expression (log10(TPM + 1)) over the biosamples that have both, each in the
 * order of the registry's biosamples with NaN where it is missing. Undefined below three of them, and where one does not vary.
 */
export function activityCorrelation(z: Float64Array, expression: Float64Array): Correlation | undefined {
  const [x, y]: [number[], number[]] = [[], []];
  for (let b = 0; b < z.length; b++) {
    if (Number.isNaN(z[b]) || Number.isNaN(expression[b])) continue;
    x.push(flooredZ(z[b]!));
    y.push(expression[b]!);
  }
  return pearson(x, y);
}
