/**
 * A registry opened for questions: elements as typed arrays, Z-scores read in place as they are asked for. All answers are exact;
 * nothing is capped.
 */

import { CisregError } from '../errors.ts';
import { firstAtLeast } from '../genome/binary-search.ts';
import { gatherInt32 } from '../genome/gather.ts';
import { radixOrder } from '../genome/radix-sort.ts';
import type { Place } from '../genome/region-text.ts';
import { ACCESSION_DIGITS } from '../registry/accessions.ts';
import { type ColumnCache, LastUsed, openColumns } from './column-cache.ts';
import type { ElementTable, Numbers } from './element-table.ts';
import { readElementTable } from './element-table-reader.ts';
import { openRegistry, type RegistryDirectory } from './registry-directory.ts';
import { emptySet, type RowSet } from './row-set.ts';
import { type BlankSet, type SetLease, setPool } from './set-pool.ts';
import { type RowZ, rowReader, type ZColumn } from './zscore-store.ts';

export interface ElementStore {
  readonly registry: RegistryDirectory;
  readonly table: ElementTable;
  /** The row of a cCRE or an rDHS by its accession; undefined where this registry has none of it. */
  rowOf(accession: string): number | undefined;
  /** Rows whose accession of seven digits begins so, by number; at most `most`. D are rDHSs, E are cCREs. */
  rowsBeginning(letter: 'D' | 'E', digits: string, most: number): readonly number[];
  /** The rows [from, to) that share a base with a place; empty on a chromosome without elements. */
  rowsIn(place: Place): readonly [from: number, to: number];
  /** The dataset that stands for an assay in a biosample (DNase: its anchor); any other assay by its own name. Throws USAGE where there is none. */
  column(biosample: string, assay: string): ZColumn;
  /** The same; undefined where there is none. */
  columnIfAny(biosample: string, assay: string): ZColumn | undefined;
  /** Z of every row in a biosample, as stored (float32). */
  z(biosample: string, assay: string): Float32Array;
  /** Z of the rows [from, to) in a biosample: no more is read. */
  zRows(biosample: string, assay: string, rows: readonly [from: number, to: number]): Float32Array;
  /** Visits Z of every row in a biosample, blocks from row `first` on (a multiple of 32), in an array that is used again. */
  eachZ(biosample: string, assay: string, visit: (z: Float32Array, first: number) => void): void;
  /** Z of one row in every column: one read, however many columns there are. */
  readonly rowZ: (row: number) => RowZ;
  /** The rows that are high in a biosample, by the stored bits. */
  high(biosample: string, assay: string): RowSet;
  /** The set of that key, made where it is not kept. */
  cachedSet(key: string, make: () => RowSet): RowSet;
  /**
   * The same for keys that mostly come once, as the bounds of a range that somebody drags do: kept when it is asked for again, and until then made of
   * what the question has on lease.
   */
  setAskedAgain(key: string, lease: SetLease, make: (blank: BlankSet) => RowSet): RowSet;
  /** Room for the sets of a question. */
  lease(): SetLease;
  /** The order of all rows by that key, made where it is not kept. */
  cachedOrder(key: string, make: () => Int32Array): Int32Array;
}

export interface StoreOptions {
  /** What columns, sets and orders may take together, beside the table. Default 48 MB. */
  readonly cacheBytes?: number;
}

const CACHE_BYTES = 48 << 20;
/** Keys that are remembered to have been asked for. */
const ASKED_KEYS = 256;

/** Opens the registry in `directory`. About 50 bytes a row stay in memory. Throws CisregError as openRegistry does. */
export async function openElements(directory: string, options: StoreOptions = {}): Promise<ElementStore> {
  const registry = await openRegistry(directory);
  const table = await readElementTable(registry);
  const cacheBytes = options.cacheBytes ?? CACHE_BYTES;
  const columns: ColumnCache = openColumns(registry.zscores, table.rows, cacheBytes / 2);
  const sets = new LastUsed<RowSet>(cacheBytes / 4);
  const orders = new LastUsed<Int32Array>(cacheBytes / 4);
  const pool = setPool(table.rows);
  const asked = new Set<string>();
  const cachedSet = (key: string, make: () => RowSet) =>
    sets.get(key, table.rows / 8 + 64 + 2 * key.length, make);
  const columnIfAny = columnFinder(registry);
  const columnOf = (biosample: string, assay: string) =>
    columnIfAny(biosample, assay) ?? refuseColumn(registry, biosample, assay);
  const accessions = accessionFinder(table);
  return {
    registry,
    table,
    ...accessions,
    rowsIn: (place) => rowsIn(table, place),
    column: columnOf,
    columnIfAny,
    z: (biosample, assay) => columns.z(columnOf(biosample, assay)),
    zRows: (biosample, assay, [from, to]) => columns.zRows(columnOf(biosample, assay), from, to),
    eachZ: (biosample, assay, visit) => columns.eachZ(columnOf(biosample, assay), visit),
    rowZ: rowReader(registry.zscores, registry.manifest),
    high: (biosample, assay) => columns.high(columnOf(biosample, assay)),
    cachedSet,
    setAskedAgain(key, lease, make) {
      if (asked.has(key)) return cachedSet(key, () => make(() => emptySet(table.rows)));
      asked.add(key);
      if (asked.size > ASKED_KEYS) asked.delete(asked.values().next().value!);
      return sets.peek(key) ?? make(lease.blank);
    },
    lease: pool.lease,
    cachedOrder: (key, make) => orders.get(key, table.rows * 4, make),
  };
}

