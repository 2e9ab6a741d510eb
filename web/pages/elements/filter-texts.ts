/** Texts of filters as addresses have them. What asks by a body reads them as strictly as the API does: what it cannot read is refused, never dropped. */

import { Problem } from '../../api/ask.ts';

/** An assay in a biosample. */
export interface AssayIn {
  readonly assay: string;
  readonly biosample: string;
}

/** What stands between these signs, without blanks around it and without empty ones. */
export const partsOf = (text: string | undefined, sign: ',' | ';'): string[] =>
  (text ?? '')
    .split(sign)
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** `ASSAY@BIOSAMPLE`; undefined where it is not that. */
export function assayIn(text: string): AssayIn | undefined {
  const at = text.indexOf('@');
  return at < 1 ? undefined : { assay: text.slice(0, at), biosample: text.slice(at + 1) };
}

/** `ASSAY@BIOSAMPLE`, as lists and columns have it. */
export const assayText = ({ assay, biosample }: AssayIn): string => `${assay}@${biosample}`;

/** `ASSAY@BIOSAMPLE;ASSAY@BIOSAMPLE`; empty without any. Only of what isListable: the API has no way to write the others there. */
export const assaysText = (columns: readonly AssayIn[]): string => columns.map(assayText).join(';');

/** A list can name it: the sign between its parts is not in the name. */
export const isListable = ({ assay, biosample }: AssayIn): boolean =>
  !assay.includes(';') && !biosample.includes(';');

/** `chr1:1,000-2,000` or `chr1` as a 0-based half-open region. Chromosomes keep their spelling; undefined where it is no place. */
export function placeOf(text: string): { chrom: string; start: number; end: number } | undefined {
  const found = /^([\w.]+)(?::([\d,]+)(?:-([\d,]+))?)?$/.exec(text.replaceAll(' ', ''));
  if (found === null) return undefined;
  const [, chrom, first, last] = found;
  const number = (digits: string) => Number(digits.replaceAll(',', ''));
  // The end of every chromosome lies before it.
  if (first === undefined) return { chrom: chrom!, start: 0, end: 2 ** 31 - 1 };
  return { chrom: chrom!, start: number(first) - 1, end: number(last ?? first) };
}

/** From and to, both included; null where an end is open. */
export type OpenRange = (number | null)[];

/** The refusal of a text, in the API's own words. */
export function refused(name: string, text: string, expected: string): Problem {
  const shown = JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}...` : text);
  return new Problem(`${name} is ${shown}, expected ${expected}`, 400, { parameter: name });
}

/** `FROM,TO` with either left out where it is open. Throws Problem 400. */
export function askedRange(name: string, text: string): OpenRange {
  const ends = text.split(',').map((end) => end.trim());
  const range = ends.map((end) => (end === '' ? null : Number(end)));
  if (range.length !== 2 || range.some((end) => end !== null && !Number.isFinite(end))) {
    throw refused(name, text, 'FROM,TO with either left out if open, such as 1.64,');
  }
  const [from, to] = [range[0]!, range[1]!];
  if (from !== null && to !== null && from > to) throw refused(name, text, 'FROM,TO with FROM at most TO');
  return range;
}

/** `true` or `false`. Throws Problem 400. */
export function askedTruth(name: string, text: string): boolean {
  if (text !== 'true' && text !== 'false') throw refused(name, text, 'true or false');
  return text === 'true';
}

/** A whole number of bp. Throws Problem 400. */
export function askedWindow(name: string, text: string): number {
  if (!/^\d{1,8}$/.test(text)) throw refused(name, text, 'a whole number from 0 to 10000000');
  return Number(text);
}

/** Names with commas between, at least one. Throws Problem 400. */
export const askedNames = (name: string, text: string): string[] => some(name, text, ',');

/** `ASSAY@BIOSAMPLE` with semicolons between. Throws Problem 400. */
export const askedAssays = (name: string, text: string): AssayIn[] =>
  some(name, text, ';').map((part) => askedAssay(name, part));

/** `ASSAY@BIOSAMPLE:FROM,TO` with semicolons between. Throws Problem 400. */
export const askedZ = (name: string, text: string): (AssayIn & { range: OpenRange })[] =>
  some(name, text, ';').map((part) => {
    const colon = part.lastIndexOf(':');
    if (colon < 0) throw refused(name, part, 'ASSAY@BIOSAMPLE:FROM,TO');
    return { ...askedAssay(name, part.slice(0, colon)), range: askedRange(name, part.slice(colon + 1)) };
  });

/** Places with semicolons between. Throws Problem 400. */
export const askedPlaces = (name: string, text: string) =>
  some(name, text, ';').map((part) => {
    const place = placeOf(part);
    if (place === undefined) throw refused(name, part, 'a place such as chr1:1,000-2,000');
    return place;
  });

function askedAssay(name: string, part: string): AssayIn {
  const column = assayIn(part);
  if (column === undefined) throw refused(name, part, 'ASSAY@BIOSAMPLE, such as DNase@K562');
  return { assay: column.assay.trim(), biosample: column.biosample.trim() };
}

function some(name: string, text: string, sign: ',' | ';'): string[] {
  const parts = partsOf(text, sign);
  // Nothing is neither everything nor a filter.
  if (parts.length === 0) throw refused(name, text, 'at least one name, or no such filter');
  return parts;
}
