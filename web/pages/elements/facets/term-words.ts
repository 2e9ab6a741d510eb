/** Conditions on biosamples in words. */

import { count, counted } from '../../../words/numbers.ts';
import type { Biosample } from '../picker/biosamples.ts';
import { type Group, type Join, namesOf, type Term } from './activity.ts';

export interface TermWords {
  /** "high", "low", "no signal". */
  readonly badge: string;
  /** "K562", "any of 41 blood". */
  readonly where: string;
  readonly assay: string;
  /** "high in K562 H3K27ac". */
  readonly sentence: string;
}

/** `shortNameOf` says what to call a biosample; groups are counted where the biosamples are known. */
export function termWords(
  term: Term,
  shortNameOf: (biosample: string) => string,
  biosamples: readonly Biosample[] = [],
): TermWords {
  const { assay } = term;
  if ('biosample' in term) {
    const where = shortNameOf(term.biosample);
    const badge = term.is === 'noSignal' ? 'no signal' : term.is;
    return { badge, where, assay, sentence: `${badge} in ${where} ${assay}` };
  }
  const where = `${term.is} of ${groupWords(term.group, assay, biosamples)}`;
  return { badge: 'high', where, assay, sentence: `high in ${where} ${assay}` };
}

function groupWords(group: Group, assay: string, biosamples: readonly Biosample[]): string {
  if ('names' in group) return counted(group.names.length, 'biosample');
  const what = Object.values(group.where).join(', ');
  const n = namesOf(group, assay, biosamples).length;
  return n === 0 ? what : `${count(n)} ${what}`;
}

/** How conditions are joined: "all of these". */
export const joinWords = (join: Join): string =>
  join === 'all' || join === 'any' ? `${join} of these` : `at least ${join} of these`;

/** What stands between two conditions. */
export const joinWord = (join: Join): string => (join === 'all' ? 'and' : join === 'any' ? 'or' : ',');
