/** Which hosts did not answer: whoever has other addresses for a file asks those first, so that it is not every file that waits for a dead one. Of this thread. */

/** How long it is believed. Long against the minute that a silent host is waited for. */
const BELIEVED_MS = 300_000;

/** When each failed, by origin. */
const failedAt = new Map<string, number>();

/** Takes note that the host of an address gave no answer, or only that it cannot now. */
export function noteDown(url: string): void {
  failedAt.set(new URL(url).origin, performance.now());
}

/** Takes note that it did answer. */
export function noteUp(url: string): void {
  if (failedAt.size > 0) failedAt.delete(new URL(url).origin);
}

/** The same, those whose hosts are down behind the others; an order within both that is as it was. */
export function upFirst<T>(items: readonly T[], urlOf: (item: T) => string): readonly T[] {
  if (failedAt.size === 0) return items;
  const isDown = (item: T) => {
    const atMs = failedAt.get(new URL(urlOf(item)).origin);
    return atMs !== undefined && performance.now() - atMs < BELIEVED_MS;
  };
  const down = items.filter(isDown);
  return [...items.filter((item) => !down.includes(item)), ...down];
}
