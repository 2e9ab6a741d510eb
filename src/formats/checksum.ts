/** Checksums of whole files. */

import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';

export interface Checksum {
  readonly bytes: number;
  readonly sha256: string;
}

const CHUNK_BYTES = 1 << 22;

/** Size and SHA-256 (hex) of a file. */
export function checksum(path: string): Checksum {
  const hash = createHash('sha256');
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  const descriptor = openSync(path, 'r');
  let bytes = 0;
  try {
    for (;;) {
      const got = readSync(descriptor, chunk, 0, chunk.length, null);
      if (got === 0) break;
      hash.update(chunk.subarray(0, got));
      bytes += got;
    }
  } finally {
    closeSync(descriptor);
  }
  return { bytes, sha256: hash.digest('hex') };
}
