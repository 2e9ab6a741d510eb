/** The biosample that plot, table and elements are about: the address names it, else the one with the least p. */

import type { UseQueryResult } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import type { Problem } from '../../api/ask.ts';
import { useQueryState } from '../../frame/address.ts';
import { useBiosampleNames } from './biosamples.ts';
import { type Ranked, rankedOf } from './enrichment/ranked.ts';
import { type Enrichment, type Source, useEnrichment } from './source.ts';

export interface Chosen {
  readonly answer: UseQueryResult<Enrichment, Problem>;
  readonly ranked: readonly Ranked[];
  /** Undefined before the answer, and where nothing is tested. */
  readonly row: Ranked | undefined;
  /** In accent; undefined for none. */
  readonly tissue: string | undefined;
  choose(row: Ranked): void;
}

export function useChosen(source: Source): Chosen {
  const [query, setQuery] = useQueryState();
  const nameOf = useBiosampleNames();
  const answer = useEnrichment(source);
  const { data } = answer;
  const ranked = useMemo(() => rankedOf(data?.biosamples ?? [], nameOf), [data, nameOf]);
  const row = ranked.find(({ key }) => key === query.biosample) ?? ranked[0];
  const first = ranked[0]?.tissue;
  const tissue = query.tissue ?? (first === '' ? undefined : first);
  const choose = useCallback(
    ({ key }: Ranked) => setQuery({ biosample: key }, { isReplaced: true }),
    [setQuery],
  );
  return { answer, ranked, row, tissue: tissue === 'none' ? undefined : tissue, choose };
}
