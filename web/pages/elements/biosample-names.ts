/** Short names of biosamples: what a registry's metadata calls them, else their own. */

import { useMemo } from 'react';
import { useAnswer } from '../../api/answer.ts';

/** Says what to call a biosample where there is little room. Before the answer, and without metadata, its own name. */
export function useShortNames(): (biosample: string) => string {
  const { data } = useAnswer('/api/v1/biosamples', { query: { limit: '10000' } });
  return useMemo(() => {
    const names = new Map(
      data?.biosamples.map(({ biosample, metadata }) => [biosample, metadata?.displayName ?? biosample]),
    );
    return (biosample) => names.get(biosample) ?? biosample;
  }, [data]);
}
