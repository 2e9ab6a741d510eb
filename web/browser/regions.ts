/** Regions from texts and things. */

import type { Region } from './strip-props.ts';

/** A region with so much of its surroundings on either side: at least `flank` bp, and at least half its own length. */
export function widened({ chrom, start, end }: Region, flank = 7500): Region {
  const beside = Math.max(flank, Math.round((end - start) / 2));
  return { chrom, start: Math.max(0, start - beside), end: end + beside };
}

/** The region of a text as `plainPlace` writes it: chr1:1001-2000, 1-based inclusive; undefined where it is none. */
export function regionOf(text: string | undefined): Region | undefined {
  const found = /^(.+):([\d,]+)-([\d,]+)$/.exec(text ?? '');
  if (found === null) return undefined;
  const [first, last] = [found[2]!, found[3]!].map((digits) => Number(digits.replaceAll(',', '')));
  return first! >= 1 && last! >= first! ? { chrom: found[1]!, start: first! - 1, end: last! } : undefined;
}
