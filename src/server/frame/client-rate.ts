/** A rate limit a client: a bucket that fills at so many requests a second. */

import { RequestError } from '../answers/problem.ts';

/** Buckets that are kept; beyond, full ones are forgotten, which changes nothing for their clients. */
const MAX_CLIENTS = 20_000;
/** A bucket holds what comes in in so many seconds: pages ask for several things at once. */
const BURST_SECONDS = 5;

/** Counts a request of a client at a time. Throws RequestError 429 with the seconds to wait. */
export type ClientRate = (client: string, nowMs: number) => void;

/** A limit of `perSecond` requests a client and second on average. */
export function clientRate(perSecond: number): ClientRate {
  const size = Math.max(1, BURST_SECONDS * perSecond);
  const buckets = new Map<string, { tokens: number; atMs: number }>();
  const filled = (bucket: { tokens: number; atMs: number }, nowMs: number) =>
    Math.min(size, bucket.tokens + ((nowMs - bucket.atMs) / 1000) * perSecond);
  return (address, nowMs) => {
    const client = networkOf(address);
    const bucket = buckets.get(client) ?? { tokens: size, atMs: nowMs };
    bucket.tokens = filled(bucket, nowMs);
    bucket.atMs = nowMs;
    if (bucket.tokens < 1) {
      const seconds = Math.ceil((1 - bucket.tokens) / perSecond);
      throw new RequestError(
        429,
        `more than ${perSecond} requests a second; ask again in ${seconds} s`,
        undefined,
        seconds,
      );
    }
    bucket.tokens--;
    if (buckets.size >= MAX_CLIENTS && !buckets.has(client)) {
      for (const [other, own] of buckets) if (filled(own, nowMs) >= size) buckets.delete(other);
      // All of them are busy: the oldest goes.
      if (buckets.size >= MAX_CLIENTS) buckets.delete(buckets.keys().next().value!);
    }
    buckets.set(client, bucket);
  };
}

/** One household has 2^64 addresses of IPv6: its network is the client. */
function networkOf(address: string): string {
  if (!address.includes(':') || address.includes('.')) return address;
  const [head = '', tail] = address.split('::');
  const groups = head.split(':');
  if (tail !== undefined) while (groups.length < 8 - tail.split(':').length) groups.push('0');
  return groups.slice(0, 4).join(':');
}
