/** How long a body may stand still, and how long an answer may let its visitor wait. */

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { RequestError } from '../answers/problem.ts';
import { onEnd } from './answer-end.ts';
import { LIMITS } from './limits.ts';

export interface TimeLimits {
  /** For every LIMITS.bodyStepBytes of a body. */
  readonly bodyStepMs: number;
  /** From the last byte of the request to the first of its answer. */
  readonly answerMs: number;
}

/**
 * Answers 408 to a body that stands still, however long it takes as a whole, and 503 for an answer that does not begin. An answer
 * under way has all the time that it needs: fastify's own handlerTimeout counts the body's time, and ends long lists.
 */
export function limitTimes(app: FastifyInstance, { bodyStepMs, answerMs }: TimeLimits): void {
  app.addHook('onRequest', async (request, reply) => {
    const { raw } = request;
    const { socket } = raw;
    let timer: NodeJS.Timeout | undefined;
    let receivedBytes = socket.bytesRead;
    const begin = () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        refuse(
          reply,
          503,
          `the answer did not begin within ${answerMs / 1000} s; ask for less, or again later`,
        );
      }, answerMs);
    };
    const watch = () => {
      if (raw.complete) return begin();
      const isSlow = socket.bytesRead - receivedBytes < LIMITS.bodyStepBytes;
      // What waits in our own buffers is not the visitor's delay.
      if (isSlow && raw.readableLength === 0) {
        void reply.header('connection', 'close');
        refuse(
          reply,
          408,
          `the body stood still, expected ${LIMITS.bodyStepBytes} bytes or more every ${bodyStepMs / 1000} s`,
        );
        return;
      }
      receivedBytes = socket.bytesRead;
      timer = setTimeout(watch, bodyStepMs);
    };
    onEnd(reply, () => {
      raw.off('end', begin);
      clearTimeout(timer);
    });
    if (!hasBody(request)) return begin();
    raw.once('end', begin);
    timer = setTimeout(watch, bodyStepMs);
  });
}

function hasBody({ headers }: FastifyRequest): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

function refuse(reply: FastifyReply, status: number, detail: string): void {
  if (!reply.sent && !reply.raw.headersSent) void reply.send(new RequestError(status, detail));
}
