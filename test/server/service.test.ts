/** The running service against the registry's own files: what it answers, in every format, and what it refuses. */

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seeded } from '../genome/random.ts';
import { type Running, running, simulatedRegistry } from './simulated.ts';

let registry: string;
let service: Running;

const tableOf = (file: string) => {
  const [header, ...rows] = readFileSync(path.join(registry, file), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t'));
  return rows.map((row) => Object.fromEntries(header!.map((name, i) => [name, row[i]!])));
};
const bedOf = (file: string) =>
  readFileSync(path.join(registry, file), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t'));
const get: Running['get'] = (url, init) => service.get(url, init);
const json: Running['json'] = (url, init) => service.json(url, init);

beforeAll(async () => {
  registry = (await simulatedRegistry()).registry;
  service = await running([registry]);
});
afterAll(() => service.app.close());

describe('a list of elements', () => {
  it('is the registry, whole and in its order, as BED, TSV and NDJSON', async () => {
    const ccres = bedOf('cCREs.bed');
    const bed = await (await get('/api/v1/ccres?format=bed')).text();
    expect(
      bed
        .trimEnd()
        .split('\n')
        .map((line) => line.split('\t')),
    ).toEqual(
      ccres.map(([chrom, start, end, , id, label]) => [
        ...[chrom, start, end, id, '0', '.', start, end],
        expect.stringMatching(/^\d+,\d+,\d+$/),
        label,
      ]),
    );
    const response = await get('/api/v1/ccres', { headers: { accept: 'application/x-ndjson' } });
    expect(response.headers.get('content-type')).toMatch(/x-ndjson/);
    expect(response.headers.get('x-total')).toBe(String(ccres.length));
    const objects = (await response.text())
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const details = new Map(tableOf('elements.tsv').map((row) => [row.rDHS, row]));
    const maxZ = new Map(tableOf('maxz.tsv').map((row) => [row.rDHS, row]));
    const tiers = new Map(bedOf('cCREs.unfiltered.bed').map((row) => [row[4], row[6]]));
    expect(objects.length).toBe(ccres.length);
    for (const [i, [chrom, start, end, rdhs, id, label]] of ccres.entries()) {
      const own = details.get(rdhs)!;
      const element = objects[i]!;
      expect(element).toMatchObject({
        chrom,
        start: Number(start),
        end: Number(end),
        location: `${chrom}:${Number(start) + 1}-${end}`,
        rdhs,
        accession: id,
        class: label!.replace(',CTCF-bound', ''),
        ctcfBound: label!.endsWith(',CTCF-bound'),
        tier: tiers.get(id),
        zone: own.zone,
        tssDistance: Number(own.tssDistance),
        nearestGene: own.gene,
      });
      for (const assay of ['DNase', 'H3K4me3', 'H3K27ac', 'CTCF']) {
        const z = Number(maxZ.get(rdhs)![assay]);
        const state = z === -10 ? 'noSignal' : Number(own[assay]) > 0 ? 'high' : 'low';
        expect(element.maxZ[assay].state).toBe(state);
        if (state !== 'noSignal') expect(element.maxZ[assay].z).toBeCloseTo(z, 4);
        expect(element.support[assay]).toBe(Number(own[assay]));
      }
    }
    const tsv = (await (await get('/api/v1/ccres?format=tsv')).text()).trimEnd().split('\n');
    expect(tsv.length).toBe(ccres.length + 1);
    const columns = tsv[0]!.split('\t');
    for (const row of tsv.slice(1)) expect(row.split('\t').length).toBe(columns.length);
  });

  it('turns its pages by cursor without losing or repeating an element, with the same total on each', async () => {
    const url = '/api/v1/ccres?class=dELS&sort=-maxZ.H3K27ac&limit=500';
    const seen: string[] = [];
    let last = Number.POSITIVE_INFINITY;
    for (let next: string | null = ''; next !== null; ) {
      const page = await json(next === '' ? url : `${url}&cursor=${next}`);
      expect(page.total).toBe(
        bedOf('cCREs.bed').filter(([, , , , , label]) => label!.startsWith('dELS')).length,
      );
      for (const { accession, maxZ } of page.elements) {
        expect(maxZ.H3K27ac.z).toBeLessThanOrEqual(last);
        last = maxZ.H3K27ac.z;
        seen.push(accession);
      }
      next = page.next;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect([...seen].sort()).toEqual(
      bedOf('cCREs.bed')
        .filter(([, , , , , label]) => label!.startsWith('dELS'))
        .map(([, , , , id]) => id!)
        .sort(),
    );
  });

  it('is the same by address and by body', async () => {
    const [first] = tableOf('biosamples.tsv');
    const biosample = first!.biosample!;
    const query = new URLSearchParams({
      region: 'chr1:1-5,000,000;chr2:100000-4000000',
      high: `DNase@${biosample}`,
      'maxZ.CTCF': ',3',
      tssDistance: '2000,',
      sort: '-length',
      limit: '50',
      columns: `DNase@${biosample}`,
    });
    const byAddress = await json(`/api/v1/ccres?${query}`);
    const byBody = await json('/api/v1/ccres', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        filter: {
          regions: [
            { chrom: 'chr1', start: 0, end: 5_000_000 },
            { chrom: 'chr2', start: 99_999, end: 4_000_000 },
          ],
          activity: { all: [{ biosample, assay: 'DNase', is: 'high' }] },
          maxZ: { CTCF: [null, 3] },
          tssDistance: [2000, null],
        },
        sort: { by: 'length', order: 'descending' },
        limit: 50,
        columns: [{ biosample, assay: 'DNase' }],
      }),
    });
    expect(byAddress.total).toBeGreaterThan(0);
    expect(byBody).toEqual(byAddress);
    for (const { z } of byAddress.elements)
      expect(z).toMatchObject([{ biosample, assay: 'DNase', state: 'high' }]);
  });
});

