/** A registry read back from its directory. */

import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { CisregError } from '../errors.ts';
import { readJsonObject } from '../formats/json-object.ts';
import { readTable } from '../formats/table.ts';
import { type ChromSizes, chromSizesOf } from '../genome/chrom-sizes.ts';
import { BIOSAMPLES_TSV, FORMAT_VERSION, NA, REGISTRY_JSON, ZSCORES } from './layout.ts';
import { readZManifest, type ZManifest } from './zscore-store.ts';

/** What opening a registry tells: nothing of its elements is held. */
export interface RegistryDirectory {
  readonly path: string;
  readonly assembly: string;
  readonly accessionPrefix: string;
  readonly scheme: 'encode3' | 'encode4';
  readonly idsAreLocal: boolean;
  readonly chromSizes: ChromSizes;
  /** Directory of the column store. */
  readonly zscores: string;
  readonly manifest: ZManifest;
  readonly biosamples: readonly BiosampleRow[];
}

/** A row of biosamples.tsv; `files` names the dataset of each class assay. */
export interface BiosampleRow {
  readonly name: string;
  readonly key: string;
  readonly group: number | undefined;
  readonly files: Readonly<Record<string, string>>;
  /** The biosample sheet's columns, without those that are NA. */
  readonly metadata: Readonly<Record<string, string>>;
}

const ASSAY_COLUMNS = ['DNase', 'H3K4me3', 'H3K27ac', 'CTCF'];
const OWN_COLUMNS = ['biosample', 'key'];

/**
 * Throws a CisregError (CONFLICT) where a directory to write to is a registry or lies in one, itself or by symbolic links:
 * a registry's files are never touched, and its biosamples/ and zscores/ have names that others have too.
 */
export function refuseInsideRegistry(directory: string): void {
  const given = path.resolve(directory);
  for (const start of new Set([given, realPathOf(given)])) {
    for (const folder of foldersUpwards(start)) {
      if (!existsSync(path.join(folder, REGISTRY_JSON))) continue;
      const other = folder === given ? '' : ` than ${directory}`;
      throw new CisregError(
        'CONFLICT',
        `is a registry, expected another directory to write to${other}; name one`,
        { where: { file: folder } },
      );
    }
  }
}

/** Where a path ends that need not exist: its nearest folder that does, with all links followed. */
function realPathOf(file: string): string {
  for (const folder of foldersUpwards(file)) {
    if (existsSync(folder)) return path.join(realpathSync(folder), path.relative(folder, file));
  }
  return file;
}

function* foldersUpwards(start: string): Generator<string> {
  let folder = start;
  for (; folder !== path.dirname(folder); folder = path.dirname(folder)) yield folder;
  yield folder;
}

/** Opens a registry. Throws a CisregError where `directory` holds none, or one of a layout that this version cannot read. */
export async function openRegistry(directory: string): Promise<RegistryDirectory> {
  const file = path.join(directory, REGISTRY_JSON);
  if (!existsSync(file)) {
    throw new CisregError(
      'NOT_FOUND',
      'has no registry.json, expected a registry that cisreg build has finished; name its directory',
      { where: { file: directory } },
    );
  }
  const summary = (readJsonObject(file) ?? {}) as {
    formatVersion?: number;
    assembly: string;
    accessionPrefix: string;
    scheme: 'encode3' | 'encode4';
    idsAreLocal: boolean;
    chromSizes: readonly (readonly [string, number])[];
  };
  if (summary.formatVersion !== FORMAT_VERSION || !Array.isArray(summary.chromSizes)) {
    throw new CisregError(
      'FORMAT',
      `has ${summary.formatVersion === undefined ? 'no format version' : `format version ${summary.formatVersion}`}, expected ${FORMAT_VERSION} with chromSizes; build the registry again`,
      { where: { file } },
    );
  }
  const table = await readTable(path.join(directory, BIOSAMPLES_TSV), {
    required: ['biosample', 'key', 'group', ...ASSAY_COLUMNS],
  });
  // Those of the sheet stand between the key and the assays.
  const sheetColumns = table.columns.slice(OWN_COLUMNS.length, table.columns.indexOf('DNase'));
  const biosamples = table.rows.map((row) => {
    const group = table.get(row, 'group');
    const files = ASSAY_COLUMNS.map((assay) => [assay, table.get(row, assay)] as const);
    return {
      name: table.get(row, 'biosample'),
      key: table.get(row, 'key'),
      group: group === NA ? undefined : Number(group),
      files: Object.fromEntries(files.filter(([, name]) => name !== NA)),
      metadata: Object.fromEntries(
        sheetColumns.map((name) => [name, table.get(row, name)]).filter(([, value]) => value !== NA),
      ),
    };
  });
  const zscores = path.join(directory, ZSCORES);
  return {
    path: directory,
    assembly: summary.assembly,
    accessionPrefix: summary.accessionPrefix,
    scheme: summary.scheme,
    idsAreLocal: summary.idsAreLocal,
    chromSizes: chromSizesOf(
      summary.chromSizes.map(([name]) => name),
      summary.chromSizes.map(([, sizeBp]) => sizeBp),
    ),
    zscores,
    manifest: readZManifest(zscores),
    biosamples,
  };
}
