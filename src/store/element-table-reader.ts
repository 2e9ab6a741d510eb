/**
 * The element table of a registry from its files. Nothing of a row is kept but the numbers that stay: what is read beside them would be given back to
 * the system in part only.
 */

import { existsSync } from 'node:fs';
import path from 'node:path';
import { CisregError } from '../errors.ts';
import { fieldText, newFields, parseDecimal, splitTabs, textOf } from '../formats/fields.ts';
import { isSkipped, readRegionRows } from '../formats/region-rows.ts';
import { type TableFields, tableError, visitTableRows } from '../formats/table-rows.ts';
import { TextCodes } from '../formats/text-codes.ts';
import { readLines, readText } from '../formats/text-lines.ts';
import { asSorted } from '../genome/sorted-regions.ts';
import { CLASS_ASSAYS } from '../registry/classify.ts';
import { CLASS_NAMES, NOT_CCRE } from '../registry/schemes.ts';
import { LAST_PUBLISHED_TIER, TIERS } from '../registry/tiers.ts';
import { ZONES } from '../registry/zones.ts';
import { splitLabel } from './ccre-table.ts';
import { type ElementTable, LINE_STEP, NONE_8, NONE_16, type Numbers } from './element-table.ts';
import { CCRE_BED, ELEMENTS_TSV, MAXZ_TSV, NA, RDHS_BED, UNFILTERED_BED } from './layout.ts';
import type { RegistryDirectory } from './registry-directory.ts';
import { emptySet, type RowSet } from './row-set.ts';

const LARGEST_INT32 = 2 ** 31 - 1;

/** Reads the table. Throws CisregError FORMAT where the files of the registry do not belong together. */
export async function readElementTable(registry: RegistryDirectory): Promise<ElementTable> {
  const file = (name: string) => path.join(registry.path, name);
  const { regions, rdhsNumber } = await readRdhs(file(RDHS_BED), registry.accessionPrefix);
  const rows = rdhsNumber.length;
  const details = await readDetails(file(ELEMENTS_TSV), rows, registry.biosamples.length);
  const maxZ = await readMaxZ(file(MAXZ_TSV), rows);
  const hasUnfiltered = existsSync(file(UNFILTERED_BED));
  const ccres = await readCcres(registry, file(hasUnfiltered ? UNFILTERED_BED : CCRE_BED), rdhsNumber);
  return { rows, regions, accessionPrefix: registry.accessionPrefix, rdhsNumber, ...details, maxZ, ...ccres };
}

/** The places and the numbers of rDHSs.bed. */
async function readRdhs(file: string, prefix: string): Promise<Pick<ElementTable, 'regions' | 'rdhsNumber'>> {
  const numberOf = accessionNumbers(prefix, 'D', file);
  let numbers: Numbers = new Int32Array(0);
  const { chromNames, chrom, start, end, count } = await readRegionRows(
    readText(file, { reuse: true }),
    file,
    {
      name: 'BED',
      minFields: 4,
      reserve: (rows) => {
        const larger = numbers instanceof Int32Array ? new Int32Array(rows) : new Float64Array(rows);
        larger.set(numbers);
        numbers = larger;
      },
      visit: ({ fields: { bytes, starts, ends }, line }, index) => {
        const number = numberOf(bytes, [starts[3]!, ends[3]!], line);
        if (number > LARGEST_INT32) numbers = widened(numbers);
        numbers[index] = number;
      },
    },
  );
  const { chromOffsets } = asSorted({ chromNames, chrom, start, end });
  return { regions: { chromNames, chromOffsets, start, end }, rdhsNumber: numbers.subarray(0, count) };
}

/** Reads the number of an accession in a line of a file. Throws CisregError FORMAT for what is none of this prefix and letter. */
function accessionNumbers(
  prefix: string,
  letter: 'D' | 'E',
  file: string,
): (bytes: Uint8Array, span: readonly [from: number, to: number], line: number) => number {
  const expected = Buffer.from(`${prefix}${letter}`);
  return (bytes, [from, to], line) => {
    const digits = from + expected.length;
    const number = isDigits(bytes, digits, to) ? parseDecimal(bytes, digits, to) : Number.NaN;
    const isOurs = to > digits && expected.compare(bytes, from, digits) === 0;
    if (isOurs && Number.isSafeInteger(number) && number >= 0) return number;
    const message = `the accession ${textOf(bytes, from, to)}, expected ${prefix}${letter} and digits; build the registry again`;
    throw new CisregError('FORMAT', message, { where: { file, line } });
  };
}

function isDigits(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (bytes[at]! < 48 || bytes[at]! > 57) return false;
  return true;
}

function widened(numbers: Numbers): Numbers {
  return numbers instanceof Int32Array ? Float64Array.from(numbers) : numbers;
}

const CCRE_FIELDS = 6;

