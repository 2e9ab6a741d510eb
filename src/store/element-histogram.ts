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
      `a histogram of ${count} bins from ${from} to ${to}, expected 1 to ${MAX_BINS} bins, whole, and an end above the beginning`,
    );
  }
  if (scale === 'log' && (from < 0 || value.by === 'maxZ' || value.by === 'z')) {
    throw new CisregError(
      'USAGE',
      `a histogram of ${value.by} from ${from} on a log scale, expected one from 0 on, and not of Z`,
    );
  }
  const range = { from, to, bins: count };
  if (value.by === 'z') {
    const tally = zTally(range, rows);
    const { first: begin = 0, rows: n } = rows;
    // Of a place, its rows; of the genome, blocks of the column, which is not kept.
    if (n < store.table.rows) {
      tally.add(store.zRows(value.biosample, value.assay, [begin, begin + n]), rows, begin);
    } else {
      store.eachZ(value.biosample, value.assay, (z, first) => tally.add(z, rows, first));
    }
    return tally.end();
  }
  const column = sortColumn(store, value);
  if (column === undefined) return { ...emptyTally(range), unknown: countRows(rows) };
  if ('wholes' in column) return tallyWholes(column, rows, { ...range, isLog: scale === 'log' });
  const tally = zTally(range, rows);
  tally.add(column.floats, rows, 0);
  return tally.end();
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

/** While it is counted. */
type Tally = { -readonly [Key in keyof FacetHistogram]: FacetHistogram[Key] };

interface Bins {
  readonly from: number;
  readonly to: number;
  readonly bins: number;
}

function emptyTally({ from, to, bins }: Bins): Tally {
  return { from, to, bins: new Int32Array(bins), below: 0, above: 0, unknown: 0, noSignal: 0 };
}

/** Z of the rows of sets, counted in blocks. */
interface ZTally {
  /** Counts those of the set's rows from row `first` on, a multiple of 32, as far as there are values. */
  add(z: Float32Array, rows: RowSet, first: number): void;
  end(): FacetHistogram;
}

function zTally(range: Bins, { words: { length } }: RowSet): ZTally {
  const tally = emptyTally(range);
  if (length < CELL_WORDS || !areCellEdges(tally)) {
    return { add: (z, rows, first) => addZ(tally, z, wordsFrom(rows, first, z.length)), end: () => tally };
  }
  cells.fill(0);
  return {
    add(z, rows, first) {
      tally.noSignal += addCells(z, wordsFrom(rows, first, z.length));
    },
    end() {
      // Those without signal were counted as the -10 that stands for them.
      cells[cellOf(ZERO_SIGNAL_BITS)]! -= tally.noSignal;
      for (let cell = 0; cell < CELLS; cell++) {
        if (cells[cell]! > 0) addCount(tally, inCell(cell), cells[cell]!);
      }
      return tally;
    },
  };
}

function addCount(tally: Tally, x: number, count: number): void {
  const { from, to, bins } = tally;
  if (x < from) tally.below += count;
  else if (x >= to) tally.above += count;
  else if (x >= from) bins[Math.min(bins.length - 1, binOf(x, tally))]! += count;
  else tally.unknown += count;
}

/** May be one beyond the last, by rounding. */
function binOf(x: number, { from, to, bins }: Tally): number {
  return Math.trunc((x - from) * (bins.length / (to - from)));
}

/** Words of a set, and the place among values of the first of them. Values begin at multiples of 32, as sets do. */
interface Words {
  readonly words: Uint32Array;
  readonly firstWord: number;
  readonly endWord: number;
  /** What a row of the set has to be added to be a place among the values. */
  readonly shift: number;
}

function wordsFrom({ words, first: begin = 0 }: RowSet, first: number, count: number): Words {
  return {
    words,
    firstWord: Math.max(0, (first - begin) >> 5),
    endWord: Math.min(words.length, (first - begin + count + 31) >> 5),
    shift: begin - first,
  };
}

/** Counts Z by bins of any kind. Without a call a row: half a million rows a few milliseconds. */
function addZ(tally: Tally, z: Float32Array, { words, firstWord, endWord, shift }: Words): void {
  const { from, to, bins } = tally;
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
  tally.below += below;
  tally.above += above;
  tally.unknown += unknown;
  tally.noSignal += none;
  // Those without signal were counted as the -10 that stands for them: they are taken out again.
  addCount(tally, ZERO_SIGNAL_Z, -none);
}

// A cell is all float32 that share their sign, exponent and first seven binary digits: [a, b), as bins are. Bins whose edges are edges of cells, as those
// of quarters are, need no arithmetic a row, which takes two thirds of the time.

const CELLS = 1 << 16;
/** Of the one tally that is made at a time: they are not made anew for each. */
const cells = new Int32Array(CELLS);
/** Words of a set from which on they pay: to clear and to read them takes a tenth of a millisecond. */
const CELL_WORDS = 1 << 11;
const float = new Float32Array(1);
const floatBits = new Int32Array(float.buffer);

float[0] = ZERO_SIGNAL_Z;
const ZERO_SIGNAL_BITS = floatBits[0]!;

/** Whether bins are made of whole cells: by where their edges are, and by the bin that arithmetic gives each, which may be the one before. */
function areCellEdges(tally: Tally): boolean {
  const { from, to, bins } = tally;
  const width = (to - from) / bins.length;
  for (let bin = 0; bin <= bins.length; bin++) {
    float[0] = from + bin * width;
    const edge = float[0];
    if (edge !== from + bin * width || (floatBits[0]! & 0xffff) !== 0) return false;
    if (bin < bins.length && binOf(edge, tally) !== bin) return false;
  }
  return true;
}

/** Bits of a negative number grow as it falls: with one less, its cells begin with their least number too. */
function cellOf(bits: number): number {
  return (bits + (bits >> 31)) >>> 16;
}

/** A number of the cell. A NaN of which JavaScript makes none may share one with a zero, or with infinity. */
function inCell(cell: number): number {
  // What comes before the negative ones is a zero with a sign.
  if (cell === CELLS / 2 - 1) return 0;
  floatBits[0] = cell < CELLS / 2 ? cell << 16 : (cell << 16) | 0xffff;
  return float[0]!;
}

/** Counts Z by cell; what comes back is how many have no signal, which are counted as well. */
function addCells(z: Float32Array, { words, firstWord, endWord, shift }: Words): number {
  const bits = new Int32Array(z.buffer, z.byteOffset, z.length);
  let none = 0;
  for (let w = firstWord; w < endWord; w++) {
    for (let word = words[w]! | 0; word !== 0; word &= word - 1) {
      const own = bits[shift + (w << 5) + 31 - Math.clz32(word & -word)]!;
      none += +(own === ZERO_SIGNAL_BITS);
      cells[cellOf(own)]!++;
    }
  }
  return none;
}

/** Whole numbers that stand for `times` of the value. */
function tallyWholes(
  { wholes, times, unknown: none }: Extract<SortColumn, { readonly wholes: unknown }>,
  rows: RowSet,
  { isLog, ...range }: Bins & { readonly isLog: boolean },
): FacetHistogram {
  const tally = emptyTally(range);
  const { from, to, bins } = tally;
  const { words, first: begin = 0 } = rows;
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
  return { ...tally, below, above, unknown };
}
