/** VCF: the fixed columns of its records, in one pass. Genotypes are passed over unread. */

import { CisregError } from '../errors.ts';
import { locationName } from './byte-stream.ts';
import { textOf } from './fields.ts';
import { readLines } from './text-lines.ts';

/** CHROM, POS, ID, REF, ALT, QUAL, FILTER, INFO. */
const FIXED = ['CHROM', 'POS', 'ID', 'REF', 'ALT', 'QUAL', 'FILTER', 'INFO'] as const;
export const VCF_FIELD = { chrom: 0, pos: 1, id: 2, ref: 3, alt: 4, info: 7 } as const;

const TAB = 9;
const HASH = 35;
const COMMA = 44;
const SEMICOLON = 59;
const EQUALS = 61;

/** The record at hand; reused by the next. Field k of VCF_FIELD spans [starts[k], ends[k]) of `bytes`. */
export interface VcfRecord {
  bytes: Uint8Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** The 1-based line in the file. */
  line: number;
}

/** Whether a file begins as VCF does. */
export async function isVcf(location: string): Promise<boolean> {
  for await (const { bytes, starts, ends, count } of readLines(location)) {
    if (count > 0) return textOf(bytes, starts[0]!, ends[0]!).startsWith('##fileformat=VCF');
  }
  return false;
}

/**
 * Hands every record to `visit`. Throws CisregError FORMAT: no header line, one that names other columns, a record with fewer than
 * eight columns.
 */
export async function visitVcf(location: string, visit: (record: VcfRecord) => void): Promise<void> {
  const file = locationName(location);
  const record: VcfRecord = {
    bytes: new Uint8Array(0),
    starts: new Int32Array(FIXED.length),
    ends: new Int32Array(FIXED.length),
    line: 0,
  };
  let hasHeader = false;
  for await (const { bytes, starts, ends, count, firstLine } of readLines(location)) {
    record.bytes = bytes;
    for (let i = 0; i < count; i++) {
      const [from, to] = [starts[i]!, ends[i]!];
      if (from === to) continue;
      record.line = firstLine + i;
      if (bytes[from] === HASH) {
        if (bytes[from + 1] === HASH) continue;
        checkHeader(textOf(bytes, from, to), { file, line: record.line });
        hasHeader = true;
        continue;
      }
      if (!hasHeader) {
        throw new CisregError('FORMAT', `a record before the header, expected #${FIXED.join(' ')} first`, {
          where: { file, line: record.line },
        });
      }
      const found = splitFixed(record, from, to);
      if (found < FIXED.length) {
        const message = `${found} columns, expected ${FIXED.join(', ')} with tabs between; was the file cut short?`;
        throw new CisregError('FORMAT', message, { where: { file, line: record.line } });
      }
      visit(record);
    }
  }
  if (!hasHeader) {
    throw new CisregError('FORMAT', `has no line #${FIXED.join(' ')}, expected a VCF`, { where: { file } });
  }
}

function checkHeader(text: string, where: { file: string; line: number }): void {
  const names = text.slice(1).split('\t');
  if (FIXED.every((name, i) => names[i] === name)) return;
  const message = `the header names ${names.slice(0, FIXED.length).join(', ')}, expected ${FIXED.join(', ')} with tabs between`;
  throw new CisregError('FORMAT', message, { where });
}

/** Splits as far as INFO; how many columns were found up to there. */
function splitFixed({ bytes, starts, ends }: VcfRecord, from: number, to: number): number {
  let start = from;
  for (let k = 0; k < FIXED.length; k++) {
    const end = firstOf(bytes, TAB, start, to);
    starts[k] = start;
    ends[k] = end;
    if (end === to) return k + 1;
    start = end + 1;
  }
  return FIXED.length;
}

/** The value that INFO gives to the key (`KEY=value;`); undefined where it gives none. */
export function infoText({ bytes, starts, ends }: VcfRecord, key: string): string | undefined {
  const to = ends[VCF_FIELD.info]!;
  for (let at = starts[VCF_FIELD.info]!; at < to; ) {
    const end = firstOf(bytes, SEMICOLON, at, to);
    const value = at + key.length + 1;
    if (value <= end && bytes[value - 1] === EQUALS && startsWith(bytes, at, key)) {
      return textOf(bytes, value, end);
    }
    at = end + 1;
  }
  return undefined;
}

/** The first place of the byte in [from, to); `to` where it is not there. indexOf would look through all that follows. */
function firstOf(bytes: Uint8Array, byte: number, from: number, to: number): number {
  let at = from;
  while (at < to && bytes[at] !== byte) at++;
  return at;
}

function startsWith(bytes: Uint8Array, at: number, key: string): boolean {
  for (let i = 0; i < key.length; i++) if (bytes[at + i] !== key.charCodeAt(i)) return false;
  return true;
}

/**
 * Frequencies of the alternative alleles, one each, NaN where the record says none. From INFO, the first of these that is there: AF; CAF and
 * FREQ of dbSNP, whose first value is the reference (of FREQ the source 1000Genomes, else the first). Undefined where none of them
 * is there. Throws RangeError with what was found where a frequency is no number from 0 to 1, or their number is not that of the alleles.
 */
export function alleleFrequencies(record: VcfRecord): number[] | undefined {
  const af = infoText(record, 'AF');
  if (af !== undefined) return frequencies(record, `AF=${af}`, af);
  const caf = infoText(record, 'CAF');
  if (caf !== undefined) return frequencies(record, `CAF=${caf}`, caf, true);
  const freq = infoText(record, 'FREQ');
  if (freq === undefined) return undefined;
  const sources = freq.split('|');
  const source = sources.find((text) => text.startsWith('1000Genomes:')) ?? sources[0]!;
  return frequencies(record, `FREQ=${freq}`, source.slice(source.indexOf(':') + 1), true);
}

function frequencies(
  { bytes, starts, ends }: VcfRecord,
  found: string,
  list: string,
  isReferenceFirst = false,
): number[] {
  const values = list.split(',').map((text) => {
    const value = text === '.' ? Number.NaN : text.trim() === '' ? -1 : Number(text);
    if (text === '.' || (value >= 0 && value <= 1)) return value;
    throw new RangeError(`${found}, expected frequencies from 0 to 1`);
  });
  if (isReferenceFirst) values.shift();
  let alleles = 1;
  for (let at = starts[VCF_FIELD.alt]!; at < ends[VCF_FIELD.alt]!; at++) if (bytes[at] === COMMA) alleles++;
  if (values.length === alleles) return values;
  const beside = isReferenceFirst ? 'one for the reference and ' : '';
  throw new RangeError(`${found}, expected ${beside}one for each of ${alleles} alternative alleles`);
}

/**
 * The minor allele's frequency: that of the second most frequent allele, as dbSNP counts it, which is min(AF, 1 - AF) where there are two. The
 * reference has what the others leave. NaN where no frequency is known.
 */
export function minorAlleleFrequency(alternatives: readonly number[]): number {
  const known = alternatives.filter((frequency) => !Number.isNaN(frequency));
  if (known.length === 0) return Number.NaN;
  const reference = Math.max(0, 1 - known.reduce((sum, frequency) => sum + frequency, 0));
  return [reference, ...known].sort((a, b) => b - a)[1]!;
}
