/** Places as visitors spell them in the parameter `region`. */

import { type Place, parseLocation, whyNoPlace } from '../../genome/region-text.ts';
import type { RegistryDirectory } from '../../store/registry-directory.ts';
import { RequestError } from './problem.ts';
import { quoted } from './quoted.ts';

/** A registry, for its assembly. */
type Assembly = Pick<RegistryDirectory, 'assembly' | 'chromSizes'>;

/** The place, clipped to its chromosome. Throws RequestError 400 that says which of chromosome and bases the assembly has not. */
export function askedPlace(text: string, { chromSizes, assembly }: Assembly): Place {
  const place = parseLocation(text, chromSizes);
  if (place !== undefined) return place;
  throw new RequestError(
    400,
    `region is ${quoted(text)}, ${whyNoPlace(text, chromSizes, assembly)}`,
    'region',
  );
}

/** The places of a list with semicolons between. Throws as askedPlace. */
export function askedPlaces(text: string, assembly: Assembly): Place[] {
  return text
    .split(';')
    .filter((part) => part.trim() !== '')
    .map((part) => askedPlace(part, assembly));
}
