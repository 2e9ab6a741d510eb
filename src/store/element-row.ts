/** Everything that an open registry knows of one row: from its arrays, one read of the row-major copy, one line of elements.tsv. */

import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import path from 'node:path';
import { CisregError } from '../errors.ts';
import { placeAt } from '../genome/sorted-regions.ts';
import { CLASS_NAMES, CTCF_BOUND } from '../registry/schemes.ts';
import { TIERS } from '../registry/tiers.ts';
import type { ElementRecord, ElementZ } from './element-record.ts';
import type { ElementStore } from './element-store.ts';
import { ccreAccession, LINE_STEP, NONE_8, rdhsAccession } from './element-table.ts';
import { ELEMENTS_TSV, NA } from './layout.ts';
import { hasRow } from './row-set.ts';

/** One dataset's view of an element, with Z as it is stored (float32). */
export type StoredZ = Omit<ElementZ, 'signal'>;

/** An element as `readElement` tells of it, Z as they are stored. */
export interface StoredElement extends Omit<ElementRecord, 'zscores'> {
  readonly zscores: readonly StoredZ[];
}

/** The element of a row. Throws CisregError FORMAT where elements.tsv is not of this registry. */
export function elementAt(store: ElementStore, row: number): StoredElement {
  const { table, registry } = store;
  const ccre = ccreAccession(table, row);
  const suffix = registry.scheme === 'encode3' && hasRow(table.ctcfBound, row) ? CTCF_BOUND : '';
  return {
    row,
    ...placeAt(table.regions, row),
    rdhs: rdhsAccession(table, row),
    ccre,
    class:
      ccre === undefined
        ? undefined
        : `${CLASS_NAMES[registry.scheme].agnostic[table.classCode[row]!]}${suffix}`,
    tier: table.tier[row] === NONE_8 ? undefined : TIERS[table.tier[row]!],
    isPublished: hasRow(table.published, row),
    details: detailsOf(store, row),
    zscores: zScoresAt(store, row),
  };
}

/** Z of a row in every column, in the order of the manifest: one read, however many columns there are. */
export function zScoresAt({ registry, rowZ }: ElementStore, row: number): StoredZ[] {
  const { z, isHigh } = rowZ(row);
  return registry.manifest.columns.map((column, c) => ({ column, z: z[c]!, isHigh: isHigh[c]! }));
}

const NEWLINE = 10;

/** The row of elements.tsv, looked for among those that stand beside it. */
function detailsOf(store: ElementStore, row: number): Record<string, string> {
  const file = path.join(store.registry.path, ELEMENTS_TSV);
  const { lineStarts } = store.table;
  const descriptor = openSync(file, 'r');
  try {
    const names = headerOf(descriptor).split('\t');
    const group = Math.floor(row / LINE_STEP);
    const from = lineStarts[group]!;
    const to = lineStarts[group + 1] ?? fstatSync(descriptor).size;
    const bytes = Buffer.allocUnsafe(Math.max(0, to - from));
    const text = bytes.toString('utf8', 0, readSync(descriptor, bytes, 0, bytes.length, from));
    const accession = `${rdhsAccession(store.table, row)}\t`;
    const line = text.split('\n').find((own) => own.startsWith(accession));
    // A file that was changed beneath the registry may have the accession here, and its line cut.
    const isWhole = group + 1 === lineStarts.length || text.endsWith('\n');
    if (line !== undefined && isWhole) {
      const values = line.split('\t');
      return Object.fromEntries(names.map((name, k) => [name, values[k] ?? NA]));
    }
  } finally {
    closeSync(descriptor);
  }
  throw new CisregError(
    'FORMAT',
    `has no ${rdhsAccession(store.table, row)} where it was when the registry was opened; build the registry again`,
    { where: { file } },
  );
}

function headerOf(descriptor: number): string {
  for (let size = 512; ; size *= 4) {
    const bytes = Buffer.allocUnsafe(size);
    const got = readSync(descriptor, bytes, 0, size, 0);
    const newline = bytes.subarray(0, got).indexOf(NEWLINE);
    if (newline < 0 && got === size) continue;
    return bytes.toString('utf8', 0, newline < 0 ? got : newline);
  }
}
