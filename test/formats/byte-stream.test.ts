import { execFileSync, spawn } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openByteStream } from '../../src/formats/byte-stream.ts';
import { drained, hasBgzip, mistakeOf, scratch } from './scratch.ts';

const { dir, file } = scratch();
const read = (location: string) => drained(openByteStream(location));
const text = async (location: string) => (await read(location)).toString();

describe('a path', () => {
  it('gives the bytes as they are', async () => {
    const bytes = Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 7) & 255));
    expect(await read(file('plain', bytes))).toEqual(bytes);
    expect(await text(file('empty', ''))).toBe('');
    expect(await text(file('one', '\x1f'))).toBe('\x1f');
  });

  it('says that there is no file, or that it is a directory', async () => {
    const missing = await mistakeOf(read(`${dir}/nothing.bed`));
    expect(missing.code).toBe('NOT_FOUND');
    expect(missing.message).toBe(`${dir}/nothing.bed: no such file; check the path`);
    expect((await mistakeOf(read('s3://encode-public/2017/x.bed.gz'))).message).toContain(
      'objects of S3 are read by their https address',
    );
    expect((await mistakeOf(read(dir))).message).toBe(`${dir}: is a directory, expected a file`);
    expect((await mistakeOf(read(`${file('f', 'x')}/y`))).code).toBe('NOT_FOUND');
  });
});

describe('gzip', () => {
  const whole = Buffer.from(Array.from({ length: 30000 }, (_, i) => `line ${i * i}\n`).join(''));
  const small = gzipSync('abc\ndef\n');

  it('is told by its bytes and inflated, whatever its name', async () => {
    expect((await read(file('no-suffix', gzipSync(whole)))).equals(whole)).toBe(true);
    expect(await text(file('not-really.gz', 'plain text'))).toBe('plain text');
    expect(await text(file('nothing.gz', gzipSync('')))).toBe('');
  });

  it('of many members is one stream', async () => {
    const members = [whole.subarray(0, 100), whole.subarray(100, 100), whole.subarray(100)];
    const path = file('members.gz', Buffer.concat(members.map((part) => gzipSync(part))));
    expect((await read(path)).equals(whole)).toBe(true);
  });

  it('cut at any byte is never taken for whole', async () => {
    const two = Buffer.concat([small, small]);
    for (let bytes = 2; bytes < two.length; bytes++) {
      // After the first member the file is a whole gzip: nothing in the format tells.
      if (bytes === small.length) continue;
      const mistake = await mistakeOf(read(file('cut.gz', two.subarray(0, bytes))));
      expect([bytes, mistake.code]).toEqual([bytes, 'TRUNCATED']);
    }
  });

  it('with any one bit changed is refused or gives the same bytes', async () => {
    for (let bit = 16; bit < small.length * 8; bit++) {
      const damaged = Buffer.from(small);
      damaged[bit >> 3]! ^= 1 << (bit & 7);
      const outcome = await text(file('bit.gz', damaged)).catch(() => 'refused');
      expect(['refused', 'abc\ndef\n']).toContain(outcome);
    }
  });

  it.each([
    ['a zero byte', Buffer.alloc(1)],
    ['zeros', Buffer.alloc(40)],
    ['text', Buffer.from('chr1\t1\t2\n')],
    ['half a magic number', Buffer.from([0x1f])],
    ['a magic number alone', Buffer.from([0x1f, 0x8b])],
    ['more than a read of zeros', Buffer.alloc(3 << 20)],
    ['more than a read of text', Buffer.alloc(3 << 20, 'x')],
  ])('followed by %s is refused', async (_, tail) => {
    const mistake = await mistakeOf(read(file('tail.gz', Buffer.concat([small, tail]))));
    expect(mistake.message).toMatch(/gzip/);
  });

  it('can be left early', async () => {
    const path = file('early.gz', gzipSync(Buffer.alloc(20 << 20, 'abcdefgh\n')));
    for await (const chunk of openByteStream(path)) {
      expect(chunk.length).toBeGreaterThan(0);
      break;
    }
  });
});

