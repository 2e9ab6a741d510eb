/** All elements of a registry as typed arrays: what filters, sorts and counts look at. About 60 bytes a row. */

import { existsSync } from 'node:fs';
import path from 'node:path';
import { CisregError } from '../errors.ts';
import { readBed } from '../formats/bed.ts';
import { parseDecimal, textOf } from '../formats/fields.ts';
import { type TableFields, tableError, visitTableRows } from '../formats/table-rows.ts';
import type { TextColumn } from '../formats/text-column.ts';
import { asSorted, type SortedRegions } from '../genome/sorted-regions.ts';
import { formatAccession } from '../registry/accessions.ts';
import { CLASS_ASSAYS } from '../registry/classify.ts';
import { CLASS_NAMES, NOT_CCRE } from '../registry/schemes.ts';
import { LAST_PUBLISHED_TIER, TIERS } from '../registry/tiers.ts';
import { ZONES } from '../registry/zones.ts';
import { type CcreTable, readCcreTable, splitLabel } from './ccre-table.ts';
import { CCRE_BED, ELEMENTS_TSV, MAXZ_TSV, NA, RDHS_BED, UNFILTERED_BED } from './layout.ts';
import type { RegistryDirectory } from './registry-directory.ts';
import { emptySet, type RowSet } from './row-set.ts';

/** Where a value is not known, in the columns of small whole numbers. */
export const NONE_8 = 0xff;
export const NONE_16 = 0xffff;

/** Elements by row of rDHSs.bed, which is the row of every column of Z-scores. */
export interface ElementTable {
  readonly rows: number;
  /** 0-based half-open, by chromosome text and start; rDHSs do not overlap. */
  readonly regions: SortedRegions;
  readonly accessionPrefix: string;
  /** Numeric parts of accessions. */
  readonly rdhsNumber: Numbers;
  /** -1 for an rDHS that is no cCRE. */
  readonly ccreNumber: Numbers;
  /** Class code, NOT_CCRE for an rDHS that is no cCRE. */
  readonly classCode: Uint8Array;
  /** Index into TIERS; NONE_8 where there is none. */
  readonly tier: Uint8Array;
  /** Index into ZONES. */
  readonly zone: Uint8Array;
  /** Twice the bp from the centre to the nearest TSS (encode4 has halves); -1 on a chromosome without TSS. */
  readonly tssDistance2: Int32Array;
  /** Index into `genes`; -1 for none. */
  readonly gene: Int32Array;
  readonly genes: readonly string[];
  /** By class assay: the number of biosamples in which it is high; undefined where nobody has the assay. */
  readonly support: readonly (Uint8Array | Uint16Array | undefined)[];
  /** 10,000 times tau; NONE_16 where it is not known. */
  readonly tau: Uint16Array;
  /** 1, 0, or NONE_8 without a blacklist. */
  readonly blacklist: Uint8Array;
  /** By class assay: the highest Z over biosamples as float32; undefined where nobody has the assay. */
  readonly maxZ: readonly (Float32Array | undefined)[];
  /** The rows of cCREs.bed, of all cCREs of any tier, and of cCREs that CTCF binds. */
  readonly published: RowSet;
  readonly ccres: RowSet;
  readonly ctcfBound: RowSet;
}

/** Whole numbers, as narrow as the largest of them allows. */
export type Numbers = Int32Array | Float64Array;

const LARGEST_INT32 = 2 ** 31 - 1;

/** Reads the table. Throws CisregError FORMAT where the files of the registry do not belong together. */
export async function readElementTable(registry: RegistryDirectory): Promise<ElementTable> {
  const file = (name: string) => path.join(registry.path, name);
  const bed = await readBed(file(RDHS_BED), { minFields: 4 });
  const rows = bed.count;
  const regions = ownRegions(asSorted(bed));
  const rdhsNumber = numbersOf(bed.names!, registry.accessionPrefix, 'D', file(RDHS_BED));
  const details = await readDetails(file(ELEMENTS_TSV), rows);
  const maxZ = await readMaxZ(file(MAXZ_TSV), rows);
  const hasUnfiltered = existsSync(file(UNFILTERED_BED));
  const ccreFile = file(hasUnfiltered ? UNFILTERED_BED : CCRE_BED);
  const ccres = await readCcreTable(ccreFile);
  return {
    rows,
    regions,
    accessionPrefix: registry.accessionPrefix,
    rdhsNumber,
    ...details,
    maxZ,
    ...joined(registry, { rows, names: bed.names! }, ccres, ccreFile),
  };
}

