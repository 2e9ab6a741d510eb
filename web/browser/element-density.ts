/** Where elements are, of a view that is too wide for them: how many that match begin in each stretch of the chromosome. */

import type { Query } from '../frame/address.ts';
import type { Registry } from '../frame/registry.ts';
import { askElements } from '../pages/elements/element-answers.ts';
import { WIDEST_BP } from './element-features.ts';
import type { Feature } from './igv-api.ts';

/** A stretch with the number of elements in it. */
export type ElementDensity = Feature & { readonly value: number };

/** Width of a stretch on the screen, px, and the most that the API counts in. */
const [BAR_PX, MOST_BINS] = [4, 10_000];

export const isDensity = (feature: Feature): feature is ElementDensity => feature.value !== undefined;

/** Whether a view shows numbers in place of elements. */
export const isTooWide = (lengthBp: number): boolean => lengthBp > WIDEST_BP;

interface Wish {
  readonly chrom: string;
  readonly bpPerPixel: number;
  readonly filter?: Query | undefined;
}

/** All stretches of a chromosome, those without elements too; none of a chromosome that the registry does not have. Throws Problem. */
export async function elementDensity(
  { id, chromosomes }: Pick<Registry, 'id' | 'chromosomes'>,
  { chrom, bpPerPixel, filter = {} }: Wish,
): Promise<ElementDensity[]> {
  const sizeBp = chromosomes.find(({ name }) => name === chrom)?.sizeBp;
  if (sizeBp === undefined) return [];
  const bins = Math.max(1, Math.min(MOST_BINS, Math.ceil(sizeBp / (bpPerPixel * BAR_PX))));
  const name = `positions.${chrom}`;
  const { facets } = await askElements(id, { filter, limit: 0, facets: [`${name}:${bins}`] });
  const found = facets[name];
  if (found === undefined || !('bins' in found)) return [];
  // The facet leaves out the filter of chromosomes.
  const isChosen = filter.chrom === undefined || filter.chrom.split(',').includes(chrom);
  const edge = (bin: number) => Math.round((bin * sizeBp) / bins);
  return found.bins.map((n, bin) => {
    return { chr: chrom, start: edge(bin), end: edge(bin + 1), value: isChosen ? n : 0 };
  });
}
