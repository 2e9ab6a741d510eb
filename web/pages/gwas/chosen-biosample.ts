/** The biosample that plot, table and elements are about: the address names it, else the one with the least p. */

import type { UseQueryResult } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import type { Problem } from '../../api/ask.ts';
import { useQueryState } from '../../frame/address.ts';
import { useBiosampleNames } from './biosamples.ts';
import { type Ranked, rankedOf } from './enrichment/ranked.ts';
import { type Enrichment, type Source, useEnrichment } from './source.ts';

/** A biosample without a test. */
export interface Untested {
  /** As the address has it. */
  readonly key: string;
  /** Undefined where no biosample of the registry has this key. */
  readonly short: string | undefined;
}

export interface Chosen {
  readonly answer: UseQueryResult<Enrichment, Problem>;
  readonly ranked: readonly Ranked[];
  /** Undefined before the answer, and where nothing is tested. */
  readonly row: Ranked | undefined;
  /** In accent; undefined for none. */
  readonly tissue: string | undefined;
  /** What the address names, where it was not tested: `row` is another one then. */
  readonly untested: Untested | undefined;
  choose(row: Ranked): void;
}

export function useChosen(source: Source): Chosen {
  const [query, setQuery] = useQueryState();
  const { nameOf, isKnown } = useBiosampleNames();
  const answer = useEnrichment(source);
  const { data } = answer;
  const ranked = useMemo(() => rankedOf(data?.biosamples ?? [], nameOf), [data, nameOf]);
  const row = ranked.find(({ key }) => key === query.biosample) ?? ranked[0];
  const key = query.biosample;
  const untested = useMemo(() => {
    if (!isKnown || data === undefined || key === undefined) return undefined;
    const found = data.biosamples.find(({ biosample }) => nameOf(biosample).key === key);
    if (found?.state === 'tested') return undefined;
    return { key, short: found === undefined ? undefined : nameOf(found.biosample).short };
  }, [isKnown, data, key, nameOf]);
  const first = ranked[0]?.tissue;
  const tissue = query.tissue ?? (first === '' ? undefined : first);
  const choose = useCallback(
    ({ key }: Ranked) => setQuery({ biosample: key }, { isReplaced: true }),
    [setQuery],
  );
  return { answer, ranked, row, tissue: tissue === 'none' ? undefined : tissue, untested, choose };
}
