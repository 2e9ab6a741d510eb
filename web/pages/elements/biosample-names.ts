/** Short names of biosamples: what a registry's metadata calls them, else their own. */

import { useMemo } from 'react';
import { shortName, useBiosamples } from './picker/biosamples.ts';

/** Says what to call a biosample where there is little room. Before the answer, and without metadata, its own name. */
export function useShortNames(): (biosample: string) => string {
  const biosamples = useBiosamples();
  return useMemo(() => {
    const names = new Map(biosamples?.map((own) => [own.biosample, shortName(own)]));
    return (biosample) => names.get(biosample) ?? biosample;
  }, [biosamples]);
}
