/**
 * Conditions on biosamples in an address. `high` and `low` of the API join by all-of alone; the rest stands in `activity`:
 *
 *     any:high.H3K27ac@K562;low.H3K27ac@HepG2          one of them holds
 *     2:high.DNase@A;high.DNase@B;high.DNase@C         at least two of them hold
 *     all:any.H3K27ac@tissue:blood;none.CTCF@A*B       high in any biosample of blood with the mark, high in neither A nor B
 *
 * A group is a list of names (`*` between) or what their metadata are (`tissue:blood*sampleType:cell line`). In names `%;*:` are written
 * as %25, %3B, %2A, %3A.
 */

import type { Condition } from '../element-body.ts';
import { type Biosample, hasAssay, isWhere } from '../picker/biosamples.ts';

/** Biosamples that are one condition. */
export type Group =
  | { readonly names: readonly string[] }
  | { readonly where: Readonly<Record<string, string>> };

/** What an element is in one biosample, or in a group: high in any of it, or in none. */
export type Term =
  | { readonly is: 'high' | 'low' | 'noSignal'; readonly assay: string; readonly biosample: string }
  | { readonly is: 'any' | 'none'; readonly assay: string; readonly group: Group };

/** All, any, or at least so many. */
export type Join = 'all' | 'any' | number;

export interface Activity {
  readonly join: Join;
  readonly terms: readonly Term[];
}

const ESCAPED = /[%;*:]/g;
const escaped = (name: string) =>
  name.replaceAll(ESCAPED, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
const unescaped = (text: string) =>
  text.replaceAll(/%(25|3B|2A|3A)/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));

/** The text of an address; empty without terms. */
export function activityText({ join, terms }: Activity): string {
  return terms.length === 0 ? '' : `${join}:${terms.map(termText).join(';')}`;
}

/** One condition as text: also its key in lists. */
export function termText(term: Term): string {
  const of = 'biosample' in term ? escaped(term.biosample) : groupText(term.group);
  return `${term.is}.${escaped(term.assay)}@${of}`;
}

function groupText(group: Group): string {
  const parts =
    'names' in group
      ? group.names.map(escaped)
      : Object.entries(group.where).map(([name, value]) => `${escaped(name)}:${escaped(value)}`);
  return parts.join('*');
}

/** The other way round; undefined for what is no such text. */
export function parseActivity(text: string): Activity | undefined {
  const [, start, rest] = /^(all|any|[1-9]\d{0,3}):(.+)$/s.exec(text) ?? [];
  if (start === undefined) return undefined;
  const terms = rest!.split(';').map(parseTerm);
  const known = terms.filter((term) => term !== undefined);
  const join = start === 'all' || start === 'any' ? start : Number(start);
  return known.length < terms.length ? undefined : { join, terms: known };
}

function parseTerm(text: string): Term | undefined {
  const [, is, assay, of] = /^(high|low|noSignal|any|none)\.([^@]+)@(.+)$/s.exec(text) ?? [];
  if (is === undefined) return undefined;
  const own = { assay: unescaped(assay!) };
  if (is !== 'any' && is !== 'none') return { ...own, is: is as 'high', biosample: unescaped(of!) };
  const parts = of!.split('*');
  const pairs = parts.map((part) => part.split(':').map(unescaped));
  const isWhereOf = pairs.every((pair) => pair.length === 2);
  if (!isWhereOf && pairs.some((pair) => pair.length !== 1)) return undefined;
  return {
    ...own,
    is,
    group: isWhereOf ? { where: Object.fromEntries(pairs) } : { names: pairs.map(([name]) => name!) },
  };
}

/** The names of a group's biosamples that have the assay. */
export function namesOf(group: Group, assay: string, biosamples: readonly Biosample[]): readonly string[] {
  if ('names' in group) return group.names;
  return biosamples
    .filter((own) => hasAssay(own, assay) && isWhere(own, group.where))
    .map(({ biosample }) => biosample);
}

/** As the API takes it. Undefined where a group has nobody: no element can be asked for. */
export function conditionOf(
  { join, terms }: Activity,
  biosamples: readonly Biosample[],
): Condition | undefined {
  const conditions = terms.map((term): Condition | undefined => {
    if ('biosample' in term) return term;
    const { assay, group } = term;
    const any = namesOf(group, assay, biosamples).map((biosample) => ({
      assay,
      biosample,
      is: 'high' as const,
    }));
    if (any.length === 0) return undefined;
    return term.is === 'any' ? { any } : { not: { any } };
  });
  const of = conditions.filter((own) => own !== undefined);
  if (of.length < terms.length || of.length === 0) return undefined;
  if (of.length === 1) return of[0];
  return typeof join === 'number'
    ? { atLeast: { k: Math.min(join, of.length), of } }
    : join === 'any'
      ? { any: of }
      : { all: of };
}
