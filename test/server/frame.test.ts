/** What stands around the answers: limits, caches, metrics, the log, and how the server stops. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientRate } from '../../src/server/frame/client-rate.ts';
import { LIMITS } from '../../src/server/frame/limits.ts';
import { loggerOf } from '../../src/server/frame/request-log.ts';
import { ROOT } from '../build/run-cli.ts';
import { type Running, running, simulatedRegistry } from './simulated.ts';

let registry: string;
let service: Running;
const logged: string[] = [];
beforeAll(async () => {
  registry = (await simulatedRegistry()).registry;
  service = await running([registry], {
    logger: loggerOf(false, { write: (line) => logged.push(line) }),
    parallel: 1,
  });
});
afterAll(() => service.app.close());

const ALL = '/api/v1/ccres?scope=rDHSs&format=ndjson';

/** An answer with its bytes as they were sent, of an address as it is written. */
async function raw(
  url: string,
  {
    method = 'GET',
    headers = {},
    body,
    from = service.address,
  }: { method?: string; headers?: Record<string, string>; body?: Uint8Array; from?: string } = {},
) {
  const { hostname, port } = new URL(from);
  const asked = httpRequest({ hostname, port, path: url, method, headers });
  // An answer that comes before the body is through closes the connection.
  asked.on('error', () => {});
  asked.end(body);
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  const chunks: Uint8Array[] = [];
  for await (const chunk of response) chunks.push(chunk);
  return { status: response.statusCode!, headers: response.headers, bytes: Buffer.concat(chunks) };
}

/** Asks and reads nothing. */
async function stalled(url: string, from = service.address): Promise<IncomingMessage> {
  const { hostname, port } = new URL(from);
  const asked = httpRequest({ hostname, port, path: url });
  asked.end();
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  return response.pause();
}

const problemOf = ({ status, headers, bytes }: Awaited<ReturnType<typeof raw>>) => {
  expect(headers['content-type']).toMatch(/^application\/problem\+json/);
  const problem = JSON.parse(bytes.toString());
  expect(problem.status).toBe(status);
  expect(bytes.toString()).not.toMatch(/\.ts:\d|node_modules/);
  return problem;
};

/** Columns of every biosample make the list longer than what the buffers between us hold. */
async function longList(from: Running): Promise<string> {
  const { biosamples } = await from.json('/api/v1/biosamples');
  const columns = biosamples.flatMap(({ biosample, files }: { biosample: string; files: object }) =>
    Object.keys(files).map((assay) => `${assay}@${biosample}`),
  );
  return `${ALL}&columns=${encodeURIComponent(columns.join(';'))}`;
}

