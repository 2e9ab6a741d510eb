/** Which mirrors and which portal cisreg fetch asks. */

import { DEFAULT_MIRRORS, type Mirror, readMirrors } from '../mirror/mirrors.ts';
import { PORTAL, type Portal, portalOrigin } from '../mirror/portal.ts';
import { openToldPortal } from '../mirror/told-portal.ts';
import type { FetchFlags } from './fetch.ts';
import type { CliProgress } from './progress.ts';

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
  const isOther = https !== undefined && DEFAULT_MIRRORS.includes(https) && address !== PORTAL;
  return {
    portal: openToldPortal(address, progress),
    mirrors: mirrors.map((mirror) => (isOther && mirror === https ? { ...https, base: address } : mirror)),
  };
}
