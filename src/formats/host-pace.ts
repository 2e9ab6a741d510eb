/** No more requests in a second than a host's terms allow. All requests of this process pass here, tries and redirects too. */

import { sleep } from './sleep.ts';

/** "At most 10 GET/s per user", the terms of use of ENCODE's portal: its redirects to files count. */
const PORTAL = 'https://www.encodeproject.org';
export const PORTAL_PER_SECOND = 10;

/** Moments that are so far apart: each call gives the next, from `nowMs` on. */
export function turns(perSecond: number): (nowMs: number) => number {
  let nextMs = -Infinity;
  return (nowMs) => {
    const atMs = Math.max(nowMs, nextMs);
    nextMs = atMs + 1000 / perSecond;
    return atMs;
  };
}

interface Pace {
  readonly perSecond: number;
  readonly turn: (nowMs: number) => number;
}

const paces = new Map<string, Pace>();
paceHost(PORTAL, PORTAL_PER_SECOND);

/** Says how many requests in a second the host of an origin (`https://host`) allows; one that has that pace keeps its turns. */
export function paceHost(origin: string, perSecond: number): void {
  if (paces.get(origin)?.perSecond !== perSecond) paces.set(origin, { perSecond, turn: turns(perSecond) });
}

/** Waits until an address may be asked: at once where its host has no pace. */
export async function untilTurn(url: string, signal?: AbortSignal): Promise<void> {
  const pace = paces.get(new URL(url).origin);
  if (pace === undefined) return;
  const now = performance.now();
  const atMs = pace.turn(now);
  if (atMs > now) await sleep(atMs - now, signal);
}
