/** The description of the API: that it is one, that it is true, and that a client can be made from it. */

import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import type { RouteOptions } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiDocument, ApiOperation } from '../../src/server/answers/open-api.ts';
import { serviceOf } from '../../src/server/app.ts';
import { openState, type StateStore } from '../../src/server/lists/state-store.ts';
import { openServed } from '../../src/server/served.ts';
import { ROOT, scratchDirectory } from '../build/run-cli.ts';
import { annotatedRegistry } from './annotated-registry.ts';
import { type Running, running } from './simulated.ts';

const scratch = scratchDirectory();
let registry: string;
let state: StateStore;
let service: Running;
let document: ApiDocument & Record<string, unknown>;
let operations: { path: string; method: string; operation: ApiOperation }[];

beforeAll(async () => {
  registry = (await annotatedRegistry()).registry;
  state = openState(path.join(scratch, 'state'));
  service = await running([registry], { state });
  document = await service.json('/api/openapi.json');
  operations = Object.entries(document.paths).flatMap(([route, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path: route, method, operation })),
  );
});
afterAll(() => service.app.close());

interface Example {
  readonly url: string;
  readonly init: RequestInit;
}

/**
 * A request for every operation: the example of its route; where that is of something saved, what the examples of others
 * answered. Saving comes first.
 */
async function examplesOfAll(): Promise<Map<(typeof operations)[number], Example>> {
  const examples = new Map<(typeof operations)[number], Example>();
  const saved: string[] = [];
  for (const own of operations) {
    const { method, operation } = own;
    const url = operation['x-example'];
    if (url === undefined) continue;
    const type = Object.keys(operation.requestBody?.content ?? {})[0];
    const given = operation['x-example-body'] ?? 'chr1\t0\t500000\tplace\n';
    const body = typeof given === 'string' ? given : JSON.stringify(given);
    const init = {
      method: method.toUpperCase(),
      ...(type === undefined ? {} : { body, headers: { 'content-type': type } }),
    };
    examples.set(own, { url, init });
    if (method !== 'post') continue;
    const answer: unknown = JSON.parse(await (await service.get(url, init)).text());
    for (const value of Object.values(answer as object)) {
      if (typeof value === 'string' && value.startsWith('/api/v1/')) saved.push(value);
    }
  }
  for (const own of operations) {
    if (examples.has(own)) continue;
    const pattern = new RegExp(`^${own.path.replace(/\{\w+\}/g, '[^/]+')}(\\?|$)`);
    const url = saved.find((address) => pattern.test(address));
    expect(url, `${own.method} ${own.path} needs config.example`).toBeDefined();
    examples.set(own, { url: url!, init: { method: own.method.toUpperCase() } });
  }
  return examples;
}

