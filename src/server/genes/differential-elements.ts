/** Elements whose activity differs between two groups of biosamples. */

import { setImmediate } from 'node:timers/promises';
import { falseDiscoveryRates } from '../../analysis/statistics/false-discovery.ts';
import { studentTwoSided } from '../../analysis/statistics/student-t.ts';
import { flooredZ } from '../../annotation/expression/element-activity.ts';
import type { Place } from '../../genome/region-text.ts';
import { CLASS_NAMES } from '../../registry/schemes.ts';
import type { ElementStore } from '../../store/element-store.ts';
import {
  addRange,
  emptySet,
  hasRow,
  intersection,
  type RowSet,
  rowsOf,
  setOfCodes,
  union,
} from '../../store/row-set.ts';
import { RequestError } from '../answers/problem.ts';
import type { Groups } from './differential-request.ts';

/** Which assay is compared: one for all elements, or by class as SCREEN's app had it. */
export const BY_CLASS = 'class';

export interface ElementDifferences {
  /** By result, in the order of the genome: rows of the element table, and their assay as a place in `assays`. */
  readonly rows: Int32Array;
  readonly assay: Uint8Array;
  readonly assays: readonly AssayGroups[];
  /** Mean Z of each group, Z below FLOOR_Z as FLOOR_Z. */
  readonly meanA: Float64Array;
  readonly meanB: Float64Array;
  /** meanB - meanA. */
  readonly change: Float64Array;
  /** Biosamples of each group in which the element is high. */
  readonly highA: Uint16Array;
  readonly highB: Uint16Array;
  /** Welch's test; NaN where a group has fewer than two biosamples, or nothing varies. */
  readonly p: Float64Array;
  /** Benjamini and Hochberg's, over the results that have a p. */
  readonly fdr: Float64Array;
}

/** The biosamples of each group that have the assay. */
export interface AssayGroups extends Groups {
  readonly assay: string;
}

export interface DifferenceOptions {
  /** An assay, or BY_CLASS: H3K4me3 of PLS, H3K27ac of pELS and dELS. */
  readonly assay: string;
  /** Only elements that are high in a biosample of either group. */
  readonly isHighOnly: boolean;
  /** undefined: the whole genome. */
  readonly places: readonly Place[] | undefined;
}

/**
 * Compares the published cCREs of two groups. Columns of Z are read one after the other; memory is some 60 bytes a cCRE. Throws RequestError 400
 * where a group has no biosample with the assay.
 */
export async function elementDifferences(
  store: ElementStore,
  groups: Groups,
  options: DifferenceOptions,
): Promise<ElementDifferences> {
  const parts = partsOf(store, groups, options.assay);
  const within = placesSet(store, options.places);
  const results = [];
  for (const { classes, ...own } of parts) {
    const sets = [within, ...(classes === undefined ? [] : [setOfCodes(store.table.classCode, classes)])];
    if (options.isHighOnly) {
      const high = [...own.a, ...own.b].map((name) => store.high(name, own.assay));
      sets.push(union(store.table.rows, high));
    }
    results.push(await compared(store, own, rowsOf(intersection(store.table.rows, sets))));
  }
  return joined(parts, results);
}

interface Part extends AssayGroups {
  /** Codes of the classes; undefined for all. */
  readonly classes?: readonly number[];
}

function partsOf(store: ElementStore, groups: Groups, assay: string): readonly Part[] {
  if (assay !== BY_CLASS) {
    const own = assayed(store, groups, assay);
    for (const group of ['a', 'b'] as const) {
      if (own[group].length > 0) continue;
      throw new RequestError(
        400,
        `no biosample of ${group} has ${assay}, expected an assay that both groups have`,
        'assay',
      );
    }
    return [own];
  }
  const names = CLASS_NAMES[store.registry.scheme].agnostic;
  const codes = (ending: string) => [...names.keys()].filter((code) => names[code]!.endsWith(ending));
  const parts = [
    { ...assayed(store, groups, 'H3K4me3'), classes: codes('PLS') },
    { ...assayed(store, groups, 'H3K27ac'), classes: codes('ELS') },
  ].filter(({ a, b }) => a.length > 0 && b.length > 0);
  if (parts.length === 0) {
    throw new RequestError(
      400,
      'neither H3K4me3 nor H3K27ac was made in both groups, expected one of them, or assay=DNase',
      'assay',
    );
  }
  return parts;
}

function assayed({ registry }: ElementStore, { a, b }: Groups, assay: string): AssayGroups {
  const own = new Set(
    registry.manifest.columns.filter((column) => column.assay === assay).map(({ biosample }) => biosample),
  );
  for (const { name, files } of registry.biosamples) if (files[assay] !== undefined) own.add(name);
  return { assay, a: a.filter((name) => own.has(name)), b: b.filter((name) => own.has(name)) };
}

