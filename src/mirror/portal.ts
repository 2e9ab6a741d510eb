/** Asking a metadata portal: no more requests than its terms allow, answers as text. */

import { CisregError } from '../errors.ts';
import { PORTAL_PER_SECOND, paceHost } from '../formats/host-pace.ts';
import { type HttpOptions, httpRequest } from '../formats/http-request.ts';
import { isAddress, shownAddress } from '../formats/shown-address.ts';

/** ENCODE's. */
export const PORTAL = 'https://www.encodeproject.org';

/** A search for thousands of files is silent until all are found. */
const SILENCE_MS = 300_000;
/** Metadata of all files of ENCODE are smaller. */
const MOST_BYTES = 2 ** 29;
/** How often an answer that breaks off is asked for. */
const BODY_ATTEMPTS = 3;

export interface PortalAnswer {
  readonly status: number;
  readonly text: string;
}

/** A portal at hand. */
export interface Portal {
  /** Scheme and host, without a slash at the end. */
  readonly address: string;
  /** Asks for a path with its query, such as `/search/?type=File&format=json`, and gives the answer whatever its status. */
  get(path: string): Promise<PortalAnswer>;
}

export interface PortalOptions extends Pick<HttpOptions, 'attempts' | 'firstWaitMs' | 'signal' | 'onRetry'> {
  /** For portals with other terms, and tests. Default 10. */
  readonly mostPerSecond?: number | undefined;
}

/**
 * The portal at `address`, of which scheme and host count. Throws CisregError USAGE for what is no http(s) address, or has a user in it; `get` throws
 * IO where nobody answers.
 */
export function openPortal(address: string, options: PortalOptions = {}): Portal {
  const origin = portalOrigin(address);
  paceHost(origin, options.mostPerSecond ?? PORTAL_PER_SECOND);
  return {
    address: origin,
    async get(path) {
      for (let attempt = 1; ; attempt++) {
        const answer = await httpRequest(`${origin}${path}`, {
          ...options,
          silenceMs: SILENCE_MS,
          headers: { accept: 'application/json, text/tsv, text/plain' },
        });
        try {
          return { status: answer.status, text: await bodyText(answer.body) };
        } catch (error) {
          options.signal?.throwIfAborted();
          if (error instanceof CisregError || attempt === BODY_ATTEMPTS)
            throw bodyError(`${origin}${path}`, error);
        }
      }
    },
  };
}

/** Scheme and host of a portal's address. Throws as openPortal. */
export function portalOrigin(address: string): string {
  if (!isAddress(address) || !URL.canParse(address)) {
    // Without its scheme too it may have a password and a query.
    const found = shownAddress(address)
      .replace(/[?#].*$/s, '')
      .replace(/^[^/]*@/, '');
    throw new CisregError('USAGE', `the portal is ${found}, expected an address such as ${PORTAL}`);
  }
  const { origin, username } = new URL(address);
  if (username !== '') {
    throw new CisregError(
      'USAGE',
      `the address of ${origin} has a user in it, expected none: released data need no account; leave out what stands before the @`,
    );
  }
  return origin;
}

async function bodyText(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > MOST_BYTES)
      throw new CisregError(
        'IO',
        `the answer has more than ${MOST_BYTES >> 20} MiB, expected metadata; ask for less`,
      );
  }
  return Buffer.concat(chunks).toString('utf8');
}

function bodyError(address: string, cause: unknown): CisregError {
  const message = cause instanceof CisregError ? cause.message : 'the answer broke off; try again';
  return new CisregError('IO', message, { where: { file: address.replace(/\?.*$/, '') }, cause });
}
