/** BED files that are compared with the rDHSs: consensus DHSs, a blacklist. */

import { readBed } from '../formats/bed.ts';
import type { ChromSizes } from '../genome/chrom-sizes.ts';
import { type SortedRegions, sortRegions } from '../genome/sorted-regions.ts';
import { checkNaming } from './chrom-names.ts';

/** Reads regions (chrom, start, end), sorted. With `chromSizes` they must name chromosomes as it does. */
export async function readSortedBed(path: string, chromSizes?: ChromSizes): Promise<SortedRegions> {
  const bed = await readBed(path);
  if (chromSizes !== undefined) checkNaming(bed.chromNames, path, chromSizes);
  return sortRegions(bed).sorted;
}
