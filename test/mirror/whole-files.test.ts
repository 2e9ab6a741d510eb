import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { takeLock } from '../../src/formats/process-lock.ts';
import { removeAbandoned } from '../../src/mirror/own-folders.ts';
import { addressFile, fetchWhole, wholePlace } from '../../src/mirror/whole-files.ts';
import { silent } from '../../src/progress.ts';
import { MAIN } from '../build/run-cli.ts';
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

describe("folders of one process's own", () => {
  /** Fetches in a process that ends as it is told; gives the file's path. */
  const fetchedIn = (cache: string, end: string) => {
    const modules = path.join(MAIN, '..', '..', 'mirror');
    const program = `
      const { addressFile, fetchWhole, wholePlace } = await import(${JSON.stringify(path.join(modules, 'whole-files.js'))});
      const place = await wholePlace(addressFile(${JSON.stringify(`${server.url}/a.bed`)}), ${JSON.stringify(cache)});
      const progress = { step() {}, advance() {}, note() {}, warn() {} };
      await fetchWhole(place, { mirrors: [], parallel: 1, progress });
      process.stdout.write(place.path);
      ${end}`;
    return new Promise<string>((resolve) => {
      const child = spawn(process.execPath, ['--input-type=module', '-e', program]);
      let said = '';
      child.stdout.on('data', (chunk) => {
        said += chunk;
      });
      child.on('close', () => resolve(said));
    });
  };

  it('go with it, and where it was killed with the next one that fetches, but never those of one that runs', async () => {
    server.fault = () => ({ etag: '' });
    const cache = newCache();
    const gone = await fetchedIn(cache, '');
    expect(gone).toMatch(/a\.bed$/);
    expect(existsSync(path.dirname(gone))).toBe(false);
    const left = await fetchedIn(cache, "process.kill(process.pid, 'SIGKILL');");
    expect(readFileSync(left, 'utf8')).toBe('chr1\t1\t2\n');
    const own = await wholePlace(file, cache);
    await fetchWhole(own, options);
    // Whose nobody knows, and made this moment: its owner may be about to say so.
    const fresh = path.join(cache, 'unversioned', 'fresh');
    mkdirSync(fresh);
    const other = path.join(cache, 'unversioned', 'of-one-that-runs');
    mkdirSync(other);
    takeLock(path.join(other, '.cisreg-owner.lock'), { directory: other, what: 'cisreg' });
    removeAbandoned(cache);
    expect([left, own.path, fresh, other].map((one) => existsSync(one))).toEqual([false, true, true, true]);
    expect(existsSync(path.dirname(left))).toBe(false);
    const longAgo = new Date(Date.now() - 7_200_000);
    utimesSync(fresh, longAgo, longAgo);
    removeAbandoned(cache);
    expect(existsSync(fresh)).toBe(false);
    removeAbandoned(path.join(cache, 'nothing'));
  });
});
