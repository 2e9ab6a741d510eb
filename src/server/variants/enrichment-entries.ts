/** A visitor's own list of variants: ids, BED or VCF, told by its lines. */

import type { ChromSizes } from '../../genome/chrom-sizes.ts';
import { chromOf } from '../../genome/region-text.ts';
import { RequestError } from '../answers/problem.ts';
import { quoted } from '../answers/quoted.ts';

/** One entry: what was written, an id that it may be known by, and where it lies if that was said (0-based half-open). */
export interface Entry {
  readonly text: string;
  readonly id: string | undefined;
  readonly place: { readonly chrom: string; readonly start: number; readonly end: number } | undefined;
}

/** Entries of one list: a study has some hundreds of leads, and each takes part in every biosample's test. */
export const MOST_ENTRIES = 20_000;

/**
 * Takes a text apart. VCF: its header says so; an id and a place each. BED: three columns or more, of which two are numbers; column 4 may be an id.
 * Anything else: ids (rs123, chr1:1000), separated by blanks, commas or lines. Throws RequestError 400 that names the line, 413 for too many.
 */
export function entriesOfText(text: string, chromSizes: ChromSizes): Entry[] {
  const lines = text.split(/\r?\n/);
  const first = lines.findIndex((line) => line.trim() !== '' && !/^(?:#(?!CHROM)|track|browser)/.test(line));
  const isVcf = /^##fileformat=VCF/m.test(text.slice(0, 1000)) || lines[first]?.startsWith('#CHROM') === true;
  const isBed = !isVcf && first >= 0 && /^\S+\s+\d+\s+\d+(?:\s|$)/.test(lines[first]!);
  const entries: Entry[] = [];
  for (const [i, line] of lines.entries()) {
    const own = line.trim();
    if (own === '' || own.startsWith('#') || (isBed && /^(?:track|browser)\b/.test(own))) continue;
    if (isVcf) entries.push(vcfEntry(own, i + 1, chromSizes));
    else if (isBed) entries.push(bedEntry(own, i + 1, chromSizes));
    else {
      for (const [id] of own.matchAll(/[^\s,;]+/g)) {
        if (entries.length === MOST_ENTRIES) throw tooMany();
        entries.push(idEntry(id, chromSizes));
      }
    }
    if (entries.length > MOST_ENTRIES) throw tooMany();
  }
  return entries;
}

/** The entries of a list of ids. */
export function entriesOfIds(ids: readonly string[], chromSizes: ChromSizes): Entry[] {
  if (ids.length > MOST_ENTRIES) throw tooMany();
  return ids.map((id) => idEntry(id.trim(), chromSizes));
}

function idEntry(text: string, chromSizes: ChromSizes): Entry {
  const [, name, pos] = /^(\w+):([\d,]+)(?:[:_].*)?$/.exec(text) ?? [];
  const chrom = name === undefined ? undefined : chromOf(name, chromSizes);
  const end = Number(pos?.replaceAll(',', ''));
  const place = chrom === undefined || end < 1 ? undefined : { chrom, start: end - 1, end };
  return { text, id: text, place };
}

function vcfEntry(line: string, number: number, chromSizes: ChromSizes): Entry {
  const [name = '', pos = '', id = '.'] = line.split('\t');
  const end = Number(pos);
  if (!/^\d{1,10}$/.test(pos) || end < 1) {
    throw wrong(number, `has ${quoted(pos)} for POS, expected a position from 1 on`);
  }
  const chrom = chromOf(name, chromSizes);
  return {
    text: id === '.' ? `${name}:${pos}` : id,
    id: id === '.' ? undefined : id.split(';')[0]!,
    place: chrom === undefined ? undefined : { chrom, start: end - 1, end },
  };
}

function bedEntry(line: string, number: number, chromSizes: ChromSizes): Entry {
  const [name = '', from = '', to = '', id] = line.includes('\t') ? line.split('\t') : line.split(/\s+/);
  const [start, end] = [Number(from), Number(to)];
  if (!/^\d{1,10}$/.test(from) || !/^\d{1,10}$/.test(to) || end <= start) {
    throw wrong(number, `has ${quoted(from)} and ${quoted(to)}, expected a start and an end beyond it`);
  }
  const chrom = chromOf(name, chromSizes);
  const place = chrom === undefined ? undefined : { chrom, start, end };
  return { text: id ?? `${name}:${from}-${to}`, id, place };
}

function wrong(line: number, message: string): RequestError {
  return new RequestError(400, `line ${line} of the list ${message}`, 'body');
}

function tooMany(): RequestError {
  return new RequestError(
    413,
    `the list has more than ${MOST_ENTRIES} variants, expected the leads of a study`,
    'body',
  );
}
