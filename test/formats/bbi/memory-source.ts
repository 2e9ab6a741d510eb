/** Bytes in memory as a source that refuses what a reader must never ask for. */

import type { ByteSource } from '../../../src/formats/byte-source.ts';

/** Rejects reads of places and lengths that are no whole numbers from 0, and reads of more than `maxBytes`. */
export function memorySource(bytes: Uint8Array, name = 'memory', maxBytes = 1 << 26): ByteSource {
  return {
    name,
    sizeBytes: bytes.length,
    async read(offset, length) {
      if (![offset, length].every((n) => Number.isSafeInteger(n) && n >= 0) || length > maxBytes) {
        throw new Error(`a read of ${length} bytes at ${offset}`);
      }
      return bytes.slice(offset, offset + length);
    },
    async close() {},
  };
}
