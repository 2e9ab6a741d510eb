/** When an answer is over: sent, or its visitor has left. */

import type { FastifyReply } from 'fastify';

type Socket = FastifyReply['raw']['socket'];

/** One listener a connection: a visitor may write many requests before reading an answer. */
const ends = new WeakMap<NonNullable<Socket>, Set<() => void>>();

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
  const { raw } = reply;
  // An answer that waits behind another one of its connection has no socket yet, and never hears that it closes.
  const socket = reply.request.raw.socket;
  const waiting = socket === undefined ? undefined : endsOf(socket);
  const forget = () => {
    raw.off('close', end);
    waiting?.delete(end);
  };
  const end = () => {
    forget();
    action();
  };
  raw.once('close', end);
  waiting?.add(end);
  return forget;
}

function endsOf(socket: NonNullable<Socket>): Set<() => void> {
  const known = ends.get(socket);
  if (known !== undefined) return known;
  const own = new Set<() => void>();
  ends.set(socket, own);
  socket.once('close', () => {
    for (const end of [...own]) end();
  });
  return own;
}
