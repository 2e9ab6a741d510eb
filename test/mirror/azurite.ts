/** A real Azure blob service on loopback: azurite, with an account and a container as the mirrors have them. */

import { type ChildProcess, spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import path from 'node:path';
import { ROOT } from '../build/run-cli.ts';

const ACCOUNT = 'datasetencode';
const KEY = Buffer.from('a key that opens nothing').toString('base64');
const CONTAINER = 'dataset';
/** The version that the published token names. */
const VERSION = '2019-10-10';

export interface Azurite {
  /** The container's address, without a token. */
  readonly base: string;
  put(key: string, bytes: Uint8Array): Promise<void>;
  /** Makes tokens by the policy that is named `prod`, as the published one is, hold until then. */
  letRead(until: Date): Promise<void>;
  /** A token as the published one: read and list by the policy `prod`. */
  readonly token: string;
  close(): Promise<void>;
}

export async function startAzurite(): Promise<Azurite> {
  const main = path.join(ROOT, 'node_modules', 'azurite', 'dist', 'src', 'blob', 'main.js');
  const options = ['--blobPort', '0', '--inMemoryPersistence', '--disableTelemetry', '--silent'];
  const child = spawn(process.execPath, [main, ...options], {
    env: { ...process.env, AZURITE_ACCOUNTS: `${ACCOUNT}:${KEY}` },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const origin = await originOf(child);
  const base = `${origin}/${ACCOUNT}/${CONTAINER}`;
  const asOwner = async (method: string, query: string, options: Owned = {}) => {
    const response = await fetch(`${base}${options.key ?? ''}${query}`, {
      method,
      headers: signed(method, new URL(`${base}${options.key ?? ''}${query}`), options),
      ...(options.body === undefined ? {} : { body: Buffer.from(options.body) }),
    });
    if (!response.ok) throw new Error(`${method} ${query}: ${response.status} ${await response.text()}`);
  };
  await asOwner('PUT', '?restype=container');
  return {
    base,
    token: policyToken(),
    put: (key, body) =>
      asOwner('PUT', '', { key: `/${key}`, body, headers: { 'x-ms-blob-type': 'BlockBlob' } }),
    letRead: (until) =>
      asOwner('PUT', '?restype=container&comp=acl', {
        body: Buffer.from(
          '<?xml version="1.0" encoding="utf-8"?><SignedIdentifiers><SignedIdentifier><Id>prod</Id><AccessPolicy>' +
            `<Expiry>${until.toISOString()}</Expiry><Permission>rl</Permission></AccessPolicy></SignedIdentifier></SignedIdentifiers>`,
        ),
      }),
    close: async () => {
      child.kill();
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    },
  };
}

function originOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    // It goes on writing: nobody may close the pipe.
    child.stdout!.on('data', (piece) => {
      text += String(piece);
      const found = /listens on (http:\/\/\S+)/.exec(text);
      if (found !== null) resolve(found[1]!);
    });
    child.on('exit', () => reject(new Error(`azurite did not start: ${text}`)));
  });
}

interface Owned {
  readonly key?: string;
  readonly body?: Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Shared Key authorization (Microsoft Learn, "Authorize with Shared Key"). */
function signed(method: string, url: URL, { body, headers = {} }: Owned): Record<string, string> {
  const sent: Record<string, string> = {
    'x-ms-date': new Date().toUTCString(),
    'x-ms-version': VERSION,
    ...headers,
  };
  const type = body === undefined ? '' : 'application/octet-stream';
  if (body !== undefined) sent['content-type'] = type;
  const own = Object.entries(sent)
    .filter(([name]) => name.startsWith('x-ms-'))
    .sort()
    .map(([name, value]) => `${name}:${value}\n`);
  const query = [...url.searchParams].sort().map(([name, value]) => `\n${name}:${value}`);
  const resource = `/${ACCOUNT}${url.pathname}${query.join('')}`;
  const length = body === undefined || body.length === 0 ? '' : String(body.length);
  const text = `${method}\n\n\n${length}\n\n${type}\n\n\n\n\n\n\n${own.join('')}${resource}`;
  return { ...sent, authorization: `SharedKey ${ACCOUNT}:${hmac(text)}` };
}

/** A service SAS by a stored policy (Microsoft Learn, "Create a service SAS", version 2018-11-09 and later). */
function policyToken(): string {
  const fields = [
    '',
    '',
    '',
    `/blob/${ACCOUNT}/${CONTAINER}`,
    'prod',
    '',
    '',
    VERSION,
    'c',
    '',
    '',
    '',
    '',
    '',
    '',
  ];
  return `sv=${VERSION}&si=prod&sr=c&sig=${encodeURIComponent(hmac(fields.join('\n')))}`;
}

function hmac(text: string): string {
  return createHmac('sha256', Buffer.from(KEY, 'base64')).update(text, 'utf8').digest('base64');
}
