/** What one visitor may take of the server; docs and `serve --help` tell it. */

export const LIMITS = {
  /** Of a request's body, unpacked. */
  bodyBytes: 8 << 20,
  /** Of a BED that is sent, unless the command line says otherwise; it may have 100 bytes for each, unpacked. */
  intervals: 5_000_000,
  /** Of an address: what is longer goes into the body of a POST. */
  addressBytes: 16 << 10,
  /** Of an address and all headers together. */
  headerBytes: 64 << 10,
  /** Of a part of an address between slashes. */
  segmentBytes: 512,
  /** For the address and the headers of a request to arrive. */
  headersMs: 30_000,
  /** A body may take as long as it needs, but this much of it comes in each such time, or its end. */
  bodyStepBytes: 1024,
  bodyStepMs: 30_000,
  /** How often connections are looked through for headers that are late. */
  lookMs: 5_000,
  /** For an answer to begin, from the request's last byte. */
  answerMs: 60_000,
  /** Without a byte in either direction: a reader that stands still is let go. */
  idleMs: 120_000,
  /** For answers under way to end once the server is told to stop. */
  drainMs: 30_000,
  /** Lists and other heavy requests at once, unless the command line says otherwise. */
  parallel: 16,
  /** Heavy requests that wait for their turn, and how long. */
  waiting: 64,
  waitMs: 5_000,
} as const;

/** Of the state directory, unless the command line says otherwise. */
export const STATE_LIMITS = {
  /** Of one item. */
  itemBytes: 256 << 20,
  /** Of all items; beyond it those go that were used least recently. */
  totalBytes: 10 * 2 ** 30,
  /** Since an item was last used. */
  ageDays: 90,
} as const;
