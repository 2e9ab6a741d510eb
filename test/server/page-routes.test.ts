/** The pages' files and addresses, by real requests. What is in the pages is of no matter here. */

import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { type IncomingHttpHeaders, request } from 'node:http';
import path from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import type { RouteOptions } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodingFor } from '../../src/server/pages/page-files.ts';
import { isReserved } from '../../src/server/reserved-names.ts';
import { openServed } from '../../src/server/served.ts';
import { scratchDirectory } from '../build/run-cli.ts';
import { type Running, running, simulatedRegistry } from './simulated.ts';

const scratch = scratchDirectory();
const pages = path.join(scratch, 'web');
const INDEX = `<!doctype html><title>cisreg</title><p>${'the page '.repeat(500)}`;
const SCRIPT = `console.log("${'script '.repeat(90_000)}")`;
const FONT = Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 7919) % 251));
const MARK = '<svg xmlns="http://www.w3.org/2000/svg"/>';
const HTML = { headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' } };
const JSON_ONLY = { headers: { accept: 'application/json' } };

let registry: string;
let service: Running;
const routes: string[] = [];

beforeAll(async () => {
  mkdirSync(path.join(pages, 'assets', 'deep'), { recursive: true });
  writeFileSync(path.join(scratch, 'secret.txt'), 'secret');
  symlinkSync(path.join(scratch, 'secret.txt'), path.join(pages, 'assets', 'link.txt'));
  for (const [name, content] of [
    ['index.html', INDEX],
    ['mark.svg', MARK],
    ['theme.js', 'dark()'],
    ['.hidden', 'hidden'],
    ['assets/main-abc123.js', SCRIPT],
    ['assets/deep/font-1.woff2', FONT],
  ] as const)
    writeFileSync(path.join(pages, name), content);
  registry = (await simulatedRegistry()).registry;
  const onRoute = ({ url }: RouteOptions) => void routes.push(url);
  service = await running([registry], { pages, onRoute });
});
afterAll(() => service.app.close());

/** As it is sent: fetch would tidy the address and inflate the answer. */
function raw(url: string, headers: Record<string, string> = {}, method = 'GET') {
  const { hostname, port } = new URL(service.address);
  return new Promise<{ status: number; headers: IncomingHttpHeaders; body: Buffer }>((resolve, reject) => {
    const asked = request({ hostname, port, path: url, method, headers }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part) => parts.push(part));
      answer.on('end', () =>
        resolve({ status: answer.statusCode!, headers: answer.headers, body: Buffer.concat(parts) }),
      );
    });
    asked.on('error', reject).end();
  });
}

