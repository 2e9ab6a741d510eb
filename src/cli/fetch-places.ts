/** Which mirrors and which portal cisreg fetch asks. */

import { DEFAULT_MIRRORS, type Mirror, readMirrors } from '../mirror/mirrors.ts';
import { openPortal, PORTAL, type Portal, portalOrigin } from '../mirror/portal.ts';
import type { FetchFlags } from './fetch.ts';
import type { CliProgress } from './progress.ts';

/** A wait that is longer is worth a line. */
const NOTED_WAIT_MS = 2000;
/** Who waits in silence for so long believes that nothing happens. */
const NOTED_SILENCE_MS = 10_000;

export interface Places {
  readonly mirrors: readonly Mirror[];
  readonly portal: Portal;
}

/**
 * The mirrors as the options have them, and the portal: that of --portal, else the one that is named by an address or a manifest, else that of the mirror https. Files of
 * another portal than ENCODE's are on its own host. Throws CisregError for options that are none.
 */
export async function placesOf(
  flags: FetchFlags,
  named: string | undefined,
  progress: CliProgress,
): Promise<Places> {
  const mirrors = await readMirrors({ file: flags.mirrors, replaced: flags.mirror });
  const https = mirrors.find(({ name }) => name === 'https');
  const address = portalOrigin(flags.portal ?? named ?? https?.base ?? PORTAL);
  const opened = openPortal(address, {
    onRetry: (reason, waitMs) => {
      if (waitMs >= NOTED_WAIT_MS)
        progress.note(`${address}: ${reason}; asking again in ${Math.ceil(waitMs / 1000)} s`);
    },
  });
  const portal = tellingWaits(opened, progress);
  const isOther = https !== undefined && DEFAULT_MIRRORS.includes(https) && address !== PORTAL;
  return {
    portal,
    mirrors: mirrors.map((mirror) => (isOther && mirror === https ? { ...https, base: address } : mirror)),
  };
}

/** A portal that notes, once for each question, that its answer is waited for. */
export function tellingWaits({ address, get }: Portal, progress: Pick<CliProgress, 'note'>): Portal {
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
