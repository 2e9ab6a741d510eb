/** So many heavy requests at once: the next ones wait shortly, the rest are told to come again. */

import type { FastifyReply } from 'fastify';
import { RequestError } from '../answers/problem.ts';
import { hasEnded, onEnd } from './answer-end.ts';
import { LIMITS } from './limits.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** For whatever takes more than a few milliseconds or a stream: `await request.server.slots.take(reply)`. */
    readonly slots: Slots;
  }
}

export interface Slots {
  readonly size: number;
  readonly running: number;
  readonly waiting: number;
  /**
   * Comes back when it is this answer's turn, which ends with the answer. Throws RequestError 503 where it would wait for too long, and
   * 400 where the visitor has left.
   */
  take(reply: FastifyReply): Promise<void>;
}

interface SlotOptions {
  readonly waiting?: number;
  readonly waitMs?: number;
}

/** A gate for `size` answers. */
export function slotsOf(size: number, options: SlotOptions = {}): Slots {
  const { waiting: mostWaiting = LIMITS.waiting, waitMs = LIMITS.waitMs } = options;
  const queue: (() => void)[] = [];
  let running = 0;
  const release = () => {
    running--;
    queue.shift()?.();
  };
  const start = (reply: FastifyReply) => {
    running++;
    onEnd(reply, release);
  };
  return {
    size,
    get running() {
      return running;
    },
    get waiting() {
      return queue.length;
    },
    async take(reply) {
      // Whoever left before has had no end to hear of.
      if (hasEnded(reply)) throw left();
      if (running < size) return start(reply);
      if (queue.length >= mostWaiting) throw busy(size);
      await new Promise<void>((resolve, reject) => {
        const leave = (action: () => void) => () => {
          clearTimeout(timer);
          stay();
          const place = queue.indexOf(turn);
          if (place >= 0) queue.splice(place, 1);
          action();
        };
        const turn = leave(() => {
          start(reply);
          resolve();
        });
        // Who leaves while waiting gives its place to the next.
        const gone = leave(() => reject(left()));
        const late = leave(() => reject(busy(size)));
        const timer = setTimeout(late, waitMs);
        const stay = onEnd(reply, gone);
        queue.push(turn);
      });
    },
  };
}

function left(): RequestError {
  return new RequestError(400, 'the connection was closed before it was the turn of this request');
}

function busy(size: number): RequestError {
  return new RequestError(
    503,
    `all ${size} places for lists and heavy requests are taken; ask again in a few seconds`,
  );
}
