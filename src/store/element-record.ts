/** Everything that a registry knows of one element. */

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { CisregError } from '../errors.ts';
import { readBed } from '../formats/bed.ts';
import { locationText, type Place } from '../genome/region-text.ts';
import { CCRE_BED, ELEMENTS_TSV, NA, RDHS_BED, UNFILTERED_BED } from './layout.ts';
import type { RegistryDirectory } from './registry-directory.ts';
import { exactZ, readHighAt, readSignalAt, type ZColumn } from './zscore-store.ts';

/** One dataset's view of the element. */
export interface ElementZ {
  readonly column: ZColumn;
  readonly signal: number;
  readonly z: number;
  readonly isHigh: boolean;
}

export interface ElementRecord {
  /** Its row in rDHSs.bed. */
  readonly row: number;
  readonly chrom: string;
  readonly start: number;
  readonly end: number;
  readonly rdhs: string;
  /** undefined for an rDHS that is no cCRE. */
  readonly ccre: string | undefined;
  readonly class: string | undefined;
  /** undefined in encode4, and for an rDHS that is no cCRE. */
  readonly tier: string | undefined;
  /** Whether it is in cCREs.bed. */
  readonly isPublished: boolean;
  /** Its row of elements.tsv by column. */
  readonly details: Readonly<Record<string, string>>;
  /** In the order of the store's manifest. */
  readonly zscores: readonly ElementZ[];
}

const RDHS_COLUMN = 3;
const CCRE_COLUMN = 4;

/** Finds an element by the accession of its cCRE or rDHS. Throws a CisregError (NOT_FOUND) where there is none. */
export function readElement(registry: RegistryDirectory, accession: string): ElementRecord {
  const files = elementFiles(registry);
  const ccre = findLine(files.ccres(), accession, CCRE_COLUMN)?.columns;
  const record = recordOf(registry, files, ccre?.[RDHS_COLUMN] ?? accession);
  if (record !== undefined) return record;
  throw new CisregError(
    'NOT_FOUND',
    `${accession === '' ? 'an empty accession' : accession} is no cCRE or rDHS of this registry, expected an accession such as ${registry.accessionPrefix}E0000001 or ${registry.accessionPrefix}D0000001; look in cCREs.bed`,
    { where: { file: registry.path } },
  );
}

/** More than anybody reads; each takes a look through the files. */
const MAX_ELEMENTS_AT = 1000;

/**
 * The elements that share a base with a place: those of cCREs.bed, then other cCREs, then rDHSs that are none, each in
 * genome order. Throws CisregError NOT_FOUND where there is none, USAGE for more than 1000.
 */
export async function readElementsAt(registry: RegistryDirectory, place: Place): Promise<ElementRecord[]> {
  const { chromNames, chrom, start, end, names, count } = await readBed(path.join(registry.path, RDHS_BED), {
    minFields: 4,
  });
  const rdhss: string[] = [];
  const c = chromNames.indexOf(place.chrom);
  let found = 0;
  for (let i = 0; i < count; i++) {
    if (chrom[i] !== c || start[i]! >= place.end || end[i]! <= place.start) continue;
    if (found++ < MAX_ELEMENTS_AT) rdhss.push(names!.at(i));
  }
  if (found === 0 || found > MAX_ELEMENTS_AT) {
    const message =
      found === 0
        ? `has no rDHS at ${locationText(place)}, expected one at least; name a wider place`
        : `has ${found} rDHSs at ${locationText(place)}, expected at most ${MAX_ELEMENTS_AT}; name a narrower place`;
    throw new CisregError(found === 0 ? 'NOT_FOUND' : 'USAGE', message, { where: { file: registry.path } });
  }
  const files = elementFiles(registry);
  const records = rdhss.map((rdhs) => recordOf(registry, files, rdhs)!);
  const rank = ({ ccre, isPublished }: ElementRecord) => (isPublished ? 0 : ccre === undefined ? 2 : 1);
  return records.sort((a, b) => rank(a) - rank(b) || a.row - b.row);
}

/** The files of a registry that tell of elements, each read once, when it is first asked for. */
interface ElementFiles {
  rdhss(): Buffer;
  /** With all tiers, where there are any. */
  ccres(): Buffer;
  published(): Buffer;
  details(): Buffer;
}

function elementFiles(registry: RegistryDirectory): ElementFiles {
  const read = new Map<string, Buffer>();
  const bytesOf = (name: string): Buffer => {
    const bytes = read.get(name) ?? readFileSync(path.join(registry.path, name));
    read.set(name, bytes);
    return bytes;
  };
  const all = existsSync(path.join(registry.path, UNFILTERED_BED)) ? UNFILTERED_BED : CCRE_BED;
  return {
    rdhss: () => bytesOf(RDHS_BED),
    ccres: () => bytesOf(all),
    published: () => bytesOf(CCRE_BED),
    details: () => bytesOf(ELEMENTS_TSV),
  };
}

function recordOf(registry: RegistryDirectory, files: ElementFiles, rdhs: string): ElementRecord | undefined {
  const found = findLine(files.rdhss(), rdhs, RDHS_COLUMN);
  if (found === undefined) return undefined;
  const { row, columns } = found;
  const own = findLine(files.ccres(), rdhs, RDHS_COLUMN)?.columns;
  const isPublished = own !== undefined && findLine(files.published(), rdhs, RDHS_COLUMN) !== undefined;
  const zscores = registry.manifest.columns.map((column) => {
    const signal = readSignalAt(registry.zscores, column, row);
    return {
      column,
      signal,
      z: exactZ(signal, column),
      isHigh: readHighAt(registry.zscores, column, row),
    };
  });
  return {
    row,
    chrom: columns[0]!,
    start: Number(columns[1]),
    end: Number(columns[2]),
    rdhs,
    ccre: own?.[CCRE_COLUMN],
    class: own?.[5],
    tier: own?.[6],
    isPublished,
    details: detailsOf(files.details(), rdhs),
    zscores,
  };
}

/** The line that has `value` in this column (from 0), and its number from 0. */
function findLine(
  bytes: Buffer,
  value: string,
  column: number,
): { row: number; columns: string[] } | undefined {
  const needle = Buffer.from(value);
  // An empty text is found everywhere, behind the end as well.
  if (needle.length === 0) return undefined;
  for (let at = bytes.indexOf(needle); at >= 0; at = bytes.indexOf(needle, at + 1)) {
    const from = bytes.lastIndexOf(10, at) + 1;
    const newline = bytes.indexOf(10, at);
    const columns = bytes.toString('utf8', from, newline < 0 ? bytes.length : newline).split('\t');
    if (columns[column] !== value) continue;
    let row = 0;
    for (let b = bytes.indexOf(10); b >= 0 && b < from; b = bytes.indexOf(10, b + 1)) row++;
    return { row, columns };
  }
  return undefined;
}

function detailsOf(bytes: Buffer, rdhs: string): Record<string, string> {
  const header = bytes.toString('utf8', 0, bytes.indexOf(10)).split('\t');
  const values = findLine(bytes, rdhs, 0)?.columns ?? [];
  return Object.fromEntries(header.map((name, i) => [name, values[i] ?? NA]));
}
