import { createHash, randomBytes } from 'node:crypto';
import { cpSync, existsSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { pruneBlocks } from '../../src/formats/block-budget.ts';
import { BLOCK_BYTES, blockFilePath, openBlockFile } from '../../src/formats/block-file.ts';
import { openByteSource } from '../../src/formats/byte-source.ts';
import { addressLocation, type RemoteLocation } from '../../src/formats/remote-location.ts';
import { openRemoteSource } from '../../src/formats/remote-source.ts';
import { serveRanges } from './range-server.ts';
import { mistakeOf, scratch } from './scratch.ts';

const { dir, file } = scratch();
const SIZE = 40 * BLOCK_BYTES + 1234;
const BYTES = randomBytes(SIZE);
file('a.bin', BYTES);
const server = await serveRanges(dir);
afterAll(() => server.close());
beforeEach(() => {
  server.reset();
  server.fault = () => undefined;
});
const url = `${server.url}/a.bin?sig=secret`;
let caches = 0;
const newCache = () => ({ directory: path.join(dir, `cache${caches++}`), maxBytes: 1e9 });
const blockFiles = (directory: string) =>
  readdirSync(directory, { recursive: true })
    .map((name) => path.join(directory, String(name)))
    .filter((name) => name.endsWith('.blocks'));
/** Numbers of [0, 1) that are the same in each run. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
const md5Location = (addresses: readonly string[]): RemoteLocation => ({
  ...addressLocation(url),
  name: 'encff:ENCFF001ABC',
  addresses,
  sizeBytes: SIZE,
  md5: 'd41d8cd98f00b204e9800998ecf8427e',
});

describe('a file elsewhere', () => {
  it.each([
    ['with a cache', true],
    ['without one', false],
  ])('reads as the file does from any place, many reads at a time, %s', async (_, isCached) => {
    const source = await openRemoteSource(addressLocation(url, isCached ? newCache() : undefined));
    expect(source.sizeBytes).toBe(SIZE);
    const next = random(1);
    for (let round = 0; round < 20; round++) {
      const reads = Array.from({ length: 8 }, async () => {
        const offset = Math.floor(next() * (SIZE + 10));
        const length = Math.floor(next() ** 4 * SIZE);
        const bytes = await source.read(offset, length);
        expect(Buffer.compare(bytes, BYTES.subarray(offset, offset + length))).toBe(0);
      });
      await Promise.all(reads);
    }
    expect(await source.read(SIZE, 5)).toEqual(new Uint8Array(0));
    const target = new Uint8Array(100);
    expect(await source.readInto!(target, SIZE - 10)).toBe(10);
    await source.close();
    if (isCached) expect(server.counts.bytes).toBe(SIZE);
  });

  it('is asked once for what is kept on disk, whoever reads it again', async () => {
    const cache = newCache();
    const first = await openRemoteSource(addressLocation(url, cache));
    await first.read(5 * BLOCK_BYTES + 7, 3 * BLOCK_BYTES);
    expect(server.counts).toEqual({ bytes: 5 * BLOCK_BYTES, requests: 2 });
    await first.close();
    // The version is told, so nothing is asked.
    const again = await openRemoteSource(first.pinned);
    expect(await again.read(6 * BLOCK_BYTES, 100)).toEqual(
      new Uint8Array(BYTES.subarray(6 * BLOCK_BYTES, 6 * BLOCK_BYTES + 100)),
    );
    expect(server.counts.requests).toBe(2);
    // One request merges what lies side by side and is nowhere; what lies between is of the disk.
    await again.read(BLOCK_BYTES, 10 * BLOCK_BYTES);
    expect(server.counts).toEqual({ bytes: 11 * BLOCK_BYTES, requests: 4 });
    await again.close();
  });

  it('asks at once for what two reads at a time share', async () => {
    const source = await openRemoteSource(addressLocation(url));
    server.reset();
    await Promise.all([
      source.read(BLOCK_BYTES, 4.5 * BLOCK_BYTES),
      source.read(5.5 * BLOCK_BYTES, 4 * BLOCK_BYTES),
    ]);
    expect(server.counts).toEqual({ bytes: 9 * BLOCK_BYTES, requests: 2 });
    await source.close();
  });

  it('may have many requests under way without a warning', async () => {
    const warnings: Error[] = [];
    const take = (warning: Error) => void warnings.push(warning);
    process.on('warning', take);
    const source = await openRemoteSource(addressLocation(url));
    await Promise.all(Array.from({ length: 20 }, (_, i) => source.read(2 * i * BLOCK_BYTES, 10)));
    await source.close();
    await new Promise(setImmediate);
    process.off('warning', take);
    expect(warnings).toEqual([]);
  });

  it('goes on where a connection breaks', async () => {
    server.fault = ({ n }) => (n % 3 === 2 ? undefined : { cutAfter: 20_000 });
    const source = await openRemoteSource(addressLocation(url));
    expect(Buffer.compare(await source.read(100, 300_000), BYTES.subarray(100, 300_100))).toBe(0);
    await source.close();
    // What had come before the break is not asked for again.
    expect(server.counts.bytes).toBeLessThan(BLOCK_BYTES * 11);
  });

  it('is not read on when it changes', async () => {
    const source = await openRemoteSource(addressLocation(url));
    server.fault = () => ({ etag: '"other"' });
    const error = await mistakeOf(source.read(10 * BLOCK_BYTES, 5));
    expect(error.message).toContain('changed while it was read; run the command again');
    expect(error.message).not.toContain('secret');
    await source.close();
  });

  it('gives another version none of the blocks of the one before', async () => {
    const cache = newCache();
    const first = await openRemoteSource(addressLocation(url, cache));
    await first.read(0, SIZE);
    await first.close();
    server.fault = () => ({ etag: '"other"' });
    const second = await openRemoteSource(addressLocation(url, cache));
    server.reset();
    await second.read(0, SIZE);
    expect(server.counts.bytes).toBe(SIZE - BLOCK_BYTES);
    await second.close();
  });

  it('is not kept where the server tells neither ETag nor date', async () => {
    const cache = newCache();
    server.fault = () => ({ headers: { etag: '' } });
    const source = await openRemoteSource(addressLocation(url, cache));
    await source.close();
    expect(source.pinned.version ?? '').toBe('');
    expect(() => blockFiles(cache.directory)).toThrow();
  });

  it('is read from the next address where one fails, has another size or has it not', async () => {
    const bad = `${server.url}/none.bin`;
    file('short.bin', BYTES.subarray(0, 5000));
    const source = await openRemoteSource(md5Location([bad, `${server.url}/short.bin`, url]));
    expect(server.counts.requests).toBe(0);
    expect(Buffer.compare(await source.read(SIZE - 100, 100), BYTES.subarray(SIZE - 100))).toBe(0);
    const { requests } = server.counts;
    // The one that answered is asked first from then on.
    await source.read(0, 100);
    expect(server.counts.requests).toBe(requests + 1);
    await source.close();
    const lost = await openRemoteSource(md5Location([bad, `${bad}?key=secret`]));
    const error = await mistakeOf(lost.read(0, 10));
    await lost.close();
    expect(error.code).toBe('NOT_FOUND');
    expect(error.message).toContain('encff:ENCFF001ABC: cannot be read from any of 2 addresses');
    expect(error.message).not.toContain('secret');
  });

  it('is known by its MD5 where it is, with any token, and needs no request for what is kept', async () => {
    const cache = newCache();
    const first = await openRemoteSource({ ...md5Location([url]), cache });
    await first.read(0, 200_000);
    await first.close();
    server.reset();
    const source = await openByteSource({ ...md5Location([url.replace('secret', 'other')]), cache });
    expect(Buffer.compare(await source.read(1000, 150_000), BYTES.subarray(1000, 151_000))).toBe(0);
    await source.close();
    expect(server.counts.requests).toBe(0);
  });

  it('is not known by what an address serves that has other bytes of that size', async () => {
    const cache = newCache();
    const wrong = file('wrong.bin', Buffer.from(BYTES).reverse());
    const bad = `${server.url}/${path.basename(wrong)}`;
    const first = await openRemoteSource({ ...md5Location([bad]), cache });
    await first.read(0, 200_000);
    await first.close();
    for (const addresses of [[url], [url, bad], [`${server.url}/none.bin`, url, bad]]) {
      const source = await openRemoteSource({ ...md5Location(addresses), cache });
      expect(Buffer.compare(await source.read(1000, 150_000), BYTES.subarray(1000, 151_000))).toBe(0);
      await source.close();
    }
  });

  it('needs nobody for what is kept of the second address where the first one fails', async () => {
    const cache = newCache();
    const addresses = [`${server.url}/none.bin`, url];
    const first = await openRemoteSource({ ...md5Location(addresses), cache });
    await first.read(0, 200_000);
    await first.close();
    server.fault = () => ({ status: 404 });
    const second = await openRemoteSource({ ...md5Location(addresses), cache });
    expect(Buffer.compare(await second.read(1000, 150_000), BYTES.subarray(1000, 151_000))).toBe(0);
    await second.close();
  });

  it('is refused where the server tells another MD5 of the whole than the metadata', async () => {
    const tell = (text: string) => ({
      headers: { 'x-ms-blob-content-md5': createHash('md5').update(text).digest('base64') },
    });
    // md5Location has the MD5 of nothing.
    server.fault = ({ path: name }) => tell(name === '/wrong.bin' ? 'something' : '');
    const bad = `${server.url}/wrong.bin`;
    const source = await openRemoteSource(md5Location([bad, url]));
    expect(Buffer.compare(await source.read(0, 1000), BYTES.subarray(0, 1000))).toBe(0);
    await source.close();
    const lost = await openRemoteSource(md5Location([bad]));
    expect((await mistakeOf(lost.read(0, 1000))).message).toMatch(
      /wrong\.bin: the server says that its MD5 is [0-9a-f]{32}, expected d41d8cd9/,
    );
    await lost.close();
  });

  it('with a weak ETag is not kept for the next one who reads it', async () => {
    server.fault = () => ({ etag: 'W/"1"' });
    const location = addressLocation(url, newCache());
    const source = await openRemoteSource(location);
    await source.read(0, 1000);
    await source.close();
    expect(existsSync(location.cache!.directory)).toBe(false);
  });
});

describe('blocks on disk', () => {
  it('that were damaged, or marked and never written, are fetched again', async () => {
    const cache = newCache();
    const first = await openRemoteSource(addressLocation(url, cache));
    await first.read(0, SIZE);
    await first.close();
    const [kept] = blockFiles(cache.directory);
    const bytes = readFileSync(kept!);
    bytes[4096 + 3 * BLOCK_BYTES + 17]! ^= 1;
    writeFileSync(kept!, bytes.subarray(0, 4096 + 30 * BLOCK_BYTES));
    server.reset();
    const again = await openRemoteSource(first.pinned);
    expect(Buffer.compare(await again.read(0, SIZE), BYTES)).toBe(0);
    await again.close();
    const third = await openRemoteSource(first.pinned);
    server.reset();
    expect(Buffer.compare(await third.read(0, SIZE), BYTES)).toBe(0);
    expect(server.counts.requests).toBe(0);
    await third.close();
  });

  it('are read as they were by those who have them open when they are removed', async () => {
    const cache = newCache();
    const first = await openRemoteSource(addressLocation(url, cache));
    await first.read(0, SIZE);
    pruneBlocks({ ...cache, maxBytes: 0 });
    expect(blockFiles(cache.directory)).toEqual([]);
    server.reset();
    expect(Buffer.compare(await first.read(0, SIZE), BYTES)).toBe(0);
    expect(server.counts.requests).toBe(0);
    await first.close();
  });

  it('go when they take more than they may, what was not used longest first', async () => {
    const directory = path.join(dir, 'budget');
    const paths = ['a', 'b', 'c'].map((name) => blockFilePath(directory, name, SIZE));
    for (const [i, own] of paths.entries()) {
      const blocks = await openBlockFile(own, SIZE);
      await blocks!.write(0, BYTES.subarray(0, 10 * BLOCK_BYTES));
      await blocks!.close();
      utimesSync(own, i, i);
    }
    const each = statSync(paths[0]!).blocks * 512;
    // They are sparse: what they take is less than the size of the file.
    expect(each).toBeLessThan(SIZE / 2);
    // Opened again, the oldest is the newest.
    await (await openBlockFile(paths[0]!, SIZE))!.close();
    expect(pruneBlocks({ directory, maxBytes: 2.5 * each })).toBe(2 * each);
    expect(blockFiles(directory).sort()).toEqual([paths[0]!, paths[2]!].sort());
    expect(pruneBlocks({ directory, maxBytes: 2.5 * each })).toBe(2 * each);
  });

  it('that cannot be written are not missed', async () => {
    file('no-directory', 'x');
    const cache = { directory: path.join(dir, 'no-directory'), maxBytes: 1e9 };
    const source = await openRemoteSource(addressLocation(url, cache));
    expect(Buffer.compare(await source.read(0, SIZE), BYTES)).toBe(0);
    await source.close();
  });

  it('hold what a copy of the cache holds', async () => {
    const cache = newCache();
    const first = await openRemoteSource(addressLocation(url, cache));
    await first.read(0, SIZE);
    await first.close();
    const copy = newCache();
    cpSync(cache.directory, copy.directory, { recursive: true });
    server.reset();
    const source = await openRemoteSource({ ...first.pinned, cache: copy });
    expect(Buffer.compare(await source.read(0, SIZE), BYTES)).toBe(0);
    expect(server.counts.requests).toBe(0);
    await source.close();
  });
});
