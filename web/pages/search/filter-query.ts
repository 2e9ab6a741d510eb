/** What the search understood, as the address of the page of elements has it. */

import type { Query } from '../../frame/address.ts';
import { plainPlace } from '../../words/numbers.ts';
import { activityText, type Group, namesOf, type Term } from '../elements/facets/activity.ts';
import { assaysText, isListable } from '../elements/filter-texts.ts';
import type { Biosample } from '../elements/picker/biosamples.ts';

interface High {
  readonly assay: string;
  readonly biosample: string;
  readonly is: 'high';
}
type Activity =
  | High
  | { readonly any: readonly High[] }
  | { readonly all: readonly Activity[] }
  | { readonly not: High | { readonly any: readonly High[] } };

/** The parts of a filter that the API's search makes. */
export interface SearchFilter {
  readonly scope?: string;
  readonly class?: readonly string[];
  readonly ctcfBound?: boolean;
  readonly regions?: readonly { readonly chrom: string; readonly start: number; readonly end: number }[];
  readonly accessions?: readonly string[];
  readonly nearestGene?: readonly string[];
  readonly activity?: Activity;
}

/** The query of /REGISTRY/elements that shows the same elements. Biosamples of a tissue are named by it where they are all of it. */
export function queryOfFilter(filter: SearchFilter, biosamples: readonly Biosample[]): Query {
  const terms = filter.activity === undefined ? [] : termsOf(filter.activity, biosamples);
  const isPlain = terms.every((term) => 'biosample' in term && isListable(term));
  const texts = {
    scope: filter.scope,
    class: filter.class?.join(','),
    ctcfBound: filter.ctcfBound === undefined ? undefined : String(filter.ctcfBound),
    region: filter.regions?.map(plainPlace).join(';'),
    accession: filter.accessions?.join(','),
    nearestGene: filter.nearestGene?.join(','),
    high: isPlain ? assaysText(terms.flatMap((term) => ('biosample' in term ? [term] : []))) : '',
    activity: isPlain ? '' : activityText({ join: 'all', terms }),
  };
  return Object.fromEntries(
    Object.entries(texts).filter((pair): pair is [string, string] => pair[1] !== undefined && pair[1] !== ''),
  );
}

function termsOf(activity: Activity, biosamples: readonly Biosample[]): readonly Term[] {
  if ('all' in activity) return activity.all.flatMap((own) => termsOf(own, biosamples));
  if ('is' in activity) return [activity];
  if ('not' in activity) {
    const { not } = activity;
    return [{ ...groupTerm('is' in not ? [not] : not.any, biosamples), is: 'none' }];
  }
  return [{ ...groupTerm(activity.any, biosamples), is: 'any' }];
}

function groupTerm(
  high: readonly High[],
  biosamples: readonly Biosample[],
): { readonly assay: string; readonly group: Group } {
  const { assay } = high[0]!;
  const names = high.map(({ biosample }) => biosample);
  return { assay, group: tissueOf(names, assay, biosamples) ?? { names } };
}

/** The tissue whose biosamples with the assay are exactly these. */
function tissueOf(
  names: readonly string[],
  assay: string,
  biosamples: readonly Biosample[],
): Group | undefined {
  const tissue = biosamples.find(({ biosample }) => biosample === names[0])?.metadata.tissue;
  if (tissue === undefined) return undefined;
  const group = { where: { tissue } };
  const all = new Set(namesOf(group, assay, biosamples));
  return all.size === names.length && names.every((name) => all.has(name)) ? group : undefined;
}
