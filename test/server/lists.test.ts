/** Lists in every format: the same rows in each, made while they are read, ended when nobody reads. */

import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DuckDBInstance } from '@duckdb/node-api';
import compress from '@fastify/compress';
import { fastify } from 'fastify';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerList, type List } from '../../src/server/answers/list-answer.ts';
import { formatOf, LIST_FORMATS, type ListFormat } from '../../src/server/answers/list-formats.ts';
import { slotsOf } from '../../src/server/frame/slots.ts';
import { scratchDirectory } from '../build/run-cli.ts';
import { type Running, running, simulatedRegistry } from './simulated.ts';

const scratch = scratchDirectory();
let service: Running;
beforeAll(async () => {
  service = await running([(await simulatedRegistry()).registry]);
});
afterAll(() => service.app.close());

const withFormat = (url: string, format: string) => `${url}${url.includes('?') ? '&' : '?'}format=${format}`;
const tsvOf = async (url: string) => {
  const text = await (await service.get(withFormat(url, 'tsv'))).text();
  const [header, ...rows] = text
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t'));
  return { header: header!, rows };
};
const parquetOf = async (url: string) => {
  const response = await service.get(withFormat(url, 'parquet'));
  expect(response.headers.get('content-type')).toBe('application/vnd.apache.parquet');
  return response.arrayBuffer();
};

describe('a list', () => {
  it('has the same cells in TSV and in Parquet, page by page and whole', async () => {
    const { biosamples } = await service.json('/api/v1/biosamples');
    const [{ biosample }] = biosamples.filter((own: { files: object }) => 'DNase' in own.files);
    const [element] = (await service.json('/api/v1/ccres?limit=1')).elements;
    for (const url of [
      '/api/v1/ccres?scope=rDHSs',
      `/api/v1/ccres?offset=7&limit=30&sort=-maxZ.DNase&columns=DNase@${encodeURIComponent(biosample)}`,
      '/api/v1/ccres?class=PLS&maxZ.DNase=1000,',
      '/api/v1/biosamples',
      '/api/v1/biosamples?offset=3&limit=5',
      `/api/v1/ccres/${element.accession}/biosamples`,
    ]) {
      const { header, rows } = await tsvOf(url);
      const file = await parquetOf(url);
      const { row_groups: groups, schema } = parquetMetadata(file);
      expect(
        schema.slice(1).map(({ name }) => name),
        url,
      ).toEqual(header);
      const objects = await parquetReadObjects({ file });
      const cells = objects.map((row) => header.map((name) => String(row[name] ?? 'NA')));
      expect(cells, url).toEqual(rows);
      // No more than that many rows are held at a time.
      for (const { num_rows: count } of groups) expect(Number(count)).toBeLessThanOrEqual(12_000);
      expect(groups.length, url).toBe(Math.ceil(rows.length / 10_000));
      const ndjson = await (await service.get(withFormat(url, 'ndjson'))).text();
      const page = await service.json(
        `${url}${url.includes('limit') ? '' : `${url.includes('?') ? '&' : '?'}limit=10000`}`,
      );
      const name = url.includes('biosamples') ? 'biosamples' : 'elements';
      const lines = ndjson
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line));
      expect(lines.slice(0, 10_000), url).toEqual(page[name]);
      expect(lines.length, url).toBe(rows.length);
    }
  });

  it('has types in Parquet that DuckDB takes as they are', async () => {
    const file = path.join(scratch, 'elements.parquet');
    writeFileSync(file, new Uint8Array(await parquetOf('/api/v1/ccres?scope=rDHSs')));
    const connection = await (await DuckDBInstance.create()).connect();
    const types = await connection.runAndReadAll(`describe select * from '${file}'`);
    const byName = Object.fromEntries(types.getRows().map(([name, type]) => [name, type]));
    expect(byName).toMatchObject({
      chrom: 'VARCHAR',
      start: 'INTEGER',
      accession: 'VARCHAR',
      ctcfBound: 'BOOLEAN',
      tssDistance: 'DOUBLE',
      'maxZ.DNase': 'DOUBLE',
      'support.CTCF': 'INTEGER',
      tau: 'DOUBLE',
      blacklisted: 'BOOLEAN',
    });
    const counted = await connection.runAndReadAll(
      `select count(*)::int from '${file}' where class = 'PLS' and "maxZ.DNase" >= 1.9 and not ctcfBound`,
    );
    const { total } = await service.json(
      '/api/v1/ccres?scope=rDHSs&class=PLS&maxZ.DNase=1.9,&ctcfBound=false',
    );
    expect(total).toBeGreaterThan(0);
    expect(counted.getRows()).toEqual([[total]]);
  });

  it('is in the format that is named, or else in the one that Accept weighs most', () => {
    const all = Object.keys(LIST_FORMATS) as ListFormat[];
    const asked: [string | undefined, string][] = [
      [undefined, 'json'],
      ['*/*', 'json'],
      ['text/html,application/xhtml+xml,*/*;q=0.8', 'json'],
      ['application/x-ndjson', 'ndjson'],
      ['application/json;q=0.5, text/tab-separated-values', 'tsv'],
      ['text/x-bed;q=0.1,application/vnd.apache.parquet;q=0.9', 'parquet'],
      ['text/x-bed;q=junk,application/json', 'json'],
    ];
    for (const [accept, format] of asked) expect(formatOf(undefined, accept, all), accept).toBe(format);
    expect(formatOf('bed', 'application/json', all)).toBe('bed');
    expect(() => formatOf('bed', undefined, ['json', 'tsv'])).toThrow(/"bed", expected one of json, tsv/);
  });
});