describe('the page', () => {
  it('answers every address that could be one, for browsers and for who takes anything', async () => {
    for (const url of [
      '/',
      '/?theme=dark',
      '/mini',
      '/mini/',
      '/mini/elements?class=PLS&maxZ.DNase=1.64,',
      '/mini/element/EH38E0000001',
      '/mini/gene/NAME/expression',
      '/mini/gwas',
      '/mini/gwas/a%20study',
      '/mini/variant/rs1',
      '/mini/bed/0123abcd',
      '/nobody/knows/this/one',
      '/elsewhere',
    ]) {
      for (const init of [HTML, {}]) {
        const response = await service.get(url, { ...init, redirect: 'manual' });
        expect([url, response.status]).toEqual([url, 200]);
        expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
        expect(response.headers.get('cache-control')).toBe('no-cache');
        expect(await response.text()).toBe(INDEX);
      }
    }
    // A dot may be a gene's; only browsers say that they mean no file.
    expect((await service.get('/mini/gene/ENSG01.7', HTML)).status).toBe(200);
  });

  it('lets nothing in but what this server has, and the tracks of visitors', async () => {
    const { headers } = await service.get('/mini', HTML);
    const policy = new Map(
      headers
        .get('content-security-policy')!
        .split('; ')
        .map((part) => [part.split(' ')[0], part.split(' ').slice(1).join(' ')]),
    );
    expect(Object.fromEntries(policy)).toEqual({
      'default-src': "'none'",
      'script-src': "'self'",
      'style-src': "'self' 'unsafe-inline'",
      'img-src': "'self' data: blob:",
      'font-src': "'self'",
      'connect-src': "'self' https: http:",
      'worker-src': "'self' blob:",
      'base-uri': "'none'",
      'form-action': "'self'",
      'frame-ancestors': "'none'",
    });
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('access-control-allow-origin')).toBeNull();
    expect((await service.get('/api/v1/registries')).headers.get('access-control-allow-origin')).toBe('*');
  });

  it('is not sent again to who has it', async () => {
    const etag = (await raw('/')).headers.etag!;
    expect(etag).toMatch(/^W\/"[\w-]{22}"$/);
    for (const url of ['/', '/mini/elements', '/mini/gene/A']) {
      const again = await raw(url, { 'if-none-match': etag, 'accept-encoding': 'br' });
      expect([again.status, again.body.length, again.headers.etag]).toEqual([304, 0, etag]);
    }
    expect((await raw('/', { 'if-none-match': 'W/"other"' })).status).toBe(200);
  });

  it('is no answer for programs, for other methods, and below what is the service’s', async () => {
    for (const [url, init] of [
      ['/mini/elements', JSON_ONLY],
      ['/mini/logo.png', {}],
      ['/mini/main.js', {}],
      ['/wp-login.php', {}],
      ['/index.html', {}],
      ['/.hidden', {}],
      ['/mini', { method: 'POST' }],
      ['/mini', { method: 'DELETE' }],
      ...['/api/none', '/api/v1/none', '/v', '/v/none', '/files/none', '/hub/none', '/graphql/none'].map(
        (url) => [url, HTML] as const,
      ),
      ...['/assets', '/assets/', '/assets/none.js', '/healthz/x', '/metrics/x'].map(
        (url) => [url, HTML] as const,
      ),
    ] as const) {
      const response = await service.get(url, init);
      expect([url, response.status]).toEqual([url, 404]);
      expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    }
  });
});

