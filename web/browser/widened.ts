import type { Region } from './strip-props.ts';

/** A region with so much of its surroundings on either side: at least `flank` bp, and at least half its own length. */
export function widened({ chrom, start, end }: Region, flank = 7500): Region {
  const beside = Math.max(flank, Math.round((end - start) / 2));
  return { chrom, start: Math.max(0, start - beside), end: end + beside };
}
