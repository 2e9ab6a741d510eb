/** Which of the formats of peaks a file has, told by its first row: a wrong peaks_format is best named before anything is read. */

import { closeSync, openSync, readSync } from 'node:fs';
import { CisregError } from '../errors.ts';
import { type Fields, fieldText, newFields, splitTabsOrSpaces } from '../formats/fields.ts';
import { readLines } from '../formats/text-lines.ts';
import type { PeaksFormat } from './datasets.ts';

/** What a first row of each format has, in words. */
const MARKS: Readonly<Record<PeaksFormat, string>> = {
  narrowPeak: 'a strand in column 6 and numbers in columns 7 to 10',
  'hotspot2-allcalls': 'an FDR in column 5',
  dhs: 'an FDR in column 4',
};

/** Whether a file is a bigBed, by its first bytes. */
export function isBigBed(path: string): boolean {
  const magic = Buffer.alloc(4);
  const descriptor = openSync(path, 'r');
  try {
    readSync(descriptor, magic, 0, 4, 0);
  } finally {
    closeSync(descriptor);
  }
  return magic.readUInt32LE(0) === 0x8789f2eb || magic.readUInt32BE(0) === 0x8789f2eb;
}

/**
 * What is wrong with `declared` for the file at `path`, in words; undefined where its first row fits, or fits no other
 * format either: what is wrong then is for its reader to say.
 */
export async function peaksFormatMistake(path: string, declared: PeaksFormat): Promise<string | undefined> {
  if (isBigBed(path)) {
    return declared === 'narrowPeak'
      ? undefined
      : `is ${declared}, but the file is a bigBed, expected narrowPeak`;
  }
  const row = await firstRow(path);
  if (row === undefined || fits(row, declared)) return undefined;
  const other = (Object.keys(MARKS) as PeaksFormat[]).find((format) => fits(row, format));
  if (other === undefined) return undefined;
  return `is ${declared}, but the first row of the file has ${MARKS[other]}, expected ${other}`;
}

function fits(row: readonly string[], format: PeaksFormat): boolean {
  if (format === 'dhs') return row.length >= 4 && isFdr(row[3]!);
  const isNarrowPeak =
    row.length >= 10 && ['+', '-', '.'].includes(row[5]!) && row.slice(6, 10).every((text) => isNumber(text));
  // Its score may be 0 or 1, and would pass for an FDR.
  return format === 'narrowPeak' ? isNarrowPeak : !isNarrowPeak && row.length >= 5 && isFdr(row[4]!);
}

function isNumber(text: string): boolean {
  return /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text);
}

function isFdr(text: string): boolean {
  return isNumber(text) && Number(text) >= 0 && Number(text) <= 1;
}

/** The first row of a BED-like file; undefined where there is none, or it cannot be read as text. */
async function firstRow(path: string): Promise<string[] | undefined> {
  const fields: Fields = newFields();
  try {
    for await (const { bytes, starts, ends, count } of readLines(path)) {
      for (let i = 0; i < count; i++) {
        splitTabsOrSpaces(fields, bytes, starts[i]!, ends[i]!);
        const row = Array.from({ length: fields.count }, (_, k) => fieldText(fields, k));
        if (row.length >= 3 && !/^(#|track\b|browser\b)/.test(row[0]!)) return row;
      }
    }
  } catch (error) {
    if (!(error instanceof CisregError)) throw error;
  }
  return undefined;
}
