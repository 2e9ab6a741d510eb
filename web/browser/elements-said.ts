import { count, span } from '../words/numbers.ts';
import { type ElementDensity, isDensity, isTooWide } from './element-density.ts';
import { type ElementFeature, WIDEST_BP } from './element-features.ts';
import type { Region } from './strip-props.ts';

/** What of these elements is in a region, in words. */
export function elementsSaid(
  features: readonly (ElementFeature | ElementDensity)[],
  region: Region,
  isFiltered: boolean,
): string {
  const inView = features.filter(
    ({ chr, start, end }) => chr === region.chrom && start < region.end && end > region.start,
  );
  if (inView.some(isDensity)) return densitySaid(features.filter(isDensity), isFiltered);
  if (isTooWide(region.end - region.start)) return `zoom in below ${span(WIDEST_BP)} to see elements`;
  const matching = inView.filter((feature) => !isDensity(feature) && feature.isMatch).length;
  const others = inView.length - matching;
  if (!isFiltered) return matching === 1 ? '1 element' : `${count(matching)} elements`;
  const match = matching === 1 ? '1 element matches' : `${count(matching)} elements match`;
  return others === 0 ? match : `${match}, ${count(others)} ${others === 1 ? 'does' : 'do'} not (grey)`;
}

/** What the bars are: short, the buttons stand beside it. */
function densitySaid(features: readonly ElementDensity[], isFiltered: boolean): string {
  const [{ start, end }] = features as readonly [ElementDensity];
  const most = features.reduce((highest, { value }) => Math.max(highest, value), 0);
  const what = isFiltered ? 'matching elements' : 'elements';
  return `bars: up to ${count(most)} ${what} per ${span(end - start)}`;
}
