/** Saved lists and uploads over HTTP: the same content, the same address, on every server that shares the directory. */

import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openState } from '../../src/server/lists/state-store.ts';
import { type Running, running, simulatedRegistry } from './simulated.ts';

const dir = mkdtempSync(path.join(tmpdir(), 'cisreg-saved-'));
let service: Running;
let replica: Running;
let without: Running;
let elements: string[][];

const json = (body: object): RequestInit => ({
  method: 'POST',
  body: JSON.stringify(body),
  headers: { 'content-type': 'application/json' },
});
const bed = (body: string | Uint8Array): RequestInit => ({
  method: 'POST',
  body: body as NonNullable<RequestInit['body']>,
  headers: { 'content-type': 'text/plain' },
});
const saved = async (url: string, init: RequestInit, at = service) => {
  const response = await at.get(url, init);
  const answer = (await response.json()) as { id: string; address: string; [name: string]: unknown };
  expect(response.status, JSON.stringify(answer)).toBe(201);
  expect(response.headers.get('location')).toBe(answer.address);
  return answer;
};
const problem = async (url: string, init: RequestInit = {}, at = service) => {
  const response = await at.get(url, init);
  return { status: response.status, ...((await response.json()) as object) };
};

beforeAll(async () => {
  const { registry } = await simulatedRegistry();
  elements = readFileSync(path.join(registry, 'cCREs.unfiltered.bed'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t'));
  const state = path.join(dir, 'state');
  service = await running([registry], { state: openState(state, { itemBytes: 1 << 20 }) });
  replica = await running([registry], { state: openState(state) });
  without = await running([registry]);
});
afterAll(async () => {
  for (const { app } of [service, replica, without]) await app.close();
  rmSync(dir, { recursive: true, force: true });
});

describe('a saved list', () => {
  it('has one id for one content, and is there on another server', async () => {
    const accessions = elements.slice(10, 40).map(([, , , , id]) => id!);
    const first = await saved('/api/v1/lists', json({ accessions, name: 'mine' }));
    const again = [...accessions].reverse().map((id) => id.toLowerCase());
    expect(
      await saved('/api/v1/lists', json({ accessions: [...again, ...again], name: 'mine' }), replica),
    ).toEqual(first);
    expect(first).toMatchObject({ size: 30, name: 'mine', registry: 'mini' });
    const other = await saved('/api/v1/lists', json({ accessions }));
    expect(other.id).not.toBe(first.id);
    for (const at of [service, replica]) {
      const { total, elements: found } = await at.json(first.address);
      expect(total).toBe(30);
      expect(found.map(({ accession }: { accession: string }) => accession)).toEqual(accessions);
    }
  });

  it('is a list of elements like any other: formats, filters, sorts, pages; and a filter of /ccres', async () => {
    const accessions = elements.slice(0, 500).map(([, , , , id]) => id!);
    const { address, id } = await saved('/api/v1/lists', json({ accessions }));
    const tsv = await (await service.get(`${address}?format=tsv&sort=accession`)).text();
    expect(tsv.trimEnd().split('\n').length).toBe(501);
    const published = elements
      .slice(0, 500)
      .filter(([, , , , , , tier]) => ['1a', '1b', '2'].includes(tier!))
      .map(([, , , , own]) => own);
    const asFilter = await service.json(`/api/v1/ccres?list=${id}&limit=1000`);
    expect(asFilter.elements.map(({ accession }: { accession: string }) => accession)).toEqual(published);
    const pls = await service.json(`${address}?class=PLS&scope=cCREs&limit=1000`);
    const both = await service.json(`/api/v1/ccres?list=${id}&class=PLS&limit=1000`);
    expect(pls).toEqual(both);
    expect(await problem(`/api/v1/ccres?list=${id}&accession=${accessions[0]}`)).toMatchObject({
      status: 400,
      parameter: 'list',
    });
    expect(await problem(`${address}?accession=x`)).toMatchObject({ status: 400 });
  });

  it('refuses what is no accession of the registry, with the first of them', async () => {
    expect(
      await problem('/api/v1/lists', json({ accessions: [elements[0]![4], 'EH38E9999999', 'no'] })),
    ).toMatchObject({
      status: 400,
      parameter: 'accessions',
      detail: expect.stringMatching(
        /^2 of 3 accessions are no cCREs or rDHSs of mini \("EH38E9999999", "NO"\)/,
      ),
    });
    expect(await problem('/api/v1/lists', json({ accessions: [] }))).toMatchObject({ status: 400 });
    expect(await problem('/api/v1/lists', json({ accessions: ['x'], names: 'y' }))).toMatchObject({
      status: 400,
      parameter: 'names',
    });
  });

  it('of another registry is not answered from this one unless that is asked for', async () => {
    const { registry } = await simulatedRegistry();
    const second = path.join(dir, 'second');
    symlinkSync(registry, second);
    const both = await running([registry, second], { state: openState(path.join(dir, 'state')) });
    try {
      const accessions = elements.slice(0, 5).map(([, , , , id]) => id!);
      const { id } = await saved('/api/v1/lists', json({ registry: 'second', accessions }), both);
      const refused = {
        status: 404,
        parameter: 'registry',
        detail: expect.stringMatching(/the list is of the registry "second", .*registry=/),
      };
      expect(await both.json(`/api/v1/lists/${id}`)).toMatchObject({ total: 5, registry: { id: 'second' } });
      expect(await problem(`/api/v1/lists/${id}`)).toMatchObject(refused);
      const mini = path.basename(registry);
      expect(await service.json(`/api/v1/lists/${id}?registry=${mini}`)).toMatchObject({ total: 5 });
      for (const route of ['/api/v1/ccres?', '/api/v1/intersect?upload=x&']) {
        expect(await problem(`${route}list=${id}`, {}, both)).toMatchObject(refused);
      }
      const { total } = await both.json(`/api/v1/ccres?list=${id}&registry=second&scope=rDHSs`);
      expect(total).toBe(5);
    } finally {
      await both.app.close();
    }
  });

  it('that nobody saved is not found', async () => {
    for (const id of ['a'.repeat(26), '..%2f..%2fetc', 'x']) {
      expect(await problem(`/api/v1/lists/${id}`)).toMatchObject({ status: 404, parameter: 'list' });
      expect(await problem(`/api/v1/uploads/${id}`)).toMatchObject({ status: 404, parameter: 'upload' });
    }
  });
});

describe('an upload', () => {
  const rows = () => elements.slice(0, 20).map((row) => row.slice(0, 5).join('\t'));

  it('is kept row by row as it was, and hits what its body hits', async () => {
    const text = `# comment\r\ntrack name=x\n\n${rows().join('\r\n')}`;
    const first = await saved('/api/v1/uploads', bed(text));
    const canonical = `${rows().join('\n')}\n`;
    expect(await saved('/api/v1/uploads', bed(gzipSync(canonical)), replica)).toEqual(first);
    expect(first).toMatchObject({ intervals: 20 });
    const response = await replica.get(first.address);
    expect(await response.text()).toBe(canonical);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('content-type')).toMatch(/^text\/x-bed/);
    expect(response.headers.get('content-security-policy')).toMatch(/sandbox/);
    const url = first.intersect as string;
    expect(await replica.json(`${url}&scope=unfiltered`)).toEqual(
      await service.json('/api/v1/intersect?scope=unfiltered', bed(text)),
    );
    expect(await service.json(url, { method: 'POST' })).toEqual(await service.json(url));
    expect(await problem(url, bed(text))).toMatchObject({ status: 400, parameter: 'upload' });
    expect((await service.get(first.address, { method: 'HEAD' })).status).toBe(200);
  });

  it('that is no BED, or too large, leaves nothing behind', async () => {
    const before = readdirSync(path.join(dir, 'state'), { recursive: true }).length;
    expect(await problem('/api/v1/uploads', bed('<html><script>alert(1)</script>\n'))).toMatchObject({
      status: 400,
      parameter: 'body',
    });
    expect(await problem('/api/v1/uploads', bed(`${'chr1\t1\t5\n'.repeat(200_000)}`))).toMatchObject({
      status: 413,
    });
    expect(readdirSync(path.join(dir, 'state'), { recursive: true }).length).toBe(before);
  });
});

describe('without a state directory', () => {
  it('every route that needs it says so', async () => {
    const expected = { status: 404, detail: expect.stringMatching(/without --state/) };
    expect(await problem('/api/v1/lists', json({ accessions: [elements[0]![4]] }), without)).toMatchObject(
      expected,
    );
    expect(await problem(`/api/v1/lists/${'a'.repeat(26)}`, {}, without)).toMatchObject(expected);
    expect(await problem(`/api/v1/ccres?list=${'a'.repeat(26)}`, {}, without)).toMatchObject(expected);
    expect(await problem('/api/v1/uploads', bed('chr1\t1\t5\n'), without)).toMatchObject(expected);
    expect(await problem(`/api/v1/uploads/${'a'.repeat(26)}`, {}, without)).toMatchObject(expected);
    expect(await problem(`/api/v1/intersect?upload=${'a'.repeat(26)}`, {}, without)).toMatchObject(expected);
  });
});
