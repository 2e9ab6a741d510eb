/** Writes 2bit files (https://genome.ucsc.edu/FAQ/FAQformat.html#format7), little endian, version 0, base by base never in memory. */

import { AtomicFile } from './atomic-file.ts';

const MAGIC = 0x1a412743;
const HEADER_BYTES = 16;
/** Size, two counts, and a reserved word. */
const RECORD_BYTES = 16;
/** Offsets of version 0 have 32 bits. */
const MOST_BYTES = 2 ** 32;
const LONGEST_NAME = 255;

/** Bases in two bits: a base is its index. */
export const TWO_BIT_BASES = 'TCAG';

/** Stretches of a sequence, 0-based half-open, in order and apart. */
export interface Stretches {
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
}

export interface TwoBitRecord {
  readonly name: string;
  readonly sizeBp: number;
  /** Unknown bases (N); they are T in `packed`, as UCSC's programs write them. */
  readonly gaps: Stretches;
  /** Bases of repeats, which readers show in lower case. */
  readonly masked: Stretches;
  /** The bases, four a byte, the first in the highest bits: ceil(sizeBp / 4) bytes in pieces of any length. */
  packed(): Iterable<Uint8Array>;
}

/** Writes the sequences in their order. The file appears when it is whole. Throws CisregError IO where it cannot be written. */
export async function writeTwoBit(path: string, records: readonly TwoBitRecord[]): Promise<void> {
  await using file = new AtomicFile(path);
  file.write(headOf(records));
  for (const record of records) {
    const { sizeBp, gaps, masked } = record;
    file.write(wordsOf([sizeBp]));
    for (const { starts, ends } of [gaps, masked]) {
      file.write(wordsOf([starts.length]));
      file.write(wordsOf(starts));
      file.write(wordsOf(ends.map((end, i) => end - starts[i]!)));
    }
    file.write(wordsOf([0]));
    let bytes = 0;
    for (const piece of record.packed()) {
      file.write(piece);
      bytes += piece.length;
    }
    if (bytes !== packedBytes(record)) {
      throw new Error(`${record.name} has ${bytes} bytes of bases, expected ${packedBytes(record)}`);
    }
  }
  await file.commit();
}

const packedBytes = ({ sizeBp }: TwoBitRecord) => Math.ceil(sizeBp / 4);

/** The header, and the index with where each sequence will stand. */
function headOf(records: readonly TwoBitRecord[]): Buffer {
  const names = records.map(({ name }) => Buffer.from(name, 'latin1'));
  const indexBytes = names.reduce((sum, name) => sum + 1 + name.length + 4, 0);
  let offset = HEADER_BYTES + indexBytes;
  const index = records.map((record, i) => {
    const name = names[i]!;
    if (name.length > LONGEST_NAME || offset >= MOST_BYTES) {
      throw new Error(
        `${record.name} cannot be in a 2bit file of version 0: its name or its offset is too long`,
      );
    }
    const entry = Buffer.concat([Buffer.from([name.length]), name, wordsOf([offset])]);
    const stretches = record.gaps.starts.length + record.masked.starts.length;
    offset += RECORD_BYTES + 8 * stretches + packedBytes(record);
    return entry;
  });
  return Buffer.concat([wordsOf([MAGIC, 0, records.length, 0]), ...index]);
}

/** Numbers as little-endian words of 32 bits. */
function wordsOf(numbers: ArrayLike<number>): Buffer {
  const bytes = Buffer.allocUnsafe(4 * numbers.length);
  for (let i = 0; i < numbers.length; i++) bytes.writeUInt32LE(numbers[i]!, 4 * i);
  return bytes;
}
