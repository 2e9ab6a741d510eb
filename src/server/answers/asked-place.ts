/** Places as visitors spell them in the parameter `region`. */

import type { ChromSizes } from '../../genome/chrom-sizes.ts';
import { type Place, readLocation } from '../../genome/region-text.ts';
import { RequestError } from './problem.ts';
import { quoted } from './quoted.ts';

/** The place, clipped to its chromosome. Throws RequestError 400 that says which of chromosome and bases the assembly has not. */
export function askedPlace(text: string, chromSizes: ChromSizes): Place {
  const found = readLocation(text, chromSizes);
  if (typeof found !== 'string') return found;
  throw new RequestError(400, `region is ${quoted(text)}, ${found}`, 'region');
}

/** The places of a list with semicolons between. Throws as askedPlace. */
export function askedPlaces(text: string, chromSizes: ChromSizes): Place[] {
  return text
    .split(';')
    .filter((part) => part.trim() !== '')
    .map((part) => askedPlace(part, chromSizes));
}
