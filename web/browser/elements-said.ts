import { count, span } from '../words/numbers.ts';
import { type ElementFeature, WIDEST_BP } from './element-features.ts';
import type { Region } from './strip-props.ts';

/** What of these elements is in a region, in words. */
export function elementsSaid(
  features: readonly ElementFeature[],
  region: Region,
  isFiltered: boolean,
): string {
  if (region.end - region.start > WIDEST_BP) return `zoom in below ${span(WIDEST_BP)} to see elements`;
  const inView = features.filter(
    ({ chr, start, end }) => chr === region.chrom && start < region.end && end > region.start,
  );
  const matching = inView.filter(({ isMatch }) => isMatch).length;
  const others = inView.length - matching;
  if (!isFiltered) return matching === 1 ? '1 element' : `${count(matching)} elements`;
  const match = matching === 1 ? '1 element matches' : `${count(matching)} elements match`;
  return others === 0 ? match : `${match}, ${count(others)} ${others === 1 ? 'does' : 'do'} not (grey)`;
}
