/** Columns of a table in which the same few texts come again and again. */

import { textOf } from './fields.ts';
import type { TableFields } from './table-rows.ts';

/** What texts mean, each found out once: of a row that has the text of the row before no string is made. */
export class TextCodes<T> {
  readonly #meaning: (text: string) => T;
  readonly #known = new Map<string, T>();
  #last: { readonly bytes: Uint8Array; readonly value: T } | undefined;

  constructor(meaning: (text: string) => T) {
    this.#meaning = meaning;
  }

  of({ bytes, starts, ends }: Pick<TableFields, 'bytes' | 'starts' | 'ends'>, k: number): T {
    const [from, to] = [starts[k]!, ends[k]!];
    if (this.#last !== undefined && isText(this.#last.bytes, bytes, from, to)) return this.#last.value;
    const text = textOf(bytes, from, to);
    const known = this.#known.get(text);
    const value = known ?? this.#meaning(text);
    if (known === undefined) this.#known.set(text, value);
    // A copy: the slice of a Buffer is a view of what is written over later.
    this.#last = { bytes: new Uint8Array(bytes.subarray(from, to)), value };
    return value;
  }
}

function isText(text: Uint8Array, bytes: Uint8Array, from: number, to: number): boolean {
  if (to - from !== text.length) return false;
  for (let i = 0; i < text.length; i++) if (bytes[from + i] !== text[i]) return false;
  return true;
}
