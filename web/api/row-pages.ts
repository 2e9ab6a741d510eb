/** A long list of the API, asked page by page as its rows come into view: any length, no cap. */

import { useQueries } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { useRegistry } from '../frame/registry.ts';
import { useAnswer } from './answer.ts';
import { type Answer, type Asked, ask, type Question } from './ask.ts';

const PAGE_ROWS = 200;

/** The first page as an answer (its state is the list's), `at` and `onView` as DataTable takes them. */
export function useRowPages<P extends Asked<'get'>, Row>(
  path: P,
  question: Question<P>,
  rowsOf: (answer: Answer<P>) => readonly Row[],
) {
  const { id, version } = useRegistry();
  const [span, setSpan] = useState('0-0');
  const pageOf = (page: number) =>
    ({
      ...question,
      query: {
        registry: id,
        ...question.query,
        limit: String(PAGE_ROWS),
        ...(page === 0 ? {} : { offset: String(page * PAGE_ROWS) }),
      },
    }) as unknown as Question<P>;
  const answer = useAnswer(path, pageOf(0));
  const [from, to] = span.split('-').map(Number) as [number, number];
  const numbers = Array.from({ length: to - from + 1 }, (_, i) => from + i).filter((page) => page > 0);
  const more = useQueries({
    queries: numbers.map((page) => ({
      queryKey: [path, pageOf(page), version],
      queryFn: ({ signal }: { signal: AbortSignal }) => ask(path, pageOf(page), signal),
    })),
  });
  const at = (index: number): Row | undefined => {
    const page = Math.floor(index / PAGE_ROWS);
    const data = page === 0 ? answer.data : more[numbers.indexOf(page)]?.data;
    return data === undefined ? undefined : rowsOf(data)[index - page * PAGE_ROWS];
  };
  const onView = useCallback((first: number, end: number) => {
    const last = Math.max(first, end - 1);
    setSpan(`${Math.floor(first / PAGE_ROWS)}-${Math.floor(last / PAGE_ROWS)}`);
  }, []);
  return { answer, at, onView };
}
