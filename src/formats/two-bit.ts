/** 2bit files (https://genome.ucsc.edu/FAQ/FAQformat.html#format7): which sequences they hold, and how long each is. */

import { CisregError, type ErrorCode } from '../errors.ts';
import type { ByteSource } from './byte-source.ts';

const MAGIC = 0x1a412743;
const HEADER_BYTES = 16;
/** Of a sequence without its bases: its size, the counts of gaps and masked blocks, and a reserved word. */
const RECORD_BYTES = 16;
/** A length byte, and the longest name. */
const LONGEST_NAME = 256;
const READ_BYTES = 1 << 20;

export interface TwoBitSequence {
  readonly name: string;
  readonly sizeBp: number;
}

/** Whether bytes begin a 2bit file, in either byte order. */
export function isTwoBit(bytes: Uint8Array): boolean {
  if (bytes.length < 4) return false;
  const view = viewOf(bytes);
  return view.getUint32(0, true) === MAGIC || view.getUint32(0) === MAGIC;
}

/**
 * The sequences of a 2bit file of version 0 or 1, in its order. Throws CisregError FORMAT (another format or version, a name twice) or
 * TRUNCATED (an index or a sequence that ends beyond the file), with the byte.
 */
export async function readTwoBitSequences(source: ByteSource): Promise<TwoBitSequence[]> {
  const header = viewOf(await source.read(0, HEADER_BYTES));
  if (header.byteLength < HEADER_BYTES) {
    throw twoBitError(
      source,
      0,
      `${header.byteLength} bytes, expected the header of a 2bit file`,
      'TRUNCATED',
    );
  }
  const isLittle = header.getUint32(0, true) === MAGIC;
  if (!isLittle && header.getUint32(0) !== MAGIC) {
    const found = header.getUint32(0).toString(16).padStart(8, '0');
    throw twoBitError(
      source,
      0,
      `begins with ${found}, expected the magic number of a 2bit file; is it another format?`,
    );
  }
  const version = header.getUint32(4, isLittle);
  if (version > 1)
    throw twoBitError(source, 4, `2bit version ${version}, expected 0 or 1; is the file damaged?`);
  const entries = await readIndex(source, {
    count: header.getUint32(8, isLittle),
    isLittle,
    isLong: version === 1,
  });
  const seen = new Set<string>();
  const sequences: TwoBitSequence[] = [];
  for (const { name, offset, at } of entries) {
    if (seen.has(name))
      throw twoBitError(source, at, `a sequence ${name} for the second time; is the file damaged?`);
    seen.add(name);
    const size = viewOf(await source.read(offset, 4));
    const sizeBp = size.byteLength < 4 ? 0 : size.getUint32(0, isLittle);
    if (size.byteLength < 4 || offset + RECORD_BYTES + Math.ceil(sizeBp / 4) > source.sizeBytes) {
      throw twoBitError(
        source,
        offset,
        `${name} ends beyond the end of the file; fetch it again`,
        'TRUNCATED',
      );
    }
    sequences.push({ name, sizeBp });
  }
  return sequences;
}

interface IndexEntry {
  readonly name: string;
  /** Where the sequence begins. */
  readonly offset: number;
  /** Where the entry stands. */
  readonly at: number;
}

async function readIndex(
  source: ByteSource,
  { count, isLittle, isLong }: { count: number; isLittle: boolean; isLong: boolean },
): Promise<IndexEntry[]> {
  const offsetBytes = isLong ? 8 : 4;
  const entries: IndexEntry[] = [];
  let bytes = new Uint8Array(0);
  let from = HEADER_BYTES;
  let at = 0;
  for (let i = 0; i < count; i++) {
    if (bytes.length - at < LONGEST_NAME + offsetBytes) {
      from += at;
      at = 0;
      bytes = new Uint8Array(await source.read(from, READ_BYTES));
    }
    const end = at + 1 + (bytes[at] ?? 0) + offsetBytes;
    if (end > bytes.length) {
      const message = `the index ends after ${i} of ${count} sequences; fetch the file again`;
      throw twoBitError(source, from + at, message, 'TRUNCATED');
    }
    const place = end - offsetBytes;
    const view = viewOf(bytes);
    const offset = isLong ? Number(view.getBigUint64(place, isLittle)) : view.getUint32(place, isLittle);
    entries.push({
      name: Buffer.from(bytes.subarray(at + 1, place)).toString('latin1'),
      offset,
      at: from + at,
    });
    at = end;
  }
  return entries;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function twoBitError(
  source: ByteSource,
  byte: number,
  message: string,
  code: ErrorCode = 'FORMAT',
): CisregError {
  return new CisregError(code, message, { where: { file: source.name, byte } });
}
