/** How the elements of a set are spread: over the values of a column, or along a chromosome. */

import { CisregError } from '../errors.ts';
import { chromOf } from '../genome/region-text.ts';
import { ZERO_SIGNAL_Z } from '../registry/zscores.ts';
import { type SortColumn, type SortKey, sortColumn } from './element-order.ts';
import type { ElementStore } from './element-store.ts';
import { countRange, countRows, type RowSet } from './row-set.ts';

export interface HistogramBins {
  readonly from: number;
  readonly to: number;
  readonly bins: number;
  /** Bins are equal in log10(1 + value), of values from 0 on. Default: in the value itself. */
  readonly scale?: 'log' | undefined;
}

/** Equal bins of [from, to); what lies below, above, is not known, or (Z) has no signal is counted apart. */
export interface FacetHistogram {
  readonly from: number;
  readonly to: number;
  readonly bins: Int32Array;
  readonly below: number;
  readonly above: number;
  readonly unknown: number;
  /** Elements without signal: of Z alone, 0 for all else. */
  readonly noSignal: number;
}

const MAX_BINS = 10_000;

/** The rows of a set by a value. Throws CisregError USAGE for bins that cannot be. */
export function histogramOf(
  store: ElementStore,
  { value, from, to, bins: count, scale }: HistogramBins & { readonly value: SortKey },
  rows: RowSet,
): FacetHistogram {
  if (!(to > from) || !Number.isInteger(count) || count < 1 || count > MAX_BINS) {
    throw new CisregError(
      'USAGE',
      `a histogram of ${count} bins from ${from} to ${to}, expected 1 to ${MAX_BINS} bins and from below to`,
    );
  }
  if (scale === 'log' && (from < 0 || value.by === 'maxZ' || value.by === 'z')) {
    throw new CisregError(
      'USAGE',
      `a histogram of ${value.by} from ${from} on a log scale, expected one from 0 on, and not of Z`,
    );
  }
  const tally = { bins: new Int32Array(count), below: 0, above: 0, unknown: 0, noSignal: 0 };
  if (value.by === 'z') {
    const { first: begin = 0, rows: n } = rows;
    // Of a place, its rows; of the genome, blocks of the column, which is not kept.
    if (n < store.table.rows) {
      const z = store.zRows(value.biosample, value.assay, [begin, begin + n]);
      tallyZ(tally, z, rows, { from, to, first: begin });
    } else {
      store.eachZ(value.biosample, value.assay, (z, first) => tallyZ(tally, z, rows, { from, to, first }));
    }
    return { from, to, ...tally };
  }
  const column = sortColumn(store, value);
  if (column === undefined) tally.unknown = countRows(rows);
  else if ('floats' in column) tallyZ(tally, column.floats, rows, { from, to, first: 0 });
  else tallyWholes(tally, column, rows, { from, to, isLog: scale === 'log' });
  return { from, to, ...tally };
}

/**
 * The rows of a set along a chromosome in equal bins of it, in bp, by their starts. Throws CisregError USAGE for a chromosome that the
 * assembly has not, and for bins that cannot be.
 */
export function positionsOf(
  { table, registry }: ElementStore,
  { chrom, bins: count }: { readonly chrom: string; readonly bins: number },
  rows: RowSet,
): FacetHistogram {
  const { names, sizes, index } = registry.chromSizes;
  const own = chromOf(chrom, registry.chromSizes);
  if (own === undefined) {
    throw new CisregError(
      'USAGE',
      `chrom ${chrom.slice(0, 60)}, expected one of ${names.slice(0, 30).join(', ')}`,
    );
  }
  if (!Number.isInteger(count) || count < 1 || count > MAX_BINS) {
    throw new CisregError('USAGE', `positions in ${count} bins, expected 1 to ${MAX_BINS}`);
  }
  const sizeBp = sizes[index.get(own)!]!;
  const { chromNames, chromOffsets, start } = table.regions;
  const c = chromNames.indexOf(own);
  const bins = new Int32Array(count);
  let row = c < 0 ? 0 : chromOffsets[c]!;
  const end = c < 0 ? 0 : chromOffsets[c + 1]!;
  for (let bin = 0; bin < count && row < end; bin++) {
    // Rows ascend by start: the first of the next bin.
    const next = bin === count - 1 ? end : firstFrom(start, ((bin + 1) * sizeBp) / count, row, end);
    bins[bin] = countRange(rows, row, next);
    row = next;
  }
  return { from: 0, to: sizeBp, bins, below: 0, above: 0, unknown: 0, noSignal: 0 };
}

