/** Tiers, rule by rule as the method words them. Oracle of tiers; nothing here uses its code. */

import { among, assaysOf, type Marks } from './naive-classes.ts';

/** What is high of one element in one biosample of an availability group. */
export interface Sighting {
  readonly group: number;
  readonly high: Marks;
}

function classOf(group: number): 'I' | 'II' | 'III' {
  if (group === 1) return 'I';
  return [2, 3, 4, 5, 6, 14].includes(group) ? 'II' : 'III';
}

/** The tier of an element with this agnostic label, suffix included. */
export function naiveTier(label: string, sightings: readonly Sighting[]): string {
  const seen = sightings.map(({ group, high }) => ({ group, high: among(high, assaysOf(group)) }));
  const anyMark = (high: Marks): boolean => high.k4 || high.k27 || high.ctcf;
  const concordantIn = (wanted: string): boolean =>
    seen.some(({ group, high }) => classOf(group) === wanted && high.dnase && anyMark(high));
  if (concordantIn('I')) return '1a';
  if (concordantIn('II')) return '1b';

  const classes = (isHigh: (high: Marks) => boolean): string =>
    [...new Set(seen.filter(({ high }) => isHigh(high)).map(({ group }) => classOf(group)))].sort().join(' ');
  const d = classes((high) => high.dnase);
  const h = classes(anyMark);
  if (d === 'I' && ['I', 'II', 'I II'].includes(h)) return '4';
  if (d === 'III' && h === 'III') return '2';
  if (d.split(' ').includes('I') || h.split(' ').includes('I')) return '3';

  const speaksAgainst = (groups: readonly number[], mark: 'k4' | 'k27' | 'ctcf'): boolean =>
    seen.some(({ group, high }) => groups.includes(group) && (high.dnase || high[mark]));
  if (/PLS|DNase-H3K4me3/.test(label) && speaksAgainst([2, 3, 4], 'k4')) return '3';
  if (/pELS|dELS/.test(label) && speaksAgainst([2, 5, 14], 'k27')) return '3';
  if (/CTCF/.test(label) && speaksAgainst([3, 6, 14], 'ctcf')) return '3';
  return '2';
}
