/** Malformed requests at every route that the description has: an answer always, never the server's own failure, memory flat. */

import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiDocument, ApiOperation, ApiSchema } from '../../src/server/answers/open-api.ts';
import { openState } from '../../src/server/lists/state-store.ts';
import { scratchDirectory } from '../build/run-cli.ts';
import { isLong } from '../formats/scratch.ts';
import { type Random, seeded } from '../genome/random.ts';
import { annotatedRegistry } from './annotated-registry.ts';
import { type Running, running } from './simulated.ts';

const REQUESTS = isLong ? 100_000 : 2000;

let service: Running;
let schemas: ApiDocument['components']['schemas'];
let operations: { path: string; method: string; operation: ApiOperation }[];

beforeAll(async () => {
  const { registry } = await annotatedRegistry();
  service = await running([registry], { state: openState(path.join(scratchDirectory(), 'state')) });
  const document: ApiDocument = await service.json('/api/openapi.json');
  schemas = document.components.schemas;
  operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
});
afterAll(() => service.app.close());

/** Escaped already, or meant not to be. */
const RAW = [
  '%00',
  '%',
  '%zz',
  '%ff%fe',
  '%c0%af',
  '..',
  '%2e%2e',
  '..%2f..%2fetc%2fpasswd',
  '%5c',
  '#',
  '\u00e9',
];
const TEXTS = [
  '',
  ' ',
  ',',
  ';',
  '@',
  ':',
  'DNase@',
  '@K562',
  '-1',
  '0',
  '1e999',
  '9'.repeat(40),
  'NaN',
  'null',
  'true',
  'chr1:1-2',
  'chr1:99999999999-1',
  'histogram.:,,',
  'histogram.maxZ.DNase:0,1,99999999',
  'z.DNase@nobody',
  '-maxZ.DNase',
  '__proto__',
  'constructor',
  'toString',
  "' OR 1=1 --",
  '<script>alert(1)</script>',
  '$' + '{7*7}',
  '../../etc/passwd',
  '/etc/passwd',
  'a'.repeat(3000),
  '(a+)+$',
  '\u0000',
  'µ-cell ✓ 𝔘',
  '[]',
  '{"a":1}',
  'EH38E0007215',
  'EH38D0008397',
];

function randomText(random: Random): string {
  if (random.chance(0.15)) return random.pick(RAW);
  const text = random.chance(0.1) ? String(random.int(-(2 ** 31), 2 ** 31)) : random.pick(TEXTS);
  return encodeURIComponent(text);
}

/** A value by the schema, now and then beside it. */
function randomValue(random: Random, schema: ApiSchema | undefined, depth = 0): unknown {
  if (schema === undefined || depth > 8 || random.chance(0.1)) {
    const junk = [null, true, -1, 1e300, 0.5, '', random.pick(TEXTS), [], [[]], {}, { a: 1 }, [null]];
    return random.pick(junk);
  }
  if (schema.$ref !== undefined) {
    return randomValue(random, schemas[schema.$ref.split('/').at(-1)!], depth + 1);
  }
  const forms = schema.anyOf ?? schema.oneOf;
  if (forms !== undefined) return randomValue(random, random.pick(forms), depth + 1);
  if (schema.enum !== undefined) return random.pick(schema.enum);
  const type = random.pick([schema.type ?? 'string'].flat());
  if (type === 'object') {
    const known = Object.entries(schema.properties ?? {}).filter(() => random.chance(0.4));
    const { additionalProperties: rest } = schema as { additionalProperties?: ApiSchema | boolean };
    const others =
      typeof rest === 'object' && random.chance(0.7)
        ? [[random.pick(['DNase', 'CTCF', ...TEXTS]), rest] as const]
        : [];
    const entries = [...known, ...others].map(([key, own]) => [key, randomValue(random, own, depth + 1)]);
    if (random.chance(0.05)) entries.push(['colour', 'red']);
    return Object.fromEntries(entries);
  }
  if (type === 'array') {
    return Array.from({ length: random.int(0, 3) }, () => randomValue(random, schema.items, depth + 1));
  }
  if (type === 'string') return random.pick(['cCREs', 'DNase', 'PLS', 'chr1', ...TEXTS]);
  if (type === 'boolean') return random.chance(0.5);
  if (type === 'null') return null;
  return random.pick([0, 1, 5, -1, 1.5, 2 ** 31 - 1, 2 ** 31, 1e300, random.int(0, 100_000)]);
}

