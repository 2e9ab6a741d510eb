/**
 * The counts of the facets that are open. Classes and the like are counted in a few milliseconds and asked by themselves, so that they are painted
 * first; histograms look at every element. Chromosomes and positions leave their own filter out, which is two names of the address.
 */

import { useCallback } from 'react';
import type { Problem } from '../../../api/ask.ts';
import type { Query } from '../../../frame/address.ts';
import type { Registry } from '../../../frame/registry.ts';
import {
  type FacetCounts as Counts,
  type FacetHistogram,
  nameOfFacet,
  useElementCounts,
} from '../element-answers.ts';
import { BINS, type FacetSpec } from './facet-list.ts';

export interface FacetCounts {
  /** Of `class`, `tier`, `chrom`; undefined until they are counted. */
  counts(name: string): Counts | undefined;
  /** By what was asked: `histogram.tau:0,1,48`. */
  histogram(asked: string): FacetHistogram | undefined;
  /** What is shown of a kind of facets belongs to the filters before. */
  isBefore(kind: FacetSpec['kind']): boolean;
  /** Elements that pass. */
  readonly total: number | undefined;
  readonly problem: Problem | null;
  retry(): void;
}

/** What chromosomes and positions are counted under. */
const withoutPlaces = ({ chrom: _, region: __, ...rest }: Query): Query => rest;

export const positionsAsked = (chrom: string): string => `positions.${chrom}:${BINS}`;

interface Counted {
  readonly registry: Pick<Registry, 'scheme'>;
  /** The open ones. */
  readonly facets: readonly FacetSpec[];
  /** The chromosome whose positions are shown. */
  readonly chrom: string | undefined;
}

export function useFacetCounts(query: Query, { registry, facets, chrom }: Counted): FacetCounts {
  const categories = facets.flatMap(({ kind }) =>
    kind === 'class' && registry.scheme === 'encode3'
      ? ['class', 'ctcfBound']
      : kind === 'class' || kind === 'tier' || kind === 'zone'
        ? [kind]
        : [],
  );
  const ranges = facets.flatMap((own) => (own.kind === 'range' && !own.isMissing ? [own.asked] : []));
  const hasPlaces = facets.some(({ kind }) => kind === 'places');
  const places = ['chrom', ...(chrom === undefined ? [] : [positionsAsked(chrom)])];
  const first = useElementCounts(query, categories);
  const second = useElementCounts(query, ranges, { isWanted: ranges.length > 0 });
  const third = useElementCounts(withoutPlaces(query), places, { isWanted: hasPlaces });
  const answers = [first, second, third];
  const facetOf = useCallback(
    (name: string) => first.data?.facets[name] ?? second.data?.facets[name] ?? third.data?.facets[name],
    [first.data, second.data, third.data],
  );
  return {
    counts: (name) => facetOf(name) as Counts | undefined,
    histogram: (asked) => facetOf(nameOfFacet(asked)) as FacetHistogram | undefined,
    isBefore: (kind) => (kind === 'range' ? second : kind === 'places' ? third : first).isPlaceholderData,
    total: first.data?.total,
    problem: answers.find(({ error }) => error !== null)?.error ?? null,
    retry: () => {
      for (const answer of answers) if (answer.isError) void answer.refetch();
    },
  };
}
