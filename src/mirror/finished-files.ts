/** Which files of a directory were verified, and are since then as they were: they need not be read again. */

import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { stampOf } from '../formats/checksum-cache.ts';
import { MIRROR_NAMES, type MirrorName } from './remote-file.ts';

/** A line a file; the last of a name holds. */
const FINISHED_FILE = '.cisreg-fetch.jsonl';

export interface FinishedFile {
  readonly md5: string;
  /** Which mirror served it, and its address without its query; undefined where it was there before. */
  readonly mirror: MirrorName | undefined;
  readonly address: string | undefined;
}

export class FinishedFiles {
  readonly #directory: string;
  readonly #known = new Map<string, FinishedFile & { readonly stamp: string }>();

  constructor(directory: string) {
    this.#directory = directory;
    const file = path.join(directory, FINISHED_FILE);
    if (!existsSync(file)) return;
    for (const line of readFileSync(file, 'utf8').split('\n')) {
      try {
        const { name, stamp, md5, mirror, address } = JSON.parse(line) as Record<string, unknown>;
        if (typeof name !== 'string' || typeof stamp !== 'string' || typeof md5 !== 'string') continue;
        this.#known.set(name, {
          stamp,
          md5,
          mirror: MIRROR_NAMES.find((one) => one === mirror),
          address: typeof address === 'string' ? address : undefined,
        });
      } catch {
        // The line that a killed process did not finish.
      }
    }
  }

  /** What is known of a file that was verified and has not changed since. */
  get(name: string): FinishedFile | undefined {
    const known = this.#known.get(name);
    return known !== undefined && known.stamp === stampOf(path.join(this.#directory, name))
      ? known
      : undefined;
  }

  /** Notes a file as it is now. */
  add(name: string, { md5, mirror, address }: FinishedFile): void {
    const stamp = stampOf(path.join(this.#directory, name));
    this.#known.set(name, { stamp, md5, mirror, address });
    const line = JSON.stringify({ name, stamp, md5, mirror, address });
    // The line before may have been cut short.
    appendFileSync(path.join(this.#directory, FINISHED_FILE), `\n${line}`);
  }
}
