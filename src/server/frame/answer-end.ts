/** When an answer is over: sent, or its visitor has left. */

import type { EventEmitter } from 'node:events';
import type { FastifyReply } from 'fastify';

/** Who waits for the end of an answer, or for that of a connection. */
const WAITING = Symbol('waiting');

type Watched = EventEmitter & { [WAITING]?: (() => void)[] };

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
  const waiting = [reply.raw, ...(socket === undefined ? [] : [socket])].map(waitingFor);
  const forget = () => {
    for (const own of waiting) {
      const place = own.indexOf(end);
      if (place >= 0) own.splice(place, 1);
    }
  };
  const end = () => {
    forget();
    action();
  };
  for (const own of waiting) own.push(end);
  return forget;
}

/**
 * One listener an answer and one a connection: many wait for an answer's end, and a visitor may write many requests before reading
 * one. The list hangs on what it is about, and is an array: what a WeakMap or an old Set leads to stays, with all answers of a connection,
 * until the whole heap is collected.
 */
function waitingFor(emitter: Watched): (() => void)[] {
  const known = emitter[WAITING];
  if (known !== undefined) return known;
  const own: (() => void)[] = [];
  emitter[WAITING] = own;
  emitter.once('close', () => {
    for (const end of [...own]) end();
  });
  return own;
}
