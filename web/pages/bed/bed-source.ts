/** A BED that is asked about: one that the server keeps, or, where it keeps none, the one in this page. */

import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { type Answer, addressOf, ask, fetched, type Problem, post, problemOf } from '../../api/ask.ts';
import type { Query } from '../../frame/address.ts';
import { useRegistry } from '../../frame/registry.ts';

/** The counts, with the filters that they are of: while others are asked, the words go with the numbers that are shown. */
export type Overlap = Answer<'/api/v1/intersect', 'post'> & { readonly asked: Query };

export type BedSource =
  | { readonly kind: 'kept'; readonly id: string }
  | { readonly kind: 'here'; readonly body: Blob; readonly name: string };

/** Filters of elements that this page takes from its address. */
export const filtersOf = ({ class: own, high }: Query): Query => ({
  ...(own === undefined ? {} : { class: own }),
  ...(high === undefined ? {} : { high }),
});

/** The address of an intersection, for links; of a BED in this page there is none. */
export function overlapAddress(
  source: BedSource,
  query: Readonly<Record<string, string>>,
): string | undefined {
  if (source.kind === 'here') return undefined;
  return addressOf('/api/v1/intersect', { query: { ...query, upload: source.id } });
}

/** An intersection in some format. Throws Problem. */
export async function overlapResponse(
  source: BedSource,
  query: Readonly<Record<string, string>>,
  signal?: AbortSignal,
): Promise<Response> {
  const init = signal === undefined ? {} : { signal };
  const response =
    source.kind === 'kept'
      ? await fetched(overlapAddress(source, query)!, init)
      : await fetched(addressOf<'/api/v1/intersect', 'post'>('/api/v1/intersect', { query }), {
          ...init,
          method: 'POST',
          headers: { 'content-type': 'text/plain' },
          body: source.body,
        });
  if (response.ok) return response;
  throw problemOf(response.status, await response.text());
}

/** The counts. A BED in this page is another one with every choice: its number in the page names it. */
export function useOverlap(source: BedSource, filter: Query): UseQueryResult<Overlap, Problem> {
  const { id, version } = useRegistry();
  return useQuery<Overlap, Problem>({
    queryKey: ['overlap', version, keyOf(source), filter],
    queryFn: async ({ signal }) => {
      const query = { registry: id, ...filter };
      const counts =
        source.kind === 'kept'
          ? await ask('/api/v1/intersect', { query: { ...query, upload: source.id } }, signal)
          : await post('/api/v1/intersect', { query }, source.body, signal);
      return { ...counts, asked: filter };
    },
    placeholderData: (before, query) => (query?.queryKey[2] === keyOf(source) ? before : undefined),
    retry: false,
  });
}

const numbers = new WeakMap<Blob, number>();
let last = 0;

/** Names a source in keys of answers. */
export function keyOf(source: BedSource): string {
  if (source.kind === 'kept') return source.id;
  const number = numbers.get(source.body) ?? ++last;
  numbers.set(source.body, number);
  return `here ${number}`;
}