describe('a file of the pages', () => {
  it('may be kept for ever where its name is of its content, and is asked for again elsewhere', async () => {
    const script = await raw('/assets/main-abc123.js');
    expect(script.status).toBe(200);
    expect(script.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(script.headers['content-type']).toBe('text/javascript; charset=utf-8');
    expect(script.body.toString()).toBe(SCRIPT);
    const font = await raw('/assets/deep/font-1.woff2', { 'accept-encoding': 'br, gzip' });
    expect(font.headers['content-type']).toBe('font/woff2');
    expect(font.headers['content-encoding']).toBeUndefined();
    expect(font.body).toEqual(FONT);
    for (const [name, type] of [
      ['/mark.svg', 'image/svg+xml'],
      ['/theme.js', 'text/javascript; charset=utf-8'],
    ] as const) {
      const { status, headers } = await raw(name);
      expect([status, headers['content-type'], headers['cache-control']]).toEqual([200, type, 'no-cache']);
      expect((await raw(name, { 'if-none-match': headers.etag! })).status).toBe(304);
    }
  });

  it('comes in the encoding that is taken', async () => {
    for (const [accepted, encoding] of [
      ['gzip, deflate, br', 'br'],
      ['gzip', 'gzip'],
      ['br;q=0, gzip', 'gzip'],
      ['*', 'br'],
      ['identity', undefined],
      ['', undefined],
    ] as const) {
      for (const url of ['/assets/main-abc123.js', '/mini/elements']) {
        const answer = await raw(url, { 'accept-encoding': accepted });
        expect([accepted, answer.headers['content-encoding']]).toEqual([accepted, encoding]);
        expect(answer.headers.vary).toContain('accept-encoding');
        expect(Number(answer.headers['content-length'])).toBe(answer.body.length);
        const body =
          encoding === 'br'
            ? brotliDecompressSync(answer.body)
            : encoding === 'gzip'
              ? gunzipSync(answer.body)
              : answer.body;
        expect(body.toString() === (url === '/mini/elements' ? INDEX : SCRIPT)).toBe(true);
      }
    }
    expect(encodingFor(undefined)).toBeUndefined();
    expect(encodingFor('BR;q=0.000, GZIP;q=0.5')).toBe('gzip');
  });

  it('has a head that is its own', async () => {
    for (const url of ['/', '/mini/elements', '/assets/main-abc123.js', '/mark.svg']) {
      const headers = { 'accept-encoding': 'br' };
      const [head, whole] = [await raw(url, headers, 'HEAD'), await raw(url, headers)];
      expect([url, head.status, head.body.length]).toEqual([url, 200, 0]);
      for (const name of ['content-type', 'content-length', 'content-encoding', 'cache-control', 'etag'])
        expect([url, name, head.headers[name]]).toEqual([url, name, whole.headers[name]]);
    }
  });

  it('is never one from beside them', async () => {
    for (const url of [
      '/assets/../../secret.txt',
      '/assets/..%2f..%2fsecret.txt',
      '/assets/%2e%2e/%2e%2e/secret.txt',
      '/assets/..\\..\\secret.txt',
      '/../secret.txt',
      '/../../etc/passwd',
      '/mini/%2E%2e/x',
      '/%2e%2e%2fsecret.txt',
      '/assets//etc/passwd',
      '//etc/passwd',
      '/assets/link.txt',
      `/assets/${encodeURIComponent(path.join(scratch, 'secret.txt'))}`,
      '/assets/main-abc123.js%00.txt',
      '/assets/constructor',
      '/assets/__proto__',
    ]) {
      const { status, body } = await raw(url);
      expect(body.toString()).not.toMatch(/secret$|root:/);
      expect([url, status]).toEqual([url, 404]);
    }
  });

  it('is not counted as a request where these are limited', async () => {
    const limited = await running([registry], { pages, ratePerSecond: 0.1 });
    try {
      const statuses = [];
      for (let i = 0; i < 8; i++) statuses.push((await limited.get('/assets/main-abc123.js')).status);
      expect(new Set(statuses)).toEqual(new Set([200]));
      for (let i = 0; i < 8; i++) statuses.push((await limited.get('/mini')).status);
      expect(statuses.at(-1)).toBe(429);
    } finally {
      await limited.app.close();
    }
  });
});

describe('what browsers and robots ask by themselves', () => {
  it('is answered', async () => {
    const robots = await service.get('/robots.txt', HTML);
    expect(robots.headers.get('content-type')).toMatch(/^text\/plain/);
    expect(await robots.text()).toMatch(/^User-agent: \*\n(Disallow: \/\S+\n)+$/);
    const icon = await service.get('/favicon.ico', { redirect: 'manual' });
    expect([icon.status, icon.headers.get('location')]).toEqual([301, '/mark.svg']);
  });
});

describe('without pages', () => {
  it('the API is all that is served', async () => {
    const bare = await running([registry], { pages: path.join(scratch, 'none') });
    try {
      const start = await bare.get('/', { redirect: 'manual' });
      expect([start.status, start.headers.get('location')]).toEqual([301, '/api']);
      for (const url of ['/mini', '/mini/elements', '/assets/main-abc123.js', '/favicon.ico'])
        expect([url, (await bare.get(url, HTML)).status]).toEqual([url, 404]);
      expect((await bare.get('/robots.txt')).status).toBe(200);
    } finally {
      await bare.app.close();
    }
  });
});

describe('a registry’s id', () => {
  it('is no address of the service’s own', async () => {
    const own = new Set(routes.map((url) => url.split('/')[1]!).filter((name) => /^[\w.]+$/.test(name)));
    const ofPages = ['mark.svg', 'theme.js'];
    expect([...own].filter((name) => !isReserved(name) && !ofPages.includes(name))).toEqual([]);
    expect(own.size).toBeGreaterThan(10);
    for (const name of ['search', 'api', 'v']) {
      const directory = path.join(scratch, name);
      symlinkSync(registry, directory, 'dir');
      await expect(openServed([directory])).rejects.toThrow(
        new RegExp(`would be served as ${name}, .*rename it`),
      );
    }
  });
});
