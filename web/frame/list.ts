/** The visitor's own list of elements, kept in this browser for each registry until it is saved under an address. */

import { useCallback, useSyncExternalStore } from 'react';
import { keep, kept } from './kept.ts';
import { useRegistry } from './registry.ts';
import { toast } from './toasts.tsx';

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
    const own: unknown = JSON.parse(kept(key) ?? '[]');
    if (Array.isArray(own)) accessions = own.filter((one) => typeof one === 'string');
  } catch {
    // What stands there is not ours.
  }
  held.set(key, accessions);
  return accessions;
}

function write(key: string, accessions: readonly string[]): void {
  held.set(key, accessions);
  if (!keep(key, JSON.stringify(accessions))) {
    toast('This browser does not keep the list: it goes with this page. Save it under an address.');
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
  const key = `list.${useRegistry().id}`;
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
