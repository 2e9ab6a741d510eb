/** Every way in which a server fails: the file is whole and right under its name, or not there and one sentence says why. */

import { existsSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { CisregError } from '../../src/errors.ts';
import { type FetchedFile, type FetchOptions, fetchFiles } from '../../src/mirror/fetch-files.ts';
import type { RemoteFile } from '../../src/mirror/remote-file.ts';
import { silent } from '../../src/progress.ts';
import { mistakeOf, scratch } from '../formats/scratch.ts';
import { type Fault, type FaultyServer, faultyServer, type Seen } from './faulty-server.ts';
import { mirrorsAt, noise, remoteFile } from './remote.ts';

const { dir } = scratch();
const RANGE = 1 << 16;
const BYTES = noise(10 * RANGE + 77, 5);
const FILE = remoteFile('ENCFF001ABC', BYTES);
const SMALL = Array.from({ length: 30 }, (_, i) => noise(i * 37, i));
const SMALL_FILES = SMALL.map((bytes, i) => remoteFile(`ENCFF${String(i).padStart(3, '0')}SML`, bytes));
const servers: FaultyServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function mirror(
  fault?: (seen: Seen) => Fault | undefined,
  files: readonly [RemoteFile, Uint8Array][] = [[FILE, BYTES]],
): Promise<FaultyServer> {
  const byPath = files.flatMap(([file, bytes]): [string, Uint8Array][] => [
    [`/${file.key}`, bytes],
    [file.href, bytes],
  ]);
  const server = await faultyServer({ files: new Map(byPath), ...(fault === undefined ? {} : { fault }) });
  servers.push(server);
  return server;
}

function place(): string {
  return mkdtempSync(path.join(dir, 'into-'));
}

interface Told {
  readonly notes: string[];
  readonly warnings: string[];
}

async function fetchFrom(
  bases: Parameters<typeof mirrorsAt>[0],
  {
    into = place(),
    files = [FILE],
    ...more
  }: Partial<FetchOptions> & { into?: string; files?: RemoteFile[] } = {},
) {
  const told: Told = { notes: [], warnings: [] };
  const report = await fetchFiles(files, into, {
    mirrors: mirrorsAt(bases),
    from: Object.keys(bases) as never,
    rangeBytes: RANGE,
    parallel: 6,
    patience: { firstWaitMs: 1, silenceMs: 1000 },
    progress: {
      step: () => {},
      advance: () => {},
      note: (text) => told.notes.push(text),
      warn: (text) => told.warnings.push(text),
    },
    ...more,
  });
  const at = path.join(into, FILE.name);
  return { ...report, told, into, at, one: report.files[0]! };
}

/** What went wrong; fails where nothing did. */
function errorOf(one: FetchedFile): CisregError {
  expect(one.state).toBe('failed');
  return (one as Extract<FetchedFile, { state: 'failed' }>).error;
}

function accessionsIn({ message }: CisregError): string[] {
  return [...new Set(message.match(/ENCFF\d+SML/g))];
}

function expectRight(into: string, one: FetchedFile): void {
  if (one.state === 'failed') throw one.error;
  expect(one).toMatchObject({ state: 'fetched', md5: FILE.md5, sizeBytes: BYTES.length });
  expect(Buffer.compare(readFileSync(path.join(into, FILE.name)), BYTES)).toBe(0);
  expect(leftIn(into)).toEqual([FILE.name]);
}

/** What is in a directory, but for the notes on finished files. */
function leftIn(into: string): string[] {
  return readdirSync(into)
    .filter((name) => name !== '.cisreg-fetch.jsonl')
    .sort();
}

describe('a file from one mirror', () => {
  it('comes by ranges, each byte once', async () => {
    const server = await mirror();
    const { one, into } = await fetchFrom({ azure: `${server.origin}?sv=1&sig=SECRET` });
    expectRight(into, one);
    expect(server.sent.get(`/${FILE.key}`)).toBe(BYTES.length);
    expect(server.seen.length).toBe(11);
    expect(server.seen.every(({ query }) => query === 'sv=1&sig=SECRET')).toBe(true);
    expect(server.seen.slice(1).every(({ headers }) => headers['if-match'] !== undefined)).toBe(true);
    expect(JSON.stringify(one)).not.toContain('SECRET');
  });

  it.each<[string, (seen: Seen) => Fault | undefined]>([
    [
      'cuts every third answer in the middle',
      ({ number }) => (number % 3 === 0 ? { cutAfter: 20_000 } : undefined),
    ],
    [
      'cuts the first answer before its first byte',
      ({ number }) => (number === 1 ? { cutAfter: 0 } : undefined),
    ],
    [
      'answers 503 and says when to come again',
      ({ number }) => (number < 3 ? { status: 503, headers: { 'retry-after': '0' } } : undefined),
    ],
    [
      'answers 429 and a date',
      ({ number }) =>
        number === 2 ? { status: 429, headers: { 'retry-after': new Date(0).toUTCString() } } : undefined,
    ],
    ['answers 500 half of the time', ({ number }) => (number % 2 === 0 ? { status: 500 } : undefined)],
    ['says that more comes than does', ({ number }) => (number === 4 ? { saysMore: 100 } : undefined)],
    ['falls silent', ({ number }) => (number === 3 ? { waitMs: 1500 } : undefined)],
    ['knows no ranges', () => ({ hasNoRanges: true })],
    [
      'knows no ranges, and cuts its first answer',
      ({ number }) => ({ hasNoRanges: true, ...(number === 1 ? { cutAfter: 300_000 } : {}) }),
    ],
    ['changes its ETag once in the middle', ({ number }) => (number > 4 ? { etag: '"new"' } : undefined)],
  ])('is right where the server %s', async (_, fault) => {
    const server = await mirror(fault);
    const { one, into } = await fetchFrom({ s3: server.origin });
    expectRight(into, one);
  });

  it('of which no metadata tell the size is fetched anew where it has changed since the last call', async () => {
    for (const more of [{}, { etag: '' }]) {
      const into = place();
      const file = { ...FILE, sizeBytes: undefined, md5: undefined };
      const old = await mirror(
        ({ number }) => (number > 6 ? { status: 404 } : more),
        [[FILE, noise(9 * RANGE, 7)]],
      );
      errorOf((await fetchFrom({ azure: old.origin }, { into, files: [file] })).one);
      expect(leftIn(into)).toHaveLength(2);
      const server = await mirror(() => more);
      expectRight(into, (await fetchFrom({ azure: server.origin }, { into, files: [file] })).one);
    }
  });

  it('comes whole where a redirect leads to it, over and over where the target forgets', async () => {
    const target = await mirror(({ number }) => (number === 5 ? { status: 403 } : undefined));
    const portal = await mirror(({ path: asked }) => ({
      status: 307,
      headers: {
        location: `${target.origin}/${FILE.key}?asked=${encodeURIComponent(asked)}&X-Amz-Signature=SECRET`,
      },
    }));
    const { one, into } = await fetchFrom({ https: portal.origin });
    expectRight(into, one);
    expect(JSON.stringify(one)).not.toContain('SECRET');
    // The portal is asked for the address, not for each range.
    expect(portal.seen.length).toBeLessThan(5);
  });

  it('of which nothing is known is fetched as it is', async () => {
    const server = await mirror();
    const file = { ...FILE, sizeBytes: undefined, md5: undefined };
    const { one, into } = await fetchFrom({ azure: server.origin }, { files: [file] });
    expectRight(into, one);
  });

  it('goes on where the last call stopped, and from another mirror', async () => {
    const into = place();
    const server = await mirror(({ number }) => (number > 6 ? { status: 404 } : undefined));
    const first = await fetchFrom({ azure: server.origin }, { into });
    expect(errorOf(first.one).message).toContain('404');
    expect(leftIn(into)).toEqual([`${FILE.name}.part`, `${FILE.name}.part.json`]);
    const other = await mirror();
    const second = await fetchFrom({ s3: other.origin }, { into });
    expectRight(into, second.one);
    expect(server.sent.get(`/${FILE.key}`)! + other.sent.get(`/${FILE.key}`)!).toBe(BYTES.length);
  });

  it('is fetched anew where what was there is of another version, or damaged', async () => {
    for (const spoil of [
      (part: string) =>
        writeFileSync(
          part,
          BYTES.map((byte) => byte ^ 1),
        ),
      (part: string) => writeFileSync(part, ''),
      (part: string) => writeFileSync(`${part}.json`, '{"done": [[0, 1e99]]}'),
      (part: string) =>
        writeFileSync(
          `${part}.json`,
          readFileSync(`${part}.json`, 'utf8').replace(/"\\".*?\\""/, '"\\"old\\""'),
        ),
    ]) {
      const into = place();
      const failing = await mirror(({ number }) => (number > 6 ? { status: 404 } : undefined));
      await fetchFrom({ azure: failing.origin }, { into });
      spoil(path.join(into, `${FILE.name}.part`));
      const server = await mirror();
      const { one } = await fetchFrom({ azure: server.origin }, { into });
      expectRight(into, one);
    }
  });
});

describe('a file that cannot be had', () => {
  it.each<[string, (seen: Seen) => Fault | undefined, RegExp]>([
    ['lacks it', () => ({ status: 404 }), /the server answered 404: the file is not there/],
    ['has wrong bytes', () => ({ isWrong: true }), /the bytes have the MD5 \w{32}, the metadata say \w{32}/],
    ['has another size', () => ({ sizeMore: 5 }), /the file has 655442 bytes there, expected 655437/],
    [
      'changes it again and again',
      ({ number }) => ({ etag: `"${number}"` }),
      /changed while it was fetched; run the command again/,
    ],
    ['always cuts', () => ({ cutAfter: 0 }), /cannot be had: .* \(tried 3 times\)/],
    ['is overloaded', () => ({ status: 503 }), /cannot be had: the server answered 503 \(tried 3 times\)/],
    [
      'asks to wait for an hour',
      () => ({ status: 503, headers: { 'retry-after': '3600' } }),
      /503 and asks to wait 3600 s/,
    ],
    [
      'has an expired token',
      () => ({ status: 403, headers: { 'x-ms-error-code': 'AuthenticationFailed' } }),
      /403 AuthenticationFailed: the token of the address has expired or is not accepted.*--mirror azure=URL\?TOKEN/,
    ],
    ['redirects for ever', () => ({ status: 302, headers: { location: '/' } }), /redirects without end/],
  ])('is not there, and one sentence says why, where the server %s', async (_, fault, message) => {
    const server = await mirror(fault);
    const { one, into } = await fetchFrom(
      { azure: `${server.origin}?sig=SECRET` },
      { patience: { firstWaitMs: 1, attempts: 3 } },
    );
    const error = errorOf(one);
    expect(error.message).toMatch(message);
    expect(error.message.split('\n')).toHaveLength(1);
    expect(error.message).toContain(`${server.origin}/${FILE.key}: `);
    expect(JSON.stringify([error.message, error.stack, error.all])).not.toContain('SECRET');
    expect(leftIn(into).filter((name) => !/\.part(\.json)?$/.test(name))).toEqual([]);
  });

  it('is not there where nobody answers, which is said once and not waited for again', async () => {
    const gone = await mirror();
    await gone.close();
    const { files, told, into } = await fetchFrom(
      { azure: `${gone.origin}?sig=SECRET` },
      { files: SMALL_FILES.slice(1), patience: { firstWaitMs: 1, attempts: 3 } },
    );
    for (const one of files) {
      expect(errorOf(one).message).toMatch(/cannot be had: the connection was refused/);
      // The error of each file speaks of no other.
      expect(accessionsIn(errorOf(one))).toEqual([one.file.accession]);
    }
    const notAsked = files.filter((one) => /: was not asked for/.test(errorOf(one).message));
    expect(notAsked.length).toBeGreaterThan(10);
    expect(told.warnings).toEqual([]);
    expect(leftIn(into)).toEqual([]);
  });

  it('is not waited for where a server says any size, and comes from the next', async () => {
    const liar = await mirror(({ start, end }) => ({
      headers: { 'content-range': `bytes ${start}-${end - 1}/9000000000000000` },
    }));
    const files = [{ ...FILE, sizeBytes: undefined, md5: undefined }];
    const error = errorOf((await fetchFrom({ azure: liar.origin }, { files })).one);
    expect(error.message).toMatch(/has 9000000000000000 bytes there, and the disk has room for \d+ more/);
    const good = await mirror();
    const { one, into } = await fetchFrom({ azure: liar.origin, s3: good.origin }, { files });
    expectRight(into, one);
  });

  it('is not there where the server packs what nothing is known of', async () => {
    const server = await mirror(() => ({ headers: { 'content-encoding': 'gzip' } }));
    const files = [{ ...FILE, md5: undefined }];
    const { one, into } = await fetchFrom({ azure: server.origin }, { files });
    expect(errorOf(one).message).toMatch(/packs what it sends \(Content-Encoding: gzip\)/);
    expect(leftIn(into)).toEqual([]);
    // An MD5 tells it better: some stores say gzip of a file that is one.
    const known = await fetchFrom({ azure: server.origin });
    expectRight(known.into, known.one);
  });

  it('leaves what had its name', async () => {
    const into = place();
    writeFileSync(path.join(into, FILE.name), 'old');
    const server = await mirror(() => ({ isWrong: true }));
    errorOf((await fetchFrom({ azure: server.origin }, { into })).one);
    expect(readFileSync(path.join(into, FILE.name), 'utf8')).toBe('old');
    server.fault = () => undefined;
    expectRight(into, (await fetchFrom({ azure: server.origin }, { into })).one);
  });
});

describe('a file from several mirrors', () => {
  it.each<[string, (seen: Seen) => Fault | undefined, boolean]>([
    ['lacks it', () => ({ status: 404 }), false],
    ['refuses it', () => ({ status: 403, text: '<Error><Code>AccessDenied</Code></Error>' }), false],
    ['has wrong bytes', () => ({ isWrong: true }), true],
    ['has another size', () => ({ sizeMore: 1 }), false],
    [
      'has an expired token',
      () => ({ status: 403, headers: { 'x-ms-error-code': 'AuthenticationFailed' } }),
      true,
    ],
    [
      'redirects to nowhere after some ranges',
      ({ number }) =>
        number > 3 ? { status: 302, headers: { location: 'ftp://x/y?sig=SECRET' } } : undefined,
      false,
    ],
    ['breaks down in the middle', ({ number }) => (number > 5 ? { cutAfter: 0 } : undefined), true],
    [
      'has wrong bytes and breaks down',
      ({ number }) => (number > 5 ? { cutAfter: 0 } : { isWrong: true }),
      true,
    ],
    ['changes it', ({ number }) => ({ etag: `"${number}"` }), false],
  ])('comes from the second where the first %s', async (_, fault, isTold) => {
    const bad = await mirror(fault);
    const good = await mirror();
    const { one, into, told } = await fetchFrom(
      { azure: `${bad.origin}?sig=SECRET`, s3: good.origin },
      { patience: { firstWaitMs: 1, attempts: 3 } },
    );
    expectRight(into, one);
    expect(one).toMatchObject({ mirror: 's3' });
    expect(told.warnings.length).toBeGreaterThanOrEqual(isTold ? 1 : 0);
    for (const warning of told.warnings.filter((text) => text.includes('another MD5')))
      expect(warning).toMatch(/\(from azure(?:, s3)?\); fetching it again from (?:azure|s3)$/);
    expect(JSON.stringify(told)).not.toContain('SECRET');
  });

  it('comes from the second where the target of a redirect of the first redirects to nowhere', async () => {
    const target = await mirror(({ number }) =>
      number > 2 ? { status: 302, headers: { location: 'ftp://x/y?sig=SECRET' } } : undefined,
    );
    const location = `${target.origin}/${FILE.key}?sig=SECRET`;
    const bad = await mirror(() => ({ status: 307, headers: { location } }));
    const good = await mirror();
    const { one, into } = await fetchFrom({ azure: bad.origin, s3: good.origin });
    expectRight(into, one);
    expect(one).toMatchObject({ mirror: 's3' });
  });

  it('that all fail is not there, and each is named with its own reason', async () => {
    const one = await mirror(() => ({ status: 404 }));
    const two = await mirror(() => ({ isWrong: true }));
    const { one: failed, into } = await fetchFrom({ azure: one.origin, s3: two.origin });
    const lines = errorOf(failed).message.split('\n');
    expect(lines[0]).toBe(`${FILE.name}: no mirror has it whole:`);
    expect(lines[1]).toMatch(/answered 404.*\(azure\)$/);
    expect(lines[2]).toMatch(/MD5.*\(s3\)$/);
    expect(leftIn(into)).toEqual([]);
  });

  it('comes from the one that answers best, and it is said which', async () => {
    const slow = await mirror(() => ({ waitMs: 150 }));
    const fast = await mirror();
    const gone = await mirror();
    await gone.close();
    const lost = await mirror(() => ({ status: 302, headers: { location: 'ftp://x/y?sig=SECRET' } }));
    const { told, order, one, into } = await fetchFrom(
      { azure: gone.origin, 'azure-secondary': slow.origin, https: lost.origin, s3: fast.origin },
      { from: 'auto' },
    );
    expectRight(into, one);
    expect(order).toEqual(['s3', 'azure-secondary', 'azure', 'https']);
    expect(told.notes).toEqual([
      expect.stringMatching(
        /^mirrors, nearest first: s3 \d+ ms, \S+ MB\/s; azure-secondary [1-9]\d\d+ ms.*; azure the connection was refused.*; https redirects to ftp:, expected https:/,
      ),
    ]);
  });
});

describe('many files', () => {
  const pairs = SMALL_FILES.map((file, i): [RemoteFile, Uint8Array] => [file, SMALL[i]!]);

  it('come over few connections, and are not fetched again while they are as they were', async () => {
    const server = await mirror(undefined, pairs);
    const { files, into } = await fetchFrom({ azure: server.origin }, { files: SMALL_FILES });
    expect(files.map(({ state }) => state)).toEqual(SMALL_FILES.map(() => 'fetched'));
    for (const [i, { name }] of SMALL_FILES.entries())
      expect(readFileSync(path.join(into, name)).equals(SMALL[i]!)).toBe(true);
    // An empty file needs no request.
    expect(server.seen.length).toBe(29);
    writeFileSync(
      path.join(into, SMALL_FILES[7]!.name),
      SMALL[7]!.map((byte) => byte ^ 1),
    );
    const again = await fetchFrom({ azure: server.origin }, { files: SMALL_FILES, into });
    expect(again.files.filter(({ state }) => state === 'fetched').map(({ file }) => file)).toEqual([
      SMALL_FILES[7],
    ]);
    expect(server.seen.length).toBe(30);
  });

  it('do not wait for one that fails, and its mirror is asked last when it fails for all', async () => {
    const bad = await mirror(() => ({ status: 503 }), pairs);
    const good = await mirror(
      ({ path: asked }) => (asked.includes('ENCFF005SML') ? { status: 404 } : undefined),
      pairs,
    );
    const { files, order, told } = await fetchFrom(
      { azure: bad.origin, s3: good.origin },
      { files: SMALL_FILES, patience: { firstWaitMs: 1, attempts: 2 } },
    );
    expect(files.filter(({ state }) => state === 'failed').map(({ file }) => file.accession)).toEqual([
      'ENCFF005SML',
    ]);
    expect(order).toEqual(['s3', 'azure']);
    expect(told.warnings).toEqual([
      expect.stringMatching(/503 \(tried 2 times\) \(azure\); s3 is asked before it from now on$/),
    ]);
    expect(bad.seen.length).toBeLessThan(30);
  });

  it('wait together for mirrors that were there and are gone for a while', async () => {
    let isOut = false;
    const server = await mirror((seen) => {
      if (seen.number === 8) isOut = true;
      return isOut ? { status: 503 } : undefined;
    }, pairs);
    const looks = () => server.seen.filter(({ end, start }) => end - start === 1).length;
    const fetching = fetchFrom(
      { azure: `${server.origin}?sig=SECRET` },
      { files: SMALL_FILES.slice(2), patience: { firstWaitMs: 1, attempts: 2, outageMs: 60_000 } },
    );
    await expect.poll(looks, { interval: 5 }).toBeGreaterThan(2);
    isOut = false;
    const { files, told } = await fetching;
    expect(files.map(({ state }) => state)).toEqual(files.map(() => 'fetched'));
    expect(told.warnings).toEqual([
      'no mirror works (cannot be had: the server answered 503 (tried 2 times) (azure)); waiting up to 1 minute for one',
    ]);
    expect(told.notes).toEqual(['azure answers again']);
  });

  it('all come but the one for which the mirror has never time', async () => {
    const server = await mirror(
      ({ path: asked }) => (asked.includes('ENCFF005SML') ? { status: 503 } : undefined),
      pairs,
    );
    const { files } = await fetchFrom(
      { azure: server.origin },
      { files: SMALL_FILES, parallel: 1, patience: { firstWaitMs: 1, attempts: 2, outageMs: 60_000 } },
    );
    const failed = files.filter(({ state }) => state === 'failed');
    expect(failed.map(({ file }) => file.accession)).toEqual(['ENCFF005SML']);
    expect(errorOf(failed[0]!).message).toMatch(/the server answered 503/);
  });

  it('that no mirror can have are said to be such', async () => {
    const server = await mirror();
    const { one } = await fetchFrom({ azure: server.origin }, { files: [{ ...FILE, key: undefined }] });
    expect(errorOf(one)).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('do not wait for ever for mirrors that stay away', async () => {
    const server = await mirror(({ number }) => (number > 7 ? { status: 503 } : undefined), pairs);
    const { files, told } = await fetchFrom(
      { azure: server.origin },
      { files: SMALL_FILES.slice(1), patience: { firstWaitMs: 1, attempts: 2, outageMs: 50 } },
    );
    const failed = files.filter(({ state }) => state === 'failed');
    expect(failed).toHaveLength(29 - 7);
    for (const one of failed) expect(accessionsIn(errorOf(one))).toEqual([one.file.accession]);
    expect(told.warnings).toHaveLength(1);
  });

  it('of one name are refused, and names that lead elsewhere', async () => {
    const twice = [SMALL_FILES[1]!, { ...SMALL_FILES[2]!, name: SMALL_FILES[1]!.name.toUpperCase() }];
    expect((await mistakeOf(fetchFrom({ azure: 'http://localhost:1' }, { files: twice }))).code).toBe(
      'CONFLICT',
    );
    for (const name of ['../x', 'a/b', '', '.x', 'x.part', 'x.part.json']) {
      const files = [{ ...FILE, name }];
      expect((await mistakeOf(fetchFrom({ azure: 'http://localhost:1' }, { files }))).code).toBe('CONFIG');
    }
  });

  it('end together when the disk is full', async () => {
    const server = await mirror(undefined, pairs);
    const into = place();
    symlinkSync('/dev/full', path.join(into, `${SMALL_FILES[3]!.name}.part`));
    const error = await mistakeOf(fetchFrom({ azure: server.origin }, { files: SMALL_FILES, into }));
    expect(error.message).toMatch(
      /\.part: cannot be written \(ENOSPC\); the disk is full: make room and run the command again/,
    );
    expect(existsSync(path.join(into, SMALL_FILES[3]!.name))).toBe(false);
    // The name that leads to the full disk has gone, so there is room.
    const { files } = await fetchFrom({ azure: server.origin }, { files: SMALL_FILES, into });
    expect(files.filter(({ state }) => state === 'failed')).toEqual([]);
    expect(leftIn(into)).toEqual(SMALL_FILES.map(({ name }) => name).sort());
  });

  it('go on where they were when there is room again, also where the disk was full at a note', async () => {
    const server = await mirror();
    const into = place();
    const first = await fetchFrom(
      { azure: (await mirror(({ number }) => (number > 6 ? { status: 404 } : undefined))).origin },
      { into },
    );
    errorOf(first.one);
    symlinkSync('/dev/full', path.join(into, `${FILE.name}.part.json.new`));
    const error = await mistakeOf(fetchFrom({ azure: server.origin }, { into }));
    expect(error.message).toMatch(/\.part: cannot be written \(ENOSPC\); the disk is full/);
    expect(leftIn(into)).toEqual([`${FILE.name}.part`, `${FILE.name}.part.json`]);
    const { one } = await fetchFrom({ azure: server.origin }, { into });
    expectRight(into, one);
    expect((one as { fetchedBytes: number }).fetchedBytes).toBeLessThan(BYTES.length - 4 * RANGE);
  });

  it('are not fetched by two processes into one directory', async () => {
    const into = place();
    const server = await mirror(() => ({ waitMs: 200 }));
    const first = fetchFrom({ azure: server.origin }, { into });
    const second = await mistakeOf(fetchFrom({ azure: server.origin }, { into }));
    expect(second.message).toMatch(/another cisreg fetch \(process \d+\) runs there/);
    expectRight(into, (await first).one);
  });

  it('stop when they are told to, and keep what is there', async () => {
    const into = place();
    const server = await mirror(() => ({ bytesPerSecond: 500_000 }));
    const ending = new AbortController();
    const { signal } = ending;
    let arrived = 0;
    const advance = (bytes: number) => {
      arrived += bytes;
      if (arrived > RANGE) ending.abort(new Error('enough'));
    };
    const outcome = await fetchFrom(
      { azure: server.origin },
      { into, signal, progress: { ...silent, advance } },
    ).catch((error: unknown) => error);
    expect(outcome).toBe(signal.reason);
    expect(leftIn(into)).toEqual([`${FILE.name}.part`, `${FILE.name}.part.json`]);
    const before = server.sent.get(`/${FILE.key}`)!;
    server.fault = () => undefined;
    expectRight(into, (await fetchFrom({ azure: server.origin }, { into })).one);
    expect(server.sent.get(`/${FILE.key}`)! - before).toBeLessThan(BYTES.length);
  });
});