describe('bgzip', () => {
  const lines = Array.from({ length: 40000 }, (_, i) => `chr1\t${i}\t${i + 10}\n`).join('');

  it.skipIf(!hasBgzip)('is read as gzip', async () => {
    const packed = execFileSync('/usr/bin/bgzip', ['-c'], { input: lines, maxBuffer: 1 << 26 });
    expect(await text(file('blocks.gz', packed))).toBe(lines);
  });

  it.skipIf(!hasBgzip)('without its closing block is cut short', async () => {
    const packed = execFileSync('/usr/bin/bgzip', ['-c'], { input: lines, maxBuffer: 1 << 26 });
    const mistake = await mistakeOf(read(file('open.gz', packed.subarray(0, packed.length - 28))));
    expect(mistake.code).toBe('TRUNCATED');
    expect(mistake.message).toContain('closing block');
  });
});

it('standard input is read under the name -', async () => {
  const program = `import { openByteStream } from './src/formats/byte-stream.ts';
    let n = 0; for await (const chunk of openByteStream('-')) n += chunk.length; console.log(n);`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program]);
  const packed = gzipSync(Buffer.alloc(100000));
  child.stdin.write(packed.subarray(0, 1), () => child.stdin.end(packed.subarray(1)));
  expect((await drained(child.stdout)).toString()).toBe('100000\n');
});

it.each([
  ['plain', (bytes: Buffer) => bytes],
  ['gzip', (bytes: Buffer) => gzipSync(bytes)],
])('standard input that goes on for ever can be left early: %s', async (_, packed) => {
  const program = `import { openByteStream } from './src/formats/byte-stream.ts';
    for await (const chunk of openByteStream('-')) { console.log('left'); break; }`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program]);
  child.stdin.on('error', () => {});
  child.stdin.write(
    packed(Buffer.from(Array.from({ length: 900_000 }, (_byte, i) => (i * i) & 255))).subarray(0, 60_000),
  );
  const said = await drained(child.stdout);
  expect(said.toString()).toBe('left\n');
  child.kill();
});

describe('an http address', () => {
  let server: Server;
  let base = '';
  let times = 0;
  const body = gzipSync('chr1\t1\t2\n');

  beforeAll(async () => {
    server = createServer((request, response) => {
      if (request.url === '/ok.gz') response.end(body);
      else if (request.url === '/chunked') {
        response.write('chr1\t');
        response.end('1\t2\n');
      } else if (request.url === '/short') {
        response.writeHead(200, { 'content-length': '1000' });
        response.write('chr1\t1\t2\n', () => response.destroy());
      } else if (request.url === '/encoded') {
        response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': String(body.length) });
        response.end(body);
      } else if (request.url === '/brotli') {
        response.writeHead(200, { 'content-encoding': 'br' }).end(body);
      } else if (request.url === '/once-more') {
        times++;
        response.writeHead(times === 1 ? 503 : 200).end(body);
      } else if (request.url === '/broken') {
        response.writeHead(503);
        response.end('later');
      } else {
        response.writeHead(404);
        response.end('no');
      }
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => server.closeAllConnections());

  it('is read like a file', async () => {
    expect(await text(`${base}/ok.gz`)).toBe('chr1\t1\t2\n');
    expect(await text(`${base}/chunked`)).toBe('chr1\t1\t2\n');
    expect(await text(`${base}/encoded`)).toBe('chr1\t1\t2\n');
    expect(await text(`${base}/once-more`)).toBe('chr1\t1\t2\n');
  });

  it('that answers with an error or too little is refused', async () => {
    expect((await mistakeOf(read(`${base}/nothing`))).code).toBe('NOT_FOUND');
    expect((await mistakeOf(read(`${base}/broken`))).message).toContain('the server answered 503');
    expect((await mistakeOf(read(`${base}/short`))).code).toBe('TRUNCATED');
    expect((await mistakeOf(read(`${base}/brotli`))).message).toContain(
      '(Content-Encoding: br), expected the bytes as they are',
    );
    const port = (server.address() as AddressInfo).port;
    const closed = await mistakeOf(read(`http://127.0.0.1:${port === 65535 ? 65534 : port + 1}/x`));
    expect(closed.message).toContain('cannot be reached');
  });
});
