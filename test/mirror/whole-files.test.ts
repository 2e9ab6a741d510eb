import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { takeLock } from '../../src/formats/process-lock.ts';
import { addressFile, fetchWhole, wholePlace } from '../../src/mirror/whole-files.ts';
import { silent } from '../../src/progress.ts';
import { serveRanges } from '../formats/range-server.ts';
import { mistakeOf, scratch } from '../formats/scratch.ts';

const { dir } = scratch();
const folder = path.join(dir, 'served');
mkdirSync(folder);
writeFileSync(path.join(folder, 'a.bed'), 'chr1\t1\t2\n');
const server = await serveRanges(folder);
afterAll(() => server.close());
beforeEach(() => {
  server.reset();
  server.fault = () => undefined;
});

const file = addressFile(`${server.url}/a.bed`);
const options = { mirrors: [], parallel: 1, progress: silent };
const newCache = () => mkdtempSync(path.join(dir, 'cache-'));

describe('a whole file in the cache', () => {
  it('stays as it is under a process that came second', async () => {
    const cache = newCache();
    const [first, second] = [await wholePlace(file, cache), await wholePlace(file, cache)];
    await fetchWhole(first, options);
    const { ino, mtimeMs } = statSync(first.path);
    server.reset();
    await fetchWhole(second, options);
    expect(second.path).toBe(first.path);
    expect(statSync(first.path)).toMatchObject({ ino, mtimeMs });
    expect(server.counts.requests).toBe(0);
  });

  it.each(['', 'W/"1"'])("whose server tells no version (%j) is nobody else's", async (etag) => {
    server.fault = () => ({ etag });
    const cache = newCache();
    const first = await wholePlace(file, cache);
    await fetchWhole(first, options);
    const second = await wholePlace(file, cache);
    expect(second.isThere).toBe(false);
    await fetchWhole(second, options);
    expect(second.path).not.toBe(first.path);
    expect(readFileSync(first.path, 'utf8')).toBe(readFileSync(second.path, 'utf8'));
  });

  it('is fetched again where its bytes have changed since', async () => {
    const own = { ...file, md5: createHash('md5').update('chr1\t1\t2\n').digest('hex'), sizeBytes: 9 };
    const cache = newCache();
    const first = await wholePlace(own, cache);
    await fetchWhole(first, options);
    expect((await wholePlace(own, cache)).isThere).toBe(true);
    writeFileSync(first.path, 'chr1\t1\t3\n');
    const damaged = await wholePlace(own, cache);
    expect(damaged).toMatchObject({ path: first.path, isThere: false });
    await fetchWhole(damaged, options);
    expect(readFileSync(first.path, 'utf8')).toBe('chr1\t1\t2\n');
    expect((await wholePlace(own, cache)).isThere).toBe(true);
  });

  it('is waited for as long as the process that fetches it gets on, and not for ever', async () => {
    const place = await wholePlace(file, newCache());
    const directory = path.dirname(place.path);
    mkdirSync(directory, { recursive: true });
    const unlock = takeLock(path.join(directory, '.cisreg-fetch.lock'), { directory, what: 'cisreg fetch' });
    const said: string[] = [];
    const progress = { ...silent, note: (text: string) => void said.push(text) };
    const mistake = await mistakeOf(fetchWhole(place, { ...options, progress, quietMs: 30 }));
    expect(mistake.code).toBe('CONFLICT');
    expect(mistake.message).toContain(`process ${process.pid}`);
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(/^waiting for a\.bed: .* another cisreg fetch \(process \d+\)/);
    const waiting = fetchWhole(place, { ...options, quietMs: 5000 });
    unlock();
    await waiting;
    expect(readFileSync(place.path, 'utf8')).toBe('chr1\t1\t2\n');
  });
});
