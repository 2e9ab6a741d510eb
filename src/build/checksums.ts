/** Checksums of inputs. A file that has not changed since it was last read is not read again. */

import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { readJsonObject } from '../store/json-object.ts';

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
    this.known = new Map(
      Object.entries((readJsonObject(file) ?? {}) as Record<string, Checksum & { stamp: string }>),
    );
  }

  get(path: string): Checksum | undefined {
    const found = this.known.get(path);
    return found?.stamp === stampOf(path) ? { bytes: found.bytes, sha256: found.sha256 } : undefined;
  }

  /** Remembers the checksum of a file whose stamp was taken before it was read. */
  set(path: string, value: Checksum, stamp: string): void {
    this.known.set(path, { ...value, stamp });
  }

  /** Writes what is known. */
  save(): void {
    writeFileSync(`${this.file}.tmp`, JSON.stringify(Object.fromEntries(this.known)));
    renameSync(`${this.file}.tmp`, this.file);
  }
}

/** Size, times and inode of a file as text: another content has another stamp. */
export function stampOf(path: string): string {
  const { size, mtimeNs, ctimeNs, ino } = statSync(path, { bigint: true });
  return [size, mtimeNs, ctimeNs, ino].join(' ');
}
