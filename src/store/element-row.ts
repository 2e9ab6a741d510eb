/** Everything that an open registry knows of one row: from its arrays, one read of the row-major copy, one line of elements.tsv. */

import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import path from 'node:path';
import { CisregError } from '../errors.ts';
import { placeAt } from '../genome/sorted-regions.ts';
import { CLASS_NAMES, CTCF_BOUND } from '../registry/schemes.ts';
import { TIERS } from '../registry/tiers.ts';
import type { ElementRecord, ElementZ } from './element-record.ts';
import type { ElementStore } from './element-store.ts';
import { ccreAccession, NONE_8, rdhsAccession } from './element-table.ts';
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

/** Read at once when the line must be in it. */
const LAST_BYTES = 8192;
const NEWLINE = 10;

/** The row of elements.tsv, found by halving the file: its lines are in the order of rows. */
function detailsOf(store: ElementStore, row: number): Record<string, string> {
  const file = path.join(store.registry.path, ELEMENTS_TSV);
  const descriptor = openSync(file, 'r');
  try {
    const header = lineFrom(descriptor, 0);
    // The line begins in [low, high).
    let low = header.next;
    let high = fstatSync(descriptor).size;
    while (high - low > LAST_BYTES) {
      const middle = low + Math.floor((high - low) / 2);
      const begin = lineFrom(descriptor, middle - 1).next;
      if (begin >= high) high = middle;
      else if (rowOfLine(store, lineFrom(descriptor, begin).text, file) <= row) low = begin;
      else high = begin;
    }
    for (let at = low; at < high; ) {
      const { text, next } = lineFrom(descriptor, at);
      if (rowOfLine(store, text, file) === row) {
        const values = text.split('\t');
        return Object.fromEntries(header.text.split('\t').map((name, k) => [name, values[k] ?? NA]));
      }
      at = next;
    }
  } finally {
    closeSync(descriptor);
  }
  throw notOfRegistry(file, `has no ${rdhsAccession(store.table, row)}`);
}

function rowOfLine(store: ElementStore, line: string, file: string): number {
  const accession = line.slice(0, line.indexOf('\t'));
  const row = store.rowOf(accession);
  if (row === undefined) throw notOfRegistry(file, `has ${accession}, which rDHSs.bed has not`);
  return row;
}

/** The text from `at` to the end of its line, and where the next begins. */
function lineFrom(descriptor: number, at: number): { readonly text: string; readonly next: number } {
  for (let size = 512; ; size *= 4) {
    const bytes = Buffer.allocUnsafe(size);
    const got = readSync(descriptor, bytes, 0, size, at);
    const newline = bytes.subarray(0, got).indexOf(NEWLINE);
    if (newline < 0 && got === size) continue;
    const length = newline < 0 ? got : newline;
    return { text: bytes.toString('utf8', 0, length), next: at + length + 1 };
  }
}

function notOfRegistry(file: string, message: string): CisregError {
  return new CisregError('FORMAT', `${message}; build the registry again`, { where: { file } });
}
