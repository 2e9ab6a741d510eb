/** What one GraphQL question may take: so many objects, so long, and the others are answered in between. */

import { RequestError } from '../answers/problem.ts';
import type { ServedRegistries } from '../served.ts';

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
  /** Rejects with a RequestError once the question has ended without an answer: too many objects, too long, nobody waits. */
  readonly ended: Promise<never>;
  /** Notes that so many objects more will be in the answer. Throws a RequestError where these are too many, which ends the question. */
  spend(objects: number): void;
  /**
   * undefined: it is this resolver's turn. Otherwise to be waited for and asked again: many wait together, and the first of them may use the
   * time up. So nothing keeps the server for more than some milliseconds. Of a question that has ended the turn never comes.
   */
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
  let end: (error: RequestError) => void = () => {};
  let error: RequestError | undefined;
  const ended = new Promise<never>((_, reject) => {
    end = (own) => {
      error = own;
      reject(own);
    };
  });
  // Fields that wait for it go with the question.
  const never = new Promise<void>(() => {});
  // Nobody need listen.
  ended.catch(() => {});
  const check = () => {
    if (isGone()) end(new RequestError(400, 'nobody waits for the answer'));
    else if (performance.now() - started > GRAPHQL_LIMITS.ms) {
      end(
        new RequestError(
          400,
          `the question takes more than ${GRAPHQL_LIMITS.ms / 1000} s; ask for less at once`,
        ),
      );
    }
  };
  return {
    ended,
    spend(more) {
      objects += more;
      if (objects <= GRAPHQL_LIMITS.objects) return;
      if (error === undefined) {
        end(
          new RequestError(
            400,
            `the answer would have over ${GRAPHQL_LIMITS.objects} objects; ask for less at once, or stream /api/v1/ccres?format=ndjson`,
          ),
        );
      }
      throw error;
    },
    turn() {
      if (error === undefined) check();
      if (error !== undefined) return never;
      if (performance.now() - sliceBegan <= SLICE_MS) return undefined;
      gap ??= nextGap();
      return gap;
    },
  };
}