function firstFrom(starts: Int32Array, bp: number, low: number, high: number): number {
  let [from, to] = [low, high];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (starts[middle]! >= bp) to = middle;
    else from = middle + 1;
  }
  return from;
}

interface Tally {
  readonly bins: Int32Array;
  below: number;
  above: number;
  unknown: number;
  noSignal: number;
}

interface TallyRange {
  readonly from: number;
  readonly to: number;
  /** The row of the first value, a multiple of 32. */
  readonly first: number;
}

/** Counts Z of the set's rows from row `first` on, as far as there are values. Without a call a row: half a million rows a few milliseconds. */
function tallyZ(
  tally: Tally,
  z: Float32Array,
  { words, first: begin = 0 }: RowSet,
  { from, to, first }: TallyRange,
): void {
  // Blocks begin at multiples of 32, as sets do.
  const firstWord = Math.max(0, (first - begin) >> 5);
  const endWord = Math.min(words.length, (first - begin + z.length + 31) >> 5);
  const shift = begin - first;
  const { bins } = tally;
  const last = bins.length - 1;
  const scale = bins.length / (to - from);
  let [below, above, unknown, none] = [0, 0, 0, 0];
  for (let w = firstWord; w < endWord; w++) {
    for (let word = words[w]! | 0; word !== 0; word &= word - 1) {
      const x = z[shift + (w << 5) + 31 - Math.clz32(word & -word)]!;
      none += +(x === ZERO_SIGNAL_Z);
      if (x >= from && x < to) {
        const bin = ((x - from) * scale) | 0;
        bins[bin > last ? last : bin]!++;
      } else if (x < from) below++;
      else if (x >= to) above++;
      else unknown++;
    }
  }
  // Those without signal were counted as the -10 that stands for them: they are taken out again.
  if (ZERO_SIGNAL_Z < from) below -= none;
  else if (ZERO_SIGNAL_Z >= to) above -= none;
  else bins[Math.min(last, Math.trunc((ZERO_SIGNAL_Z - from) * scale))]! -= none;
  tally.below += below;
  tally.above += above;
  tally.unknown += unknown;
  tally.noSignal += none;
}

/** The same of whole numbers that stand for `times` of the value. */
function tallyWholes(
  tally: Tally,
  { wholes, times, unknown: none }: Extract<SortColumn, { readonly wholes: unknown }>,
  { words, first: begin = 0 }: RowSet,
  { from, to, isLog }: { readonly from: number; readonly to: number; readonly isLog: boolean },
): void {
  const { bins } = tally;
  const last = bins.length - 1;
  const [low, high] = isLog ? [Math.log10(1 + from), Math.log10(1 + to)] : [from, to];
  const scale = bins.length / (high - low);
  let [below, above, unknown] = [0, 0, 0];
  for (let w = 0; w < words.length; w++) {
    for (let word = words[w]! | 0; word !== 0; word &= word - 1) {
      const whole = wholes[begin + (w << 5) + 31 - Math.clz32(word & -word)]!;
      const x = whole / times;
      if (whole === none) unknown++;
      else if (x < from) below++;
      else if (x >= to) above++;
      else {
        const bin = ((isLog ? Math.log10(1 + x) - low : x - from) * scale) | 0;
        bins[bin > last ? last : bin]!++;
      }
    }
  }
  tally.below += below;
  tally.above += above;
  tally.unknown += unknown;
}
