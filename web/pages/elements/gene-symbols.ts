/** Symbols of nearest genes: elements name them by id, as the registry was built. */

import { ask, Problem } from '../../api/ask.ts';

/** By version of the registry; null where the registry has no symbol. Ids that are not there were not asked yet. */
const known = new Map<string, Map<string, string | null>>();
/** Versions of registries without genes. */
const nameless = new Set<string>();
/** An address has an end: 16 kB with all of its head. */
const AT_ONCE = 400;

/**
 * The symbols of ids; an id without one is left out. What was asked once is not asked again. A registry without genes has none; so has a
 * server that did not answer: the id stands for itself then, and is asked again with the next rows.
 */
export async function geneSymbols(
  registry: { readonly id: string; readonly version: string; readonly annotations?: readonly string[] },
  ids: Iterable<string>,
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, string | null>> {
  const { version } = registry;
  const own = known.get(version) ?? new Map<string, string | null>();
  known.set(version, own);
  const wanted = [...new Set(ids)].filter((id) => !own.has(id));
  const hasGenes = registry.annotations?.includes('genes') ?? !nameless.has(version);
  if (wanted.length === 0 || !hasGenes) return own;
  try {
    for (let from = 0; from < wanted.length; from += AT_ONCE) {
      const part = wanted.slice(from, from + AT_ONCE);
      const query = { registry: registry.id, ids: part.join(','), limit: String(part.length) };
      const { genes } = await ask('/api/v1/genes', { query }, signal);
      for (const id of part) own.set(id, null);
      for (const { name, symbol } of genes) own.set(name!, symbol);
    }
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (error.isNotHere) nameless.add(version);
  }
  return own;
}
