/**
 * The index of a bgzip file of lines by place: TBI where it can be, and CSI where a chromosome is longer than the 2^29
 * bases that TBI can state (SAM specification 5.3, and the specifications of TBI and CSI). Little endian.
 */

/** Bases of a window of the linear index, and of a bin of the lowest level; each level above has eight of those below. */
const WINDOW_SHIFT = 14;
const TBI_DEPTH = 5;
/** Enough for 2^32 bases. */
const CSI_DEPTH = 6;
const TBI_LIMIT_BP = 2 ** 29;
/** A level of bins, counted from the lowest, is told by the bits above those of its places. */
const LEVEL = 2 ** 18;
/** What one read brings, of the file as it is. */
const SMALL_BYTES = 65_536;
const TBI_MAGIC = Buffer.from('TBI\u0001', 'latin1');
const CSI_MAGIC = Buffer.from('CSI\u0001', 'latin1');
/** Columns as in BED: 0-based half-open starts in the second, ends in the third; comments begin with #. */
const BED_COLUMNS = { format: 0x10000, chrom: 1, start: 2, end: 3, comment: 35, skippedLines: 0 };

export interface TabixIndex {
  /** Begins the next chromosome. */
  startChrom(name: string): void;
  /** Adds a line at [start, end) that stands between two virtual offsets; lines come by start. */
  add(start: number, end: number, from: number, to: number): void;
  /** The index in its pieces, to be written with bgzip. */
  finish(): { readonly kind: 'tbi' | 'csi'; readonly parts: readonly Buffer[] };
}

interface IndexedChrom {
  readonly name: string;
  lines: number;
  /** The virtual offsets between which its lines stand. */
  from: number;
  to: number;
  /** By level and place, the stretches of the file that hold a bin's lines: from, to, from, to. */
  readonly bins: Map<number, number[]>;
  /** For each window the virtual offset of the first line that reaches it. */
  readonly windows: number[];
}

/** An empty index. Holds a few numbers a bin, block and window. */
export function newTabixIndex(): TabixIndex {
  const chroms: IndexedChrom[] = [];
  let furthest = 0;
  return {
    startChrom(name) {
      chroms.push({ name, lines: 0, from: 0, to: 0, bins: new Map(), windows: [] });
    },
    add(start, end, from, to) {
      const chrom = chroms.at(-1)!;
      if (chrom.lines === 0) chrom.from = from;
      chrom.lines++;
      chrom.to = to;
      furthest = Math.max(furthest, end);
      const first = start >> WINDOW_SHIFT;
      // A line of no bases is found where its start is.
      const last = Math.max(start, end - 1) >> WINDOW_SHIFT;
      addWindows(chrom.windows, first, last, from);
      addToBin(chrom.bins, binOf(first, last), from, to);
    },
    finish() {
      const kind = furthest > TBI_LIMIT_BP ? 'csi' : 'tbi';
      return { kind, parts: encode(chroms, kind) };
    },
  };
}

/** Starts ascend: windows that lines left out behind them are reached by none that comes. */
function addWindows(windows: number[], first: number, last: number, from: number): void {
  const before = windows.at(-1) ?? 0;
  while (windows.length < first) windows.push(before);
  while (windows.length <= last) windows.push(from);
}

/** The smallest bin that has both windows. */
function binOf(first: number, last: number): number {
  let level = 0;
  for (let differing = first ^ last; differing > 0; differing >>= 3) level++;
  const place = first >> (3 * level);
  return level * LEVEL + place;
}

function addToBin(bins: Map<number, number[]>, bin: number, from: number, to: number): void {
  const stretches = bins.get(bin);
  if (stretches === undefined) bins.set(bin, [from, to]);
  else extend(stretches, from, to);
}

/** A block is inflated as a whole: what lies between two stretches in it costs next to nothing. */
function extend(stretches: number[], from: number, to: number): void {
  const end = stretches.at(-1);
  if (end === undefined || (end < from && blockOf(end) !== blockOf(from))) stretches.push(from, to);
  else stretches[stretches.length - 1] = Math.max(end, to);
}

/**
 * Bins by level and place, from the lowest level on, where those that one read brings together have been given to the
 * bin above them: what is searched for is found in as many reads, and the index is far smaller.
 */
