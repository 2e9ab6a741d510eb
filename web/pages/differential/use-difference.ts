/** Answers of the differential addresses: the largest differences first, more on request, groups of any size. */

import { useInfiniteQuery } from '@tanstack/react-query';
import { type Answer, addressOf, ask, type Problem, post, type Question } from '../../api/ask.ts';
import { useRegistry } from '../../frame/registry.ts';
import type { Asked } from './comparison.ts';

export type DifferencePath = '/api/v1/differential/ccres' | '/api/v1/differential/genes';
export type ElementDifference = Answer<'/api/v1/differential/ccres'>['elements'][number];
export type GeneDifference = Answer<'/api/v1/differential/genes'>['genes'][number];
export type ServerSort = 'change' | 'p' | 'position';

/** Rows a question; the rest on request. */
const PAGE_ROWS = 5000;
/** Longer groups go as the body of a POST: addresses have an end. */
const MOST_CHARACTERS = 9000;

const isLong = ({ a, b }: Asked) => a.join(';').length + b.join(';').length > MOST_CHARACTERS;

/** The pages of answers so far, in the order that is asked for. `isWanted` false: not asked yet. */
export function useDifference<P extends DifferencePath>(
  path: P,
  asked: Asked,
  { sort, isWanted }: { sort: ServerSort; isWanted: boolean },
) {
  const { id: registry, version } = useRegistry();
  return useInfiniteQuery<Answer<P>, Problem, readonly Answer<P>[], readonly unknown[], number>({
    queryKey: [path, registry, version, asked, sort],
    enabled: isWanted,
    initialPageParam: 0,
    queryFn: ({ signal, pageParam }) => {
      const list = { registry, ...asked.rest, sort, limit: String(PAGE_ROWS), offset: String(pageParam) };
      if (isLong(asked)) {
        return post(path, {} as Question<P, 'post'>, { ...list, a: asked.a, b: asked.b }, signal) as Promise<
          Answer<P>
        >;
      }
      const query = { ...list, a: asked.a.join(';'), b: asked.b.join(';') };
      return ask(path, { query } as unknown as Question<P>, signal);
    },
    getNextPageParam: ({ next, offset }: Answer<P>) => (next === null ? undefined : offset + PAGE_ROWS),
    select: ({ pages }) => pages,
    // In another order alone: what else is asked, the page says at once, and rows must be of it.
    placeholderData: (before, query) => {
      const [, , ...known] = query?.queryKey.slice(0, -1) ?? [];
      return JSON.stringify(known) === JSON.stringify([version, asked]) ? before : undefined;
    },
  });
}

/** The address of all rows in a format; undefined where the groups are too long for one. */
export function differenceAddress<P extends DifferencePath>(
  path: P,
  asked: Asked,
  { registry, sort, format }: { registry: string; sort: ServerSort; format: string },
): string | undefined {
  if (isLong(asked)) return undefined;
  const query = { registry, a: asked.a.join(';'), b: asked.b.join(';'), ...asked.rest, sort, format };
  return addressOf(path, { query } as unknown as Question<P>);
}
