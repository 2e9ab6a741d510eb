/** The visitor's own list of elements, kept in this browser for each registry until it is saved under an address. */

import { useCallback, useSyncExternalStore } from 'react';
import { useRegistry } from './registry.ts';

export interface List {
  readonly accessions: readonly string[];
  has(accession: string): boolean;
  add(accessions: readonly string[]): void;
  remove(accessions: readonly string[]): void;
  clear(): void;
}

const CHANGED = 'cisreg-list';
const EMPTY: readonly string[] = [];
const held = new Map<string, readonly string[]>();

function read(key: string): readonly string[] {
  const known = held.get(key);
  if (known !== undefined) return known;
  let accessions = EMPTY;
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? '[]');
    if (Array.isArray(kept)) accessions = kept.filter((one) => typeof one === 'string');
  } catch {
    // A browser that keeps nothing has the list for this page.
  }
  held.set(key, accessions);
  return accessions;
}

function write(key: string, accessions: readonly string[]): void {
  held.set(key, accessions);
  try {
    localStorage.setItem(key, JSON.stringify(accessions));
  } catch {
    // As above.
  }
  window.dispatchEvent(new Event(CHANGED));
}

function subscribe(onChange: () => void): () => void {
  // Another tab changed it.
  const onStorage = () => {
    held.clear();
    onChange();
  };
  window.addEventListener(CHANGED, onChange);
  window.addEventListener('storage', onStorage);
  return () => {
    window.removeEventListener(CHANGED, onChange);
    window.removeEventListener('storage', onStorage);
  };
}

/** The list of the registry that is shown; every place that shows it changes with it. */
export function useList(): List {
  const key = `cisreg.list.${useRegistry().id}`;
  const accessions = useSyncExternalStore(subscribe, () => read(key));
  const add = useCallback(
    (more: readonly string[]) => write(key, [...new Set([...read(key), ...more])]),
    [key],
  );
  const remove = useCallback(
    (less: readonly string[]) => {
      const gone = new Set(less);
      write(
        key,
        read(key).filter((one) => !gone.has(one)),
      );
    },
    [key],
  );
  const clear = useCallback(() => write(key, EMPTY), [key]);
  return { accessions, has: (accession) => accessions.includes(accession), add, remove, clear };
}