describe('an element', () => {
  it('has in every biosample the class that the biosample’s file says', async () => {
    const biosamples = tableOf('biosamples.tsv').filter(({ group }) => group !== 'NA');
    const files = biosamples.map(
      ({ key }) => new Map(bedOf(`biosamples/${key}.bed`).map((row) => [row[3], row[9]])),
    );
    const random = seeded(1);
    for (const [, , , , id] of random.shuffled(bedOf('cCREs.bed')).slice(0, 25)) {
      const { biosamples: views } = await json(`/api/v1/ccres/${id}/biosamples`);
      expect(views.map((view: { class: string }) => view.class)).toEqual(files.map((file) => file.get(id)));
      const { element } = await json(`/api/v1/ccres/${id!.toLowerCase()}`);
      expect(element.accession).toBe(id);
      const { classRule, text } = await json(`/api/v1/ccres/${id}/explanation`);
      expect(text).toContain(classRule);
    }
  });

  it('stands beside others, and two biosamples beside each other', async () => {
    const [a, b] = bedOf('cCREs.bed')
      .slice(0, 2)
      .map((row) => row[4]);
    const { elements } = await json(`/api/v1/compare?accessions=${a},${b}`);
    expect(elements.map(({ accession }: { accession: string }) => accession)).toEqual([a, b]);
    const [one, two] = tableOf('biosamples.tsv').filter(({ DNase }) => DNase !== 'NA');
    const { classes, table, gained, lost } = await json(
      `/api/v1/biosamples/compare?a=${one!.key}&b=${two!.key}`,
    );
    const labels = [one!, two!].map(({ key }) =>
      bedOf(`biosamples/${key}.bed`).map((row) => row[9]!.replace(',CTCF-bound', '')),
    );
    for (const [i, from] of classes.entries()) {
      for (const [j, to] of classes.entries()) {
        expect(table[i][j]).toBe(
          labels[0]!.filter((label, k) => label === from && labels[1]![k] === to).length,
        );
      }
    }
    const low = (label: string) => label === 'Low-DNase';
    expect(gained).toBe(labels[0]!.filter((label, k) => low(label) && !low(labels[1]![k]!)).length);
    expect(lost).toBe(labels[0]!.filter((label, k) => !low(label) && low(labels[1]![k]!)).length);
  });
});

