/** What pages of enrichment say of a biosample: its short name, its key, its tissue. */

import { useMemo } from 'react';
import { useAllRows } from '../../api/all-rows.ts';

export interface NamedBiosample {
  readonly biosample: string;
  /** As in addresses. */
  readonly key: string;
  readonly short: string;
  /** Empty where the registry does not say. */
  readonly tissue: string;
}

/** By name. Before the answer (`isKnown` is false) a biosample has its own name, as its key too, and no tissue. */
export function useBiosampleNames(): {
  nameOf(biosample: string): NamedBiosample;
  readonly isKnown: boolean;
} {
  const { data } = useAllRows('/api/v1/biosamples', {}, 'biosamples');
  return useMemo(() => {
    const all = new Map(
      data?.biosamples.map(({ biosample, key, metadata }) => [
        biosample,
        { biosample, key, short: metadata.displayName ?? biosample, tissue: metadata.tissue ?? '' },
      ]),
    );
    return {
      nameOf: (biosample) =>
        all.get(biosample) ?? { biosample, key: biosample, short: biosample, tissue: '' },
      isKnown: data !== undefined,
    };
  }, [data]);
}
