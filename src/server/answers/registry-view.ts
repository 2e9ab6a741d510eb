/** What answers say of the registry that they come from, and how an address names it. */

import { Type } from 'typebox';
import type { Served } from '../served.ts';
import type { RegistryView } from './components.ts';

/** The parameter of every route that names a registry. */
export const REGISTRY_QUERY = {
  registry: Type.Optional(
    Type.String({
      description: 'Id or assembly of a registry; default the first that is served',
      maxLength: 200,
    }),
  ),
};

/** The registry as answers name it. */
export function registryView({ id, version, store }: Served): RegistryView {
  const { assembly, scheme, accessionPrefix, idsAreLocal } = store.registry;
  return { id, version, assembly, scheme, accessionPrefix, idsAreLocal };
}