function joinSmallBins(bins: ReadonlyMap<number, number[]>, depth: number): Map<number, number[]>[] {
  const levels = Array.from({ length: depth + 1 }, () => new Map<number, number[]>());
  for (const [key, stretches] of bins) levels[Math.floor(key / LEVEL)]!.set(key % LEVEL, stretches);
  for (let level = 0; level < depth; level++) {
    const places = levels[level]!;
    const above = levels[level + 1]!;
    const families = new Map<number, number[]>();
    for (const place of places.keys()) {
      const siblings = families.get(place >> 3);
      if (siblings === undefined) families.set(place >> 3, [place]);
      else siblings.push(place);
    }
    for (const [parent, siblings] of families) {
      const all = joined([above.get(parent) ?? [], ...siblings.map((place) => places.get(place)!)].flat());
      if (blockOf(all.at(-1)!) - blockOf(all[0]!) >= SMALL_BYTES) continue;
      above.set(parent, all);
      for (const place of siblings) places.delete(place);
    }
  }
  return levels;
}

/** Stretches from several bins in order. */
function joined(stretches: readonly number[]): number[] {
  const order = Array.from({ length: stretches.length / 2 }, (_, i) => 2 * i);
  order.sort((a, b) => stretches[a]! - stretches[b]!);
  const ordered: number[] = [];
  for (const i of order) extend(ordered, stretches[i]!, stretches[i + 1]!);
  return ordered;
}

function blockOf(virtualOffset: number): number {
  return Math.floor(virtualOffset / 65_536);
}

function encode(chroms: readonly IndexedChrom[], kind: 'tbi' | 'csi'): Buffer[] {
  const depth = kind === 'tbi' ? TBI_DEPTH : CSI_DEPTH;
  const names = Buffer.from(chroms.map(({ name }) => `${name}\0`).join(''), 'utf8');
  const { format, chrom, start, end, comment, skippedLines } = BED_COLUMNS;
  const columns = int32s(format, chrom, start, end, comment, skippedLines, names.length);
  const count = int32s(chroms.length);
  const head =
    kind === 'tbi'
      ? [TBI_MAGIC, count, columns, names]
      : [CSI_MAGIC, int32s(WINDOW_SHIFT, depth, columns.length + names.length), columns, names, count];
  const bodies = chroms.map((one) => {
    const windows = kind === 'tbi' ? [int32s(one.windows.length), uint64s(one.windows)] : [];
    return Buffer.concat([encodeBins(one, depth, kind), ...windows]);
  });
  // No line is without a place.
  return [...head, ...bodies, uint64s([0])];
}

function encodeBins({ bins, windows, from, to, lines }: IndexedChrom, depth: number, kind: string): Buffer {
  /** The number of the first bin of a level. */
  const firstOf = (level: number) => (8 ** (depth - level) - 1) / 7;
  const encodeBin = (number: number, firstWindow: number, stretches: readonly number[]) => {
    const reached = kind === 'csi' ? [uint64s([windows[firstWindow] ?? 0])] : [];
    return [int32s(number), ...reached, int32s(stretches.length / 2), uint64s(stretches)];
  };
  const numbered = joinSmallBins(bins, depth).flatMap((places, level) =>
    [...places].map(([place, stretches]) => {
      return { number: firstOf(level) + place, firstWindow: place * 8 ** level, stretches };
    }),
  );
  numbered.sort((a, b) => a.number - b.number);
  return Buffer.concat([
    int32s(numbered.length + 1),
    ...numbered.flatMap(({ number, firstWindow, stretches }) => encodeBin(number, firstWindow, stretches)),
    // One past the last bin, htslib keeps where the chromosome stands and how many lines it has.
    ...encodeBin(firstOf(-1) + 1, windows.length, [from, to, lines, 0]),
  ]);
}

function int32s(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, i) => void bytes.writeInt32LE(value, i * 4));
  return bytes;
}

function uint64s(values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 8);
  values.forEach((value, i) => {
    bytes.writeUInt32LE(value % 2 ** 32, i * 8);
    bytes.writeUInt32LE(Math.floor(value / 2 ** 32), i * 8 + 4);
  });
  return bytes;
}
