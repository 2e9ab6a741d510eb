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
  /** The annotation that it needs: a registry without it is not asked, and the error says that it is not here. */
  readonly kind?: string;
}

/**
 * The answer of the registry that the page shows. While a changed question is asked, `data` keeps the answer before and `isPlaceholderData` is true:
 * dim it. `error` is a Problem.
 */
export function useAnswer<P extends Asked<'get'>>(
  path: P,
  question: Question<P>,
  { isWanted = true, kind }: AnswerOptions = {},
): UseQueryResult<Answer<P>, Problem> {
  const { id, version, annotations } = useRegistry();
  const isHere = kind === undefined || annotations.includes(kind);
  const asked = { ...question, query: { registry: id, ...question.query } } as Question<P>;
  const result = useQuery<Answer<P>, Problem>({
    queryKey: [path, asked, version],
    queryFn: ({ signal }) => ask(path, asked, signal),
    // Of the same thing only: another element must not wear this one's numbers.
    placeholderData: (before, query) =>
      samePlace(query?.queryKey[1] as Question<P> | undefined, asked) ? before : undefined,
    enabled: isWanted && isHere,
  });
  return isHere || !isWanted ? result : notHere(result, `${id} has no annotation ${kind}`);
}

/** The result of a question that the registry has no data for. */
function notHere<T>(result: UseQueryResult<T, Problem>, message: string): UseQueryResult<T, Problem> {
  const error = new Problem(message, 404);
  return {
    ...result,
    data: undefined,
    error,
    isError: true,
    isPending: false,
    status: 'error',
  } as UseQueryResult<T, Problem>;
}

/** Names in a query that say of what an answer is; the others say how it is shown. */
const THINGS = [
  'registry',
  'a',
  'b',
  'q',
  'accession',
  'accessions',
  'biosample',
  'gene',
  'high',
  'id',
  'ids',
  'list',
  'low',
  'region',
  'upload',
];

function samePlace(before: Asking | undefined, now: Asking): boolean {
  return before !== undefined && ofWhat(before) === ofWhat(now);
}

interface Asking {
  readonly path?: unknown;
  readonly query?: unknown;
}

function ofWhat({ path, query }: Asking): string {
  const given = (query ?? {}) as Readonly<Record<string, unknown>>;
  return JSON.stringify([path, THINGS.map((name) => given[name] ?? null)]);
}
