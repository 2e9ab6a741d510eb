/** Paths that a kind keeps of files elsewhere: from the registry's directory, so that both can be moved together. */

import { realpathSync } from 'node:fs';
import path from 'node:path';

/** A place as the kind keeps it: from the registry's own directory, links to it followed, with / between. */
export function storedPlace(registry: string, place: string): string {
  const relative = path.relative(realpathSync(registry), path.resolve(place));
  return relative.split(path.sep).join('/') || '.';
}

/** The path of a place that is kept by the kind whose folder is `directory` (REGISTRY/annotations/KIND). */
export function placeOf(directory: string, stored: string): string {
  return path.resolve(realpathSync(path.join(directory, '../..')), stored);
}
