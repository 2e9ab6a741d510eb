/** A portal that says whom it waits for: a search for thousands of files is silent for minutes, and so is a portal that is overloaded. */

import type { Progress } from '../progress.ts';
import { openPortal, type Portal } from './portal.ts';

/** A wait that is longer is worth a line. */
const NOTED_WAIT_MS = 2000;
/** Who waits in silence for so long believes that nothing happens. */
const NOTED_SILENCE_MS = 10_000;

/** As openPortal; longer waits, for an answer and before it is asked again, are noted. */
export function openToldPortal(address: string, progress: Pick<Progress, 'note'>): Portal {
  const opened = openPortal(address, {
    onRetry: (reason, waitMs) => {
      if (waitMs >= NOTED_WAIT_MS)
        progress.note(`${opened.address}: ${reason}; asking again in ${Math.ceil(waitMs / 1000)} s`);
    },
  });
  return tellingWaits(opened, progress);
}

/** A portal that notes, once for each question, that its answer is waited for. */
export function tellingWaits({ address, get }: Portal, progress: Pick<Progress, 'note'>): Portal {
  return {
    address,
    async get(path) {
      const seconds = NOTED_SILENCE_MS / 1000;
      const timer = setTimeout(
        () => progress.note(`waiting for ${address}, which has not answered for ${seconds} s`),
        NOTED_SILENCE_MS,
      );
      try {
        return await get(path);
      } finally {
        clearTimeout(timer);
      }
    },
  };
}
