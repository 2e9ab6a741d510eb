/** The variant and what it is linked with, for the genome browser. */

import { useMemo } from 'react';
import type { ExtraTrack } from '../../browser/browser-strip.tsx';
import { fixed } from '../../words/numbers.ts';
import type { AboutVariant } from './variant-page.tsx';

export function useVariantTracks(about: AboutVariant | undefined): readonly ExtraTrack[] | undefined {
  return useMemo(() => {
    if (about === undefined) return undefined;
    const { variant, ld } = about;
    const own = { chr: variant.chrom, start: variant.start, end: variant.end, name: variant.id };
    return [
      {
        name: variant.id,
        type: 'annotation',
        displayMode: 'COLLAPSED',
        height: 40,
        color: 'var(--accent)',
        features: [own],
      },
      ...ld.map(({ population, partners }) => ({
        name: `Linked in ${population}`,
        type: 'annotation',
        displayMode: 'EXPANDED',
        height: 40,
        color: 'var(--ink2)',
        features: partners.map(({ chrom, start, end, id, r2 }) => ({
          ...{ chr: chrom, start, end },
          name: `${id} r² ${fixed(r2, 2)}`,
        })),
      })),
    ];
  }, [about]);
}