describe('the description', () => {
  it('is OpenAPI 3.1 in its structure, with every reference in it', () => {
    expect(Object.keys(document).sort()).toEqual(['components', 'info', 'openapi', 'paths', 'servers']);
    expect(document.openapi).toBe('3.1.0');
    expect(document.info).toMatchObject({ title: expect.any(String), version: expect.any(String) });
    const ids = operations.map(({ operation }) => (operation as { operationId?: string }).operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { path: route, method, operation } of operations) {
      const place = `${method} ${route}`;
      expect(['get', 'post', 'put', 'delete'], place).toContain(method);
      expect(operation.summary, place).toMatch(/\S/);
      expect(operation.tags, place).toHaveLength(1);
      // Each {name} of the path is a parameter that is needed, and no other one is in the path.
      const inPath = [...route.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const parameters = operation.parameters ?? [];
      expect(
        parameters
          .filter((own) => own.in === 'path')
          .map(({ name }) => name)
          .sort(),
        place,
      ).toEqual(inPath.sort());
      for (const own of parameters) {
        expect(['path', 'query'], place).toContain(own.in);
        expect(own.schema, `${place} ${own.name}`).toBeTypeOf('object');
        expect(own.in !== 'path' || own.required, `${place} ${own.name}`).toBe(true);
      }
      for (const [status, { content }] of Object.entries(operation.responses)) {
        expect(status, place).toMatch(/^([1-5]\d\d|[1-5]XX)$/);
        for (const [type, { schema }] of Object.entries(content ?? {})) {
          expect(type, place).toMatch(/^[a-z]+\/[a-z0-9.+-]+$/);
          expect(schema, `${place} ${type}`).toBeTypeOf('object');
        }
      }
      expect(Object.keys(operation.responses), place).toEqual(expect.arrayContaining(['4XX', '5XX']));
      expect(
        Object.keys(operation.responses).some((status) => status.startsWith('2')),
        place,
      ).toBe(true);
    }
    const text = JSON.stringify(document);
    for (const [, target] of text.matchAll(/"\$ref":"([^"]*)"/g)) {
      expect(target).toMatch(/^#\/components\/schemas\/\w+$/);
      expect(Object.keys(document.components.schemas)).toContain(target!.split('/').at(-1));
    }
    expect(text).not.toContain('"$id"');
    expect(text).not.toContain('def-');
  });

  it('has every route of the service, each with an example that works', async () => {
    const routes: string[] = [];
    const app = await serviceOf(await openServed([registry]), {
      state,
      onRoute: ({ method, url }: RouteOptions) => {
        for (const own of [method].flat()) if (url.startsWith('/api/v1')) routes.push(`${own} ${url}`);
      },
    });
    await app.close();
    const described = operations.map(
      ({ path: route, method }) => `${method.toUpperCase()} ${route.replace(/\{(\w+)\}/g, ':$1')}`,
    );
    expect(described.sort()).toEqual(routes.filter((route) => !route.startsWith('HEAD ')).sort());
    const examples = await examplesOfAll();
    expect(examples.size).toBe(operations.length);
    for (const { url, init } of examples.values()) {
      const response = await service.get(url, init);
      expect([200, 201], `${url}: ${await response.clone().text()}`).toContain(response.status);
      await response.arrayBuffer();
    }
  });

  it('says of every answer all that is in it, and nothing else', async () => {
    // What fast-json-stringify writes by the schemas, beside what JSON.stringify writes without them.
    const plain = await running([registry], { state, hasPlainJson: true });
    try {
      const biosample = encodeURIComponent(
        (await service.json('/api/v1/biosamples')).biosamples[0].biosample,
      );
      const more = [
        '/api/v1/ccres?scope=rDHSs&limit=10000',
        `/api/v1/ccres?limit=20&columns=DNase@${biosample}&facets=class,tier,zone,chrom,ctcfBound,biosample.DNase,histogram.maxZ.DNase:-2,4,10`,
        '/api/v1/search?q=EH38E0000000',
        `/api/v1/search?q=enhancer ${biosample}`,
        '/api/v1/suggest?q=e',
        '/api/v1/suggest?q=chr1:5',
      ].map((url) => ({ url, init: {} }));
      for (const { url, init } of [...(await examplesOfAll()).values(), ...more]) {
        const [own, whole] = [await service.get(url, init), await plain.get(url, init)];
        if (!own.headers.get('content-type')!.includes('json')) continue;
        // Some answers name the server that gave them.
        const textOf = async (answer: Response) =>
          (await answer.text()).replaceAll(/127\.0\.0\.1(:|%3A)\d+/g, '127.0.0.1');
        expect(JSON.parse(await textOf(own)), url).toEqual(JSON.parse(await textOf(whole)));
      }
    } finally {
      await plain.app.close();
    }
  });
});

describe('a client that is made from it', () => {
  it('has the types that the pages have', async () => {
    const folder = path.join(scratch, 'types');
    mkdirSync(folder);
    writeFileSync(path.join(folder, 'openapi.json'), JSON.stringify(document));
    const tool = path.join(ROOT, 'node_modules', '.bin', 'openapi-typescript');
    await promisify(execFile)(tool, ['openapi.json', '-o', 'schema.d.ts'], { cwd: folder });
    const [made, committed] = [folder, path.join(ROOT, 'web', 'api')].map((place) =>
      readFileSync(path.join(place, 'schema.d.ts'), 'utf8'),
    );
    expect(made === committed, 'web/api/schema.d.ts is old: npm run web:types').toBe(true);
  });

  it('compiles strictly, is refused where it is wrong, and works', async () => {
    const folder = path.join(scratch, 'client');
    mkdirSync(folder);
    writeFileSync(path.join(folder, 'openapi.json'), JSON.stringify(document));
    // The service answers from this very process: it must not stand still meanwhile.
    const execute = promisify(execFile);
    const run = (tool: string, ...args: string[]) =>
      execute(path.join(ROOT, 'node_modules', '.bin', tool), args, { cwd: folder });
    await run('openapi-typescript', 'openapi.json', '-o', 'api.d.ts');
    writeFileSync(path.join(folder, 'package.json'), '{"type":"module"}');
    writeFileSync(path.join(folder, 'client.ts'), CLIENT);
    const strict = '--strict --exactOptionalPropertyTypes --noUncheckedIndexedAccess'.split(' ');
    const target = '--target es2022 --module nodenext --lib es2023,dom --types node --typeRoots'.split(' ');
    await run('tsc', ...strict, ...target, path.join(ROOT, 'node_modules', '@types'), 'client.ts');
    const { stdout } = await execute(process.execPath, ['client.js', service.address], { cwd: folder });
    const { total, first, states } = JSON.parse(stdout);
    expect(total).toBeGreaterThan(100);
    expect(first).toMatch(/^EH38E\d{7}$/);
    expect(states).toEqual(expect.arrayContaining(['high']));
  });
});

/** A small typed client, and what it asks. The line that expects an error makes sure that the types are not `any`. */
const CLIENT = `import type { paths } from './api.js';

type Answer<P extends keyof paths> = paths[P] extends { get: { responses: { 200: { content: { 'application/json': infer A } } } } } ? A : never;
type Query<P extends keyof paths> = paths[P] extends { get: { parameters: { query?: infer Q } } } ? Q : never;

const origin = process.argv[2]!;

async function get<P extends keyof paths>(path: P, address: string, query: Query<P>): Promise<Answer<P>> {
  const response = await fetch(\`\${origin}\${address}?\${new URLSearchParams(query as Record<string, string>)}\`);
  if (!response.ok) throw new Error(await response.text());
  return (await response.json()) as Answer<P>;
}

const { total, elements } = await get('/api/v1/ccres', '/api/v1/ccres', { class: 'dELS', limit: '3', 'maxZ.DNase': '1.64,' });
const first: string | null = elements[0]!.accession;
// @ts-expect-error: no number
const wrong: number = elements[0]!.accession;
// @ts-expect-error: no such parameter
void (() => get('/api/v1/ccres', '/api/v1/ccres', { colour: 'red' }));
const { element } = await get('/api/v1/ccres/{accession}', \`/api/v1/ccres/\${first}\`, {});
const { biosamples } = await get('/api/v1/ccres/{accession}/biosamples', \`/api/v1/ccres/\${element.accession}/biosamples\`, {});
const states: ('high' | 'low' | 'noSignal' | 'notAssayed')[] = biosamples.map((own) => own.z.DNase.state);
console.log(JSON.stringify({ total, first, states, wrong }));
`;
