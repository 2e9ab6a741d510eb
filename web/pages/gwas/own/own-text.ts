/** The visitor's list as it was last written, kept in this tab for each registry. */

import { useCallback, useState } from 'react';
import { useRegistry } from '../../../frame/registry.ts';

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

/** Where a line begins and ends in a text; lines count from 1. */
export function lineSpan(text: string, line: number): readonly [start: number, end: number] {
  const lines = text.split('\n');
  const start = lines.slice(0, line - 1).reduce((sum, own) => sum + own.length + 1, 0);
  return [start, start + (lines[line - 1]?.length ?? 0)];
}
