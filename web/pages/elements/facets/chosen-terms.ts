/** The conditions on biosamples of an address as one list, and an address from such a list. */

import type { Changes, Query } from '../../../frame/address.ts';
import { type AssayIn, assayIn, assaysText, assayText, isListable, partsOf } from '../filter-texts.ts';
import { type Activity, activityText, parseActivity, type Term, termText } from './activity.ts';
import { type Ends, parseRange, rangeText } from './range-scale.ts';

export interface ChosenTerms extends Activity {
  /** Hold beside those that are joined: an address that has `high` and an `activity` of any-of. */
  readonly fixed: readonly Term[];
}

/** What `high`, `low`, `noSignal` and `activity` say. What is no condition is left out: the API says what is wrong with it. */
export function termsIn(query: Query): ChosenTerms {
  const plain = (['high', 'low', 'noSignal'] as const).flatMap((is) =>
    partsOf(query[is], ';').flatMap((part): Term[] => {
      const column = assayIn(part);
      return column === undefined ? [] : [{ ...column, is }];
    }),
  );
  const activity = query.activity === undefined ? undefined : parseActivity(query.activity);
  if (activity === undefined) return { join: 'all', terms: plain, fixed: [] };
  return activity.join === 'all'
    ? { join: 'all', terms: [...plain, ...activity.terms], fixed: [] }
    : { ...activity, fixed: plain };
}

/** The address has what the API's own names can say there, and the rest in `activity`. */
export function changesTo({ join, terms, fixed }: ChosenTerms): Changes {
  const isPlain = (term: Term) => 'biosample' in term && isListable(term);
  const plain = join === 'all' ? [...fixed, ...terms].filter(isPlain) : fixed;
  const joined = join === 'all' ? [...fixed, ...terms].filter((term) => !isPlain(term)) : terms;
  const textOf = (is: Term['is']) =>
    assaysText(plain.flatMap((term) => ('biosample' in term && term.is === is ? [term] : []))) || undefined;
  return {
    high: textOf('high'),
    low: textOf('low'),
    noSignal: textOf('noSignal'),
    activity: activityText({ join, terms: joined }) || undefined,
  };
}

/** Without a term, wherever it stands. */
export function withoutTerm(chosen: ChosenTerms, term: Term): ChosenTerms {
  const text = termText(term);
  const others = (terms: readonly Term[]) => terms.filter((own) => termText(own) !== text);
  return { ...chosen, terms: others(chosen.terms), fixed: others(chosen.fixed) };
}

/** With a term, behind the others; what was said of the same assay and biosamples goes. */
export function withTerm(chosen: ChosenTerms, term: Term): ChosenTerms {
  const about = (own: Term) => termText(own).slice(own.is.length);
  const same = [...chosen.terms, ...chosen.fixed].find((own) => about(own) === about(term));
  const rest = same === undefined ? chosen : withoutTerm(chosen, same);
  return { ...rest, terms: [...rest.terms, term] };
}

/** A range of Z in a biosample. */
export interface ZRange extends AssayIn {
  readonly ends: Ends;
}

/** What `z` says. */
export function zRangesIn(query: Query): readonly ZRange[] {
  return partsOf(query.z, ';').flatMap((part) => {
    const colon = part.lastIndexOf(':');
    const column = assayIn(part.slice(0, colon));
    return colon < 0 || column === undefined ? [] : [{ ...column, ends: parseRange(part.slice(colon + 1)) }];
  });
}

/** `z` with another range of one biosample. */
export function zChanges(query: Query, { assay, biosample, ends }: ZRange): Changes {
  const all = zRangesIn(query);
  const isOwn = (own: AssayIn) => own.assay === assay && own.biosample === biosample;
  const next = all.some(isOwn)
    ? all.map((own) => (isOwn(own) ? { ...own, ends } : own))
    : [...all, { assay, biosample, ends }];
  const parts = next.flatMap((own) => {
    const range = rangeText(own.ends);
    return range === undefined ? [] : [`${assayText(own)}:${range}`];
  });
  return { z: parts.join(';') || undefined };
}