function randomRequest(random: Random): { url: string; init: RequestInit } {
  const { path, method, operation } = random.pick(operations);
  const parameters = operation.parameters ?? [];
  const good = (operation['x-example'] ?? path).split('?')[0]!.split('/');
  // Path parameters are those of the example or junk.
  const route = path
    .split('/')
    .map((part, i) => (part.startsWith('{') ? (random.chance(0.6) ? good[i]! : randomText(random)) : part))
    .join('/');
  const query = parameters
    .filter((own) => own.in === 'query' && random.chance(own.required ? 0.9 : 3 / (parameters.length + 1)))
    .map(({ name }) => `${encodeURIComponent(name)}=${randomText(random)}`);
  if (random.chance(0.1))
    query.push(`${random.pick(['colour', '', '%00', '__proto__'])}=${randomText(random)}`);
  if (query.length > 0 && random.chance(0.1)) query.push(query[0]!);
  const prefix = random.chance(0.05) ? `/v/${randomText(random)}` : '';
  const url = `${prefix}${route}${query.length > 0 ? `?${query.join('&')}` : ''}`;
  const own = random.chance(0.05) ? random.pick(['DELETE', 'PUT', 'PATCH', 'HEAD']) : method.toUpperCase();
  if (own !== 'POST') return { url, init: { method: own } };
  const [wanted = 'application/json', { schema } = {}] =
    Object.entries(operation.requestBody?.content ?? {})[0] ?? [];
  if (wanted !== 'application/json') {
    const row = () =>
      Array.from({ length: random.int(1, 5) }, () => random.pick(['chr1', '0', '5000', ...TEXTS])).join('\t');
    const body = Array.from({ length: random.int(0, 4) }, row).join('\n');
    return { url, init: { method: own, body, headers: { 'content-type': wanted } } };
  }
  const json = JSON.stringify(randomValue(random, schema)) ?? '';
  const body = random.chance(0.1)
    ? random.pick(['', '{', '[', 'null', '\u0000', json.slice(0, -1), `${json}x`])
    : json;
  const type = random.chance(0.05)
    ? random.pick(['text/plain', 'application/xml', 'nothing'])
    : 'application/json';
  return { url, init: { method: own, body, headers: { 'content-type': type } } };
}

/** What is not in the description: files, hubs, old addresses and GraphQL. */
const ELSEWHERE = [
  '/files/mini/reference/',
  '/files/mini/signals/',
  '/files/mini/tracks/biosamples/',
  '/hub/mini/',
  '/hub/mini/b/',
  '/search?q=',
  '/geApp/?gene=',
  '/gwasApp/?assembly=',
  '/GRCh38/ccre/',
  '/GRCh38/gene/',
  '/mm10/region/',
  '/v/',
  '/api/',
  '/',
];
const NAMES = ['chrom.sizes', 'hub.txt', 'genomes.txt', 'hg38/trackDb.txt', 'genome.2bit', 'MF0001.bigWig'];
const HEADERS = ['range', 'if-range', 'if-none-match', 'accept', 'accept-encoding', 'host', 'origin'];
const GRAPHQL = [
  '{ ccre(accession: "EH38E0007215") { accession maxz } }',
  '{ ccres(assembly: "GRCh38", range: {chrom: "chr1", start: 0, end: 100000}) { total ccres { accession } } }',
  '{ gene(assembly: "GRCh38", gene: "GENE20") { approved_symbol } }',
  '{ __schema { types { name fields { name } } } }',
  'query($a: String!) { ccre(accession: $a) { accession } }',
];

