/** Names of datasets for files and tables whose readers take letters of both cases for one. */

import path from 'node:path';
import { fileKey } from '../store/layout.ts';
import type { ZColumn } from '../store/zscore-store.ts';

/**
 * A name for each column, unlike all others and `taken` ones, letter case aside: the dataset's own made safe; where that
 * would be two columns' or is taken, the name under which the store holds it, with a number where that is taken too.
 */
export function datasetNames(columns: readonly ZColumn[], taken: readonly string[] = []): string[] {
  const keys = columns.map(({ file }) => fileKey(file));
  const users = new Map(taken.map((name) => [name.toLowerCase(), 2]));
  for (const key of keys) users.set(key.toLowerCase(), (users.get(key.toLowerCase()) ?? 0) + 1);
  return columns.map(({ base }, c) => {
    const key = keys[c]!;
    if (users.get(key.toLowerCase()) === 1) return key;
    const stored = path.basename(base);
    let name = stored;
    for (let n = 2; users.has(name.toLowerCase()); n++) name = `${stored}-${n}`;
    users.set(name.toLowerCase(), 1);
    return name;
  });
}
