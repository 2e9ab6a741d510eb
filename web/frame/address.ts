/** What stands after the question mark of a page's address: names and texts, as the API spells them. */

import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';

export type Query = Readonly<Record<string, string>>;

/** For the router: texts as they are, not as JSON. Of a name that stands there twice the last holds. */
export function parseQuery(text: string): Query {
  return Object.fromEntries(new URLSearchParams(text));
}

/** The other way round. Empty and undefined values are left out; what may stand in a query is readable. */
export function queryText(query: Readonly<Record<string, unknown>>): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  const readable = text
    .replaceAll('%2C', ',')
    .replaceAll('%3A', ':')
    .replaceAll('%40', '@')
    .replaceAll('%3B', ';');
  return readable === '' ? '' : `?${readable}`;
}

/**
 * The query of this page, and what changes it: names with undefined go, others are set, the rest stays. What a visitor would not want to go back
 * through (dragging, sorting) replaces the entry of the history.
 */
export function useQueryState(): [Query, (change: Changes, options?: { isReplaced?: boolean }) => void] {
  const query = useSearch({ strict: false }) as Query;
  const navigate = useNavigate();
  const change = useCallback(
    (changes: Changes, { isReplaced = false } = {}) => {
      void navigate({
        to: '.',
        search: ((before: Query) => withChanges(before, changes)) as never,
        replace: isReplaced,
        resetScroll: false,
      });
    },
    [navigate],
  );
  return [query, change];
}

export type Changes = Readonly<Record<string, string | undefined>>;

function withChanges(before: Query, changes: Changes): Query {
  const after = { ...before, ...changes };
  return Object.fromEntries(
    Object.entries(after).filter((pair): pair is [string, string] => pair[1] !== undefined && pair[1] !== ''),
  );
}
