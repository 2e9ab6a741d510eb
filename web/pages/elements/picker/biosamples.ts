/** The biosamples of a registry: what pages choose from. */

import { queries } from '../../../api/answer.ts';
import { ask } from '../../../api/ask.ts';
import { type Biosample, useBiosamplesAnswer } from '../../../api/biosamples.ts';
import { CLASS_ASSAYS } from '../../../words/classes.ts';

export type { Biosample } from '../../../api/biosamples.ts';

/** Registries have a few thousand at most: one page. */
const LIMIT = '10000';

/** All biosamples of a registry, asked once. Throws Problem. */
export const biosamplesOf = (registry: string): Promise<readonly Biosample[]> =>
  queries.fetchQuery({
    queryKey: ['biosamples', registry],
    queryFn: async ({ signal }) =>
      (await ask('/api/v1/biosamples', { query: { registry, limit: LIMIT } }, signal)).biosamples,
  });

/** All biosamples of the registry that is shown; undefined until they are there. */
export function useBiosamples(): readonly Biosample[] | undefined {
  return useBiosamplesAnswer().data?.biosamples;
}

/** What to call it where there is little room: as its metadata do, else its own name. */
export const shortName = ({ biosample, metadata }: Biosample): string => metadata.displayName ?? biosample;

/** Its assay was done. */
export const hasAssay = ({ files }: Biosample, assay: string): boolean => Object.hasOwn(files, assay);

/** The class assays that any of them has, in the order of pages. */
export const assaysOf = (biosamples: readonly Biosample[]): string[] =>
  CLASS_ASSAYS.filter((assay) => biosamples.some((own) => hasAssay(own, assay)));

/** Whether each word of a text stands in its name, its metadata (tissue, ontology, donor) or its datasets. */
export function matchesText({ biosample, key, metadata, files }: Biosample, text: string): boolean {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return true;
  const own = [biosample, key, ...Object.values(metadata), ...Object.values(files)].join('\n').toLowerCase();
  return words.every((word) => own.includes(word));
}

/** The metadata are these. */
export const isWhere = ({ metadata }: Biosample, where: Readonly<Record<string, string>>): boolean =>
  Object.entries(where).every(([name, value]) => metadata[name] === value);

/** The different values of a name of the metadata, most frequent first. */
export function valuesOf(biosamples: readonly Biosample[], name: string): string[] {
  const counts = new Map<string, number>();
  for (const { metadata } of biosamples) {
    const value = metadata[name];
    if (value !== undefined && value !== '') counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0])).map(([value]) => value);
}
