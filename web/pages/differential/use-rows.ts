/** The rows of the views: what differs so far, in the order of the address, and the one in hand. */

import { useCallback, useMemo } from 'react';
import { useQueryState } from '../../frame/address.ts';
import { type Comparison, elementQuestion, geneQuestion } from './comparison.ts';
import { serverSort, sortOf } from './difference-sort.ts';
import { useDifference } from './use-difference.ts';

/** The addresses that are asked. */
export const ELEMENTS = '/api/v1/differential/ccres';
export const GENES = '/api/v1/differential/genes';

export function useElements(comparison: Comparison, isWanted: boolean) {
  const [query] = useQueryState();
  const asked = elementQuestion(comparison);
  const answer = useDifference(ELEMENTS, asked, { sort: serverSort(sortOf(query.sort)), isWanted });
  const rows = useMemo(() => answer.data?.flatMap(({ elements }) => elements) ?? [], [answer.data]);
  return { asked, answer, rows, first: answer.data?.[0] };
}

export function useGenes(comparison: Comparison, isWanted: boolean) {
  const [query] = useQueryState();
  const asked = geneQuestion(comparison);
  const answer = useDifference(GENES, asked, { sort: serverSort(sortOf(query.sort)), isWanted });
  const rows = useMemo(() => answer.data?.flatMap(({ genes }) => genes) ?? [], [answer.data]);
  return { asked, answer, rows, first: answer.data?.[0] };
}

/** The row in hand, in the address; the same again lets it go. */
export function useSelected(): [string | undefined, (key: string) => void] {
  const [{ selected }, change] = useQueryState();
  const onSelect = useCallback(
    (key: string) => change({ selected: key === selected ? undefined : key }, { isReplaced: true }),
    [change, selected],
  );
  return [selected, onSelect];
}
