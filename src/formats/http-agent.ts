/** The connections of this process: kept alive, shared by all requests. */

import type { Dispatcher } from 'undici';

/** Hosts that hold connections open do so for some tens of seconds. */
const KEEP_ALIVE_MS = 15_000;
const CONNECT_TIMEOUT_MS = 15_000;
/** How long a server may be silent, before the first byte and between two. */
const SILENCE_TIMEOUT_MS = 60_000;

type Undici = typeof import('undici');

let loaded: Promise<{ readonly undici: Undici; readonly agent: Dispatcher }> | undefined;

/**
 * undici and its one agent, loaded when they are first asked for: most commands make no request. Proxies are those of HTTP_PROXY, HTTPS_PROXY and
 * NO_PROXY; certificates those of Node and NODE_EXTRA_CA_CERTS.
 */
export function httpAgent(): Promise<{ readonly undici: Undici; readonly agent: Dispatcher }> {
  loaded ??= import('undici').then((undici) => ({ undici, agent: agentOf(undici) }));
  return loaded;
}

/** Ends all connections; the next request opens new ones. */
export async function closeHttpAgent(): Promise<void> {
  const ending = loaded;
  loaded = undefined;
  await (await ending)?.agent.destroy();
}

function agentOf({ Agent, EnvHttpProxyAgent }: Undici): Dispatcher {
  const options = {
    keepAliveTimeout: KEEP_ALIVE_MS,
    headersTimeout: SILENCE_TIMEOUT_MS,
    bodyTimeout: SILENCE_TIMEOUT_MS,
    connect: { timeout: CONNECT_TIMEOUT_MS },
  };
  const { env } = process;
  const hasProxy = ['http_proxy', 'https_proxy', 'HTTP_PROXY', 'HTTPS_PROXY'].some((name) => !!env[name]);
  return hasProxy ? new EnvHttpProxyAgent(options) : new Agent(options);
}
