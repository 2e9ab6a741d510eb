/** The small portal with its mirrors, and the command line that asks them and nobody else. */

import { spawn } from 'node:child_process';
import { MAIN, type Outcome } from '../build/run-cli.ts';
import { type FaultyServer, faultyServer, type Seen } from './faulty-server.ts';
import { type PortalDouble, portalDouble } from './portal-double.ts';
import { smallPortal } from './small-portal.ts';

/** What only requests may hold. */
export const TOKEN = 'sig=topsecret';

export interface SmallMirrors {
  readonly portal: PortalDouble;
  /** A container that answers 403 without the token. */
  readonly azure: FaultyServer;
  readonly s3: FaultyServer;
  /** `--mirror` options for these. */
  readonly options: readonly string[];
  close(): Promise<void>;
}

/** Without its token a container says so, as Azure does. */
export function needsToken({ query }: Seen): { status: number; text: string } | undefined {
  return query.includes(TOKEN) ? undefined : { status: 403, text: '<Code>AuthenticationFailed</Code>' };
}

/** Starts them on loopback. */
export async function smallMirrors(): Promise<SmallMirrors> {
  const portal = await portalDouble(smallPortal());
  const { files, bytes } = portal.data;
  const keyed = files.map(
    (file) =>
      [String(file.s3_uri).replace('s3://encode-public', ''), bytes.get(String(file.accession))!] as const,
  );
  const azure = await faultyServer({
    files: new Map(keyed.map(([key, data]) => [`/dataset${key}`, data])),
    fault: needsToken,
  });
  const s3 = await faultyServer({ files: new Map(keyed) });
  portal.store = s3.origin;
  const bases = {
    azure: `${azure.origin}/dataset?${TOKEN}`,
    'azure-secondary': 'none',
    s3: s3.origin,
    https: portal.origin,
  };
  return {
    portal,
    azure,
    s3,
    options: Object.entries(bases).flatMap(([name, url]) => ['--mirror', `${name}=${url}`]),
    close: async () => {
      await Promise.all([portal.close(), azure.close(), s3.close()]);
    },
  };
}

/** Runs the built command line while servers of this process answer it. */
export function cisregWaiting(
  args: readonly string[],
  options: { cwd?: string; input?: string } = {},
): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [MAIN, ...args], { cwd: options.cwd });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
    });
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    child.on('close', (status) => resolve({ status, stdout, stderr }));
    child.stdin.end(options.input ?? '');
  });
}
