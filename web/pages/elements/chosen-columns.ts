/** Which columns the table has: those of the address, else those that the filters suggest. */

import type { Query } from '../../frame/address.ts';
import { COLUMNS, type ElementColumn, zColumn } from './column-list.tsx';
import { parseActivity } from './facets/activity.ts';
import { assayIn, assayText, isListable, partsOf } from './filter-texts.ts';

const known = new Map(COLUMNS.map((column) => [column.key, column]));

/** Every assay and biosample that a condition of the address names, each once. Groups have too many to show. */
export function conditionColumns(query: Query): readonly string[] {
  const { high, low, noSignal, z = '', activity = '' } = query;
  const plain = [high, low, noSignal].flatMap((text) => partsOf(text, ';'));
  const ranged = partsOf(z, ';').map((part) => part.slice(0, part.lastIndexOf(':')));
  const joined = (parseActivity(activity)?.terms ?? []).flatMap((term) =>
    'biosample' in term && isListable(term) ? [assayText(term)] : [],
  );
  return [...new Set([...plain, ...ranged, ...joined])].filter((part) => assayIn(part) !== undefined);
}

/** With so many conditions so many columns of highest Z stand beside them: what a window of 1440 px has
 * room for. */
const MOST_HIGHEST = [3, 1];

/**
 * The columns without `columns` in the address: with conditions their own Z, and then fewer of the highest ones. They fit beside the facets at
 * 1440 px where a chromosome is longer than 100 Mb, with a scroll bar.
 */
export function defaultColumns(query: Query): readonly string[] {
  const conditions = conditionColumns(query);
  // That CTCF is high stands behind the class.
  const highest = ['maxZ.DNase', 'maxZ.H3K4me3', 'maxZ.H3K27ac'];
  return [
    'accession',
    'class',
    'location',
    ...conditions,
    ...highest.slice(0, MOST_HIGHEST[conditions.length] ?? 0),
    'nearestGene',
    'tssDistance',
    'support.DNase',
  ];
}

/** The keys of the columns, in their order. */
export const columnKeys = (query: Query): readonly string[] =>
  query.columns === undefined ? defaultColumns(query) : partsOf(query.columns, ';');

/** The columns of keys; keys that are none are left out. `shortNameOf` says what heads call a biosample. */
export function columnsOf(
  keys: readonly string[],
  shortNameOf: (biosample: string) => string,
): readonly ElementColumn[] {
  return keys.flatMap((key) => {
    const own = known.get(key);
    if (own !== undefined) return [own];
    const column = assayIn(key);
    return column === undefined ? [] : [zColumn(column, shortNameOf(column.biosample))];
  });
}

/** What the API is asked for beside its own columns: `ASSAY@BIOSAMPLE`, semicolons between. */
export function apiColumns(keys: readonly string[]): string | undefined {
  const own = keys.filter((key) => !known.has(key) && assayIn(key) !== undefined);
  return own.length === 0 ? undefined : own.join(';');
}
