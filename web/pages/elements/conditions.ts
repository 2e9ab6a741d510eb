/** The filters of an address one by one: each in words, and the address without it. */

import type { Changes, Query } from '../../frame/address.ts';
import { count, fixed, place } from '../../words/numbers.ts';
import { filtersOf, QUALIFIERS } from './element-query.ts';
import { activityText, parseActivity, termText } from './facets/activity.ts';
import { termWords } from './facets/term-words.ts';
import { assayIn, partsOf, placeOf } from './filter-texts.ts';
import type { Biosample } from './picker/biosamples.ts';

export interface SingleCondition {
  readonly key: string;
  /** "low in HepG2, H3K27ac". */
  readonly text: string;
  /** "high" and what is behind it, "K562 H3K27ac", where it is a condition on a biosample. */
  readonly badge?: string;
  readonly rest?: string;
  /** In front of it: how it is joined with those before. */
  readonly join?: string | undefined;
  /** Takes it out of the address. */
  readonly without: Changes;
}

const BY_PART = new Set(['high', 'low', 'noSignal', 'z']);
const QUALIFYING = new Set(Object.values(QUALIFIERS).flat());

/** Every condition, in the order of the address: the one that was added last comes last. */
export function conditionsOf(
  query: Query,
  shortNameOf: (biosample: string) => string,
  biosamples: readonly Biosample[] = [],
): readonly SingleCondition[] {
  return Object.entries(filtersOf(query))
    .filter(([name]) => !QUALIFYING.has(name))
    .flatMap(([name, value]) => {
      if (name === 'activity' && parseActivity(value) !== undefined)
        return joined(query, shortNameOf, biosamples);
      if (BY_PART.has(name)) return byPart(name, value, shortNameOf);
      const without = Object.fromEntries([name, ...(QUALIFIERS[name] ?? [])].map((own) => [own, undefined]));
      return [{ key: name, text: textOf(name, value), without }];
    });
}

function byPart(name: string, value: string, shortNameOf: (biosample: string) => string): SingleCondition[] {
  const parts = partsOf(value, ';');
  return parts.map((part) => ({
    key: `${name}:${part}`,
    text: partText(name, part, shortNameOf),
    ...badged(name, part, shortNameOf),
    without: { [name]: parts.filter((other) => other !== part).join(';') || undefined },
  }));
}

/** Conditions of `activity`, each with its join: "any of" in front of the first, "or" in front of the next. */
function joined(
  query: Query,
  shortNameOf: (biosample: string) => string,
  biosamples: readonly Biosample[],
): SingleCondition[] {
  const { join, terms } = parseActivity(query.activity!)!;
  return terms.map((term, i) => {
    const { badge, where, assay, sentence } = termWords(term, shortNameOf, biosamples);
    const isJoined = join !== 'all' && terms.length > 1;
    const start = join === 'any' ? 'any of' : `at least ${join} of`;
    const rest = terms.filter((other) => other !== term);
    return {
      key: `activity:${termText(term)}`,
      text: sentence,
      badge,
      rest: `${where} ${assay}`,
      join: isJoined ? (i === 0 ? start : join === 'any' ? 'or' : undefined) : undefined,
      without: { activity: activityText({ join, terms: rest }) || undefined },
    };
  });
}

function badged(
  name: string,
  part: string,
  shortNameOf: (biosample: string) => string,
): Pick<SingleCondition, 'badge' | 'rest'> {
  const column = name === 'z' ? undefined : assayIn(part);
  if (column === undefined) return {};
  const badge = name === 'noSignal' ? 'no signal' : name;
  return { badge, rest: `${shortNameOf(column.biosample)} ${column.assay}` };
}

function partText(name: string, part: string, shortNameOf: (biosample: string) => string): string {
  const colon = name === 'z' ? part.lastIndexOf(':') : part.length;
  const column = assayIn(part.slice(0, colon));
  if (column === undefined) return `${name} ${part}`;
  const where = `${shortNameOf(column.biosample)} ${column.assay}`;
  if (name === 'z') return `${where} Z ${rangeText(part.slice(colon + 1), (value) => fixed(value, 2))}`;
  return `${name === 'noSignal' ? 'no signal' : name} in ${where}`;
}

const NAMES: Readonly<Record<string, string>> = {
  scope: 'scope',
  class: 'class',
  tier: 'tier',
  zone: 'zone',
  chrom: 'chromosome',
  region: 'region',
  accession: 'accession',
  list: 'list',
  nearestGene: 'nearest gene',
  gene: 'gene',
  activity: 'activity in biosamples',
};

function textOf(name: string, value: string): string {
  if (name === 'ctcfBound') return value === 'true' ? 'CTCF-bound' : 'not CTCF-bound';
  if (name === 'blacklisted') return value === 'true' ? 'in the blacklist' : 'not in the blacklist';
  if (name === 'activity') return NAMES.activity!;
  const [kind, assay] = name.split('.');
  const bp = (number: number) => `${count(number)} bp`;
  if (kind === 'maxZ') return `${assay} max-Z ${rangeText(value, (z) => fixed(z, 2))}`;
  if (kind === 'support') return `${assay} high in ${rangeText(value, count)} biosamples`;
  if (name === 'tau') return `τ ${rangeText(value, (tau) => fixed(tau, 2))}`;
  if (name === 'tssDistance') return `distance to TSS ${rangeText(value, bp)}`;
  if (name === 'length') return `length ${rangeText(value, bp)}`;
  if (name === 'region') return `region ${partsOf(value, ';').map(spelledPlace).join(', ')}`;
  const shown = value.length > 60 ? `${value.slice(0, 57)}…` : value;
  return `${NAMES[name] ?? name} ${shown.replaceAll(',', ', ')}`;
}

/** With separators, as places are shown everywhere; a whole chromosome by its name. */
function spelledPlace(text: string): string {
  const own = text.includes(':') ? placeOf(text) : undefined;
  return own === undefined ? text : place(own);
}

/** `1.64,` as "from 1.64". */
function rangeText(text: string, spell: (value: number) => string): string {
  const [from, to] = text.split(',').map((end) => (end.trim() === '' ? undefined : spell(Number(end))));
  if (from === undefined) return to === undefined ? 'any' : `to ${to}`;
  return to === undefined ? `from ${from}` : `${from} to ${to}`;
}