describe('search', () => {
  it('takes apart what people type', async () => {
    const [{ biosample, key }] = tableOf('biosamples.tsv').filter(({ H3K27ac }) => H3K27ac !== 'NA') as [
      Record<string, string>,
    ];
    const gene = tableOf('elements.tsv').find((row) => row.gene !== 'NA')!.gene!;
    const [, , , rdhs, id] = bedOf('cCREs.bed')[10]!;
    const kindsOf = async (q: string) => {
      const { parts, total, unknown } = await json(`/api/v1/search?q=${encodeURIComponent(q)}`);
      return { kinds: parts.map(({ kind }: { kind: string }) => kind), total, unknown };
    };
    expect(await kindsOf('chr1:1,000-2,000,000')).toMatchObject({ kinds: ['location'], unknown: [] });
    expect(await kindsOf('chr1 1000 2000000')).toMatchObject({ kinds: ['location'], unknown: [] });
    expect(await kindsOf(id!)).toMatchObject({ kinds: ['accession'], total: 1 });
    expect(await kindsOf(rdhs!.toLowerCase())).toMatchObject({ kinds: ['accession'], total: 1 });
    expect(await kindsOf(`${gene} enhancers ${biosample}`)).toMatchObject({
      kinds: ['gene', 'keyword', 'biosample'],
      unknown: [],
    });
    expect((await kindsOf(`enhancer ${key}`)).kinds).toEqual(['keyword', 'biosample']);
    expect(await kindsOf('xyzzy')).toMatchObject({ kinds: [], total: 0, unknown: ['xyzzy'] });
  });
});

describe('the service', () => {
  it('answers mistakes as problems that name the parameter, and never as its own', async () => {
    const cases: [string, number, string | undefined][] = [
      ['/api/v1/ccres?colour=red', 400, 'colour'],
      ['/api/v1/ccres?maxZ.DNase=abc', 400, 'maxZ.DNase'],
      ['/api/v1/ccres?limit=-1', 400, 'limit'],
      ['/api/v1/ccres?limit=10001', 400, 'limit'],
      ['/api/v1/ccres?region=chr77:1-2', 400, 'region'],
      ['/api/v1/ccres?facets=histogram.maxZ.DNase:,10,40', 400, 'facets'],
      ['/api/v1/ccres?facets=histogram.maxZ.DNase:10,-2,4', 400, 'facets'],
      ['/api/v1/ccres?facets=histogram.tau:0,1,4,histogram.tau:0,1,2', 400, 'facets'],
      ['/api/v1/ccres?facets=biosample.Foo', 400, 'facets'],
      ['/api/v1/ccres?sort=colour', 400, 'sort'],
      ['/api/v1/ccres?format=xml', 406, 'format'],
      ['/api/v1/ccres?cursor=abc', 400, 'cursor'],
      ['/api/v1/ccres?class=enhancer', 400, undefined],
      ['/api/v1/ccres?high=DNase@nobody', 400, 'high'],
      ['/api/v1/ccres?registry=other', 404, 'registry'],
      ['/api/v1/ccres/EH38E9999999', 404, 'accession'],
      ['/api/v1/nothing', 404, undefined],
      ['/api/nothing', 404, undefined],
    ];
    for (const [url, status, parameter] of cases) {
      const response = await get(url);
      expect(response.status, url).toBe(status);
      expect(response.headers.get('content-type'), url).toMatch(/^application\/problem\+json/);
      const problem = (await response.json()) as Record<string, unknown>;
      expect(problem, url).toMatchObject({ status, ...(parameter === undefined ? {} : { parameter }) });
      expect(JSON.stringify(problem), url).not.toContain(registry);
    }
    // As text: a body of that depth cannot be written from an object.
    const depth = 50_000;
    const deep = `{"filter":{"activity":${'{"not":'.repeat(depth)}{}${'}'.repeat(depth)}}}`;
    const bodies: [object | string, string | undefined][] = [
      [{ filter: { activity: { all: [{ biosample: 1 }] } } }, 'filter.activity'],
      [deep, undefined],
      [{ filter: { maxZ: { DNase: ['1', 2] } } }, 'filter.maxZ.DNase.0'],
      [{ filter: { colour: 'red' } }, 'colour'],
      [{ sort: { by: 'maxZ' } }, 'sort'],
      [{ sort: { by: 'length', order: 'sideways' } }, 'sort'],
      [{ facets: [{ of: 'histogram' }] }, 'facets.0'],
      [{ limit: '5' }, 'limit'],
    ];
    for (const [body, parameter] of bodies) {
      const response = await get('/api/v1/ccres', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      });
      expect(response.status, parameter).toBe(400);
      const problem = JSON.parse(await response.text());
      if (parameter !== undefined)
        expect(problem.parameter, JSON.stringify(problem)).toMatch(new RegExp(`^${parameter}`));
    }
  });
});
