/** Everything that a registry knows of one element. */

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { CisregError } from '../errors.ts';
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
  const unfiltered = path.join(registry.path, UNFILTERED_BED);
  const ccreFile = existsSync(unfiltered) ? unfiltered : path.join(registry.path, CCRE_BED);
  const ccre = findLine(ccreFile, accession, CCRE_COLUMN)?.columns;
  const rdhs = ccre?.[3] ?? accession;
  const found = findLine(path.join(registry.path, RDHS_BED), rdhs, RDHS_COLUMN);
  if (found === undefined) {
    throw new CisregError(
      'NOT_FOUND',
      `${accession} is no cCRE or rDHS of this registry, expected an accession such as ${registry.accessionPrefix}E0000001 or ${registry.accessionPrefix}D0000001; look in cCREs.bed`,
      { where: { file: registry.path } },
    );
  }
  const { row, columns } = found;
  const own = ccre ?? findLine(ccreFile, rdhs, RDHS_COLUMN)?.columns;
  const isPublished =
    own !== undefined && findLine(path.join(registry.path, CCRE_BED), rdhs, RDHS_COLUMN) !== undefined;
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
    ccre: own?.[4],
    class: own?.[5],
    tier: own?.[6],
    isPublished,
    details: detailsOf(path.join(registry.path, ELEMENTS_TSV), rdhs),
    zscores,
  };
}

/** The line that has `value` in this column (from 0), and its number from 0. */
function findLine(
  file: string,
  value: string,
  column: number,
): { row: number; columns: string[] } | undefined {
  const bytes = readFileSync(file);
  const needle = Buffer.from(value);
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

function detailsOf(file: string, rdhs: string): Record<string, string> {
  const bytes = readFileSync(file);
  const header = bytes.toString('utf8', 0, bytes.indexOf(10)).split('\t');
  const values = findLine(file, rdhs, 0)?.columns ?? [];
  return Object.fromEntries(header.map((name, i) => [name, values[i] ?? NA]));
}
