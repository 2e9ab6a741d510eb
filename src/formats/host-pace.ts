/** No more requests in a second than a host's terms allow. */

import { sleep } from './http-request.ts';

/** "At most 10 GET/s per user", the terms of use of ENCODE's portal: its redirects to files count. */
const PORTAL = 'https://www.encodeproject.org';
const PORTAL_PER_SECOND = 10;

/** Moments that are so far apart: each call gives the next, from `nowMs` on. */
export function turns(perSecond: number): (nowMs: number) => number {
  let nextMs = -Infinity;
  return (nowMs) => {
    const atMs = Math.max(nowMs, nextMs);
    nextMs = atMs + 1000 / perSecond;
    return atMs;
  };
}

const portalTurn = turns(PORTAL_PER_SECOND);

/** Waits until an address may be asked: at once, but for the portal's own host. */
export async function untilTurn(url: string, signal?: AbortSignal): Promise<void> {
  if (new URL(url).origin !== PORTAL) return;
  const now = performance.now();
  const atMs = portalTurn(now);
  if (atMs > now) await sleep(atMs - now, signal);
}
