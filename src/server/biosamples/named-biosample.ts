/** Biosamples as visitors name them. */

import type { BiosampleRow } from '../../store/registry-directory.ts';
import type { Served } from '../served.ts';

/** The biosample of that name, or else of that key. */
export function biosampleIfAny({ store }: Pick<Served, 'store'>, text: string): BiosampleRow | undefined {
  const { biosamples } = store.registry;
  return biosamples.find(({ name }) => name === text) ?? biosamples.find(({ key }) => key === text);
}
