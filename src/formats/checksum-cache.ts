/** Checksums of inputs. A file that has not changed since it was last read is not read again. */

import { renameSync, statSync, writeFileSync } from 'node:fs';
import type { Checksum } from './checksum.ts';
import { readJsonObject } from './json-object.ts';
import { temporaryName } from './temporary-name.ts';

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
    const temporary = temporaryName(this.file);
    writeFileSync(temporary, JSON.stringify(Object.fromEntries(this.known)));
    renameSync(temporary, this.file);
  }
}

/** Size, times and inode of a file as text: another content has another stamp. */
export function stampOf(path: string): string {
  const { size, mtimeNs, ctimeNs, ino } = statSync(path, { bigint: true });
  return [size, mtimeNs, ctimeNs, ino].join(' ');
}
