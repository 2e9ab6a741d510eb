/** Random access to bytes, wherever they are: files, http servers, and the mirrors provide it. */

import { openFileSource } from './file-source.ts';
import { addressLocation, type Location } from './remote-location.ts';
import { openRemoteSource } from './remote-source.ts';
import { isAddress } from './shown-address.ts';

export interface ByteSource {
  /** The path or address, as error messages show it. */
  readonly name: string;
  readonly sizeBytes: number;
  /** How much of it is best read at a time; undefined: as of a disk. */
  readonly bulk?: BulkReading;
  /** The bytes from `offset`, fewer than `length` only at the end of the source. */
  read(offset: number, length: number): Promise<Uint8Array>;
  /**
   * Fills `target` with the bytes from `offset`; returns how many there were, fewer only at the end. Optional: what
   * spares large sequential reads a new buffer each.
   */
  readInto?(target: Uint8Array, offset: number): Promise<number>;
  close(): Promise<void>;
}

/** How a source that answers late is read fast: in few reads, and several of them under way. */
export interface BulkReading {
  /** A hole of so many bytes is cheaper to read over than to leave out. */
  readonly gapBytes: number;
  /** The most that one read brings. */
  readonly readBytes: number;
  /** Reads under way beside the one that is waited for. */
  readonly inFlight: number;
}

/**
 * Opens a file path, an http(s) address or a file elsewhere for reading by ranges. The caller closes it.
 * Throws CisregError: NOT_FOUND (no such file, 404), IO (a directory, no permission, a server without ranges or
 * out of reach).
 */
export function openByteSource(location: Location): Promise<ByteSource> {
  if (typeof location !== 'string') return openRemoteSource(location);
  return isAddress(location) ? openRemoteSource(addressLocation(location)) : openFileSource(location);
}
