/** A file that appears under its name only when it is whole. */

import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { CisregError } from '../errors.ts';
import type { ByteWriter } from './byte-writer.ts';
import { temporaryName } from './temporary-name.ts';

const BUFFER_BYTES = 1 << 20;

/**
 * Writes under a temporary name beside `path`; `commit` renames it, `abort` removes it. With `await using`, what was
 * not committed is removed. IO errors say what could not be written and why.
 */
export class AtomicFile implements ByteWriter {
  readonly name: string;
  readonly isClosed = false;
  readonly #temporary: string;
  readonly #buffer = Buffer.allocUnsafe(BUFFER_BYTES);
  #used = 0;
  #descriptor: number | undefined;

  constructor(path: string) {
    this.name = path;
    this.#temporary = temporaryName(path);
    this.#descriptor = this.#trying(() => openSync(this.#temporary, 'wx'));
  }

  /** Appends text (as UTF-8) or bytes. */
  write(data: string | Uint8Array): void {
    // A UTF-16 unit takes at most three bytes of UTF-8.
    if (typeof data === 'string' && data.length * 3 <= BUFFER_BYTES) {
      if (data.length * 3 > BUFFER_BYTES - this.#used) this.#flush();
      this.#used += this.#buffer.write(data, this.#used, 'utf8');
      return;
    }
    const bytes = typeof data === 'string' ? Buffer.from(data, 'utf8') : data;
    if (bytes.length > BUFFER_BYTES - this.#used) this.#flush();
    if (bytes.length > BUFFER_BYTES) this.#writeAll(bytes);
    else {
      this.#buffer.set(bytes, this.#used);
      this.#used += bytes.length;
    }
  }

  /** Gives the file its name, in place of what had it before. */
  async commit(): Promise<void> {
    this.#flush();
    this.#trying(() => {
      closeSync(this.#open());
      this.#descriptor = undefined;
      try {
        renameSync(this.#temporary, this.name);
      } catch (error) {
        rmSync(this.#temporary, { force: true });
        throw error;
      }
    });
  }

  /** Removes what was written. Does nothing after a commit. */
  async abort(): Promise<void> {
    if (this.#descriptor === undefined) return;
    closeSync(this.#descriptor);
    this.#descriptor = undefined;
    rmSync(this.#temporary, { force: true });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.abort();
  }

  #flush(): void {
    this.#writeAll(this.#buffer.subarray(0, this.#used));
    this.#used = 0;
  }

  #writeAll(bytes: Uint8Array): void {
    this.#trying(() => {
      // A write may take less than it was given, on full or networked disks.
      for (let at = 0; at < bytes.length; ) at += writeSync(this.#open(), bytes, at);
    });
  }

  #open(): number {
    if (this.#descriptor === undefined) throw new Error(`${this.name} was already committed or aborted`);
    return this.#descriptor;
  }

  #trying<T>(action: () => T): T {
    try {
      return action();
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === undefined) throw error;
      const mend =
        code === 'ENOSPC'
          ? 'the disk is full: make room'
          : 'does the directory exist, and may you write to it?';
      throw new CisregError('IO', `cannot be written (${code}); ${mend}`, {
        where: { file: this.name },
        cause: error,
      });
    }
  }
}

/** Writes a whole small file atomically. */
export async function writeFileAtomically(path: string, data: string | Uint8Array): Promise<void> {
  await using file = new AtomicFile(path);
  file.write(data);
  await file.commit();
}
