import { writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { openByteSource } from '../../src/formats/byte-source.ts';
import { scratch } from './scratch.ts';

const { dir, file } = scratch();
const BYTES = Uint8Array.from({ length: 1000 }, (_, i) => i % 251);
/** More than one request brings. */
const MANY_BYTES = Uint8Array.from({ length: 100_000 }, (_, i) => i % 251);
let server: Server | undefined;
afterEach(() => server?.close());

async function serve(listener: RequestListener): Promise<string> {
  server = createServer(listener);
  await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/x.bw`;
}

/** Answers ranges as a server should; `change` may spoil the answer. */
function ranges(
  change: (
    answer: { status: number; headers: Record<string, string>; body: Uint8Array },
    n: number,
  ) => void = () => {},
): RequestListener {
  let n = 0;
  return (request, response) => {
    const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '')!;
    const body = MANY_BYTES.slice(Number(from), Number(to) + 1);
    const end = Number(from) + body.length - 1;
    const answer = {
      status: 206,
      headers: { 'content-range': `bytes ${from}-${end}/${MANY_BYTES.length}`, etag: '"1"' } as Record<
        string,
        string
      >,
      body,
    };
    change(answer, n++);
    response.writeHead(answer.status, answer.headers).end(answer.body);
  };
}

describe('byte sources', () => {
  it('read any range of a file, cut at its end', async () => {
    const source = await openByteSource(file('a.bin', BYTES));
    expect(source.sizeBytes).toBe(1000);
    expect(await source.read(10, 5)).toEqual(BYTES.slice(10, 15));
    expect(await source.read(990, 50)).toEqual(BYTES.slice(990));
    expect(await source.read(1000, 5)).toEqual(new Uint8Array(0));
    expect(await source.read(5000, 5)).toEqual(new Uint8Array(0));
    const target = new Uint8Array(20);
    expect(await source.readInto!(target, 985)).toBe(15);
    expect(target.subarray(0, 15)).toEqual(BYTES.slice(985));
    await source.close();
  });

  it('read any range over http', async () => {
    const source = await openByteSource(await serve(ranges()));
    expect(source.sizeBytes).toBe(100_000);
    expect(await source.read(10, 5)).toEqual(MANY_BYTES.slice(10, 15));
    expect(await source.read(99_990, 50)).toEqual(MANY_BYTES.slice(99_990));
    expect(await source.read(100_000, 5)).toEqual(new Uint8Array(0));
    await source.close();
  });

  it.each([
    ['a missing file', 'no-such-file', 'NOT_FOUND', 'no such file; check the path'],
    ['an accession', 'ENCFF001ABC', 'NOT_FOUND', 'no such file; for that of ENCODE write encff:ENCFF001ABC'],
    ['a folder', '.', 'IO', 'is a directory, expected a file that can be read from any place'],
  ])('say that it is %s', async (_, name, code, message) => {
    const path = `${dir}/${name}`;
    await expect(openByteSource(path)).rejects.toMatchObject({ code, message: `${path}: ${message}` });
  });

  it('notice a file that shrinks', async () => {
    const path = file('shrinks.bin', BYTES);
    const source = await openByteSource(path);
    writeFileSync(path, BYTES.subarray(0, 100));
    await expect(source.read(50, 100)).rejects.toMatchObject({ code: 'TRUNCATED', where: { byte: 100 } });
    await source.close();
  });

  it.each<[string, RequestListener, string, string]>([
    [
      '404',
      (_, response) => response.writeHead(404).end(),
      'NOT_FOUND',
      'the server answered 404; check the address',
    ],
    [
      '403',
      (_, response) => response.writeHead(403).end(),
      'IO',
      'the server answered 403, expected 206: it gives no access; if the address has a token',
    ],
    [
      'no ranges',
      (_, response) => response.end('all of it'),
      'IO',
      'the server answered 200 to a range request, expected 206',
    ],
    [
      'no size',
      ranges((answer) => {
        answer.headers['content-range'] = 'bytes 0-0/*';
      }),
      'IO',
      'expected 206 with the size',
    ],
  ])('name what a server does wrong: %s', async (_, listener, code, message) => {
    const address = await serve(listener);
    const error = await openByteSource(address).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code, message: expect.stringContaining(`${address}: `) });
    expect((error as Error).message).toContain(message);
  });

  it('notice a resource that changes', async () => {
    const address = await serve(
      ranges((answer, n) => {
        if (n > 0) answer.headers.etag = '"2"';
      }),
    );
    const source = await openByteSource(`${address}?sig=secret`);
    const error = await source.read(50_000, 5).catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      code: 'IO',
      message: `${address}: changed while it was read; run the command again`,
    });
  });

  it('say that a server cannot be reached', async () => {
    const address = await serve(ranges());
    server!.close();
    await expect(openByteSource(address)).rejects.toMatchObject({
      code: 'IO',
      message: expect.stringContaining('cannot be reached'),
    });
  });
});
