/** Answers of the API in components. */

import { QueryClient, type UseQueryResult, useQuery } from '@tanstack/react-query';
import { useRegistry } from '../frame/registry.ts';
import { type Answer, type Asked, ask, Problem, type Question } from './ask.ts';

export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // Registries do not change under a page but by annotation; its owner reloads.
      staleTime: 5 * 60_000,
      refetchOnWindowFocus: false,
      // Too many at once (503, 429) and a server that did not answer are worth another try; a mistake is not.
      retry: (count, error) => count < 2 && error instanceof Problem && [0, 429, 503].includes(error.status),
      retryDelay: (count) => 400 * 2 ** count,
    },
  },
});

interface AnswerOptions {
  /** False: not asked yet. */
  readonly isWanted?: boolean;
}

/**
 * The answer of the registry that the page shows. While a changed question is asked, `data` keeps the answer before and `isPlaceholderData` is true:
 * dim it. `error` is a Problem.
 */
export function useAnswer<P extends Asked<'get'>>(
  path: P,
  question: Question<P>,
  { isWanted = true }: AnswerOptions = {},
): UseQueryResult<Answer<P>, Problem> {
  const { id, version } = useRegistry();
  const asked = { ...question, query: { registry: id, ...question.query } } as Question<P>;
  return useQuery<Answer<P>, Problem>({
    queryKey: [path, asked, version],
    queryFn: ({ signal }) => ask(path, asked, signal),
    // Of the same thing only: another element must not wear this one's numbers.
    placeholderData: (before, query) =>
      samePlace(query?.queryKey[1] as Question<P> | undefined, asked) ? before : undefined,
    enabled: isWanted,
  });
}

function samePlace(before: { path?: unknown } | undefined, now: { path?: unknown }): boolean {
  return before !== undefined && JSON.stringify(before.path) === JSON.stringify(now.path);
}
