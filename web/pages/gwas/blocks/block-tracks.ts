/** LD blocks and their variants as tracks of the genome browser. */

import type { ExtraTrack } from '../../../browser/browser-strip.tsx';
import type { Block } from './blocks.ts';

/** A block is a bar from its first to its last variant, named by its lead; variants stand below it. */
export function blockTracks(blocks: readonly Block[]): readonly ExtraTrack[] {
  return [
    {
      name: 'LD blocks',
      type: 'annotation',
      displayMode: 'EXPANDED',
      height: 40,
      color: 'var(--accent)',
      features: blocks.map(({ chrom, start, end, lead }) => ({ chr: chrom, start, end, name: lead })),
    },
    {
      name: 'Variants',
      type: 'annotation',
      displayMode: 'EXPANDED',
      height: 40,
      color: 'var(--ink2)',
      features: blocks.flatMap(({ snps }) =>
        snps.map(({ chrom, start, end, id }) => ({ chr: chrom, start, end, name: id })),
      ),
    },
  ];
}
