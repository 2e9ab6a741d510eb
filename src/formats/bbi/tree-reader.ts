/** Reading headers and tree nodes of a bbi file: in either byte order, through a window, within the file's bounds. */

import { CisregError, type ErrorCode } from '../../errors.ts';
import type { ByteSource } from '../byte-source.ts';

/** Nodes of a level lie side by side: one read brings many. */
const WINDOW_BYTES = 1 << 18;
/** Of a source that answers late: little at first, as often a few nodes are all, then more with each read that follows on. */
const FIRST_LATE_BYTES = 1 << 15;
const MOST_LATE_BYTES = 1 << 21;

/** Bytes at `offset` of a file, as numbers of its byte order. */
export class Fields {
  readonly offset: number;
  readonly #view: DataView;
  readonly #isLittleEndian: boolean;

  constructor(bytes: Uint8Array, offset: number, isBigEndian: boolean) {
    this.offset = offset;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#isLittleEndian = !isBigEndian;
  }

  u8(at: number): number {
    return this.#view.getUint8(at);
  }

  u16(at: number): number {
    return this.#view.getUint16(at, this.#isLittleEndian);
  }

  u32(at: number): number {
    return this.#view.getUint32(at, this.#isLittleEndian);
  }

  /** Exact below 2^53; no file is longer. */
  u64(at: number): number {
    const first = this.u32(at);
    const second = this.u32(at + 4);
    return this.#isLittleEndian ? second * 2 ** 32 + first : first * 2 ** 32 + second;
  }

  f64(at: number): number {
    return this.#view.getFloat64(at, this.#isLittleEndian);
  }

  bytes(at: number, length: number): Uint8Array {
    return new Uint8Array(this.#view.buffer, this.#view.byteOffset + at, length);
  }
}

export interface TreeReader {
  /** The `length` bytes at `offset`; `what` names them in the error if the file ends before. Throws TRUNCATED. */
  read(offset: number, length: number, what: string): Promise<Fields>;
}

/** Reads small pieces of `source` through a window. */
export function newTreeReader(source: ByteSource, isBigEndian: boolean): TreeReader {
  let window = new Uint8Array(0);
  let windowAt = 0;
  let lateBytes = FIRST_LATE_BYTES;
  const windowBytes = (offset: number) => {
    if (source.bulk === undefined) return WINDOW_BYTES;
    const followsOn = offset >= windowAt && offset <= windowAt + 2 * window.length;
    lateBytes = followsOn && window.length > 0 ? Math.min(2 * lateBytes, MOST_LATE_BYTES) : FIRST_LATE_BYTES;
    return lateBytes;
  };
  return {
    async read(offset, length, what) {
      if (offset + length > source.sizeBytes) throw endsBefore(source, offset, length, what);
      if (offset < windowAt || offset + length > windowAt + window.length) {
        window = (await source.read(
          offset,
          Math.max(length, windowBytes(offset)),
        )) as Uint8Array<ArrayBuffer>;
        windowAt = offset;
        if (window.length < length) throw endsBefore(source, offset, length, what);
      }
      const from = offset - windowAt;
      return new Fields(window.subarray(from, from + length), offset, isBigEndian);
    },
  };
}

/** An error about the file at a byte. */
export function bbiError(
  source: ByteSource,
  byte: number,
  message: string,
  code: ErrorCode = 'FORMAT',
): CisregError {
  return new CisregError(code, message, { where: { file: source.name, byte } });
}

/** The error for an entry of a tree, at `byte`, whose node would lie behind the end of the file. */
export function beyondEnd(source: ByteSource, byte: number, target: number): CisregError {
  const message = `a node at byte ${target}, but the file ends at byte ${source.sizeBytes}; fetch it again`;
  return bbiError(source, byte, message, 'TRUNCATED');
}

function endsBefore(source: ByteSource, offset: number, length: number, what: string): CisregError {
  const message = `${what} of ${length} bytes expected here, but the file ends at byte ${source.sizeBytes}; fetch it again`;
  return bbiError(source, offset, message, 'TRUNCATED');
}