/** What a BED of cCREs, which is in the order of the rDHSs, says of them by row. */
async function readCcres(
  registry: RegistryDirectory,
  file: string,
  rdhsNumber: Numbers,
): Promise<Pick<ElementTable, 'ccreNumber' | 'classCode' | 'tier' | 'published' | 'ccres' | 'ctcfBound'>> {
  const rows = rdhsNumber.length;
  const { accessionPrefix, scheme } = registry;
  const [rdhsOf, ccreOf] = [
    accessionNumbers(accessionPrefix, 'D', file),
    accessionNumbers(accessionPrefix, 'E', file),
  ];
  const codes = CLASS_NAMES[scheme].agnostic;
  const labels = new TextCodes((label) => {
    const { name, isCtcfBound } = splitLabel(label);
    return { code: codes.indexOf(name), isCtcfBound };
  });
  const tiers = new TextCodes((text) => (TIERS as readonly string[]).indexOf(text));
  let ccreNumber: Numbers = new Int32Array(rows).fill(-1);
  const classCode = new Uint8Array(rows).fill(NOT_CCRE);
  const tier = new Uint8Array(rows).fill(NONE_8);
  const sets = { published: emptySet(rows), ccres: emptySet(rows), ctcfBound: emptySet(rows) };
  const add = (set: RowSet, row: number) => {
    set.words[row >>> 5]! |= 1 << (row & 31);
  };
  const fields = newFields();
  let row = 0;
  for await (const { bytes, starts, ends, count, firstLine } of readLines(file, { reuse: true })) {
    for (let i = 0; i < count; i++) {
      if (isSkipped(bytes, starts[i]!, ends[i]!)) continue;
      const line = firstLine + i;
      splitTabs(fields, bytes, starts[i]!, ends[i]!);
      const refused = (message: string) =>
        new CisregError('FORMAT', `${message}; build the registry again`, { where: { file, line } });
      if (fields.count < CCRE_FIELDS) {
        throw refused(`${fields.count} columns, expected chrom, start, end, rDHS, cCRE and class`);
      }
      const rdhs = rdhsOf(bytes, [fields.starts[3]!, fields.ends[3]!], line);
      while (row < rows && rdhsNumber[row] !== rdhs) row++;
      if (row === rows) throw refused(`${fieldText(fields, 3)} is not in ${RDHS_BED}, or not in its order`);
      const { code, isCtcfBound } = labels.of(fields, 5);
      if (code < 0) throw refused(`the class ${fieldText(fields, 5)}, expected one of ${codes.join(', ')}`);
      const number = ccreOf(bytes, [fields.starts[4]!, fields.ends[4]!], line);
      if (number > LARGEST_INT32) ccreNumber = widened(ccreNumber);
      ccreNumber[row] = number;
      classCode[row] = code;
      add(sets.ccres, row);
      if (isCtcfBound) add(sets.ctcfBound, row);
      const hasTier = fields.count > CCRE_FIELDS;
      if (hasTier) tier[row] = tiers.of(fields, 6);
      if (!hasTier || tier[row]! <= LAST_PUBLISHED_TIER) add(sets.published, row);
      row++;
    }
  }
  return { ccreNumber, classCode, tier, ...sets };
}

type Details = Pick<
  ElementTable,
  'zone' | 'tssDistance2' | 'gene' | 'genes' | 'support' | 'tau' | 'blacklist' | 'lineStarts'
>;

/** Its low bits stand for none among codes of 16 bits too. */
const NO_GENE = 0xffffffff;

/** Codes of more genes than 16 bits can tell from none. */
function widenedGenes(codes: ElementTable['gene']): ElementTable['gene'] {
  return codes instanceof Uint32Array
    ? codes
    : Uint32Array.from(codes, (code) => (code === NONE_16 ? NO_GENE : code));
}

async function readDetails(file: string, rows: number, biosamples: number): Promise<Details> {
  const zone = new Uint8Array(rows);
  const tssDistance2 = new Int32Array(rows);
  let gene: ElementTable['gene'] = new Uint16Array(rows);
  const Counts = biosamples > 0xff ? Uint16Array : Uint8Array;
  const support = CLASS_ASSAYS.map(() => new Counts(rows));
  const tau = new Uint16Array(rows);
  const blacklist = new Uint8Array(rows);
  const lineStarts = new Float64Array(Math.ceil(rows / LINE_STEP));
  const genes: string[] = [];
  const zones = new TextCodes((text) => (ZONES as readonly string[]).indexOf(text));
  const geneCodes = new TextCodes((text) => (text === NA ? NO_GENE : genes.push(text) - 1));
  const has = CLASS_ASSAYS.map(() => true);
  let row = 0;
  const columns = ['zone', 'tssDistance', 'gene', 'tau', 'blacklist', ...CLASS_ASSAYS];
  await visitTableRows(file, columns, (fields) => {
    if (row === rows)
      throw tableError(file, fields, `more rows than the ${rows} of ${RDHS_BED}; build the registry again`);
    const code = zones.of(fields, 0);
    if (code < 0) {
      throw tableError(file, fields, `zone is ${textAt(fields, 0)}, expected one of ${ZONES.join(', ')}`);
    }
    zone[row] = code;
    if (row % LINE_STEP === 0) lineStarts[row / LINE_STEP] = fields.at;
    const distance = numberAt(fields, 1);
    tssDistance2[row] = Number.isNaN(distance) ? -1 : Math.round(2 * distance);
    const own = geneCodes.of(fields, 2);
    if (own === NONE_16) gene = widenedGenes(gene);
    gene[row] = own;
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
    support: support.map((counts, a) => (has[a] ? counts : undefined)),
    tau,
    blacklist,
    lineStarts,
  };
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
