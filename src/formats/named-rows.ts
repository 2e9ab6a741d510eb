/** Rows by their names, for files that most often come in the order of the names. */

import { CisregError } from '../errors.ts';
import type { TextColumn } from './text-column.ts';
import { isTextAt, lookupOf, type TextLookup } from './text-lookup.ts';

/** Names to their rows; files in the order of the names are joined without a look into the lookup. */
export class NamedRows {
  readonly names: TextColumn;
  #lookup: TextLookup | undefined;

  constructor(names: TextColumn) {
    this.names = names;
  }

  /** The row of the name in bytes[from, to), or -1; `guess` is tried first. */
  find(bytes: Uint8Array, from: number, to: number, guess: number): number {
    const { names } = this;
    if (guess < names.count && isTextAt(names, guess, bytes, from, to)) return guess;
    return this.#whole().rowOf(bytes, from, to);
  }

  /** Throws CisregError FORMAT where a name stands twice in the `file` that the names are from. */
  refuseRepeats(file: string): void {
    const row = this.#whole().firstRepeated;
    if (row < 0) return;
    const message = `names ${this.names.at(row)} twice, expected each rDHS once`;
    throw new CisregError('FORMAT', message, { where: { file } });
  }

  #whole(): TextLookup {
    this.#lookup ??= lookupOf(this.names);
    return this.#lookup;
  }
}
