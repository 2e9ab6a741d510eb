/** Places as people write them (1-based and inclusive) and as BEDs do; 0-based half-open inside. */

import type { ChromSizes } from './chrom-sizes.ts';
import type { Regions } from './regions.ts';

/** A place, 0-based half-open. */
export interface Place {
  readonly chrom: string;
  readonly start: number;
  readonly end: number;
}

/** chr1:1,001-2,000 for [1000, 2000). */
export function locationText({ chrom, start, end }: Place): string {
  return `${chrom}:${start + 1}-${end}`;
}

/** Row `row` with the numbers that a BED has: chr1:1000-2000 for [1000, 2000). */
export function bedPlaceText({ chromNames, chrom, start, end }: Regions, row: number): string {
  return `${chromNames[chrom[row]!]}:${start[row]}-${end[row]}`;
}

// Digits with commas or dots between: two dots stand between numbers.
const NUMBER = String.raw`\d[\d,]*(?:\.\d+)*[kKmM]?`;
// Of a text without runs of blanks: each of them could be shared out between two neighbours in as many ways as it is long.
const PLACE = new RegExp(
  String.raw`^([A-Za-z0-9_.]+) ?(?:[: ] ?(${NUMBER}) ?(?:(?:-|\u2013|\.\.| |_) ?(${NUMBER}))?)?$`,
);
/** No place is longer, with the longest name of a scaffold. */
const MAX_CHARS = 200;

/**
 * The place that a text spells: chr1:1,000-2,000, chr1:1000, chr1 1000 2000, chr1, with any of - .. or spaces between, 1 for
 * chr1, k and M behind numbers; 1-based inclusive. Clipped to the chromosome. Undefined where it is no place of the assembly, and where it
 * has over 200 characters, a run of blanks counted once.
 */
export function parseLocation(text: string, chromSizes: ChromSizes): Place | undefined {
  const found = partsOf(text);
  if (found === undefined) return undefined;
  const { name, first, last } = found;
  const chrom = chromOf(name, chromSizes);
  if (chrom === undefined) return undefined;
  const sizeBp = chromSizes.sizes[chromSizes.index.get(chrom)!]!;
  if (first === undefined) return { chrom, start: 0, end: sizeBp };
  const from = position(first);
  const to = last === undefined ? from : position(last);
  if (from === undefined || to === undefined) return undefined;
  const [low, high] = from <= to ? [from, to] : [to, from];
  const start = Math.max(0, low - 1);
  if (start >= sizeBp || high < 1) return undefined;
  return { chrom, start, end: Math.min(sizeBp, high) };
}

/** What an error says behind a text that parseLocation does not take: that it is no place, or which of chromosome and bases the assembly has not. */
export function whyNoPlace(text: string, chromSizes: ChromSizes, assembly: string): string {
  const example = `expected a place such as ${chromSizes.names[0]}:1,000-2,000`;
  const found = partsOf(text);
  if (found === undefined) return `no place, ${example}`;
  const chrom = chromOf(found.name, chromSizes);
  if (chrom === undefined) return `on no chromosome of ${assembly}, ${example}`;
  const sizeBp = chromSizes.sizes[chromSizes.index.get(chrom)!]!;
  return `outside ${chrom} of ${assembly}, expected bases from 1 to ${sizeBp}`;
}

/** Chromosome and positions as they are spelt; undefined for what is no place. */
function partsOf(text: string) {
  const plain = text.trim().replace(/\s+/g, ' ');
  const found = plain.length > MAX_CHARS ? null : PLACE.exec(plain);
  return found === null ? undefined : { name: found[1]!, first: found[2], last: found[3] };
}

/** The assembly's own spelling of a chromosome, whatever the case and the naming. */
export function chromOf(name: string, { names, index }: ChromSizes): string | undefined {
  if (index.has(name)) return name;
  const lower = name.toLowerCase();
  const bare = lower.replace(/^chr/, '').replace(/^mt$/, 'm');
  return names.find((own) => {
    const known = own.toLowerCase();
    return known === lower || known.replace(/^chr/, '').replace(/^mt$/, 'm') === bare;
  });
}

function position(text: string): number | undefined {
  const unit = /[kK]$/.test(text) ? 1e3 : /[mM]$/.test(text) ? 1e6 : 1;
  const digits = text.replace(/[kKmM]$/, '').replaceAll(',', '');
  // Without a unit a dot groups thousands, as a comma does.
  const value = unit === 1 ? Number(digits.replaceAll('.', '')) : Number(digits) * unit;
  return Number.isSafeInteger(Math.round(value)) && digits !== '' ? Math.round(value) : undefined;
}
