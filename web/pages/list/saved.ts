/** Saved lists. */

import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { type Answer, ask, type Problem } from '../../api/ask.ts';

const PAGE = 10_000;
export type SavedList = Answer<'/api/v1/lists/{id}'>;

/** What a registry calls the elements of a saved list now. Throws Problem. */
export async function savedNames(registry: string, id: string): Promise<readonly string[]> {
  const names: string[] = [];
  for (;;) {
    const query = { registry, limit: String(PAGE), offset: String(names.length) };
    const { elements, next } = await ask('/api/v1/lists/{id}', { path: { id }, query });
    names.push(...elements.map(({ accession, rdhs }) => accession ?? rdhs));
    if (next === null) return names;
  }
}

/** A saved list as the registry has it for which it was saved: which one that is, and how many elements. */
export const useSavedList = (id: string): UseQueryResult<SavedList, Problem> =>
  useQuery<SavedList, Problem>({
    queryKey: ['saved list', id],
    queryFn: ({ signal }) => ask('/api/v1/lists/{id}', { path: { id }, query: { limit: '1' } }, signal),
    retry: false,
  });
