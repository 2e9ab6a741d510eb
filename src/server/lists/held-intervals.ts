/** What the BEDs of all visitors take together, those that are still on their way among them. */

import type { FastifyReply } from 'fastify';
import { RequestError } from '../answers/problem.ts';
import { onEnd } from '../frame/answer-end.ts';

/** Of every BED, whatever the others take: a short one never waits for those who send long ones slowly. */
const FREE = 10_000;

export interface HeldIntervals {
  readonly count: number;
  /** Counts one interval at a time of the BED of an answer, until that ends. Throws RequestError 503 where there are too many. */
  holder(reply: FastifyReply): () => void;
}

/** Room for `most` intervals over all answers. */
export function heldIntervals(most: number): HeldIntervals {
  let held = 0;
  return {
    get count() {
      return held;
    },
    holder(reply) {
      let [own, isOver] = [0, false];
      onEnd(reply, () => {
        held -= Math.max(0, own - FREE);
        isOver = true;
      });
      return () => {
        // Its rows may go on for a moment, and nobody would give them back.
        if (isOver || ++own <= FREE) return;
        if (++held <= most) return;
        throw new RequestError(
          503,
          `the BEDs that are sent now have over ${most} intervals together; ask again in a few seconds`,
        );
      };
    },
  };
}
