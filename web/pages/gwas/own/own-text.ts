/** The visitor's list as it was last written, kept in this tab for each registry. */

import { useCallback, useState } from 'react';
import { useRegistry } from '../../../frame/registry.ts';

/** What an address that no server keeps begins with. */
const IN_TAB = 'in-this-tab-';
const keyOf = (registry: string) => `cisreg.variants.${registry}`;
const held = new Map<string, string>();

/** The list; empty where there is none. */
export function readOwnText(registry: string): string {
  const key = keyOf(registry);
  const known = held.get(key);
  if (known !== undefined) return known;
  try {
    return sessionStorage.getItem(key) ?? '';
  } catch {
    return '';
  }
}

/** Keeps the list. */
export function writeOwnText(registry: string, text: string): void {
  held.set(keyOf(registry), text);
  try {
    sessionStorage.setItem(keyOf(registry), text);
  } catch {
    // Too large, or nothing is kept here: it holds for this page.
  }
}

/** Whether the text of a list is kept in this tab alone. */
export const isInTab = (id: string): boolean => id.startsWith(IN_TAB);

/** Keeps a list in this tab alone, and comes back with its name in addresses. */
export function keepInTab(registry: string, text: string): string {
  const id = `${IN_TAB}${Date.now().toString(36)}`;
  writeOwnText(`${registry}.${id}`, text);
  return id;
}

/** The text of such a list; empty in another tab. */
export const textInTab = (registry: string, id: string): string => readOwnText(`${registry}.${id}`);

/** The list of the registry that is shown, and what changes it. */
export function useOwnText(first?: string): [string, (text: string) => void] {
  const { id } = useRegistry();
  const [text, setText] = useState(() => first ?? readOwnText(id));
  const change = useCallback(
    (next: string) => {
      writeOwnText(id, next);
      setText(next);
    },
    [id],
  );
  return [text, change];
}

/** A text without these lines, which count from 1. */
export function withoutLines(text: string, lines: readonly number[]): string {
  const gone = new Set(lines);
  return text
    .split('\n')
    .filter((_, i) => !gone.has(i + 1))
    .join('\n');
}

/** A text without these words of its lines, which count from 1; a line that has no others goes. */
export function withoutWords(
  text: string,
  words: readonly { readonly line: number; readonly text: string }[],
): string {
  const gone = new Map<number, Set<string>>();
  for (const { line, text: word } of words) {
    const own = gone.get(line) ?? new Set();
    gone.set(line, own.add(word));
  }
  return text
    .split('\n')
    .flatMap((line, i) => {
      const own = gone.get(i + 1);
      if (own === undefined) return [line];
      const kept = line.split(/[\s,;]+/).filter((word) => word !== '' && !own.has(word));
      return kept.length === 0 ? [] : [kept.join(' ')];
    })
    .join('\n');
}

/** Where a line begins and ends in a text; lines count from 1. */
export function lineSpan(text: string, line: number): readonly [start: number, end: number] {
  const lines = text.split('\n');
  const start = lines.slice(0, line - 1).reduce((sum, own) => sum + own.length + 1, 0);
  return [start, start + (lines[line - 1]?.length ?? 0)];
}
