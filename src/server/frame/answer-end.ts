/** When an answer is over: sent, or its visitor has left. */

import type { EventEmitter } from 'node:events';
import type { FastifyReply } from 'fastify';

/** One listener an answer and one a connection: many wait for an answer's end, and a visitor may write many requests before reading one. */
const ends = new WeakMap<EventEmitter, Set<() => void>>();

/** Whether nobody waits for an answer any more. */
export function hasEnded({ raw, request }: FastifyReply): boolean {
  return raw.destroyed || raw.closed || request.raw.socket?.destroyed === true;
}

/**
 * Calls `action` once, when the answer is sent or its connection has closed; at once where that was before. Returns what takes the
 * call back.
 */
export function onEnd(reply: FastifyReply, action: () => void): () => void {
  if (hasEnded(reply)) {
    action();
    return () => {};
  }
  // An answer that waits behind another one of its connection has no socket yet, and never hears that it closes.
  const { socket } = reply.request.raw;
  const waiting = [reply.raw, ...(socket === undefined ? [] : [socket])].map(endsOf);
  const forget = () => {
    for (const own of waiting) own.delete(end);
  };
  const end = () => {
    forget();
    action();
  };
  for (const own of waiting) own.add(end);
  return forget;
}

function endsOf(emitter: EventEmitter): Set<() => void> {
  const known = ends.get(emitter);
  if (known !== undefined) return known;
  const own = new Set<() => void>();
  ends.set(emitter, own);
  emitter.once('close', () => {
    for (const end of [...own]) end();
  });
  return own;
}
