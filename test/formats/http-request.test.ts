import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { createServer as createSockets } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { httpBulk } from '../../src/formats/http-bulk.ts';
import { readHttpRange } from '../../src/formats/http-range.ts';
import { followRedirect, httpRequest } from '../../src/formats/http-request.ts';
import { shownAddress } from '../../src/formats/shown-address.ts';
import { mistakeOf } from './scratch.ts';

const BYTES = Uint8Array.from({ length: 100_000 }, (_, i) => i % 251);
const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

type Answer = (request: IncomingMessage, response: ServerResponse, number: number) => void;

async function serve(answer: Answer): Promise<string> {
  let number = 0;
  const server = createServer((request, response) => answer(request, response, ++number));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://localhost:${(server.address() as AddressInfo).port}`;
}

/** The range that is asked for, as a server should answer. */
function answerRange(request: IncomingMessage, response: ServerResponse, cutAfter = Infinity): void {
  const [, start, last] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range!)!.map(Number);
  const end = Math.min(BYTES.length, last! + 1);
  response.writeHead(206, {
    etag: '"1"',
    'content-length': end - start!,
    'content-range': `bytes ${start}-${end - 1}/${BYTES.length}`,
  });
  const body = BYTES.subarray(start, Math.min(end, start! + cutAfter));
  if (body.length === end - start!) response.end(body);
  else response.write(body, () => setTimeout(() => response.destroy(), 5));
}

describe('a request', () => {
  it('is tried again after a random part of a wait that doubles', async () => {
    const url = await serve((_, response, number) => response.writeHead(number < 5 ? 503 : 200).end('here'));
    const waits: number[] = [];
    const answer = await httpRequest(url, {
      firstWaitMs: 8,
      random: () => 0.5,
      onRetry: (reason, waitMs) => {
        expect(reason).toBe('the server answered 503');
        waits.push(waitMs);
      },
    });
    expect(await answer.body.text()).toBe('here');
    expect(waits).toEqual([4, 8, 16, 32]);
  });

  it('waits as Retry-After says, seconds or a date, and does not where that is too long', async () => {
    const asks = ['1', new Date(Date.now() + 2500).toUTCString(), 'soon', '3600'];
    const url = await serve((_, response, number) =>
      response.writeHead(429, { 'retry-after': asks[number - 1] }).end(),
    );
    const waits: number[] = [];
    const error = await mistakeOf(
      httpRequest(url, { firstWaitMs: 1, random: () => 0.5, onRetry: (_, waitMs) => waits.push(waitMs) }),
    );
    expect(waits[0]).toBe(1050);
    // A date has no parts of a second.
    expect(waits[1]).toBeGreaterThanOrEqual(0);
    expect(waits[1]).toBeLessThanOrEqual(2500 * 1.05);
    expect(waits[2]).toBe(2);
    expect(error.message).toMatch(
      /the server answered 429 and asks to wait 3600 s \(tried 4 times\); try again later$/,
    );
  });

  it('says who it is, wants bytes as they are, and keeps to strong ETags', async () => {
    const seen: IncomingMessage['headers'][] = [];
    const url = await serve((request, response) => {
      seen.push(request.headers);
      response.end();
    });
    await (await httpRequest(url, { range: { start: 5 }, ifMatch: '"a"' })).body.dump();
    await (await httpRequest(url, { range: { start: 5, end: 9 }, ifMatch: 'W/"a"' })).body.dump();
    expect(seen[0]).toMatchObject({
      'user-agent': expect.stringMatching(/^cisreg\/\d/),
      'accept-encoding': 'identity',
    });
    expect(seen[0]).toMatchObject({ range: 'bytes=5-', 'if-match': '"a"' });
    expect(seen[1]!.range).toBe('bytes=5-8');
    expect(seen[1]!['if-match']).toBeUndefined();
  });

  it('follows redirects, but not for ever, and not from https to http', async () => {
    const url = await serve((request, response) => {
      if (request.url === '/there') response.end('there');
      else response.writeHead(302, { location: request.url === '/once' ? '/there' : request.url! }).end();
    });
    expect(await (await httpRequest(`${url}/once`)).body.text()).toBe('there');
    expect((await mistakeOf(httpRequest(`${url}/always?sig=SECRET`))).message).toBe(
      `${url}/always: redirects without end; check the address`,
    );
    const elsewhere = await serve((_, response) =>
      response.writeHead(302, { location: 'ftp://x/y?SECRET' }).end(),
    );
    expect((await mistakeOf(httpRequest(elsewhere))).message).toMatch(/redirects to ftp:, expected https:/);
    const led = (from: string, location: string) =>
      followRedirect(
        { status: 302, headers: { location }, etag: undefined, range: undefined },
        { from, url: from, redirects: 0 },
      );
    for (const location of ['http://host/x?sig=SECRET', 'HTTP://host/x', 'file:///etc/x']) {
      expect(() => led('https://a/b?sig=SECRET', location)).toThrow(
        /^https:\/\/a\/b: redirects to (http|file):, expected https:/,
      );
    }
    expect(led('https://a/b', '//host/x')).toBe('https://host/x');
    expect(led('http://a/b', '/x')).toBe('http://a/x');
    expect(led('http://a/b', 'https://host/x')).toBe('https://host/x');
  });

  it('refuses bytes that are packed on the way', async () => {
    const url = await serve((_, response) => response.writeHead(200, { 'content-encoding': 'br' }).end('x'));
    const { message } = await mistakeOf(httpRequest(`${url}/a?sig=SECRET`));
    expect(message).toMatch(`${url}/a: the server packs what it sends (Content-Encoding: br)`);
  });

  it('says in words why nobody can be reached, without what may be secret', async () => {
    const url = await serve((_, response) => response.end());
    for (const close of closers.splice(0)) close();
    const asked = `${url.replace('://', '://user:SECRET@')}/x?sig=SECRET#SECRET`;
    const { message, code } = await mistakeOf(httpRequest(asked, { attempts: 2, firstWaitMs: 1 }));
    expect(message).toBe(
      `${url}/x: cannot be reached: the connection was refused (ECONNREFUSED) (tried 2 times); check the address and the network`,
    );
    expect(code).toBe('IO');
  });

  it('ends when it is told to, also while it waits', async () => {
    const url = await serve((_, response) => response.writeHead(503, { 'retry-after': '60' }).end());
    const signal = AbortSignal.timeout(50);
    expect(await httpRequest(url, { signal }).catch((error: unknown) => error)).toBe(signal.reason);
  });
});

