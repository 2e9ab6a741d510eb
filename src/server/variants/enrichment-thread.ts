/** The thread that tests visitors' lists, one after the other: ended where a test takes too long, or nobody waits for it any more. */

import type { FastifyReply } from 'fastify';
import { type Background, backgroundThread } from '../../threads/background.ts';
import { RequestError } from '../answers/problem.ts';
import { hasEnded, onEnd } from '../frame/answer-end.ts';
import type { EnrichmentResult, EnrichmentTask } from './enrichment-worker.ts';

/** Below what any answer may take to begin. */
const MOST_MS = 50_000;

export interface EnrichmentThread {
  /** Tests a list. Throws RequestError 413 where that takes too long, 400 where the visitor has left; the next test has a new thread. */
  run(task: EnrichmentTask, reply: FastifyReply): Promise<EnrichmentResult>;
  close(): Promise<void>;
}

/** What the thread holds goes after `idleMs` without a test. */
export function enrichmentThread(
  idleMs: number,
  options: { readonly mostMs?: number; readonly start?: (idleMs: number) => Background } = {},
): EnrichmentThread {
  const { mostMs = MOST_MS, start = backgroundThread } = options;
  const url = new URL('./enrichment-worker.js', import.meta.url);
  let thread = start(idleMs);
  let ending: Promise<void> = Promise.resolve();
  const end = () => {
    const old = thread;
    thread = start(idleMs);
    // Its panel may take a gigabyte: the next one waits until it is gone.
    ending = Promise.all([ending, old.close().catch(() => {})]).then(() => {});
  };
  return {
    async run(task, reply) {
      await ending;
      if (hasEnded(reply)) throw left();
      let stop = () => {};
      const stopped = new Promise<never>((_, reject) => {
        const give = (error: RequestError) => {
          stop();
          end();
          reject(error);
        };
        const timer = setTimeout(() => give(tooLong(mostMs)), mostMs);
        const stay = onEnd(reply, () => give(left()));
        stop = () => {
          clearTimeout(timer);
          stay();
        };
      });
      try {
        return await Promise.race([thread.run<EnrichmentTask, EnrichmentResult>(url, task), stopped]);
      } finally {
        stop();
      }
    },
    async close() {
      await Promise.all([ending, thread.close()]);
    },
  };
}

function tooLong(ms: number): RequestError {
  return new RequestError(
    413,
    `the test took longer than ${ms / 1000} s and was ended; send fewer variants, or ask for fewer controls`,
    'body',
  );
}

function left(): RequestError {
  return new RequestError(400, 'the connection was closed before the test was done');
}
