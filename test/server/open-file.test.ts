/** Files below the operator's address, on a server of our own. */

import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { isBaseAddress } from '../../src/formats/shown-address.ts';
import { remoteFiles } from '../../src/server/files/open-file.ts';
import { serveRanges } from '../formats/range-server.ts';
import { mistakeOf, scratch } from '../formats/scratch.ts';

const { dir } = scratch();
writeFileSync(path.join(dir, 'a.bigWig'), 'a few bytes of a file');
const server = await serveRanges(dir);
afterAll(() => server.close());
beforeEach(() => {
  server.reset();
  server.fault = () => undefined;
});

describe("a file below the operator's address", () => {
  it('takes one request to look at, which tells the version that is then read', async () => {
    const open = remoteFiles();
    const address = `${server.url}/a.bigWig`;
    const file = await open(address);
    expect(file).toMatchObject({ sizeBytes: 21, etag: expect.stringMatching(/^"[\w-]{22}"$/) });
    expect(await open(address)).toMatchObject({ etag: file.etag });
    expect(server.counts.requests).toBe(1);
    const pieces: Uint8Array[] = [];
    for await (const piece of file.stream(2, 11)) pieces.push(piece as Uint8Array);
    expect(Buffer.concat(pieces).toString()).toBe('few bytes');
    const other = await remoteFiles()(address);
    expect(other.etag).toBe(file.etag);
  });

  it('has no tag where the server has a weak one, and is asked for again after it failed', async () => {
    server.fault = () => ({ etag: 'W/"1"' });
    expect((await remoteFiles()(`${server.url}/a.bigWig`)).etag).toBeUndefined();
    const open = remoteFiles();
    server.fault = () => ({ status: 404 });
    expect((await mistakeOf(open(`${server.url}/a.bigWig`))).code).toBe('NOT_FOUND');
    server.fault = () => undefined;
    expect((await open(`${server.url}/a.bigWig`)).sizeBytes).toBe(21);
  });
});

describe('an address that paths are added to', () => {
  it.each([
    ['https://host.example', true],
    ['http://host.example:8080/a/b/', true],
    ['https://me:word@host.example/', false],
    ['https://host.example/?token=1', false],
    ['https://host.example/#part', false],
    ['https://host.example/a b', false],
    ['https://', false],
    ['https://host:port/', false],
    ['ftp://host.example/', false],
    ['/a/path', false],
  ])('%s: %s', (text, isOne) => {
    expect(isBaseAddress(text)).toBe(isOne);
  });
});
