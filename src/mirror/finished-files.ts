/** Which files of a directory were verified, and are since then as they were: they need not be read again. */

import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { stampOf } from '../formats/checksum-cache.ts';

/** A line a file; the last of a name holds. */
const FINISHED_FILE = '.cisreg-fetch.jsonl';

export class FinishedFiles {
  readonly #directory: string;
  readonly #known = new Map<string, { readonly stamp: string; readonly md5: string }>();

  constructor(directory: string) {
    this.#directory = directory;
    const file = path.join(directory, FINISHED_FILE);
    if (!existsSync(file)) return;
    for (const line of readFileSync(file, 'utf8').split('\n')) {
      try {
        const { name, stamp, md5 } = JSON.parse(line) as Record<string, unknown>;
        if (typeof name === 'string' && typeof stamp === 'string' && typeof md5 === 'string') {
          this.#known.set(name, { stamp, md5 });
        }
      } catch {
        // The line that a killed process did not finish.
      }
    }
  }

  /** The MD5 of a file that was verified and has not changed since. */
  md5Of(name: string): string | undefined {
    const known = this.#known.get(name);
    return known?.stamp === stampOf(path.join(this.#directory, name)) ? known.md5 : undefined;
  }

  /** Notes a file as it is now. */
  add(name: string, md5: string): void {
    const stamp = stampOf(path.join(this.#directory, name));
    this.#known.set(name, { stamp, md5 });
    // The line before may have been cut short.
    appendFileSync(path.join(this.#directory, FINISHED_FILE), `\n${JSON.stringify({ name, stamp, md5 })}`);
  }
}
