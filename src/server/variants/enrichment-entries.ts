/** A visitor's own list of variants: ids, BED or VCF, told by its lines. */

import type { VariantTable } from '../../annotation/variants/variant-table.ts';
import type { ChromSizes } from '../../genome/chrom-sizes.ts';
import { chromOf } from '../../genome/region-text.ts';
import { RequestError } from '../answers/problem.ts';
import { quoted } from '../answers/quoted.ts';

/** One entry: its line, what was written, an id that it may be known by, and where it lies if that was said (0-based half-open). */
export interface Entry {
  /** From 1; of a list of ids in JSON its place. */
  readonly line: number;
  readonly text: string;
  readonly id: string | undefined;
  readonly place: { readonly chrom: string; readonly start: number; readonly end: number } | undefined;
}

export type ListKind = 'ids' | 'BED' | 'VCF';

/** A line that is no row of its kind. */
export interface Unreadable {
  readonly line: number;
  readonly text: string;
  /** What it has, and what was expected. */
  readonly message: string;
}

export interface ReadList {
  readonly kind: ListKind;
  readonly entries: readonly Entry[];
  readonly unreadable: readonly Unreadable[];
}

/** Entries of one list: a study has some hundreds of leads, and each takes part in every biosample's test. */
export const MOST_ENTRIES = 20_000;

/**
 * Takes a text apart. VCF: its header says so; an id and a place each. BED: three columns or more, of which two are numbers; column 4 may be an id.
 * Anything else: ids (rs123, chr1:1000), separated by blanks, commas or lines. Throws RequestError 413 for too many.
 */
export function readList(text: string, chromSizes: ChromSizes): ReadList {
  const lines = text.split(/\r?\n/);
  const kind = kindOf(text, lines);
  const entries: Entry[] = [];
  const unreadable: Unreadable[] = [];
  for (const [i, line] of lines.entries()) {
    const own = line.trim();
    if (own === '' || own.startsWith('#') || (kind === 'BED' && /^(?:track|browser)\b/.test(own))) continue;
    if (kind === 'ids') {
      for (const [id] of own.matchAll(/[^\s,;]+/g)) {
        if (entries.length === MOST_ENTRIES) throw tooMany();
        entries.push({ line: i + 1, ...idEntry(id, chromSizes) });
      }
      continue;
    }
    const found = kind === 'VCF' ? vcfEntry(own, chromSizes) : bedEntry(own, chromSizes);
    if (typeof found === 'string') unreadable.push({ line: i + 1, text: own, message: found });
    else entries.push({ line: i + 1, ...found });
    if (entries.length + unreadable.length > MOST_ENTRIES) throw tooMany();
  }
  return { kind, entries, unreadable };
}

/** The entries of a text. Throws RequestError 400 that names the first line that does not fit, 413 for too many. */
export function entriesOfText(text: string, chromSizes: ChromSizes): readonly Entry[] {
  const { entries, unreadable } = readList(text, chromSizes);
  const [first] = unreadable;
  if (first === undefined) return entries;
  throw new RequestError(400, `line ${first.line} of the list ${first.message}`, 'body');
}

/** The entries of a list of ids. */
export function entriesOfIds(ids: readonly string[], chromSizes: ChromSizes): Entry[] {
  if (ids.length > MOST_ENTRIES) throw tooMany();
  return ids.map((id, i) => ({ line: i + 1, ...idEntry(id.trim(), chromSizes) }));
}

function kindOf(text: string, lines: readonly string[]): ListKind {
  const first = lines.find((line) => line.trim() !== '' && !/^(?:#(?!CHROM)|track|browser)/.test(line));
  if (/^##fileformat=VCF/m.test(text.slice(0, 1000)) || first?.startsWith('#CHROM') === true) return 'VCF';
  return first !== undefined && /^\S+\s+\d+\s+\d+(?:\s|$)/.test(first) ? 'BED' : 'ids';
}

/** The variants of an entry: the one of its id, else those whose first base lies in its place; from = to where there are none. */
export function rowsOfEntry(
  variants: VariantTable,
  { id, place }: Entry,
): readonly [from: number, to: number] {
  const row = id === undefined ? undefined : variants.rowsOf(id)[0];
  if (row !== undefined) return [row, row + 1];
  return place === undefined ? [0, 0] : variants.rowsIn(place);
}

/**
 * The entries with their variants, as rowsOfEntry has them. Throws RequestError 413 where these are more than a list may have: an interval over a
 * chromosome holds millions.
 */
export function* rowsOfEntries(
  variants: VariantTable,
  entries: readonly Entry[],
): Generator<readonly [entry: Entry, from: number, to: number]> {
  let many = 0;
  for (const entry of entries) {
    const [from, to] = rowsOfEntry(variants, entry);
    many += to - from;
    if (many > MOST_ENTRIES) throw tooMany('; send fewer, or narrower intervals');
    yield [entry, from, to];
  }
}

type Row = Omit<Entry, 'line'>;

function idEntry(text: string, chromSizes: ChromSizes): Row {
  const [, name, pos] = /^(\w+):([\d,]+)(?:[:_].*)?$/.exec(text) ?? [];
  const chrom = name === undefined ? undefined : chromOf(name, chromSizes);
  const end = Number(pos?.replaceAll(',', ''));
  const place = chrom === undefined || end < 1 ? undefined : { chrom, start: end - 1, end };
  return { text, id: text, place };
}

/** The entry, or what is wrong with the line. */
function vcfEntry(line: string, chromSizes: ChromSizes): Row | string {
  const [name = '', pos = '', id = '.'] = line.split('\t');
  const end = Number(pos);
  if (!/^\d{1,10}$/.test(pos) || end < 1) {
    return `has ${quoted(pos)} for POS, expected a position from 1 on`;
  }
  const chrom = chromOf(name, chromSizes);
  return {
    text: id === '.' ? `${name}:${pos}` : id,
    id: id === '.' ? undefined : id.split(';')[0]!,
    place: chrom === undefined ? undefined : { chrom, start: end - 1, end },
  };
}

function bedEntry(line: string, chromSizes: ChromSizes): Row | string {
  const [name = '', from = '', to = '', id] = line.includes('\t') ? line.split('\t') : line.split(/\s+/);
  const [start, end] = [Number(from), Number(to)];
  if (!/^\d{1,10}$/.test(from) || !/^\d{1,10}$/.test(to) || end <= start) {
    return `has ${quoted(from)} and ${quoted(to)}, expected a start and an end beyond it`;
  }
  const chrom = chromOf(name, chromSizes);
  const place = chrom === undefined ? undefined : { chrom, start, end };
  return { text: id ?? `${name}:${from}-${to}`, id, place };
}

function tooMany(mend = ''): RequestError {
  return new RequestError(
    413,
    `the list has more than ${MOST_ENTRIES} variants, expected the leads of a study${mend}`,
    'body',
  );
}