function randomElsewhere(random: Random): { url: string; init: RequestInit } {
  const junk = () => random.pick([...TEXTS, ...RAW, ...NAMES]);
  if (random.chance(0.4)) {
    const whole = random.pick(GRAPHQL);
    const query = random.chance(0.5) ? whole : whole.slice(0, random.int(0, whole.length));
    const variables = random.chance(0.3) ? { a: junk() } : random.pick([undefined, null, [], 'x', 1]);
    const body = JSON.stringify({ query: random.chance(0.1) ? junk() : query, variables });
    return {
      url: '/graphql',
      init: { method: 'POST', body, headers: { 'content-type': 'application/json' } },
    };
  }
  const rest = random.chance(0.3) ? random.pick(NAMES) : randomText(random);
  const headers = Object.fromEntries(
    HEADERS.filter((name) => name !== 'host' && random.chance(0.2)).map((name) => [
      name,
      random.pick([
        'bytes=0-9',
        'bytes=9-0',
        'bytes=-5',
        'bytes=0-0,5-9',
        '*',
        '*/*;q=2',
        'W/"x"',
        'null',
        'x'.repeat(300),
      ]),
    ]),
  );
  return { url: `${random.pick(ELSEWHERE)}${rest}`, init: { method: random.pick(['GET', 'HEAD']), headers } };
}

describe('requests outside the description', () => {
  it('are answered too, also where the visitor leaves', async () => {
    const random = seeded(31);
    for (let i = 0; i < REQUESTS / 4; i++) {
      const { url, init } = random.chance(0.8) ? randomElsewhere(random) : randomRequest(random);
      const leaves = random.chance(0.15) ? AbortSignal.timeout(random.int(0, 4)) : undefined;
      const place = `${init.method} ${url} ${JSON.stringify(init.headers)} ${String(init.body ?? '').slice(0, 300)}`;
      try {
        const response = await service.get(url, {
          ...init,
          redirect: 'manual',
          ...(leaves === undefined ? {} : { signal: leaves }),
        });
        const text = await response.text();
        expect(response.status, `${place}: ${text.slice(0, 300)}`).toBeLessThan(500);
        expect(text, place).not.toMatch(/\.ts:\d|node_modules/);
      } catch (error) {
        if (leaves === undefined) throw error;
      }
    }
    expect((await service.get('/healthz')).status).toBe(200);
    await expect
      .poll(
        async () => /^cisreg_heavy_running (\d+)/m.exec(await (await service.get('/metrics')).text())?.[1],
      )
      .toBe('0');
  });
});

describe('malformed requests', () => {
  it('are all answered, none by a failure, and leave nothing behind', async () => {
    setFlagsFromString('--expose-gc');
    const collect: () => void = runInNewContext('gc');
    const random = seeded(29);
    const statuses = new Map<number, number>();
    const heapAfter: number[] = [];
    for (let i = 0; i < REQUESTS; i++) {
      const { url, init } = randomRequest(random);
      const place = `${init.method} ${url} ${String(init.body ?? '').slice(0, 500)}`;
      const response = await service.get(url, init);
      const text = await response.text();
      expect(response.status, `${place}: ${text.slice(0, 300)}`).toBeLessThan(500);
      if (response.status >= 400 && init.method !== 'HEAD') {
        expect(response.headers.get('content-type'), place).toMatch(/^application\/problem\+json/);
        const { status, detail } = JSON.parse(text);
        expect(status, place).toBe(response.status);
        expect(detail, place).toMatch(/\S/);
        expect(text, place).not.toMatch(/\.ts:\d|node_modules|\/tmp\//);
      }
      statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
      if (i % (REQUESTS / 4) === REQUESTS / 4 - 1) {
        collect();
        heapAfter.push(process.memoryUsage().heapUsed);
      }
    }
    expect(statuses.get(200)).toBeGreaterThan(REQUESTS / 50);
    expect(statuses.get(400)).toBeGreaterThan(REQUESTS / 10);
    expect(statuses.get(404)).toBeGreaterThan(REQUESTS / 50);
    // Caches are full after the first quarter; what is left behind by the rest would show.
    expect(heapAfter.at(-1)! - heapAfter[0]!).toBeLessThan(16 << 20);
    expect((await service.get('/healthz')).status).toBe(200);
  });
});