/** rDHSs do not overlap, so their ends ascend with their starts. */
function rowsIn({ regions }: ElementTable, { chrom, start, end }: Place): readonly [number, number] {
  const c = regions.chromNames.indexOf(chrom);
  if (c < 0 || end <= start) return [0, 0];
  const [low, high] = [regions.chromOffsets[c]!, regions.chromOffsets[c + 1]!];
  const from = firstAtLeast(regions.end, start + 1, low, high);
  const to = firstAtLeast(regions.start, end, low, high);
  return [from, Math.max(from, to)];
}

function columnFinder({ manifest, biosamples }: RegistryDirectory): ElementStore['columnIfAny'] {
  const byFile = new Map(manifest.columns.map((column) => [column.file, column]));
  const files = new Map(biosamples.map(({ name, files: own }) => [name, own]));
  const byName = new Map(manifest.columns.map((column) => [`${column.assay}\t${column.biosample}`, column]));
  return (biosample, assay) => {
    const own = files.get(biosample);
    if (own === undefined) return undefined;
    const file = Object.hasOwn(own, assay) ? own[assay]! : '';
    return byFile.get(file) ?? byName.get(`${assay}\t${biosample}`);
  };
}

function refuseColumn({ manifest, biosamples }: RegistryDirectory, biosample: string, assay: string): never {
  if (!biosamples.some(({ name }) => name === biosample)) {
    throw new CisregError(
      'USAGE',
      `biosample ${biosample}, expected one of the ${biosamples.length} of this registry`,
    );
  }
  const has = manifest.columns.filter((other) => other.biosample === biosample).map((other) => other.assay);
  throw new CisregError(
    'USAGE',
    `${assay} in ${biosample}, which was not assayed for it, expected ${has.length === 0 ? 'another biosample' : `one of ${has.join(', ')}`}`,
  );
}

/** Accessions are found by their number: a sorted index, 4 bytes a row. */
function accessionFinder(table: ElementTable): Pick<ElementStore, 'rowOf' | 'rowsBeginning'> {
  const index = { D: lazyIndex(table.rdhsNumber), E: numberIndex(table.ccreNumber) };
  const pattern = /^(.*)([DE])(\d{7,16})$/i;
  return {
    rowOf(accession) {
      const [, prefix, letter, digits] = pattern.exec(accession.trim()) ?? [];
      if (prefix === undefined || prefix.toUpperCase() !== table.accessionPrefix.toUpperCase())
        return undefined;
      const number = Number(digits);
      return index[letter!.toUpperCase() as 'D' | 'E'](number, number + 1, 1)[0];
    },
    rowsBeginning(letter, digits, most) {
      const scale = 10 ** (ACCESSION_DIGITS - digits.length);
      const first = Number(digits) * scale;
      return scale < 1 ? [] : index[letter](first, first + scale, most);
    },
  };
}

/** The rows whose numbers are in [from, to), by number; at most `most`. */
type NumberIndex = (from: number, to: number, most: number) => number[];

/** Made by the first question, which waits for it (0.2 s for two million numbers): few people ask for rDHSs, whose index takes 4 bytes a row. */
function lazyIndex(numbers: Numbers): NumberIndex {
  let index: NumberIndex | undefined;
  return (...asked) => {
    index ??= numberIndex(numbers);
    return index(...asked);
  };
}

function numberIndex(numbers: Numbers): NumberIndex {
  let count = 0;
  let largest = -1;
  let isSorted = true;
  for (let row = 0; row < numbers.length; row++) {
    const number = numbers[row]!;
    if (number < 0) continue;
    count++;
    isSorted &&= number >= largest;
    largest = Math.max(largest, number);
  }
  const rows = new Int32Array(count);
  for (let row = 0, i = 0; i < count; row++) if (numbers[row]! >= 0) rows[i++] = row;
  if (!isSorted && largest <= 0xffffffff) {
    const keys = new Uint32Array(count);
    for (let i = 0; i < count; i++) keys[i] = numbers[rows[i]!]!;
    rows.set(gatherInt32(rows, radixOrder(keys)));
  } else if (!isSorted) rows.sort((a, b) => numbers[a]! - numbers[b]! || a - b);
  return (from, to, most) => {
    let low = 0;
    let high = count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (numbers[rows[middle]!]! >= from) high = middle;
      else low = middle + 1;
    }
    let end = low;
    while (end < count && end - low < most && numbers[rows[end]!]! < to) end++;
    return [...rows.subarray(low, end)];
  };
}
