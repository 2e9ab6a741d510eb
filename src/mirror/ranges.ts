/** Which bytes of a file are there: ranges from `start` to `end` (not included), sorted, apart from one another. */

export interface Range {
  readonly start: number;
  readonly end: number;
}

/** The ranges with one more, which may touch or overlap them. */
export function withRange(done: readonly Range[], added: Range): Range[] {
  if (added.end <= added.start) return [...done];
  const before = done.filter(({ end }) => end < added.start);
  const after = done.filter(({ start }) => start > added.end);
  const joined = done.slice(before.length, done.length - after.length);
  const start = Math.min(added.start, joined[0]?.start ?? added.start);
  const end = Math.max(added.end, joined.at(-1)?.end ?? added.end);
  return [...before, { start, end }, ...after];
}

/** What lacks of the first `sizeBytes` bytes, in pieces of at most `most` bytes: made as they are asked for, since a server may say any size. */
export function* gapsOf(done: readonly Range[], sizeBytes: number, most: number): Generator<Range, void> {
  let at = 0;
  for (const { start, end } of [...done, { start: sizeBytes, end: sizeBytes }]) {
    for (; at < start; at = Math.min(start, at + most)) yield { start: at, end: Math.min(start, at + most) };
    at = Math.max(at, end);
  }
}

/** How many bytes are there from the beginning on without a gap. */
export function frontOf(done: readonly Range[]): number {
  const [first] = done;
  return first?.start === 0 ? first.end : 0;
}

/** How many bytes are there. */
export function bytesIn(done: readonly Range[]): number {
  return done.reduce((sum, { start, end }) => sum + (end - start), 0);
}