describe('the head of a list', () => {
  it('is that of the list, without a length where that is not known', async () => {
    for (const format of ['tsv', 'ndjson', 'bed', 'parquet']) {
      const url = withFormat('/api/v1/ccres?class=PLS', format);
      const [head, whole] = [await service.get(url, { method: 'HEAD' }), await service.get(url)];
      expect([head.status, await head.text()]).toEqual([200, '']);
      for (const name of ['content-type', 'content-length', 'content-disposition', 'x-total', 'etag'])
        expect(head.headers.get(name), `${format} ${name}`).toBe(whole.headers.get(name));
      expect((await whole.arrayBuffer()).byteLength).toBeGreaterThan(0);
    }
  });
});

describe('a list without end', () => {
  let made = 0;
  let isEnded = false;
  const endless: List<number> = {
    name: 'numbers',
    total: Number.MAX_SAFE_INTEGER,
    columns: [
      { name: 'n', type: 'number', description: '', value: (n) => n },
      { name: 'text', type: 'text', description: '', value: (n) => `${n} `.repeat(20) },
    ],
    *rows() {
      made = 0;
      isEnded = false;
      try {
        for (;;) yield made++;
      } finally {
        isEnded = true;
      }
    },
  };
  const app = fastify();
  beforeAll(async () => {
    app.decorate('slots', slotsOf(2));
    await app.register(compress, { global: true, customTypes: /./ });
    app.get('/numbers', (request, reply) =>
      answerList({ request, reply }, endless, {
        format: (request.query as { format: string }).format,
        offset: 0,
        limit: undefined,
      }),
    );
    await app.listen({ port: 0, host: '127.0.0.1' });
  });
  afterAll(() => app.close());

  it.each([
    ['ndjson', 'identity'],
    ['ndjson', 'gzip'],
    ['tsv', 'br'],
    ['parquet', 'identity'],
  ])(
    'stands still (%s, %s) while nobody reads, and ends when the reader leaves',
    async (format, encoding) => {
      const { port } = app.server.address() as AddressInfo;
      const asked = httpRequest({
        port,
        path: `/numbers?format=${format}`,
        headers: { 'accept-encoding': encoding },
      });
      asked.end();
      const [response] = (await once(asked, 'response')) as [IncomingMessage];
      response.pause();
      let before = -1;
      // Until the buffers of the sockets are full.
      for (let i = 0; i < 100 && before !== made; i++) {
        before = made;
        await sleep(100);
      }
      expect(made).toBe(before);
      expect(isEnded).toBe(false);
      expect(app.slots.running).toBe(1);
      response.destroy();
      for (let i = 0; i < 100 && !isEnded; i++) await sleep(20);
      expect(isEnded).toBe(true);
      expect(app.slots.running).toBe(0);
    },
  );

  it.each(['tsv', 'ndjson', 'parquet'] as const)(
    'is not begun for who asks for the head of its %s alone, of which no length is said',
    async (format) => {
      const { port } = app.server.address() as AddressInfo;
      made = -1;
      for (const encoding of ['identity', 'gzip']) {
        const response = await fetch(`http://127.0.0.1:${port}/numbers?format=${format}`, {
          method: 'HEAD',
          headers: { 'accept-encoding': encoding },
        });
        expect(response.status).toBe(200);
        expect(response.headers.get('content-type')).toBe(LIST_FORMATS[format]);
        expect(response.headers.get('content-length')).toBeNull();
        expect(response.headers.get('x-total')).toBe(String(Number.MAX_SAFE_INTEGER));
      }
      expect(made).toBe(-1);
    },
  );
});
