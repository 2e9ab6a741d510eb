/** Filters of addresses as bodies: POST gives what GET gives for the same words. */

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Problem } from '../../web/api/ask.ts';
import { rowOfElement, rowOfPlace } from '../../web/pages/elements/browser-place.ts';
import { isInAddress } from '../../web/pages/elements/element-answers.ts';
import { facetBody, filterBody, sortBody } from '../../web/pages/elements/element-body.ts';
import { filtersOf, isFilterName } from '../../web/pages/elements/element-query.ts';
import { placeOf } from '../../web/pages/elements/filter-texts.ts';
import { listedFilter } from '../../web/pages/elements/listed.ts';
import { annotatedRegistry } from '../server/annotated-registry.ts';
import { type Running, running } from '../server/simulated.ts';

let service: Running;
let assayed: readonly string[];
beforeAll(async () => {
  service = await running([(await annotatedRegistry()).registry]);
  const { biosamples } = await service.json('/api/v1/biosamples?limit=10000');
  assayed = biosamples.flatMap(({ biosample, files }: { biosample: string; files: object }) =>
    Object.keys(files).map((assay) => `${assay}@${biosample}`),
  );
});
afterAll(() => service?.app.close());

const get = (query: Readonly<Record<string, string>>) =>
  service.json(`/api/v1/ccres?${new URLSearchParams(query)}`);
