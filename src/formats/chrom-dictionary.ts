/** Chromosome names to small numbers, straight from bytes. */

import { textOf } from './fields.ts';

const SLOTS = 4096;

/** Numbers names in the order in which they are first met. */
export class ChromDictionary {
  /** The names met so far; a name's place is its number. */
  readonly names: string[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #known: Uint8Array[] = [];
  // One remembered number a slot; two names that share a slot only cost the slower way.
  readonly #slots = new Int32Array(SLOTS).fill(-1);
  #last = -1;

  /** The number of the name bytes[from, to). */
  numberOf(bytes: Uint8Array, from: number, to: number): number {
    if (this.#last >= 0 && this.#is(this.#last, bytes, from, to)) return this.#last;
    let hash = to - from;
    for (let at = from; at < to; at++) hash = (Math.imul(hash, 31) + bytes[at]!) | 0;
    const slot = (hash ^ (hash >>> 15)) & (SLOTS - 1);
    const candidate = this.#slots[slot]!;
    if (candidate >= 0 && this.#is(candidate, bytes, from, to)) {
      this.#last = candidate;
      return candidate;
    }
    const name = textOf(bytes, from, to);
    let number = this.#numbers.get(name);
    if (number === undefined) {
      number = this.names.length;
      this.names.push(name);
      this.#numbers.set(name, number);
      // A copy: the slice of a Buffer is a view of what is written over later.
      this.#known.push(new Uint8Array(bytes.subarray(from, to)));
    }
    this.#slots[slot] = number;
    this.#last = number;
    return number;
  }

  /** The bytes of a name by its number. */
  bytesOf(number: number): Uint8Array {
    return this.#known[number]!;
  }

  #is(number: number, bytes: Uint8Array, from: number, to: number): boolean {
    const known = this.#known[number]!;
    if (known.length !== to - from) return false;
    for (let i = 0; i < known.length; i++) if (known[i] !== bytes[from + i]) return false;
    return true;
  }
}