function placesSet(store: ElementStore, places: readonly Place[] | undefined): RowSet {
  if (places === undefined) return store.table.published;
  const set = emptySet(store.table.rows);
  for (const place of places) addRange(set, ...store.rowsIn(place));
  return intersection(store.table.rows, [set, store.table.published]);
}

interface Compared {
  readonly rows: Int32Array;
  readonly a: Moments;
  readonly b: Moments;
}

async function compared(store: ElementStore, groups: AssayGroups, rows: Int32Array): Promise<Compared> {
  const moments = async (names: readonly string[]) => {
    const own = new Moments(rows.length);
    for (const name of names) {
      own.add(store.z(name, groups.assay), store.high(name, groups.assay), rows);
      // Others are answered in between.
      await setImmediate();
    }
    return own;
  };
  return { rows, a: await moments(groups.a), b: await moments(groups.b) };
}

/** Mean and squares of deviations by row (Welford), one column after the other: exact for constants. */
class Moments {
  readonly mean: Float64Array;
  readonly squares: Float64Array;
  readonly count: Uint16Array;
  readonly high: Uint16Array;

  constructor(rows: number) {
    this.mean = new Float64Array(rows);
    this.squares = new Float64Array(rows);
    this.count = new Uint16Array(rows);
    this.high = new Uint16Array(rows);
  }

  add(z: Float32Array, high: RowSet, rows: Int32Array): void {
    const { mean, squares, count } = this;
    for (let i = 0; i < rows.length; i++) {
      const value = flooredZ(z[rows[i]!]!);
      if (Number.isNaN(value)) continue;
      count[i]!++;
      const delta = value - mean[i]!;
      mean[i]! += delta / count[i]!;
      squares[i]! += delta * (value - mean[i]!);
      if (hasRow(high, rows[i]!)) this.high[i]!++;
    }
  }
}

/** So many tests at a time: some 10 ms. */
const TESTS_AT_ONCE = 5000;

/** The results of parts in one order; no element is in two parts. */
async function joined(parts: readonly Part[], results: readonly Compared[]): Promise<ElementDifferences> {
  const n = results.reduce((sum, { rows }) => sum + rows.length, 0);
  const found = {
    rows: new Int32Array(n),
    assay: new Uint8Array(n),
    assays: parts.map(({ assay, a, b }) => ({ assay, a, b })),
    meanA: new Float64Array(n),
    meanB: new Float64Array(n),
    change: new Float64Array(n),
    highA: new Uint16Array(n),
    highB: new Uint16Array(n),
    p: new Float64Array(n),
  };
  const next = results.map(() => 0);
  for (let r = 0; r < n; r++) {
    const part = firstPart(results, next);
    const i = next[part]!++;
    const { rows, a, b } = results[part]!;
    found.rows[r] = rows[i]!;
    found.assay[r] = part;
    found.meanA[r] = a.count[i] === 0 ? Number.NaN : a.mean[i]!;
    found.meanB[r] = b.count[i] === 0 ? Number.NaN : b.mean[i]!;
    found.change[r] = found.meanB[r]! - found.meanA[r]!;
    found.highA[r] = a.high[i]!;
    found.highB[r] = b.high[i]!;
    found.p[r] = welchP(a, b, i);
    if (r % TESTS_AT_ONCE === TESTS_AT_ONCE - 1) await setImmediate();
  }
  return { ...found, fdr: falseDiscoveryRates(found.p) };
}

/** The part whose next row is the least. */
function firstPart(results: readonly Compared[], next: readonly number[]): number {
  let first = -1;
  let least = Number.POSITIVE_INFINITY;
  for (let part = 0; part < results.length; part++) {
    const row = results[part]!.rows[next[part]!];
    if (row !== undefined && row < least) [first, least] = [part, row];
  }
  return first;
}

/** Welch's test of what is held as moments, as welchTest of the values gives it. */
function welchP(a: Moments, b: Moments, i: number): number {
  const [n, m] = [a.count[i]!, b.count[i]!];
  if (n < 2 || m < 2) return Number.NaN;
  const [errorA, errorB] = [a.squares[i]! / (n - 1) / n, b.squares[i]! / (m - 1) / m];
  const error = errorA + errorB;
  if (error === 0) return Number.NaN;
  const [shareA, shareB] = [errorA / error, errorB / error];
  const df = 1 / (shareA ** 2 / (n - 1) + shareB ** 2 / (m - 1));
  return studentTwoSided((b.mean[i]! - a.mean[i]!) / Math.sqrt(error), df).p;
}