describe('limits', () => {
  it('are told with their status, as problems', async () => {
    const post = (body: Uint8Array, headers = {}) =>
      raw('/api/v1/ccres', {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json', ...headers },
      });
    const large = Buffer.from(`{"filter":{"chrom":["${'x'.repeat(LIMITS.bodyBytes)}"]}}`);
    expect(problemOf(await post(large)).status).toBe(413);
    // Small as it arrives, large when it is unpacked.
    expect(problemOf(await post(gzipSync(large), { 'content-encoding': 'gzip' })).status).toBe(413);
    expect(problemOf(await raw(`/api/v1/ccres?class=${'x'.repeat(LIMITS.addressBytes)}`)).status).toBe(414);
    expect(problemOf(await raw(`/api/v1/ccres?class=${'x'.repeat(LIMITS.headerBytes)}`)).status).toBe(431);
    expect(problemOf(await raw(`/api/v1/ccres/${'x'.repeat(LIMITS.segmentBytes + 1)}`)).status).toBeOneOf([
      404, 414,
    ]);
    expect(problemOf(await post(Buffer.from('{}'), { 'content-type': 'text/plain' })).status).toBe(415);
    // Addresses that take other methods name these.
    for (const [method, address, allow] of [
      ['DELETE', '/api/v1/ccres?limit=1', 'GET, HEAD, POST'],
      ['PUT', '/api/v1/genes/SOX4', 'GET, HEAD'],
      ['GET', '/api/v1/gwas/lists', 'POST'],
    ] as const) {
      const answer = await raw(address, { method });
      expect([address, problemOf(answer).status]).toEqual([address, 405]);
      expect(answer.headers.allow).toBe(allow);
    }
    expect(problemOf(await raw('/api/v1/nothing', { method: 'PUT' })).status).toBe(404);
  });

  it('hold for what is no HTTP at all', async () => {
    for (const text of [
      'GARBAGE\r\n\r\n',
      'GET / HTTP/9.9\r\n\r\n',
      '\u0000\u0001\u0002\r\n\r\n',
      'GET /api HTTP/1.1\r\nContent-Length: x\r\n\r\n',
    ]) {
      const { hostname, port } = new URL(service.address);
      const socket = connect(Number(port), hostname);
      socket.end(text);
      const chunks: Uint8Array[] = [];
      for await (const chunk of socket) chunks.push(chunk);
      const [head, body] = Buffer.concat(chunks).toString().split('\r\n\r\n');
      expect(head, JSON.stringify(text)).toMatch(/^HTTP\/1.1 4\d\d /);
      expect(head).toMatch(/application\/problem\+json/);
      expect(JSON.parse(body!)).toMatchObject({ status: 400, detail: expect.any(String) });
    }
  });

  it('let lists wait for their turn, and give it to the next when a reader leaves', async () => {
    const url = await longList(service);
    const first = await stalled(url);
    expect(service.app.slots.running).toBe(1);
    const second = raw(ALL);
    while (service.app.slots.waiting === 0) await sleep(10);
    // Pages of JSON need no turn.
    await service.json('/api/v1/ccres?limit=1');
    first.destroy();
    const { status, bytes } = await second;
    expect(status).toBe(200);
    expect(bytes.toString().trimEnd().split('\n').length).toBe(
      service.app.slots.running + Number((await raw(ALL)).headers['x-total']),
    );
    expect(service.app.slots.running).toBe(0);
  });

  it('refuse a list that would wait for too long, and say when to come again', async () => {
    const first = await stalled(await longList(service));
    try {
      const refused = await raw(ALL);
      expect(problemOf(refused).status).toBe(503);
      expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    } finally {
      first.destroy();
    }
  });

  it('count requests of each client apart, as a naive count of the last seconds does', () => {
    const rate = clientRate(2);
    const passes = (client: string, atMs: number) => {
      try {
        rate(client, atMs);
        return true;
      } catch (error) {
        expect(error).toMatchObject({ status: 429, retryAfterSeconds: 1 });
        return false;
      }
    };
    const burst = Array.from({ length: 15 }, () => passes('10.0.0.1', 1000));
    expect(burst.filter(Boolean).length).toBe(10);
    expect(passes('10.0.0.2', 1000)).toBe(true);
    expect([passes('10.0.0.1', 1400), passes('10.0.0.1', 1500), passes('10.0.0.1', 1500)]).toEqual([
      false,
      true,
      false,
    ]);
    // Over a long time exactly as many as the rate gives.
    let passed = 0;
    for (let atMs = 2000; atMs < 102_000; atMs += 100) if (passes('10.0.0.1', atMs)) passed++;
    expect(passed).toBeGreaterThanOrEqual(199);
    expect(passed).toBeLessThanOrEqual(201);
    // A network of IPv6 is one client, in any spelling.
    for (let i = 0; i < 10; i++) expect(passes(`2001:db8::${i}`, 0)).toBe(true);
    expect(passes('2001:db8:0:0:7:7:7:7', 0)).toBe(false);
    expect(passes('2001:db8:0:1::1', 0)).toBe(true);
  });

  it('hold over HTTP too, but not for what watches the server', async () => {
    const slow = await running([registry], { ratePerSecond: 1, isBehindProxy: true });
    try {
      const asked = (client: string, url: string) =>
        raw(url, { headers: { 'x-forwarded-for': client }, from: slow.address });
      const statuses: number[] = [];
      for (let i = 0; i < 8; i++) statuses.push((await asked('10.0.0.1', '/api/v1/registries')).status);
      expect(statuses.slice(0, 5)).toEqual([200, 200, 200, 200, 200]);
      expect(statuses).toContain(429);
      const refused = await asked('10.0.0.1', '/api/v1/registries');
      expect(problemOf(refused).detail).toMatch(/more than 1 requests a second/);
      expect(refused.headers['retry-after']).toBe('1');
      expect((await asked('10.0.0.2', '/api/v1/registries')).status).toBe(200);
      for (let i = 0; i < 8; i++) expect((await asked('10.0.0.1', '/healthz')).status).toBe(200);
    } finally {
      await slow.app.close();
    }
  });

  it('are of the client that the web server in front names, not of those that a visitor puts before it', async () => {
    const behind = await running([registry], { ratePerSecond: 0.01, isBehindProxy: true });
    try {
      const statuses: number[] = [];
      for (let i = 0; i < 3; i++) {
        const headers = { 'x-forwarded-for': `10.0.0.${i}, 203.0.113.7` };
        statuses.push((await raw('/api/v1/registries', { headers, from: behind.address })).status);
      }
      expect(statuses).toEqual([200, 429, 429]);
    } finally {
      await behind.app.close();
    }
  });

  it('leave links to the host that was asked, whatever else a visitor calls it', async () => {
    const behind = await running([registry], { isBehindProxy: true });
    try {
      const addresses = async (headers: Record<string, string>) => {
        const { status, bytes } = await raw('/api/v1/browser/igv.json', { headers, from: behind.address });
        expect(status).toBe(200);
        return new Set(bytes.toString().match(/[a-z+]+:\/\/[^/"]+/g));
      };
      const { host } = new URL(behind.address);
      expect(await addresses({ 'x-forwarded-host': 'evil.example' })).toEqual(new Set([`http://${host}`]));
      expect(await addresses({ 'x-forwarded-proto': 'https' })).toEqual(new Set([`https://${host}`]));
      expect(await addresses({ 'x-forwarded-proto': 'data' })).toEqual(new Set([`http://${host}`]));
    } finally {
      await behind.app.close();
    }
  });

  it('keep every address within the routes', async () => {
    for (const url of [
      '/../../etc/passwd',
      '/api/../../../etc/passwd',
      '/api/v1/ccres/..%2f..%2f..%2fetc%2fpasswd',
      '/api/v1/ccres/%2e%2e/%2e%2e/registry.json',
      '/v/..%2f..%2fetc/api/v1/ccres',
      '/v/x/../../api/v1/ccres',
      '//etc/passwd',
      '/api/v1/ccres/EH38E0000001%00.json',
      'http://127.0.0.1:1/api/v1/ccres/x',
    ]) {
      const answer = await raw(url);
      expect([400, 404], url).toContain(answer.status);
      expect(problemOf(answer).detail).not.toContain('root:');
    }
  });
});

describe('caches', () => {
  it('know an answer by its ETag before it is made', async () => {
    const url = '/api/v1/ccres?class=PLS&limit=5';
    const { headers, bytes } = await raw(url);
    expect(headers.etag).toMatch(/^W\/"[\w-]+"$/);
    expect(headers['cache-control']).toBe('no-cache');
    const again = await raw(url, { headers: { 'if-none-match': `"other", ${headers.etag}` } });
    expect([again.status, again.bytes.length, again.headers.etag]).toEqual([304, 0, headers.etag]);
    const head = await raw(url, { method: 'HEAD' });
    expect([head.status, head.bytes.length, head.headers.etag]).toEqual([200, 0, headers.etag]);
    const tags = new Set([headers.etag]);
    for (const other of [`${url}&offset=1`, `${url}&format=tsv`]) tags.add((await raw(other)).headers.etag);
    tags.add((await raw(url, { headers: { accept: 'text/x-bed' } })).headers.etag);
    expect(tags.size).toBe(4);
    const mistake = await raw('/api/v1/ccres?class=nothing', { headers: { 'if-none-match': headers.etag! } });
    expect([mistake.status, mistake.headers.etag, mistake.headers['cache-control']]).toEqual([
      400,
      undefined,
      'no-store',
    ]);
    expect(bytes.length).toBeGreaterThan(1000);
  });

  it('keep what has a version in its address for ever, and nothing of a version that is not served', async () => {
    const [{ id, version }] = (await service.json('/api/v1/registries')).registries;
    const url = '/api/v1/ccres?class=PLS&limit=5';
    const own = await raw(`/v/${version}${url}`);
    expect(own.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(JSON.parse(own.bytes.toString())).toEqual(await service.json(url));
    expect((await raw(`/v/${version}${url}&registry=${id}`)).status).toBe(200);
    expect(
      (await raw(`/v/${version}${url}`, { headers: { 'if-none-match': own.headers.etag! } })).status,
    ).toBe(304);
    const other = await raw(`/v/0123456789abcdef${url}`);
    expect(problemOf(other)).toMatchObject({
      status: 404,
      parameter: 'version',
      detail: expect.stringContaining(version),
    });
    expect(other.headers['cache-control']).toBe('no-store');
    expect((await raw(`/v/${version}/api/v1/registries`)).status).toBe(404);
    expect((await raw(`/v/${version}/healthz`)).status).toBe(404);
  });

  it('get gzip and Brotli of text, and Parquet as it is', async () => {
    const url = '/api/v1/ccres?limit=200';
    const plain = await raw(url);
    for (const [encoding, unpacked] of [
      ['gzip', gunzipSync],
      ['br', brotliDecompressSync],
    ] as const) {
      for (const [address, whole] of [
        [url, plain],
        [ALL, await raw(ALL)],
      ] as const) {
        const { headers, bytes } = await raw(address, { headers: { 'accept-encoding': encoding } });
        expect(headers['content-encoding'], address).toBe(encoding);
        expect(headers.vary).toMatch(/accept-encoding/i);
        expect(bytes.length).toBeLessThan(whole.bytes.length / 3);
        expect(unpacked(bytes).equals(whole.bytes), `${encoding} ${address}`).toBe(true);
      }
    }
    const parquet = await raw('/api/v1/ccres?format=parquet', { headers: { 'accept-encoding': 'gzip, br' } });
    expect(parquet.headers['content-encoding']).toBeUndefined();
  });
});

describe('pages of others', () => {
  it('may ask, and hear so beforehand', async () => {
    const { status, headers, bytes } = await raw('/api/v1/ccres', {
      method: 'OPTIONS',
      headers: {
        origin: 'https://example.org',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type',
      },
    });
    expect([status, bytes.length]).toEqual([204, 0]);
    expect(headers['access-control-allow-origin']).toBe('*');
    expect(headers['access-control-allow-methods']).toMatch(/POST/);
    expect(headers['access-control-allow-headers']).toMatch(/content-type/i);
    for (const url of ['/api/v1/registries', '/api/nothing', '/%'])
      expect((await raw(url)).headers['access-control-allow-origin'], url).toBe('*');
    expect((await raw('/api/v1/ccres?limit=1')).headers['access-control-expose-headers']).toMatch(/X-Total/);
  });
});

describe('who watches the server', () => {
  /** Samples by name and labels, after https://prometheus.io/docs/instrumenting/exposition_formats/. */
  function parsed(text: string): Map<string, { labels: Record<string, string>; value: number }[]> {
    const samples = new Map<string, { labels: Record<string, string>; value: number }[]>();
    const types = new Map<string, string>();
    for (const line of text.split('\n')) {
      if (line === '' || line.startsWith('# HELP ')) continue;
      const type = /^# TYPE (\w+) (counter|gauge|histogram)$/.exec(line);
      if (type !== null) {
        types.set(type[1]!, type[2]!);
        continue;
      }
      const [, name, inner = '', number] = /^([a-z_]+)(?:\{(.*)\})? (-?[\d.e+-]+)$/.exec(line) ?? [];
      expect(name, line).toBeDefined();
      expect(types.has(name!.replace(/_(bucket|sum|count)$/, '')) || types.has(name!), line).toBe(true);
      const labels = Object.fromEntries(
        [...inner.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, key, value]) => [key!, value!]),
      );
      expect(
        Object.entries(labels)
          .map(([key, value]) => `${key}="${value}"`)
          .join(','),
        line,
      ).toBe(inner);
      samples.set(name!, [...(samples.get(name!) ?? []), { labels, value: Number(number) }]);
    }
    return samples;
  }

  it('finds what was asked, by route and status, in the metrics', async () => {
    const before = parsed(await (await service.get('/metrics')).text());
    for (let i = 0; i < 7; i++) await service.json(`/api/v1/ccres?limit=${i}`);
    await service.get('/api/v1/ccres/nobody');
    await service.get('/api/nothing/that/grows');
    const response = await service.get('/metrics');
    expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    const after = parsed(await response.text());
    const counted = (samples: typeof after, route: string, status: string) =>
      samples
        .get('cisreg_requests_total')!
        .find(({ labels }) => labels.route === route && labels.status === status && labels.method === 'GET')
        ?.value ?? 0;
    const grown = (route: string, status: string) =>
      counted(after, route, status) - counted(before, route, status);
    expect(grown('/api/v1/ccres', '200')).toBe(7);
    expect(grown('/api/v1/ccres/:accession', '404')).toBe(1);
    expect(grown('none', '404')).toBe(1);
    for (const route of new Set(
      after.get('cisreg_request_duration_seconds_bucket')!.map(({ labels }) => labels.route),
    )) {
      const of = (name: string) =>
        after.get(`cisreg_request_duration_seconds_${name}`)!.filter(({ labels }) => labels.route === route);
      const buckets = of('bucket').map(({ value }) => value);
      expect(buckets).toEqual([...buckets].sort((a, b) => a - b));
      expect(of('bucket').at(-1)!.labels.le).toBe('+Inf');
      expect(buckets.at(-1)).toBe(of('count')[0]!.value);
      expect(of('sum')[0]!.value).toBeGreaterThan(0);
    }
    const only = (name: string) => after.get(name)!.map(({ value }) => value);
    expect(only('cisreg_requests_running')).toEqual([1]);
    expect(only('cisreg_heavy_running')).toEqual([0]);
    expect(only('cisreg_registries')).toEqual([1]);
    expect(only('cisreg_registry_rows')[0]).toBe(
      (await service.json('/api/v1/registries')).registries[0].rdhs,
    );
    for (const bytes of only('cisreg_memory_bytes')) expect(bytes).toBeGreaterThan(1 << 16);
    for (const seconds of only('cisreg_event_loop_delay_seconds')) expect(seconds).toBeGreaterThanOrEqual(0);
  });

  it('reads a line of JSON a request, without what was asked', async () => {
    logged.length = 0;
    await service.get('/api/v1/search?q=rs429358-of-a-patient');
    await service.get('/api/v1/ccres', {
      method: 'POST',
      body: '{"secret":1}',
      headers: { 'content-type': 'application/json' },
    });
    (await stalled(ALL)).destroy();
    for (let i = 0; i < 100 && logged.length < 3; i++) await sleep(20);
    const lines = logged.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'request');
    expect(lines).toMatchObject([
      {
        level: 'info',
        method: 'GET',
        path: '/api/v1/search',
        status: 200,
        client: '127.0.0.1',
        ms: expect.any(Number),
        reqId: expect.stringMatching(/^[0-9a-f]{16}$/),
        time: expect.stringMatching(/^\d{4}-.*Z$/),
      },
      { method: 'POST', path: '/api/v1/ccres', status: 400 },
      { method: 'GET', path: '/api/v1/ccres', status: 200, left: true },
    ]);
    expect(logged.join('')).not.toMatch(/patient|secret|scope=/);
  });
});

describe('cisreg serve', () => {
  it('ends the answers under way when it is told to stop, refuses new ones, and exits with 0', async () => {
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', path.join(ROOT, 'src', 'cli', 'main.ts'), 'serve', registry, '--port', '0'],
      { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    let errors = '';
    child.stderr.setEncoding('utf8').on('data', (text) => {
      errors += text;
    });
    const exited = once(child, 'exit');
    try {
      let printed = '';
      for await (const text of child.stdout.setEncoding('utf8')) {
        printed += text;
        if (printed.includes('\n')) break;
      }
      const from = /http:\/\/[\d.:]+/.exec(printed)![0];
      const response = await stalled(await longList(service), from);
      const total = Number(response.headers['x-total']);
      child.kill('SIGTERM');
      let refused = await raw('/api/v1/registries', { from });
      for (let i = 0; i < 100 && refused.status === 200; i++)
        refused = await raw('/api/v1/registries', { from });
      expect(problemOf(refused).status).toBe(503);
      expect(refused.headers.connection).toBe('close');
      expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
      expect((await raw('/healthz', { from })).status).toBe(503);
      let lines = 0;
      for await (const chunk of response.resume())
        for (const byte of chunk as Uint8Array) if (byte === 10) lines++;
      expect(lines).toBe(total);
      expect(await exited).toEqual([0, null]);
      const log = errors
        .split('\n')
        .filter((line) => line.startsWith('{'))
        .map((line) => JSON.parse(line));
      expect(log.filter(({ msg }) => msg === 'request').length).toBeGreaterThanOrEqual(3);
    } finally {
      child.kill('SIGKILL');
    }
  });
});
