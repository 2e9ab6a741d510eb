/** Downloads from a real Azure blob service. */

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fetchFiles } from '../../src/mirror/fetch-files.ts';
import type { Mirror } from '../../src/mirror/mirrors.ts';
import { silent } from '../../src/progress.ts';
import { scratch } from '../formats/scratch.ts';
import { type Azurite, startAzurite } from './azurite.ts';
import { mirrorsAt, noise, remoteFile } from './remote.ts';

const { dir } = scratch();
const BYTES = noise(1_000_000, 8);
const FILE = remoteFile('ENCFF008AZU', BYTES);
const TOMORROW = new Date(Date.now() + 86_400_000);
let azure: Azurite;
let places = 0;
beforeAll(async () => {
  azure = await startAzurite();
  await azure.put(FILE.key!, BYTES);
});
afterAll(() => azure?.close());
beforeEach(() => azure.letRead(TOMORROW));

function fetchBy(
  token: string,
  { rangeBytes = 1 << 18, ...more }: { rangeBytes?: number; onBytes?: () => void; into?: string } = {},
) {
  const mirrors: Mirror[] = mirrorsAt({ azure: `${azure.base}?${token}` });
  const into = more.into ?? path.join(dir, String(places++));
  const advance = more.onBytes ?? (() => {});
  const patience = { firstWaitMs: 1 };
  return fetchFiles([FILE], into, { mirrors, rangeBytes, patience, progress: { ...silent, advance } });
}

describe('a file from Azure', () => {
  it('comes by ranges with a token of the published form', async () => {
    const { files } = await fetchBy(azure.token);
    expect(files[0]).toMatchObject({ state: 'fetched', md5: FILE.md5, address: `${azure.base}/${FILE.key}` });
    expect(readFileSync((files[0] as { path: string }).path).equals(BYTES)).toBe(true);
  });

  it.each([
    [
      'a token that has expired',
      async () => azure.letRead(new Date(Date.now() - 1000)),
      (token: string) => token,
    ],
    ['a token that was tampered with', async () => {}, (token: string) => token.replace(/sig=./, 'sig=_')],
    [
      'a token by a policy that there is not',
      async () => {},
      (token: string) => token.replace('si=prod', 'si=test'),
    ],
    ['no token', async () => {}, () => ''],
  ])('is refused with %s, in one sentence without the token', async (_, prepare, change) => {
    await prepare();
    const into = path.join(dir, String(places++));
    const { files } = await fetchBy(change(azure.token), { into });
    const [one] = files;
    expect(one!.state).toBe('failed');
    const { message } = (one as Extract<typeof one, { state: 'failed' }>)!.error;
    expect(message).toMatch(/the server answered 40[34] \w+: /);
    if (change(azure.token) !== '') {
      expect(message).toMatch(
        /403 Auth\w+: the token of the address has expired or is not accepted, .*--mirror azure=URL\?TOKEN/,
      );
    }
    expect(message).not.toContain('sig=');
    expect(message.split('\n')).toHaveLength(1);
    expect(readdirSync(into)).toEqual([]);
  });

  it('that is written again in the middle is told by its ETag and fetched from its beginning', async () => {
    let written: Promise<void> | undefined;
    let total = 0;
    const { files } = await fetchBy(azure.token, {
      rangeBytes: 1 << 14,
      onBytes: () => {
        total++;
        // The same bytes, another ETag.
        if (total === 5) written = azure.put(FILE.key!, BYTES);
      },
    });
    await written;
    expect(files[0]).toMatchObject({ state: 'fetched', md5: FILE.md5 });
    expect((files[0] as { fetchedBytes: number }).fetchedBytes).toBeGreaterThan(BYTES.length);
  });
});