const post = (body: object) =>
  service.json('/api/v1/ccres', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

describe('a body', () => {
  it('asks for what the address asks for', async () => {
    const { elements } = await get({ limit: '40' });
    const [one, two, three] = assayed.filter((_, i) => i % 7 === 0);
    const gene = elements[0].nearestGene;
    const { chrom, start } = elements[20];
    const queries: readonly Readonly<Record<string, string>>[] = [
      {},
      { class: 'PLS, pELS', ctcfBound: 'true' },
      { tier: '1a', zone: 'distal', blacklisted: 'false' },
      { chrom, length: '150,300', tau: '0.5,', tssDistance: ',2000' },
      { region: `${chrom}:1-${start.toLocaleString('en-US')};chr2` },
      { 'maxZ.DNase': '2,', 'support.CTCF': '1,10' },
      { z: `${one}:-1,8;${two}:,2.5` },
      { high: `${one};${two}`, low: three! },
      { noSignal: one!, scope: 'unfiltered' },
      { nearestGene: gene },
      { gene, geneBy: 'tss', window: '50000' },
      { accession: `${elements[3].accession},${elements[7].rdhs}` },
    ];
    for (const query of queries) {
      expect(Object.keys(query).every(isFilterName)).toBe(true);
      const facets = ['class', 'histogram.maxZ.DNase:-2,10,12', `tissue.DNase`];
      const wanted = await get({ ...query, limit: '5', sort: '-tau', facets: facets.join(',') });
      const answer = await post({
        filter: filterBody(query, { activity: undefined }),
        sort: sortBody('-tau'),
        facets: facets.map(facetBody),
        limit: 5,
      });
      expect(answer.total, JSON.stringify(query)).toBe(wanted.total);
      expect(answer.elements).toEqual(wanted.elements);
      expect(Object.values(answer.facets)).toEqual(Object.values(wanted.facets));
    }
  });

  it('is refused where the address is, by the same name', async () => {
    const [one] = assayed;
    const queries: readonly [string, Readonly<Record<string, string>>][] = [
      ['tau', { tau: 'abc' }],
      ['tau', { tau: '0.5' }],
      ['length', { length: '300,150' }],
      ['tssDistance', { tssDistance: '1,2,3' }],
      ['maxZ.DNase', { 'maxZ.DNase': '1;2' }],
      ['support.CTCF', { 'support.CTCF': 'many,' }],
      ['ctcfBound', { ctcfBound: 'yes' }],
      ['blacklisted', { blacklisted: '1' }],
      ['high', { high: `${one};K562` }],
      ['low', { low: '@K562' }],
      ['noSignal', { noSignal: ';' }],
      ['z', { z: one! }],
      ['z', { z: `${one}:1,;K562:1,` }],
      ['z', { z: `${one}:a,` }],
      ['region', { region: 'chr1:a-b' }],
      ['class', { class: ',' }],
      ['gene', { gene: ' ' }],
      ['window', { gene: 'A', geneBy: 'tss', window: '5kb' }],
      ['window', { window: '500' }],
      ['geneBy', { geneBy: 'tss' }],
      ['list', { list: 'abc', accession: 'EH38E0000001' }],
    ];
    for (const [parameter, query] of queries) {
      const address = `${service.address}/api/v1/ccres?${new URLSearchParams(query)}`;
      const refusal = await fetch(address);
      expect([refusal.status, (await refusal.json()).parameter], address).toEqual([400, parameter]);
      let problem: unknown;
      try {
        filterBody(query, { activity: undefined });
      } catch (error) {
        problem = error;
      }
      expect(problem, JSON.stringify(query)).toBeInstanceOf(Problem);
      expect(problem).toMatchObject({ status: 400, parameter });
    }
  });

  it('is asked where the address would be too long, whatever makes it long', () => {
    const names = Array.from({ length: 900 }, (_, i) => `ENSG${i}.1`).join(',');
    expect(isInAddress('a', { filter: { nearestGene: 'ENSG1.1' } })).toBe(true);
    expect(isInAddress('a', { filter: { nearestGene: names } })).toBe(false);
    expect(isInAddress('a', { filter: {}, columns: names })).toBe(false);
    expect(isInAddress('a', { filter: { activity: 'any:high.DNase@A' } })).toBe(false);
  });

  it('has the order of every value, and refuses none that an address takes', async () => {
    for (const sort of ['position', '-length', 'maxZ.CTCF', '-support.DNase', `-z.${assayed[0]}`]) {
      const wanted = await get({ sort, limit: '20' });
      expect((await post({ sort: sortBody(sort), limit: 20 })).elements, sort).toEqual(wanted.elements);
    }
  });
});

describe('the row of an element', () => {
  it('is found by how many begin before it, in lists by place', async () => {
    const [registry] = (await service.json('/api/v1/registries')).registries;
    const { fetch } = globalThis;
    // A page asks its own server.
    vi.stubGlobal('fetch', (address: string, init: RequestInit) =>
      fetch(new URL(address, service.address), init),
    );
    for (const filter of [{}, { class: 'dELS' }, { region: 'chr2:1-3,000,000;chrX', class: 'dELS,PLS' }]) {
      const { total, elements } = await get({ ...filter, limit: '10000' });
      const asking = { filter };
      for (let row = 3; row < total; row += Math.ceil(total / 9)) {
        expect(await rowOfPlace(registry, { asking, total }, elements[row]), elements[row].location).toBe(
          row,
        );
      }
      const last = await rowOfPlace(registry, { asking: { filter, sort: '-position' }, total }, elements[5]);
      expect(last).toBe(total - 6);
    }
    // Grey ones have a place in the list, but no row.
    const { elements: all } = await get({ limit: '10000' });
    const grey = all.filter((own: { class: string }) => own.class === 'PLS').slice(2, 5);
    for (const sort of ['position', '-position']) {
      const { total, elements } = await get({ class: 'dELS', sort, limit: '100' });
      const list = { asking: { filter: { class: 'dELS' }, sort }, total };
      for (const own of grey) expect(await rowOfElement(registry, list, own)).toBe('none');
      expect(await rowOfElement(registry, list, elements[7])).toBe(7);
    }
    const other = { asking: { filter: {}, sort: 'tau' }, total: 1 };
    expect(await rowOfPlace(registry, other, { chrom: 'chr1', start: 1, end: 2 })).toBeUndefined();
    vi.unstubAllGlobals();
  });
});

describe('the address of the page', () => {
  it('has filters, and what else it holds is none', () => {
    const query = {
      class: 'PLS',
      'maxZ.ATAC': '1,',
      sort: 'tau',
      columns: 'class',
      at: 'chr1',
      maxZ: '1,',
      x: '1',
    };
    expect(filtersOf(query)).toEqual({ class: 'PLS', 'maxZ.ATAC': '1,' });
  });

  it('spells places 1-based', () => {
    expect(placeOf('chr1:1,001-2,000')).toEqual({ chrom: 'chr1', start: 1000, end: 2000 });
    expect(placeOf('chr1:5')).toEqual({ chrom: 'chr1', start: 4, end: 5 });
    expect(placeOf('chr1:a-b')).toBeUndefined();
  });

  it('lists only what is in view where it says so, and then within the own regions', () => {
    const view = { rows: 'view', at: 'chr1:101-200' };
    expect(listedFilter({ ...view, class: 'PLS' })).toEqual({ class: 'PLS', region: 'chr1:101-200' });
    expect(listedFilter({ ...view, region: 'chr1:1-150;chr1:190-900;chr2' }).region).toBe(
      'chr1:101-150;chr1:190-200',
    );
    expect(listedFilter({ ...view, region: 'chr2' })).toEqual({ region: 'chr2', length: ',0' });
    expect(listedFilter({ at: 'chr1:101-200' })).toEqual({});
  });
});
