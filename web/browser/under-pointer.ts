/** What lies under the pointer, in words. */

import { count, counted, fixed, place } from '../words/numbers.ts';
import { isDensity } from './element-density.ts';
import type { ElementFeature } from './element-features.ts';
import type { Feature } from './igv-api.ts';
import type { IgvView } from './igv-view.ts';
import type { TrackSpec } from './track-specs.ts';

export interface Pointed {
  readonly element: ElementFeature | undefined;
  readonly said: string;
}

/** What is narrower on the screen can be hit beside it. */
const NEAR_PX = 3;

/** The element or feature, or the value of a signal, at a point of the window. */
export function under(
  { clientX, clientY }: { readonly clientX: number; readonly clientY: number },
  view: IgvView,
  specs: readonly TrackSpec[],
): Pointed | undefined {
  const at = view.at(clientX, clientY);
  const spec = specs.find(({ id }) => id === at?.id);
  if (at === undefined || spec === undefined) return undefined;
  const isValue = spec.kind === 'signal';
  const near = isValue ? 0 : NEAR_PX * at.bpPerPixel;
  const found = view
    .featuresOf(spec.id)
    .filter(({ start, end }) => start - near <= at.base && at.base < end + near);
  if (isValue) {
    const value = found.find((feature) => feature.value !== undefined)?.value;
    const where = `${count(Math.floor(at.base) + 1)}`;
    return {
      element: undefined,
      said: `${spec.name}: ${value === undefined ? 'no value' : fixed(value, 2)} at ${where}`,
    };
  }
  if (spec.kind === 'elements') {
    const bar = found.find((one) => isDensity(one) && one.start <= at.base && at.base < one.end);
    if (bar !== undefined && isDensity(bar))
      return { element: undefined, said: `${counted(bar.value, 'element')}, ${placeOf(bar)}` };
    const elements = found.map((feature) => feature as ElementFeature);
    // The one that matches is drawn above the others.
    const element = elements.find(({ isMatch }) => isMatch) ?? elements[0];
    return element && { element, said: `${element.accession}, ${element.class}, ${placeOf(element)}` };
  }
  const [feature] = found;
  return feature && { element: undefined, said: `${feature.name ?? spec.name}, ${placeOf(feature)}` };
}

const placeOf = ({ chr, start, end }: Feature): string => place({ chrom: chr, start, end });
