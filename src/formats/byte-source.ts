/** Random access to bytes, wherever they are: files, http servers, and the mirrors provide it. */

import { openFileSource } from './file-source.ts';
import { openHttpSource } from './http-source.ts';

export interface ByteSource {
  /** The path or address, as error messages show it. */
  readonly name: string;
  readonly sizeBytes: number;
  /** The bytes from `offset`, fewer than `length` only at the end of the source. */
  read(offset: number, length: number): Promise<Uint8Array>;
  /**
   * Fills `target` with the bytes from `offset`; returns how many there were, fewer only at the end. Optional: what
   * spares large sequential reads a new buffer each.
   */
  readInto?(target: Uint8Array, offset: number): Promise<number>;
  close(): Promise<void>;
}

/**
 * Opens a file path or an http(s) address for reading by ranges. The caller closes it.
 * Throws CisregError: NOT_FOUND (no such file, 404), IO (a directory, no permission, a server without ranges or
 * out of reach).
 */
export function openByteSource(location: string): Promise<ByteSource> {
  return /^https?:\/\//i.test(location) ? openHttpSource(location) : openFileSource(location);
}
