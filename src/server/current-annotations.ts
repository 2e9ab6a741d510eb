/** The annotations that a server answers from: looked at anew after each run of `cisreg annotate`, closed when the last answer from them is over. */

import { type Annotations, openAnnotations } from '../annotation/annotations.ts';
import { versionStamp } from '../annotation/manifest.ts';

export interface CurrentAnnotations {
  /** Those of the last run that came to its end; the same ones within one turn of the event loop. */
  get(): Annotations;
  /** Says that somebody reads what `get` gives from now on; what comes back ends that, once. Kinds that are replaced meanwhile stay open. */
  hold(): () => void;
}

/** Opens the annotations of the registry in `directory`. Without anybody who holds them, what is replaced closes at once. */
export function currentAnnotations(directory: string): CurrentAnnotations {
  let seen = versionStamp(directory);
  let current = openAnnotations(directory);
  let hasLooked = false;
  // Each time counts who began in it; what a time ends with closes when nobody of it or of earlier ones is left.
  let now: Time = { readers: 0, closeOld: () => {} };
  const past: Time[] = [];
  const closeUnused = () => {
    while (past[0]?.readers === 0) past.shift()!.closeOld();
  };
  return {
    get() {
      if (hasLooked) return current;
      hasLooked = true;
      setImmediate(() => {
        hasLooked = false;
      });
      const stamp = versionStamp(directory);
      if (stamp === seen) return current;
      const { annotations, closeOld } = current.next();
      seen = stamp;
      current = annotations;
      now.closeOld = closeOld;
      past.push(now);
      now = { readers: 0, closeOld: () => {} };
      closeUnused();
      return current;
    },
    hold() {
      const own = now;
      own.readers++;
      return () => {
        own.readers--;
        closeUnused();
      };
    },
  };
}

interface Time {
  readers: number;
  closeOld: () => void;
}
