/** Checksums of inputs. A file that has not changed since it was last read is not read again. */

import { renameSync, statSync, writeFileSync } from 'node:fs';
import type { Checksum } from './checksum.ts';
import { readJsonObject } from './json-object.ts';
import { temporaryName } from './temporary-name.ts';

type Entry = Checksum & { readonly stamp: string };

/** Remembers checksums by path, size, times and inode, in a file of the work directory. */
export class ChecksumCache {
  private readonly file: string;
  private readonly known: Map<string, Entry>;
  private readonly others = new Map<string, Entry[]>();

  /** `others` are files of the same kind that are read and never written: what other processes have found out. */
  constructor(file: string, others: readonly string[] = []) {
    this.file = file;
    this.known = new Map(entriesOf(file));
    for (const [path, entry] of others.flatMap(entriesOf)) {
      this.others.set(path, [...(this.others.get(path) ?? []), entry]);
    }
  }

  get(path: string): Checksum | undefined {
    const stamp = stampOf(path);
    const found = [this.known.get(path), ...(this.others.get(path) ?? [])].find(
      (entry) => entry?.stamp === stamp,
    );
    return found && { bytes: found.bytes, sha256: found.sha256 };
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

function entriesOf(file: string): [path: string, Entry][] {
  return Object.entries((readJsonObject(file) ?? {}) as Readonly<Record<string, Entry>>);
}

/** Size, times and inode of a file as text: another content has another stamp. */
export function stampOf(path: string): string {
  const { size, mtimeNs, ctimeNs, ino } = statSync(path, { bigint: true });
  return [size, mtimeNs, ctimeNs, ino].join(' ');
}
