/** Which kinds of data the registry has. */

import { useRegistry } from '../../frame/registry.ts';

/** Whether the registry is annotated with a kind: what it has not need not be asked for. */
export function useHas(kind: string): boolean {
  return useRegistry().annotations.includes(kind);
}
