/** What the page compares, as its address says it, and the question that follows for the API. */

import type { Query } from '../../frame/address.ts';
import { CLASS_ASSAYS } from '../../words/classes.ts';
import { type Biosample, hasAssay } from '../elements/picker/biosamples.ts';
import { type Group, groupOf } from './groups.ts';

export const VIEWS = ['elements', 'genes', 'locus'] as const;
export type View = (typeof VIEWS)[number];
export const DEFAULT_WINDOW = '500000';
/** The assays of `class`: of promoters, of enhancers. */
const OF_CLASSES = ['H3K4me3', 'H3K27ac'];

export interface Comparison {
  readonly a: Group;
  readonly b: Group;
  readonly view: View;
  /** `class`, or an assay. */
  readonly assay: string;
  readonly isEvery: boolean;
  readonly gene: string | undefined;
  readonly window: string;
  readonly region: string | undefined;
  /** Both groups have somebody, and nobody is in both. */
  readonly canAsk: boolean;
}

export function comparisonOf(query: Query, biosamples: readonly Biosample[]): Comparison {
  const [a, b] = [groupOf(query.a, biosamples), groupOf(query.b, biosamples)];
  const gene = query.gene;
  const region = gene === undefined ? query.region : undefined;
  const wished = VIEWS.find((one) => one === query.view) ?? 'elements';
  return {
    a,
    b,
    view: wished === 'locus' && gene === undefined && region === undefined ? 'elements' : wished,
    assay: query.assay ?? usualAssay(a, b),
    isEvery: query.only === 'all',
    gene,
    window: /^\d+$/.test(query.window ?? '') ? query.window! : DEFAULT_WINDOW,
    region,
    canAsk:
      a.members.length > 0 && b.members.length > 0 && a.members.every((own) => !b.members.includes(own)),
  };
}

/** What classes are compared by; where both groups have neither, the first assay that both have. */
function usualAssay(a: Group, b: Group): string {
  const inBoth = (assay: string) =>
    [a, b].every(({ members }) => members.some((own) => hasAssay(own, assay)));
  if (OF_CLASSES.some(inBoth)) return 'class';
  return CLASS_ASSAYS.find(inBoth) ?? 'class';
}

/** The part of the question that elements and genes share; groups as lists of keys. */
export interface Asked {
  readonly a: readonly string[];
  readonly b: readonly string[];
  readonly rest: Query;
}

/** For elements: with the assay, and which elements. */
export const elementQuestion = (own: Comparison): Asked => ({
  ...keysOf(own),
  rest: {
    ...placeOf(own),
    ...(own.assay === 'class' ? {} : { assay: own.assay }),
    ...(own.isEvery ? { only: 'all' } : {}),
  },
});

export const geneQuestion = (own: Comparison): Asked => ({ ...keysOf(own), rest: placeOf(own) });

const keysOf = ({ a, b }: Comparison) => ({
  a: a.members.map(({ key }) => key),
  b: b.members.map(({ key }) => key),
});

function placeOf({ gene, window, region }: Comparison): Query {
  if (gene !== undefined) return { gene, ...(window === DEFAULT_WINDOW ? {} : { window }) };
  return region === undefined ? {} : { region };
}
