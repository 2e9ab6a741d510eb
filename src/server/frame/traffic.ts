/** The requests under way, and the end of service: what runs is answered, what comes is refused. */

import type { FastifyInstance } from 'fastify';
import { RequestError } from '../answers/problem.ts';
import { onEnd } from './answer-end.ts';
import { LIMITS } from './limits.ts';

declare module 'fastify' {
  interface FastifyInstance {
    readonly traffic: Traffic;
  }
}

export interface Traffic {
  /** Requests whose answer has not ended. */
  readonly running: number;
  readonly isDraining: boolean;
  /** Refuses what comes from now on, and comes back when the last answer has ended, or the time is over. */
  drain(withinMs?: number): Promise<void>;
}

/** Counts requests, and refuses them with 503 and `Connection: close` once the service drains. */
export function watchTraffic(app: FastifyInstance): void {
  let running = 0;
  let isDraining = false;
  let onIdle: (() => void) | undefined;
  app.decorate('traffic', {
    get running() {
      return running;
    },
    get isDraining() {
      return isDraining;
    },
    async drain(withinMs = LIMITS.drainMs) {
      isDraining = true;
      if (running === 0) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, withinMs);
        onIdle = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    },
  });
  app.addHook('onRequest', async (_, reply) => {
    running++;
    onEnd(reply, () => {
      if (--running === 0) onIdle?.();
    });
    if (!isDraining) return;
    void reply.header('connection', 'close');
    throw new RequestError(503, 'the server is stopping; ask again in a few seconds');
  });
}