/** Without what else was read with them: it would stay in memory for as long as they do. */
function ownRegions({ chromNames, chrom, start, end, chromOffsets }: SortedRegions): SortedRegions {
  return { chromNames, chrom: chrom.slice(), start: start.slice(), end: end.slice(), chromOffsets };
}

/** The width in bp of the rows [from, to); default of all. */
export function lengthsOf({ rows, regions }: ElementTable, from = 0, to = rows): Int32Array {
  const { start, end } = regions;
  const lengths = new Int32Array(to - from);
  for (let row = from; row < to; row++) lengths[row - from] = end[row]! - start[row]!;
  return lengths;
}

/** The accession of row `row` as an rDHS. */
export function rdhsAccession(table: ElementTable, row: number): string {
  return formatAccession(table.accessionPrefix, 'D', table.rdhsNumber[row]!);
}

/** The accession of row `row` as a cCRE; undefined for an rDHS that is none. */
export function ccreAccession(table: ElementTable, row: number): string | undefined {
  const number = table.ccreNumber[row]!;
  return number < 0 ? undefined : formatAccession(table.accessionPrefix, 'E', number);
}

function numbersOf(names: TextColumn, prefix: string, letter: 'D' | 'E', file: string): Numbers {
  const skipped = prefix.length + letter.length;
  let numbers: Numbers = new Int32Array(names.count);
  const expected = Buffer.from(`${prefix}${letter}`);
  const bytes = Buffer.from(names.bytes.buffer, names.bytes.byteOffset, names.bytes.byteLength);
  for (let i = 0; i < names.count; i++) {
    const [from, to] = [names.offsets[i]!, names.offsets[i + 1]!];
    const number = parseDecimal(bytes, from + skipped, to);
    if (number > LARGEST_INT32 && numbers instanceof Int32Array) numbers = Float64Array.from(numbers);
    numbers[i] = number;
    const isOurs = to - from >= skipped && expected.compare(bytes, from, from + skipped) === 0;
    if (!isOurs || !Number.isSafeInteger(number) || number < 0) {
      const message = `the accession ${names.at(i)}, expected ${prefix}${letter} and digits; build the registry again`;
      throw new CisregError('FORMAT', message, { where: { file, line: i + 1 } });
    }
  }
  return numbers;
}

function joined(
  registry: RegistryDirectory,
  rdhs: { rows: number; names: TextColumn },
  ccres: CcreTable,
  file: string,
): Pick<ElementTable, 'ccreNumber' | 'classCode' | 'tier' | 'published' | 'ccres' | 'ctcfBound'> {
  const { rows, names } = rdhs;
  const codes = CLASS_NAMES[registry.scheme].agnostic;
  const labels = ccres.labels.map((label) => {
    const { name, isCtcfBound } = splitLabel(label);
    return { code: codes.indexOf(name), isCtcfBound };
  });
  const tiers = ccres.tiers?.map((tier) => (TIERS as readonly string[]).indexOf(tier));
  const numbers = numbersOf(ccres.ccre, registry.accessionPrefix, 'E', file);
  const ccreNumber = (numbers instanceof Int32Array ? new Int32Array(rows) : new Float64Array(rows)).fill(-1);
  const classCode = new Uint8Array(rows).fill(NOT_CCRE);
  const tier = new Uint8Array(rows).fill(NONE_8);
  const sets = { published: emptySet(rows), ccres: emptySet(rows), ctcfBound: emptySet(rows) };
  const add = (set: RowSet, row: number) => {
    set.words[row >>> 5]! |= 1 << (row & 31);
  };
  let row = 0;
  for (let k = 0; k < ccres.count; k++) {
    const id = ccres.rdhs.at(k);
    while (row < rows && names.at(row) !== id) row++;
    const { code, isCtcfBound } = labels[ccres.label[k]!]!;
    if (row === rows || code < 0) {
      const message =
        row === rows
          ? `${id} is not in ${RDHS_BED}, or not in its order`
          : `the class ${ccres.labels[ccres.label[k]!]}, expected one of ${codes.join(', ')}`;
      throw new CisregError('FORMAT', `${message}; build the registry again`, {
        where: { file, line: ccres.line[k] },
      });
    }
    ccreNumber[row] = numbers[k]!;
    classCode[row] = code;
    add(sets.ccres, row);
    if (isCtcfBound) add(sets.ctcfBound, row);
    if (tiers !== undefined) tier[row] = tiers[ccres.tier![k]!]!;
    if (tiers === undefined || tier[row]! <= LAST_PUBLISHED_TIER) add(sets.published, row);
    row++;
  }
  return { ccreNumber, classCode, tier, ...sets };
}

