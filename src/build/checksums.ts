/** Checksums of inputs. A file that has not changed since it was last read is not read again. */

import { createHash } from 'node:crypto';
import { closeSync, existsSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { writeFileAtomically } from '../formats/atomic-file.ts';

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

/** Remembers checksums by path, size, times and inode, in a file of the work directory. */
export class ChecksumCache {
  private readonly file: string;
  private readonly known: Map<string, Checksum & { stamp: string }>;

  constructor(file: string) {
    this.file = file;
    this.known = new Map(existsSync(file) ? Object.entries(JSON.parse(readFileSync(file, 'utf8'))) : []);
  }

  get(path: string): Checksum | undefined {
    const found = this.known.get(path);
    return found?.stamp === stamp(path) ? { bytes: found.bytes, sha256: found.sha256 } : undefined;
  }

  set(path: string, value: Checksum): void {
    this.known.set(path, { ...value, stamp: stamp(path) });
  }

  save(): Promise<void> {
    return writeFileAtomically(this.file, JSON.stringify(Object.fromEntries(this.known)));
  }
}

function stamp(path: string): string {
  const { size, mtimeNs, ctimeNs, ino } = statSync(path, { bigint: true });
  return [size, mtimeNs, ctimeNs, ino].join(' ');
}
