/** Results that are kept for the next pages of their answers: so many, and so much of them. */

/** Bytes of a row, and of a result beside its rows and its question: generously. */
const ROW_BYTES = 60;
const RESULT_BYTES = 4096;
const KEEP_BYTES = 60_000_000;
const KEEP_RESULTS = 256;

interface KeptResults<T> {
  readonly size: number;
  get(key: string): T | undefined;
  set(key: string, result: T): void;
}

/** The last results by what was asked, as far as there is room; always the last one. A result has as many rows as `p`. */
export function keptResults<T extends { readonly p: ArrayLike<number> }>(): KeptResults<T> {
  const results = new Map<string, { readonly result: T; readonly bytes: number }>();
  let bytes = 0;
  const forget = (key: string) => {
    bytes -= results.get(key)?.bytes ?? 0;
    results.delete(key);
  };
  return {
    get size() {
      return results.size;
    },
    get: (key) => results.get(key)?.result,
    set(key, result) {
      // A Map keeps its keys in the order in which they were set.
      forget(key);
      const own = RESULT_BYTES + 2 * key.length + ROW_BYTES * result.p.length;
      results.set(key, { result, bytes: own });
      bytes += own;
      for (const oldest of results.keys()) {
        const isWithin = bytes <= KEEP_BYTES && results.size <= KEEP_RESULTS;
        if (isWithin || results.size === 1) break;
        forget(oldest);
      }
    },
  };
}
