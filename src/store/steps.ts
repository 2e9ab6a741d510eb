/** Work that may take long, in steps of some milliseconds: done at once, or with others let in between. */

import { setImmediate as others } from 'node:timers/promises';

/** It yields where it may be left for a while. */
export type Steps<T> = Generator<undefined, T>;

/** All steps at once. */
export function atOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** More than this, and whoever waits would feel it. */
const TURN_MS = 10;

/** All steps, with what else waits let in between after some milliseconds each. */
export async function inTurns<T>(steps: Steps<T>): Promise<T> {
  let since = performance.now();
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    if (performance.now() - since < TURN_MS) continue;
    await others();
    since = performance.now();
  }
}
