/** Which variant an association speaks of: by id, by the id that replaced it, or by place. */

import type { VariantTable } from '../variants/variant-table.ts';
import type { GwasRows } from './gwas-rows.ts';

/** How each association was resolved, or why not; codes are places in this list. */
export const RESOLVED = ['byId', 'byReplacedId', 'byPlace', 'unknownId', 'noVariantThere'] as const;
export type Resolved = (typeof RESOLVED)[number];

export interface Resolution {
  /** Row of the variant; -1 where there is none. */
  readonly row: Int32Array;
  /** Index into RESOLVED. */
  readonly how: Uint8Array;
  /** Associations resolved by id whose place is another than the variant's, of those that have one. */
  readonly placesThatDiffer: number;
  readonly placesCompared: number;
  /** Places count: they are of this assembly. */
  readonly usesPlaces: boolean;
}

/** With fewer places to compare, nothing can be said about the assembly. */
const ENOUGH_PLACES = 10;

/**
 * Ids first, then those that the catalogue says have replaced them. What is left is looked for at its place (the first variant there), unless
 * most of the places of what was found by id are other ones: then the catalogue is of another assembly.
 */
export function resolveSnps(
  { count, ids, current, chrom, pos }: GwasRows,
  { variants, chromNames }: { readonly variants: VariantTable; readonly chromNames: readonly string[] },
): Resolution {
  const row = new Int32Array(count).fill(-1);
  const how = new Uint8Array(count);
  let [compared, differ] = [0, 0];
  const rowOf = variants.finder();
  for (let i = 0; i < count; i++) {
    const id = ids.at(i);
    const own = id === '' ? -1 : rowOf(id);
    row[i] = own < 0 && current[i]! > 0 ? rowOf(`rs${current[i]}`) : own;
    how[i] = codeOf(own >= 0 ? 'byId' : 'byReplacedId');
    if (row[i]! < 0 || chrom[i]! < 0) continue;
    const { chrom: name, start } = variants.variant(row[i]!);
    compared++;
    if (name !== chromNames[chrom[i]!] || start + 1 !== pos[i]) differ++;
  }
  const usesPlaces = compared < ENOUGH_PLACES || differ <= compared / 2;
  for (let i = 0; i < count; i++) {
    if (row[i]! >= 0) continue;
    if (chrom[i]! < 0 || !usesPlaces) {
      how[i] = codeOf('unknownId');
      continue;
    }
    const place = { chrom: chromNames[chrom[i]!]!, start: pos[i]! - 1, end: pos[i]! };
    const [from, to] = variants.rowsIn(place);
    row[i] = from < to ? from : -1;
    how[i] = codeOf(from < to ? 'byPlace' : 'noVariantThere');
  }
  return { row, how, placesThatDiffer: differ, placesCompared: compared, usesPlaces };
}

function codeOf(word: Resolved): number {
  return RESOLVED.indexOf(word);
}
