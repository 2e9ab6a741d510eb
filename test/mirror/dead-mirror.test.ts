/** A mirror that is dead, whose connections are counted: files that are read in place, and whole ones in the cache, do not each wait for it. */

import { mkdtempSync, readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { noteUp, upFirst } from '../../src/formats/down-hosts.ts';
import type { RemoteLocation } from '../../src/formats/remote-location.ts';
import { openRemoteSource } from '../../src/formats/remote-source.ts';
import { fetchWhole, wholePlace } from '../../src/mirror/whole-files.ts';
import { silent } from '../../src/progress.ts';
import { scratch } from '../formats/scratch.ts';
import { type FaultyServer, faultyServer } from './faulty-server.ts';
import { md5Of, mirrorsAt, noise, remoteFile } from './remote.ts';

const { dir } = scratch();
const FILES = Array.from({ length: 6 }, (_, i) => {
  const bytes = noise(100_000 + i, i);
  return { bytes, file: remoteFile(`ENCFF00${i}DED`, bytes) };
});
let connections = 0;
const dead = createServer((socket) => {
  connections++;
  socket.destroy();
});
let deadOrigin: string;
let server: FaultyServer;
beforeAll(async () => {
  server = await faultyServer({
    files: new Map(FILES.map(({ bytes, file }) => [`/${file.key}`, bytes])),
  });
  await new Promise<void>((resolve) => dead.listen(0, '127.0.0.1', resolve));
  deadOrigin = `http://localhost:${(dead.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await server.close();
  dead.close();
});

const locationOf = ({ bytes, file }: (typeof FILES)[number], directory: string): RemoteLocation => ({
  name: `encff:${file.accession}`,
  addresses: [`${deadOrigin}/${file.key}`, `${server.origin}/${file.key}`],
  sizeBytes: bytes.length,
  md5: md5Of(bytes),
  version: undefined,
  cache: { directory, maxBytes: 1e9 },
});

describe('a dead mirror', () => {
  it('is asked for the first file that is read in place, and not for the others', async () => {
    noteUp(deadOrigin);
    connections = 0;
    const cache = mkdtempSync(path.join(dir, 'cache-'));
    const counts: number[] = [];
    for (const one of FILES) {
      const source = await openRemoteSource(locationOf(one, cache));
      expect(Buffer.compare(await source.read(10, 5000), one.bytes.subarray(10, 5010))).toBe(0);
      await source.close();
      counts.push(connections);
    }
    expect(counts[0]).toBeGreaterThan(0);
    expect(counts).toEqual(counts.map(() => counts[0]));
    // What is kept is read again without asking anybody.
    const requests = server.seen.length;
    const again = await openRemoteSource(locationOf(FILES[2]!, cache));
    expect(Buffer.compare(await again.read(0, 5000), FILES[2]!.bytes.subarray(0, 5000))).toBe(0);
    await again.close();
    expect([server.seen.length, connections]).toEqual([requests, counts[0]]);
  });

  it('is asked for the first file that is fetched whole into the cache, and not for the others', async () => {
    noteUp(deadOrigin);
    connections = 0;
    const counts: number[] = [];
    const mirrors = mirrorsAt({ azure: deadOrigin, s3: server.origin });
    for (const { bytes, file } of FILES) {
      const place = await wholePlace(file, path.join(dir, 'files'));
      await fetchWhole(place, { mirrors, parallel: 1, progress: silent });
      expect(readFileSync(place.path).equals(bytes)).toBe(true);
      counts.push(connections);
    }
    expect(counts[0]).toBeGreaterThan(0);
    expect(counts).toEqual(counts.map(() => counts[0]));
  });

  it('is asked all the same where the others do not have the file', async () => {
    const [one] = FILES;
    const { length } = server.seen;
    const only = `${deadOrigin}/${one!.file.key}`;
    const source = await openRemoteSource({
      ...locationOf(one!, dir),
      addresses: [only, `${server.origin}/nothing`],
      cache: undefined,
    });
    connections = 0;
    await expect(source.read(0, 10)).rejects.toThrow(/cannot be read from any of 2 addresses/);
    await source.close();
    expect([connections > 0, server.seen.length]).toEqual([true, length + 1]);
  });

  it('stands behind the others, in their order', () => {
    const urls = [`${deadOrigin}/a`, 'http://one.example/b', `${deadOrigin}/c`, 'http://two.example/d'];
    expect(upFirst(urls, (url) => url)).toEqual([urls[1], urls[3], urls[0], urls[2]]);
    noteUp(deadOrigin);
    expect(upFirst(urls, (url) => url)).toEqual(urls);
  });
});
