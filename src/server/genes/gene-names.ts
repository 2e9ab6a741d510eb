/** Genes as elements.tsv names them: what a registry knows of genes without any annotation. */

import type { ElementStore } from '../../store/element-store.ts';

const made = new WeakMap<ElementStore, ReadonlyMap<string, string>>();

/** By name in lower case, with and without version: the name that filters take. Made once. */
export function geneNames(store: ElementStore): ReadonlyMap<string, string> {
  let names = made.get(store);
  if (names === undefined) {
    names = namesOf(store.table.genes);
    made.set(store, names);
  }
  return names;
}

function namesOf(genes: readonly string[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const gene of genes) names.set(gene.toLowerCase(), gene);
  for (const gene of genes) {
    const bare = gene.replace(/\.\d+$/, '').toLowerCase();
    if (!names.has(bare)) names.set(bare, gene);
  }
  return names;
}