describe('a range', () => {
  it('goes on where it broke, as often as something comes', async () => {
    const url = await serve((request, response) => answerRange(request, response, 9000));
    const { bytes, sizeBytes, version } = await readHttpRange(
      url,
      { start: 500, end: 90_000 },
      { firstWaitMs: 1, attempts: 2 },
    );
    expect(Buffer.compare(bytes, BYTES.subarray(500, 90_000))).toBe(0);
    expect([sizeBytes, version]).toEqual([BYTES.length, '"1"']);
  });

  it('that cannot be is refused', async () => {
    for (const said of ['bytes 100-199/50', 'bytes 100-99/500', 'bytes 100-199/90071992547409910']) {
      const url = await serve((_, response) =>
        response.writeHead(206, { etag: '"1"', 'content-range': said }).end(new Uint8Array(100)),
      );
      const error = await mistakeOf(readHttpRange(url, { start: 100, end: 200 }));
      expect(error.message).toMatch(/answered 206 to a range request, expected 206 with the size/);
    }
  });

  it('that breaks before anything comes again and again is given up', async () => {
    const url = await serve((request, response) => answerRange(request, response, 0));
    const error = await mistakeOf(readHttpRange(url, { start: 0, end: 10 }, { firstWaitMs: 1, attempts: 3 }));
    expect(error.message).toMatch(/tried 3 times/);
  });
});

describe('a bulk request', () => {
  it('understands heads that come in pieces, over connections that are kept', async () => {
    const sockets: Socket[] = [];
    const server = createSockets((socket) => {
      sockets.push(socket);
      let asked = 0;
      socket.on('error', () => {});
      socket.on('data', async (request) => {
        const piece = 3 + asked++ * 7;
        const [, start, last] = /bytes=(\d+)-(\d+)/.exec(request.toString())!.map(Number);
        const head = `HTTP/1.1 206 Partial Content\r\nETag: "${'e'.repeat(200)}"\r\nContent-Length: ${last! - start! + 1}\r\nContent-Range: bytes ${start}-${last}/${BYTES.length}\r\n\r\n`;
        for (let at = 0; at < head.length; at += piece) {
          socket.write(head.slice(at, at + piece));
          await new Promise((resolve) => setTimeout(resolve, 1));
        }
        socket.write(BYTES.subarray(start, last! + 1));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closers.push(() => {
      server.close();
      for (const socket of sockets) socket.destroy();
    });
    const url = `http://localhost:${(server.address() as AddressInfo).port}/`;
    for (let i = 0; i < 6; i++) {
      const start = i * 10_000;
      const end = start + 40_000;
      const got: Buffer[] = [];
      const answer = await httpBulk(
        url,
        { range: { start, end } },
        {
          onHead: ({ etag }) => expect(etag).toBe(`"${'e'.repeat(200)}"`),
          onBytes: (bytes) => got.push(Buffer.from(bytes)),
        },
      );
      expect(answer.range).toEqual({ start, end, sizeBytes: BYTES.length });
      expect(Buffer.compare(Buffer.concat(got), BYTES.subarray(start, end))).toBe(0);
    }
    expect(sockets.length).toBeLessThan(3);
  });

  it('ends with what its sink throws, and hands on what a server says of a failure', async () => {
    const url = await serve((request, response) => {
      if (request.url === '/no') response.writeHead(403).end('<Code>AccessDenied</Code>');
      else response.end(BYTES);
    });
    const reason = new Error('enough');
    const onHead = () => {
      throw reason;
    };
    expect(await httpBulk(url, {}, { onHead, onBytes: () => {} }).catch((error: unknown) => error)).toBe(
      reason,
    );
    expect(
      await httpBulk(url, {}, { onHead: () => {}, onBytes: onHead }).catch((error: unknown) => error),
    ).toBe(reason);
    expect(await httpBulk(`${url}/no`, {}, { onHead, onBytes: onHead })).toMatchObject({
      status: 403,
      text: '<Code>AccessDenied</Code>',
    });
  });
});

describe('an address as it is shown', () => {
  it('has neither query nor user nor fragment', () => {
    expect(shownAddress('https://u:p@host.org:1/a/b%20c?sv=1&sig=2#f')).toBe('https://host.org:1/a/b%20c');
    expect(shownAddress('HTTPS://u:p@x@host/')).toBe('HTTPS://host/');
    expect(shownAddress('/home/me/a?b')).toBe('/home/me/a?b');
    expect(shownAddress('encff:ENCFF001ABC')).toBe('encff:ENCFF001ABC');
  });
});
