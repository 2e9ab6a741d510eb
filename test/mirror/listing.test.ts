/** Listings of a real Azure blob service and of a double of S3, and a download from the latter. */

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fetchFiles } from '../../src/mirror/fetch-files.ts';
import { type ListedObject, listObjects } from '../../src/mirror/listing.ts';
import { mistakeOf, scratch } from '../formats/scratch.ts';
import { type Azurite, startAzurite } from './azurite.ts';
import { md5Of, mirrorsAt, noise, remoteFile } from './remote.ts';
import { type S3Double, s3Double } from './s3-double.ts';

const { dir } = scratch();
const OBJECTS = new Map(
  Array.from({ length: 23 }, (_, i): [string, Uint8Array] => [
    `2020/01/0${1 + (i % 3)}/uuid/ENCFF${String(i).padStart(3, '0')}LST.b&d <${i}>`,
    noise(i * 11, i),
  ]),
);
const FILE = remoteFile('ENCFF999LST', noise(300_000, 99), { key: '2020/04/01/uuid/ENCFF999LST.bigWig' });
let azure: Azurite;
let s3: S3Double;
beforeAll(async () => {
  azure = await startAzurite();
  await azure.letRead(new Date(Date.now() + 86_400_000));
  for (const [key, bytes] of OBJECTS)
    await azure.put(key.split('/').map(encodeURIComponent).join('/'), bytes);
  s3 = await s3Double(new Map([...OBJECTS, [FILE.key!, noise(300_000, 99)]]));
});
afterAll(async () => {
  await azure?.close();
  await s3?.close();
});

async function pagesOf(
  name: 'azure' | 's3' | 'https',
  prefix: string,
  pageObjects?: number,
): Promise<(readonly ListedObject[])[]> {
  const base = name === 'azure' ? `${azure.base}?${azure.token}` : s3.origin;
  const pages: (readonly ListedObject[])[] = [];
  for await (const page of listObjects(mirrorsAt({ [name]: base })[0]!, prefix, {
    pageObjects,
    firstWaitMs: 1,
  }))
    pages.push(page);
  return pages;
}

describe('a listing', () => {
  it.each(['azure', 's3'] as const)(
    'of %s has every object below a prefix once, over pages',
    async (name) => {
      const wanted = [...OBJECTS]
        .filter(([key]) => key.startsWith('2020/01/02/'))
        .sort(([a], [b]) => (a < b ? -1 : 1));
      const pages = await pagesOf(name, '2020/01/02/', 3);
      expect(pages.map(({ length }) => length)).toEqual([3, 3, 2]);
      expect(pages.flat().map(({ key, sizeBytes }) => [key, sizeBytes])).toEqual(
        wanted.map(([key, bytes]) => [key, bytes.length]),
      );
      for (const { md5, key } of pages.flat()) {
        if (name === 'azure') expect(md5).toBe(md5Of(OBJECTS.get(key)!));
        else expect(md5).toBeUndefined();
      }
      expect(await pagesOf(name, '1999/')).toEqual([]);
    },
  );

  it('goes on by the token that the page before gave', async () => {
    const before = s3.listings.length;
    await pagesOf('s3', '2020/01/03/', 4);
    expect(s3.listings.slice(before).map((question) => /continuation-token=/.test(question))).toEqual([
      false,
      true,
    ]);
  });

  it('has the ETags that downloads have', async () => {
    const [page] = await pagesOf('azure', '2020/01/01/', 1);
    const { key, etag } = page![0]!;
    const answer = await fetch(
      `${azure.base}/${key.split('/').map(encodeURIComponent).join('/')}?${azure.token}`,
    );
    expect(answer.headers.get('etag')).toBe(etag);
  });

  it('that is refused, is none or leads in circles gives one sentence', async () => {
    const [mirror] = mirrorsAt({ azure: `${azure.base}?${azure.token.replace(/sig=./, 'sig=_')}` });
    const refused = await mistakeOf(listObjects(mirror!, '').next());
    expect(refused.message).toMatch(/403 Auth\w+: the token of the address has expired/);
    expect(refused.message).not.toContain('sig=');
    expect((await mistakeOf(pagesOf('https', ''))).code).toBe('USAGE');
    const page = '<EnumerationResults><Blobs/><NextMarker>again</NextMarker></EnumerationResults>';
    for (const [text, message] of [
      ['<html/>', /is no EnumerationResults/],
      [page, /names the same page again/],
    ] as const) {
      const server = createServer((_, response) => response.end(text));
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const [own] = mirrorsAt({ azure: `http://localhost:${(server.address() as AddressInfo).port}` });
      const all = async () => {
        for await (const _ of listObjects(own!, '')) expect(_).toEqual([]);
      };
      expect((await mistakeOf(all())).message).toMatch(message);
      server.closeAllConnections();
      server.close();
    }
  });
});

describe('a file from S3 (a double)', () => {
  it('comes by ranges; its ETag is not taken for an MD5', async () => {
    const { files } = await fetchFiles([FILE], path.join(dir, 's3'), {
      mirrors: mirrorsAt({ s3: s3.origin }),
      rangeBytes: 1 << 16,
    });
    expect(files[0]).toMatchObject({ state: 'fetched', md5: FILE.md5, mirror: 's3' });
  });

  it('that is not there is said to be missing', async () => {
    const { files } = await fetchFiles([remoteFile('ENCFF998LST', noise(5, 1))], path.join(dir, 's3'), {
      mirrors: mirrorsAt({ s3: s3.origin }),
    });
    const [one] = files;
    expect((one as Extract<typeof one, { state: 'failed' }>)!.error.message).toMatch(
      /404 NoSuchKey: the file is not there/,
    );
  });
});
