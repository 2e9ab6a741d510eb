/** The registry that a page shows: which one, the address says. */

import { createContext, use } from 'react';
import type { Answer } from '../api/ask.ts';

export type Registry = Answer<'/api/v1/registries'>['registries'][number];

export interface Shown {
  readonly registry: Registry;
  readonly all: readonly Registry[];
}

export const ShownRegistry = createContext<Shown | undefined>(undefined);

/** Every registry that is served, and the one that is shown. */
export function useShown(): Shown {
  const shown = use(ShownRegistry);
  if (shown === undefined) throw new Error('a page stands outside of a registry');
  return shown;
}

/** The registry that is shown. */
export const useRegistry = (): Registry => useShown().registry;
