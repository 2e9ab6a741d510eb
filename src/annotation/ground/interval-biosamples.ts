/** Biosamples as files and sheets name them, in the registry's own names. */

import type { Progress } from '../../progress.ts';
import type { ElementStore } from '../../store/element-store.ts';

/** The registry's name of a biosample that is named by name or key; the text itself where the registry has none such. */
export function biosampleNames({ registry }: ElementStore): (text: string) => string {
  const names = new Map(registry.biosamples.map(({ key, name }) => [key, name]));
  for (const { name } of registry.biosamples) names.set(name, name);
  return (text) => names.get(text) ?? text;
}

/** Warns once of names that are no biosamples of the registry, which is legitimate, and often a slip. */
export function warnOfStrangers(
  what: string,
  names: Iterable<string>,
  { store, progress }: { readonly store: ElementStore; readonly progress: Progress },
): void {
  const known = new Set(store.registry.biosamples.map(({ name }) => name));
  const strangers = [...new Set(names)].filter((name) => name !== '' && !known.has(name));
  if (strangers.length === 0) return;
  progress.warn(
    `${what}: ${strangers.length} biosamples are none of the registry's (${strangers.slice(0, 3).join(', ')}), expected names or keys of biosamples.tsv; they are kept as they are named`,
  );
}
