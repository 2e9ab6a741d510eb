/** A list of the API whole: page after page until all of its rows are there. For what is counted, sorted or drawn in the page. */

import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { useRegistry } from '../frame/registry.ts';
import { useAnswer } from './answer.ts';
import { type Answer, type Asked, ask, type Problem, type Question } from './ask.ts';

/** JSON has no more on a page. */
const PAGE_ROWS = 10_000;
/** A page of the browser holds so many with ease; of a longer list it has the first page, and says so. */
const MOST_ROWS = 200_000;

/** What a page is asked by. */
export interface Span {
  readonly limit: string;
  readonly offset?: string;
}
const FIRST: Span = { limit: String(PAGE_ROWS) };

interface Listed {
  readonly total: number;
}
/** The name under which an answer has its rows. */
type RowsName<T> = { [Name in keyof T]-?: T[Name] extends readonly unknown[] ? Name : never }[keyof T];

const rowsUnder = <T>(answer: T, name: RowsName<T>) => answer[name] as readonly unknown[];

/** Whether an answer has all of its rows; a list of more than 200,000 has not. */
export const isWhole = <T extends Listed>(answer: T, name: RowsName<T>): boolean =>
  rowsUnder(answer, name).length >= answer.total;

/** The answer with all rows under `name`; of more than 200,000 the first page, whose `total` says so. Throws what `page` throws. */
export async function allRows<T extends Listed>(
  name: RowsName<T>,
  page: (span: Span) => Promise<T>,
): Promise<T> {
  return withRest(await page(FIRST), name, page);
}

async function withRest<T extends Listed>(
  first: T,
  name: RowsName<T>,
  page: (span: Span) => Promise<T>,
): Promise<T> {
  if (isWhole(first, name) || first.total > MOST_ROWS) return first;
  const rows = [...rowsUnder(first, name)];
  while (rows.length < first.total) {
    const more = rowsUnder(await page({ ...FIRST, offset: String(rows.length) }), name);
    if (more.length === 0) break;
    rows.push(...more);
  }
  return { ...first, [name]: rows };
}

/** Those addresses that answer a list. */
type ListAt = { [P in Asked<'get'>]: Answer<P> extends Listed ? P : never }[Asked<'get'>];

/** Of any address: which name has the rows is checked where the hook is called. */
type Page = Listed & Readonly<Record<string, unknown>>;

/** As useAnswer, with all rows under `name`; of more than 200,000 the first page. A list of one page is asked once. */
export function useAllRows<P extends ListAt>(
  path: P,
  question: Question<P>,
  name: RowsName<Answer<P>>,
  options: { readonly isWanted?: boolean; readonly kind?: string } = {},
): UseQueryResult<Answer<P>, Problem> {
  const { id, version } = useRegistry();
  const pageOf = (span: Span) =>
    ({ ...question, query: { registry: id, ...question.query, ...span } }) as Question<P>;
  const first = useAnswer(path, pageOf(FIRST), options);
  const page = first.data as Page | undefined;
  const rows = name as never;
  const hasMore =
    page !== undefined && !first.isPlaceholderData && page.total <= MOST_ROWS && !isWhole(page, rows);
  const whole = useQuery<Answer<P>, Problem>({
    queryKey: [path, pageOf(FIRST), version, 'all rows'],
    queryFn: async ({ signal }) => {
      const next = (span: Span) => ask(path, pageOf(span), signal) as Promise<unknown> as Promise<Page>;
      return (await withRest(page!, rows, next)) as unknown as Answer<P>;
    },
    enabled: hasMore,
  });
  return hasMore ? whole : first;
}
