/** What one GraphQL question may take: so many objects, so long, and the others are answered in between. */

import { RequestError } from './problem.ts';
import type { ServedRegistries } from './served.ts';

export const GRAPHQL_LIMITS = {
  /** Of the text of a question; its names, signs and values. */
  queryChars: 50_000,
  tokens: 4_000,
  /** Fields with fragments in place: aliases count each. */
  fields: 1_000,
  /** Fields within fields. */
  depth: 16,
  /** In one answer. */
  objects: 200_000,
  /** For the whole answer to be made. */
  ms: 30_000,
} as const;

/** Every resolver gets it. */
export interface GraphqlContext {
  readonly registries: ServedRegistries;
  readonly work: Work;
}

export interface Work {
  /** Notes that so many objects more will be in the answer. Throws RequestError 400 where these are too many. */
  spend(objects: number): void;
  /** Comes back when it is this resolver's turn: nothing keeps the server for more than a few milliseconds. Throws RequestError where the time is over, or nobody waits. */
  turn(): Promise<void> | undefined;
}

/** After so long in one go others have their turn. */
const SLICE_MS = 10;

/** The work of one question. */
export function workOf(isGone: () => boolean): Work {
  const started = performance.now();
  let sliceBegan = started;
  let objects = 0;
  let gap: Promise<void> | undefined;
  const nextGap = () =>
    new Promise<void>((resolve) =>
      setImmediate(() => {
        gap = undefined;
        sliceBegan = performance.now();
        resolve();
      }),
    );
  const wait = async () => {
    // All who wait go on together, until these together have used the slice.
    while (performance.now() - sliceBegan > SLICE_MS) {
      gap ??= nextGap();
      await gap;
    }
    check();
  };
  const check = () => {
    if (isGone()) throw new RequestError(400, 'nobody waits for the answer');
    if (performance.now() - started > GRAPHQL_LIMITS.ms) {
      throw new RequestError(
        503,
        `the question takes more than ${GRAPHQL_LIMITS.ms / 1000} s; ask for less at once`,
      );
    }
  };
  return {
    spend(more) {
      objects += more;
      if (objects > GRAPHQL_LIMITS.objects) {
        throw new RequestError(
          400,
          `the answer would have over ${GRAPHQL_LIMITS.objects} objects; ask for less at once, or stream /api/v1/ccres?format=ndjson`,
        );
      }
    },
    turn: () => (performance.now() - sliceBegan > SLICE_MS ? wait() : undefined),
  };
}
