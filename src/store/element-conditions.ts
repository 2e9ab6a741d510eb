/** What elements are in assays of biosamples: high, low or without signal, and such conditions joined. */

import { CisregError } from '../errors.ts';
import type { ElementStore } from './element-store.ts';
import { addTo, complement, emptySet, forEachRow, intersection, type RowSet, setWhere } from './row-set.ts';
import type { BlankSet } from './set-pool.ts';
import { noSignalIn } from './shown-range.ts';
import type { Steps } from './steps.ts';
import type { ZColumn } from './zscore-store.ts';

/** What an element is in an assay of a biosample: low is assayed, has signal, and is not high by the stored bit. */
export const ACTIVITY_STATES = ['high', 'low', 'noSignal'] as const;

export interface Activity {
  readonly biosample: string;
  readonly assay: string;
  readonly is: (typeof ACTIVITY_STATES)[number];
}

/** Activities joined; `atLeast` asks for k of the conditions. */
export type Condition =
  | Activity
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  | { readonly atLeast: { readonly k: number; readonly of: readonly Condition[] } };

/** The rows of which a condition holds, a step for each set, made in what `blank` gives. Throws CisregError USAGE for what the registry has not. */
export function* conditionSet(
  store: ElementStore,
  condition: Condition,
  blank: BlankSet = () => emptySet(store.table.rows),
): Steps<RowSet> {
  const { rows } = store.table;
  yield;
  if ('all' in condition) {
    const sets: RowSet[] = [];
    for (const own of condition.all) sets.push(yield* conditionSet(store, own, blank));
    return intersection(rows, sets, blank);
  }
  if ('any' in condition) {
    const any = blank();
    for (const own of condition.any) addTo(any, yield* conditionSet(store, own, blank));
    return any;
  }
  if ('not' in condition) return complement(yield* conditionSet(store, condition.not, blank), blank);
  if ('atLeast' in condition) {
    const { k, of } = condition.atLeast;
    const counts = new Uint16Array(rows);
    for (const own of of) forEachRow(yield* conditionSet(store, own, blank), (row) => counts[row]!++);
    return setWhere(rows, (row) => counts[row]! >= k);
  }
  return activitySet(store, condition, blank);
}

function activitySet(store: ElementStore, { biosample, assay, is }: Activity, blank: BlankSet): RowSet {
  switch (is) {
    case 'high':
      return store.high(biosample, assay);
    case 'low':
      return complement(
        addTo(addTo(blank(), store.high(biosample, assay)), noSignal(store, biosample, assay)),
        blank,
      );
    case 'noSignal':
      return noSignal(store, biosample, assay);
    default:
      throw new CisregError(
        'USAGE',
        `is ${String(is)} of an activity, expected one of ${ACTIVITY_STATES.join(', ')}`,
      );
  }
}

/** The rows without signal in a biosample. */
function noSignal(store: ElementStore, biosample: string, assay: string): RowSet {
  const { base } = store.column(biosample, assay);
  return store.cachedSet(`noSignal ${base}`, () => {
    const none = emptySet(store.table.rows);
    store.eachZ(biosample, assay, (z, first) => none.words.set(noSignalIn(z).words, first >>> 5));
    return none;
  });
}

/** The dataset of an assay in each biosample that has it, in the order of the registry. Throws CisregError USAGE where none has it. */
export function assayColumns(store: ElementStore, assay: string): ReadonlyMap<string, ZColumn> {
  const { biosamples, manifest } = store.registry;
  const columns = new Map<string, ZColumn>();
  for (const { name } of biosamples) {
    const column = store.columnIfAny(name, assay);
    if (column !== undefined) columns.set(name, column);
  }
  if (columns.size > 0) return columns;
  const known = new Set(manifest.columns.map((column) => column.assay));
  throw new CisregError(
    'USAGE',
    `${assay}, for which no biosample of this registry was assayed, expected one of ${[...known].join(', ')}`,
  );
}

/**
 * A condition without what it says of one assay, by whatever name: undefined where nothing is left. A list that loses members asks for
 * those that it keeps; `atLeast` for no more than there are.
 */
export function withoutAssay(
  store: ElementStore,
  condition: Condition,
  columns: ReadonlyMap<string, ZColumn>,
): Condition | undefined {
  const rest = (of: readonly Condition[]) => of.flatMap((own) => withoutAssay(store, own, columns) ?? []);
  if ('all' in condition) {
    const all = rest(condition.all);
    return all.length === 0 ? undefined : { all };
  }
  if ('any' in condition) {
    const any = rest(condition.any);
    return any.length === 0 ? undefined : { any };
  }
  if ('not' in condition) {
    const not = withoutAssay(store, condition.not, columns);
    return not === undefined ? undefined : { not };
  }
  if ('atLeast' in condition) {
    const of = rest(condition.atLeast.of);
    return of.length === 0 ? undefined : { atLeast: { k: Math.min(condition.atLeast.k, of.length), of } };
  }
  const { biosample, assay } = condition;
  return columns.get(biosample)?.file === store.column(biosample, assay).file ? undefined : condition;
}
