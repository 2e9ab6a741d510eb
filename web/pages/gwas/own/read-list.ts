/** What the service reads of a list, line by line. */

import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { type Answer, type Problem, post } from '../../../api/ask.ts';
import { useRegistry } from '../../../frame/registry.ts';

export type Report = Answer<'/api/v1/gwas/lists', 'post'>;

/** Typing rests for so long before the list is read. */
const REST_MS = 400;

/** The report of a text once it rests; nothing is kept. An empty text is not asked. While `isStale` it is of a text before: its lines are others. */
export function useReport(text: string): {
  readonly answer: UseQueryResult<Report, Problem>;
  readonly isStale: boolean;
} {
  const { id: registry, version } = useRegistry();
  const rested = useRested(text);
  const answer = useQuery<Report, Problem>({
    queryKey: ['gwas', 'report', rested, registry, version],
    queryFn: ({ signal }) =>
      post('/api/v1/gwas/lists', { query: { registry, keep: 'false' } }, rested, signal),
    enabled: rested.trim() !== '',
    placeholderData: (before) => (rested.trim() === '' ? undefined : before),
  });
  return { answer, isStale: rested !== text || answer.isPlaceholderData || answer.isFetching };
}

function useRested(text: string): string {
  const [rested, setRested] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setRested(text), REST_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return rested;
}