type Details = Pick<
  ElementTable,
  'zone' | 'tssDistance2' | 'gene' | 'genes' | 'support' | 'tau' | 'blacklist'
>;

async function readDetails(file: string, rows: number): Promise<Details> {
  const zone = new Uint8Array(rows);
  const tssDistance2 = new Int32Array(rows);
  const gene = new Int32Array(rows);
  const support = CLASS_ASSAYS.map(() => new Uint16Array(rows));
  const tau = new Uint16Array(rows);
  const blacklist = new Uint8Array(rows);
  const genes: string[] = [];
  const geneIndex = new Map<string, number>();
  const has = CLASS_ASSAYS.map(() => true);
  let row = 0;
  const columns = ['zone', 'tssDistance', 'gene', 'tau', 'blacklist', ...CLASS_ASSAYS];
  await visitTableRows(file, columns, (fields) => {
    if (row === rows)
      throw tableError(file, fields, `more rows than the ${rows} of ${RDHS_BED}; build the registry again`);
    const text = textAt(fields, 0);
    const code = (ZONES as readonly string[]).indexOf(text);
    if (code < 0) throw tableError(file, fields, `zone is ${text}, expected one of ${ZONES.join(', ')}`);
    zone[row] = code;
    const distance = numberAt(fields, 1);
    tssDistance2[row] = Number.isNaN(distance) ? -1 : Math.round(2 * distance);
    const name = textAt(fields, 2);
    let index = name === NA ? -1 : (geneIndex.get(name) ?? -2);
    if (index === -2) {
      index = genes.push(name) - 1;
      geneIndex.set(name, index);
    }
    gene[row] = index;
    const specificity = numberAt(fields, 3);
    tau[row] = Number.isNaN(specificity) ? NONE_16 : Math.round(10_000 * specificity);
    const listed = numberAt(fields, 4);
    blacklist[row] = Number.isNaN(listed) ? NONE_8 : listed;
    for (let a = 0; a < support.length; a++) {
      const count = numberAt(fields, 5 + a);
      if (Number.isNaN(count)) has[a] = false;
      else support[a]![row] = count;
    }
    row++;
  });
  if (row !== rows) throw shortTable(file, row, rows);
  return {
    zone,
    tssDistance2,
    gene,
    genes,
    support: support.map((counts, a) => (has[a] ? narrow(counts) : undefined)),
    tau,
    blacklist,
  };
}

/** A registry of up to 255 biosamples counts them in a byte. */
function narrow(counts: Uint16Array): Uint8Array | Uint16Array {
  for (let row = 0; row < counts.length; row++) if (counts[row]! > 0xff) return counts;
  return Uint8Array.from(counts);
}

async function readMaxZ(file: string, rows: number): Promise<(Float32Array | undefined)[]> {
  const maxZ = CLASS_ASSAYS.map(() => new Float32Array(rows));
  const has = CLASS_ASSAYS.map(() => true);
  let row = 0;
  await visitTableRows(file, CLASS_ASSAYS, (fields) => {
    for (let a = 0; a < maxZ.length; a++) {
      const z = numberAt(fields, a);
      if (Number.isNaN(z)) has[a] = false;
      else maxZ[a]![row] = z;
    }
    row++;
  });
  if (row !== rows) throw shortTable(file, row, rows);
  return maxZ.map((z, a) => (has[a] ? z : undefined));
}

function textAt({ bytes, starts, ends }: TableFields, k: number): string {
  return textOf(bytes, starts[k]!, ends[k]!);
}

/** NaN for NA. */
function numberAt({ bytes, starts, ends }: TableFields, k: number): number {
  return parseDecimal(bytes, starts[k]!, ends[k]!);
}

function shortTable(file: string, found: number, rows: number): CisregError {
  const message = `has ${found} rows, expected the ${rows} of ${RDHS_BED}; build the registry again`;
  return new CisregError('FORMAT', message, { where: { file } });
}
