/**
 * Bytes of pages that are used again when they are sent. A page of a thousand rows is half a megabyte outside of the heap, and some ten megabytes of
 * those bring on a collection of the whole heap, which others have to wait for.
 */

import type { FastifyReply } from 'fastify';

const KEPT_PAGES = 8;
/** Longer ones are rare, and shorter ones cost nothing. */
const KEPT_BYTES = { least: 1 << 15, most: 1 << 21 };

const free: Buffer[] = [];

/** A buffer of at least `bytes`; what is in it is of a page that was sent. */
export function pageBuffer(bytes: number): Buffer {
  const i = free.findIndex(({ length }) => length >= bytes);
  return i < 0 ? Buffer.allocUnsafe(bytes) : free.splice(i, 1)[0]!;
}

/** Takes a buffer back when the reply has been handed to the system whole; of one that ends otherwise it is left to be collected. */
export function freeWhenSent(buffer: Buffer, reply: FastifyReply): void {
  if (buffer.length < KEPT_BYTES.least || buffer.length > KEPT_BYTES.most) return;
  reply.raw.once('finish', () => {
    if (free.length < KEPT_PAGES) free.push(buffer);
  });
}
