/** What the visitor chose of the activity: all of it stands in the address. */

import { useQueryState } from '../../../frame/address.ts';
import type { Sort } from '../../../parts/data-table.tsx';
import type { Element } from '../element.ts';
import { firstAssay, GROUPS, type Group } from './activity-rows.ts';

export const KINDS = ['bars', 'tissue', 'violin', 'embedding'] as const;
export type Kind = (typeof KINDS)[number];

export interface ActivityChoice {
  readonly assay: string;
  readonly kind: Kind;
  readonly group: Group | 'all';
  readonly sort: Sort;
  /** The key of the biosample. */
  readonly selected: string | undefined;
  /** All bars or tissues, not the first ones alone. */
  readonly isWhole: boolean;
}

const oneOf = <T extends string>(names: readonly T[], text: string | undefined): T | undefined =>
  names.find((name) => name === text);

/** The choice, of these assays, and what changes it. `sort=-H3K27ac` is by H3K27ac, the highest first, as in the API. */
export function useActivityChoice(element: Element, assays: readonly string[]) {
  const [query, change] = useQueryState();
  const assay = oneOf(assays, query.assay) ?? firstAssay(element);
  const sort = query.sort ?? `-${assay}`;
  const choice: ActivityChoice = {
    assay,
    kind: oneOf(KINDS, query.plot) ?? 'tissue',
    group: oneOf(GROUPS, query.group) ?? 'all',
    sort: { by: sort.replace(/^-/, ''), isDescending: sort.startsWith('-') },
    selected: query.biosample,
    isWhole: query.rows === 'all',
  };
  return {
    choice,
    set: {
      assay: (value: string) =>
        change({ assay: value === firstAssay(element) ? undefined : value, sort: undefined }),
      kind: (value: Kind) => change({ plot: value === 'tissue' ? undefined : value }),
      group: (value: Group | 'all') => change({ group: value === 'all' ? undefined : value }),
      sort: ({ by, isDescending }: Sort) =>
        change({ sort: `${isDescending ? '-' : ''}${by}` }, { isReplaced: true }),
      /** The same again takes the choice back. */
      selected: (key: string) =>
        change({ biosample: key === query.biosample ? undefined : key }, { isReplaced: true }),
      whole: (isWhole: boolean) => change({ rows: isWhole ? 'all' : undefined }),
    },
  };
}

export type Setters = ReturnType<typeof useActivityChoice>['set'];
