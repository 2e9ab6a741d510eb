/** What lies beside a bgzipped FASTA: the index of its sequences (.fai) and that of its blocks (.gzi), as `samtools faidx` writes them. */

import { CisregError } from '../errors.ts';
import type { ByteSource } from './byte-source.ts';
import { shown } from './fields.ts';
import { readText } from './whole-text.ts';

export interface FastaSequence {
  readonly name: string;
  readonly sizeBp: number;
}

const COLUMNS = ['name', 'length', 'offset', 'linebases', 'linewidth'] as const;

/** Whether a file that begins so was written by bgzip: gzip blocks whose extra field BC has their size (SAM specification, 4.1). */
export function isBgzip(bytes: Uint8Array): boolean {
  const [first, second, method, flags = 0] = bytes;
  return (
    bytes.length >= 18 &&
    first === 0x1f &&
    second === 0x8b &&
    method === 8 &&
    (flags & 4) === 4 &&
    bytes[12] === 66 &&
    bytes[13] === 67 &&
    bytes[14] === 2 &&
    bytes[15] === 0
  );
}

/**
 * The sequences of a .fai, in its order. Throws one CisregError FORMAT with every mistake: other than five columns, numbers that are none, a
 * name twice, no row.
 */
export async function readFastaIndex(location: string): Promise<FastaSequence[]> {
  const lines = (await readText(location)).split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  const mistakes: CisregError[] = [];
  const wrong = (message: string, line: number, column?: number) =>
    mistakes.push(new CisregError('FORMAT', message, { where: { file: location, line, column } }));
  const lineOf = new Map<string, number>();
  const sequences: FastaSequence[] = [];
  for (const [i, text] of lines.entries()) {
    const line = i + 1;
    const fields = text.split('\t');
    if (fields.length !== COLUMNS.length) {
      wrong(
        `${fields.length} columns, expected ${COLUMNS.join(', ')}; make it again with samtools faidx`,
        line,
      );
      continue;
    }
    const [name, ...numbers] = fields;
    const before = lineOf.get(name!);
    if (before !== undefined)
      wrong(`${name} stands in line ${before} too, expected each sequence once`, line, 1);
    lineOf.set(name!, line);
    const bad = numbers.findIndex((number) => !/^\d{1,15}$/.test(number));
    if (bad >= 0)
      wrong(`${COLUMNS[bad + 1]} is ${shown(numbers[bad]!)}, expected a whole number`, line, bad + 2);
    sequences.push({ name: name!, sizeBp: Number(numbers[0]) });
  }
  if (lines.length === 0) wrong('is empty, expected a row a sequence; make it again with samtools faidx', 1);
  if (mistakes.length === 0) return sequences;
  const all = mistakes.map(({ message }) => message);
  throw new CisregError('FORMAT', all.join('\n'), { all });
}

/** Checks a .gzi against the size of its bgzipped file. Throws CisregError FORMAT where it cannot be that file's. */
export async function checkGzipIndex(source: ByteSource, fastaBytes: number): Promise<void> {
  const bytes = Buffer.from(await source.read(0, source.sizeBytes));
  const refuse = (found: string) =>
    new CisregError(
      'FORMAT',
      `${found}, expected the index of the file's blocks; make it again with samtools faidx`,
      {
        where: { file: source.name },
      },
    );
  const count = bytes.length < 8 ? undefined : Number(bytes.readBigUInt64LE(0));
  if (count === undefined || bytes.length !== 8 + 16 * count) {
    throw refuse(`${bytes.length} bytes${count === undefined ? '' : ` for ${count} blocks`}`);
  }
  let reached = 0;
  for (let i = 0; i < count; i++) {
    const offset = Number(bytes.readBigUInt64LE(8 + 16 * i));
    if (offset <= reached || offset >= fastaBytes) throw refuse(`a block at byte ${offset} of ${fastaBytes}`);
    reached = offset;
  }
}
