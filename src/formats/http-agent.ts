/** The connections of this process: kept alive, shared by all requests. */

import type { Dispatcher } from 'undici';

/** Hosts that hold connections open do so for some tens of seconds. */
const KEEP_ALIVE_MS = 15_000;
const CONNECT_TIMEOUT_MS = 15_000;
/** How long a server may be silent, before the first byte and between two. */
const SILENCE_TIMEOUT_MS = 60_000;

/** Longer heads are refused: Node's own limit. */
export const MAX_HEAD_BYTES = 16_384;

const LIMITS = {
  maxHeaderSize: MAX_HEAD_BYTES,
  keepAliveTimeout: KEEP_ALIVE_MS,
  headersTimeout: SILENCE_TIMEOUT_MS,
  bodyTimeout: SILENCE_TIMEOUT_MS,
} as const;

type Undici = typeof import('undici');

export interface HttpAgent {
  readonly undici: Undici;
  readonly agent: Dispatcher;
  readonly isProxied: boolean;
}

let loaded: Promise<HttpAgent> | undefined;

/**
 * undici and its one agent, loaded when they are first asked for: most commands make no request. Proxies are those of HTTP_PROXY, HTTPS_PROXY and
 * NO_PROXY; certificates those of Node and NODE_EXTRA_CA_CERTS.
 */
export function httpAgent(): Promise<HttpAgent> {
  loaded ??= import('undici').then((undici) => {
    const { env } = process;
    const isProxied = ['http_proxy', 'https_proxy', 'HTTP_PROXY', 'HTTPS_PROXY'].some((name) => !!env[name]);
    const agent = isProxied
      ? new undici.EnvHttpProxyAgent({ ...LIMITS, connect: { timeout: CONNECT_TIMEOUT_MS } })
      : agentWith(undici, {});
    return { undici, agent, isProxied };
  });
  return loaded;
}

/** An agent with the limits of all; `connect` goes to the sockets as they are made. */
export function agentWith({ Agent }: Undici, connect: object): Dispatcher {
  return new Agent({ ...LIMITS, connect: { timeout: CONNECT_TIMEOUT_MS, ...connect } });
}

/** Ends all connections; the next request opens new ones. */
export async function closeHttpAgent(): Promise<void> {
  const ending = loaded;
  loaded = undefined;
  await (await ending)?.agent.destroy();
}
