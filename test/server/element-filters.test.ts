/** What visitors may ask of elements: states of Z, bounds as they are shown, names that must be known, genes, and how much at once. */

import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { build } from '../../src/build/build.ts';
import { silent } from '../../src/progress.ts';
import { seeded } from '../genome/random.ts';
import { annotatedRegistry } from './annotated-registry.ts';
import { type Running, running } from './simulated.ts';

type Json = ReturnType<typeof JSON.parse>;
const scratch = mkdtempSync(path.join(tmpdir(), 'cisreg-filters-'));
let service: Running;
let encode4: Running;
let registry: string;
let genome: string;
/** A biosample with H3K27ac, as an address spells its column. */
let biosample: string;
let column: string;

const tableOf = (file: string) => {
  const [header, ...rows] = readFileSync(path.join(registry, file), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t'));
  return rows.map((row) => Object.fromEntries(header!.map((name, i) => [name, row[i]!])));
};
const get = (query: string) => service.get(`/api/v1/ccres?${query}`);
const json = (query: string): Promise<Json> => service.json(`/api/v1/ccres?${query}`);
const total = async (query: string): Promise<number> => (await json(`${query}&limit=0`)).total;
const all = async (query: string): Promise<Json[]> => (await json(`${query}&limit=10000`)).elements;
const post = (body: object) => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

beforeAll(async () => {
  const annotated = await annotatedRegistry();
  ({ registry, genome } = annotated);
  service = await running([registry]);
  biosample = tableOf('biosamples.tsv').find(({ H3K27ac }) => H3K27ac !== 'NA')!.biosample!;
  column = encodeURIComponent(`H3K27ac@${biosample}`);
  const four = path.join(scratch, 'four');
  await build(atacCase(genome), { out: four, threads: 1, force: false, keepWork: false }, silent);
  encode4 = await running([four]);
});
afterAll(async () => {
  await service?.app.close();
  await encode4?.app.close();
  rmSync(scratch, { recursive: true, force: true });
});

/** The genome with the scheme encode4, and three biosamples that have ATAC in place of DNase. */
function atacCase(from: string): string {
  for (const name of readdirSync(from)) {
    if (name !== 'registry.yaml' && name !== 'datasets.tsv')
      symlinkSync(path.join(from, name), path.join(scratch, name));
  }
  const rows = readFileSync(path.join(from, 'datasets.tsv'), 'utf8')
    .split('\n')
    .map((line) => line.split('\t'));
  const owners = [...new Set(rows.filter(([, assay]) => assay === 'DNase').map(([name]) => name))];
  const atac = new Set(owners.slice(-3));
  for (const row of rows) {
    if (row[1] !== 'DNase' || !atac.has(row[0])) continue;
    row[1] = 'ATAC';
    row[2] = row[2]!.replace('DNase', 'ATAC');
  }
  writeFileSync(path.join(scratch, 'datasets.tsv'), rows.map((row) => row.join('\t')).join('\n'));
  const yaml = readFileSync(path.join(from, 'registry.yaml'), 'utf8');
  const file = path.join(scratch, 'registry.yaml');
  writeFileSync(file, yaml.replace('encode3', 'encode4').replace('[DNase]', '[DNase, ATAC]'));
  return file;
}

describe('a Z without signal', () => {
  it('is neither high nor low nor in a range, and is asked by its own name', async () => {
    const shown = await all(`columns=${column}`);
    for (const state of ['high', 'low', 'noSignal']) {
      const found = await all(`${state}=${column}&columns=${column}`);
      expect(new Set(found.map(({ z }) => z[0].state))).toEqual(new Set([state]));
      const count = await total(`${state}=${column}`);
      expect(count).toBeGreaterThan(0);
      if (shown.length === (await total(''))) {
        expect(found.length).toBe(shown.filter(({ z }) => z[0].state === state).length);
      }
    }
    const [whole, none] = [await total(''), await total(`noSignal=${column}`)];
    expect(await total(`z=${column}:-10,`)).toBe(whole - none);
    const name = `histogram.z.H3K27ac@${biosample}`;
    const { facets } = await json(`limit=0&facets=${encodeURIComponent(`${name}:-10,10,40`)}`);
    expect(facets[name].noSignal).toBe(none);
    expect(facets[name].bins[0]).toBeLessThan(none);
  });
});

describe('a bound', () => {
  it('is met by the element that is shown with it', async () => {
    for (const { accession, maxZ } of (await json('limit=60&sort=tssDistance')).elements) {
      const { z } = maxZ.DNase;
      if (z === null) continue;
      for (const range of [`${z},`, `,${z}`]) {
        expect(await total(`accession=${accession}&maxZ.DNase=${range}`), `${accession} ${range}`).toBe(1);
      }
    }
  });
});

describe('a name', () => {
  it('that the registry has not is refused, with the parameter and the value', async () => {
    const cases: [query: string, says: RegExp][] = [
      ['chrom=foo', /foo/],
      ['accession=foo', /1 of 1 accessions .*foo/],
      ['nearestGene=foo', /foo.* is no gene/],
      ['gene=foo', /foo.* is no gene/],
      ['gene=foo&geneBy=tss', /foo.* is no gene/],
      ['facets=biosample.nonsense', /nonsense.* expected one of DNase/],
      ['facets=tissue.ATAC', /ATAC.* expected one of DNase/],
      ['geneBy=tss', /without gene/],
      ['gene=foo&geneBy=far', /geneBy is "far"/],
      [`columns=${Array(201).fill(column).join(';')}`, /columns has 201, expected at most 200/],
      [`facets=${Array(51).fill('class').join(',')}`, /facets has 51, expected at most 50/],
    ];
    for (const [query, says] of cases) {
      const response = await get(query);
      const problem = (await response.json()) as { detail: string };
      expect(response.status, query.slice(0, 60)).toBe(400);
      expect(problem.detail).toMatch(says);
    }
  });

  it('of an assay or a biosample is refused by itself, with the parameter, and says where names are', async () => {
    const nobody = encodeURIComponent('DNase@nobody');
    const lists = /"nobody", which is no biosample of .*GET \/api\/v1\/biosamples/;
    const cases: [query: string, parameter: string, says: RegExp][] = [
      ...['high', 'low', 'noSignal', 'columns'].map((name): [string, string, RegExp] => [
        `${name}=${nobody}`,
        name,
        lists,
      ]),
      [`z=${nobody}:1,`, 'z', lists],
      [`sort=-z.${nobody}`, 'sort', lists],
      [`facets=histogram.z.${nobody}:0,5,5`, 'facets', lists],
      ['high=Foo@nobody', 'high', /the assay "Foo", which .* has not, expected one of .*DNase/],
      [`low=Foo@${encodeURIComponent(biosample)}`, 'low', /the assay "Foo"/],
    ];
    for (const [query, parameter, says] of cases) {
      const response = await get(query);
      const problem = (await response.json()) as { detail: string; parameter: string };
      expect([response.status, problem.parameter], query).toEqual([400, parameter]);
      expect(problem.detail, query).toMatch(says);
    }
    const without = tableOf('biosamples.tsv').find(({ DNase }) => DNase === 'NA')!.biosample!;
    const leaf = { assay: 'DNase', biosample: without, is: 'high' };
    const body = post({ filter: { activity: { not: { any: [leaf] } } } });
    const response = await service.get('/api/v1/ccres', body);
    expect([response.status, await response.json()]).toMatchObject([
      400,
      {
        parameter: 'filter.activity',
        detail: expect.stringMatching(/was not assayed for it, expected one of/),
      },
    ]);
  });

  it('of a biosample may be its key, wherever an element is asked for', async () => {
    const { biosamples } = await service.json('/api/v1/biosamples?limit=1000');
    const { key } = biosamples.find((own: Json) => own.biosample === biosample);
    expect(key).not.toBe(biosample);
    const own = (query: string) =>
      get(query.replaceAll('COLUMN', encodeURIComponent(`H3K27ac@${key}`))).then((found) => found.text());
    for (const query of [
      'high=COLUMN',
      'low=COLUMN',
      'noSignal=COLUMN',
      'z=COLUMN:1,',
      'columns=COLUMN&sort=-z.COLUMN',
      'columns=COLUMN&format=tsv',
    ]) {
      expect(await own(query), query).toBe(await (await get(query.replaceAll('COLUMN', column))).text());
    }
    const counted = JSON.parse(await own('facets=histogram.z.COLUMN:0,5,5')).facets;
    const [byKey] = Object.values(counted);
    const [byName] = Object.values((await json(`facets=histogram.z.${column}:0,5,5`)).facets);
    expect(byKey).toEqual(byName);
    const asked = (name: string) => ({
      filter: {
        activity: { atLeast: { k: 1, of: [{ assay: 'H3K27ac', biosample: name, is: 'high' }] } },
        z: [{ assay: 'H3K27ac', biosample: name, range: [2, null] }],
      },
    });
    expect(await service.json('/api/v1/ccres', post(asked(key)))).toEqual(
      await service.json('/api/v1/ccres', post(asked(biosample))),
    );
  });

  it('of a chromosome has any spelling, and of a facet any assay with a column', async () => {
    expect(await total('chrom=1')).toBe(await total('chrom=chr1'));
    const other = JSON.parse(
      readFileSync(path.join(registry, 'zscores', 'manifest.json'), 'utf8'),
    ).columns.find(
      ({ assay }: { assay: string }) => !['DNase', 'H3K4me3', 'H3K27ac', 'CTCF'].includes(assay),
    );
    expect(other).toBeDefined();
    const { facets } = await json(`limit=0&facets=biosample.${other.assay}`);
    const counts = facets[`biosample.${other.assay}`] as { name: string; count: number }[];
    expect(counts.find(({ name }) => name === other.biosample)!.count).toBe(
      await total(`high=${encodeURIComponent(`${other.assay}@${other.biosample}`)}`),
    );
  });
});

describe('an older accession', () => {
  it('stands for the same elements by address and by body', async () => {
    const current = new Set(tableOf('elements.tsv').map(({ rDHS }) => rDHS));
    const older = gunzipSync(readFileSync(path.join(genome, 'previous', 'rdhs.bed.gz')))
      .toString()
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t')[3]!)
      .filter((accession) => !current.has(accession))
      .slice(0, 100);
    expect(older.length).toBeGreaterThan(0);
    const byAddress = await json(`scope=rDHSs&accession=${older}`);
    const filter = { scope: 'rDHSs', accessions: older };
    expect(byAddress.total).toBeGreaterThan(0);
    expect(await service.json('/api/v1/ccres', post({ filter }))).toEqual(byAddress);
    const unknown = await service.get('/api/v1/ccres', post({ filter: { accessions: [...older, 'foo'] } }));
    expect([unknown.status, await unknown.json()]).toMatchObject([400, { parameter: 'filter.accessions' }]);
  });
});

describe('a facet', () => {
  it('of biosamples leaves out the conditions on its own assay alone', async () => {
    const facet = 'biosample.DNase';
    const free = (await json(`limit=0&facets=${facet}`)).facets[facet];
    const bound = (await json(`limit=0&facets=${facet}&high=${column}`)).facets[facet];
    expect(bound).not.toEqual(free);
    const { name, count } = bound[0];
    expect(count).toBe(await total(`high=${column};${encodeURIComponent(`DNase@${name}`)}`));
    const own = encodeURIComponent(`DNase@${name}`);
    expect((await json(`limit=0&facets=${facet}&high=${column};${own}`)).facets[facet]).toEqual(bound);
  });

  it('of positions and one on a log scale stand among others in an address, and in a body alike', async () => {
    const [{ name: chrom, count: onChrom }] = (await json('limit=0&facets=chrom')).facets.chrom;
    const asked = `class,histogram.tssDistance:0,1000000,12,log,positions.${chrom}:7,histogram.tau:0,1,5`;
    const { facets } = await json(`limit=0&class=PLS,dELS&chrom=${chrom}&facets=${asked}`);
    const names = ['class', 'histogram.tssDistance', `positions.${chrom}`, 'histogram.tau'];
    expect(Object.keys(facets)).toEqual(names);
    const along: number[] = facets[`positions.${chrom}`].bins;
    expect(along.length).toBe(7);
    const sum = along.reduce((a, b) => a + b, 0);
    expect(sum).toBe(await total(`class=PLS,dELS&chrom=${chrom}`));
    expect(sum).toBeLessThan(onChrom);
    const sizeBp = facets[`positions.${chrom}`].to;
    const from = Math.ceil(sizeBp / 7);
    const found = await all(`class=PLS,dELS&region=${chrom}:${from}-${Math.ceil((2 * sizeBp) / 7)}`);
    const inBin = ({ start }: Json) => Math.floor((7 * start) / sizeBp) === 1;
    expect(along[1]).toBe(found.filter(inBin).length);
    const near = await total(`class=PLS,dELS&chrom=${chrom}&tssDistance=,999`);
    expect(facets['histogram.tssDistance'].bins.slice(0, 6).reduce((a: number, b: number) => a + b, 0)).toBe(
      near,
    );
    const body = post({
      filter: { class: ['PLS', 'dELS'], chrom: [chrom] },
      limit: 0,
      facets: [
        { of: 'positions', chrom, bins: 7 },
        { of: 'histogram', value: { by: 'tssDistance' }, from: 0, to: 1e6, bins: 12, scale: 'log' },
      ],
    });
    const answer = await service.json('/api/v1/ccres', body);
    expect(answer.facets).toEqual({ 0: facets[names[2]!], 1: facets[names[1]!] });
    for (const [wrong, says] of [
      ['positions.chrNone:7', /chrNone/],
      ['positions.chr1:0', /0 bins/],
      ['histogram.maxZ.DNase:0,10,5,log', /log/],
    ] as const) {
      const response = await get(`limit=0&facets=${wrong}`);
      expect(response.status).toBe(400);
      expect(((await response.json()) as { detail: string }).detail).toMatch(says);
    }
  });

  it('that name nothing, or begin above their end, are refused', async () => {
    for (const [query, parameter] of [
      ['class=', 'class'],
      ['accession=,', 'accession'],
      ['high=;', 'high'],
      ['tau=0.9,0.1', 'tau'],
      ['maxZ.DNase=5,2', 'maxZ.DNase'],
    ]) {
      const response = await get(query!);
      expect(response.status, query).toBe(400);
      expect(await response.json(), query).toMatchObject({ parameter });
    }
    expect((await get('tau=0.5,0.5')).status).toBe(200);
  });

  it('that a scheme has not is refused, and ATAC anchors are counted by either name', async () => {
    for (const query of ['facets=tier', 'facets=ctcfBound', 'tier=1a', 'ctcfBound=true']) {
      const response = await encode4.get(`/api/v1/ccres?${query}`);
      expect(response.status, query).toBe(400);
      expect(await response.text()).toMatch(/encode4 has not/);
    }
    const { facets } = await encode4.json(
      '/api/v1/ccres?limit=0&facets=biosample.ATAC,biosample.DNase,class',
    );
    expect(facets['biosample.ATAC'].length).toBe(3);
    const byName = new Map(facets['biosample.DNase'].map((own: Json) => [own.name, own.count]));
    for (const { name, count } of facets['biosample.ATAC']) {
      expect(count).toBeGreaterThan(0);
      expect(byName.get(name)).toBe(count);
      const high = encodeURIComponent(`ATAC@${name}`);
      const answer = await encode4.json(
        `/api/v1/ccres?high=${high}&limit=3&columns=${high}&facets=biosample.DNase`,
      );
      expect(answer.total).toBe(count);
      for (const { z, tier, ctcfBound } of answer.elements) {
        expect([z[0].state, tier, ctcfBound]).toEqual(['high', null, null]);
      }
      // The anchor by its other name is the same condition.
      expect(answer.facets['biosample.DNase']).toEqual(facets['biosample.DNase']);
    }
  });
});

describe('Z beside elements', () => {
  it('are the same on a page and in a list of all, of a few biosamples and of many', async () => {
    const names = tableOf('biosamples.tsv')
      .filter(({ DNase }) => DNase !== 'NA')
      .map((own) => own.biosample!);
    const many = encodeURIComponent(names.map((name) => `DNase@${name}`).join(';'));
    expect(names.length).toBeGreaterThan(8);
    const lines = async (columns: string) =>
      (await (await get(`columns=${columns}&format=ndjson&scope=rDHSs`)).text())
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).z[0]);
    const one = await lines(encodeURIComponent(`DNase@${names[0]}`));
    expect(one.length).toBeGreaterThan(10_000);
    expect(await lines(many)).toEqual(one);
    const page = await all(`columns=${many}&scope=rDHSs`);
    expect(page.map(({ z }) => z[0])).toEqual(one.slice(0, page.length));
  });
});

describe('a body', () => {
  it('of more conditions than a thousand, or of empty lists, is refused', async () => {
    const activity = { biosample, assay: 'H3K27ac', is: 'high' };
    const few = Array(101).fill(activity);
    const bodies: [object, number][] = [
      [{ any: Array(10).fill({ all: few }) }, 400],
      [{ any: Array(9).fill({ all: few }) }, 200],
      [{ all: [] }, 400],
      [{ atLeast: { k: 0, of: [] } }, 400],
    ];
    for (const [own, status] of bodies) {
      const response = await service.get('/api/v1/ccres', post({ filter: { activity: own }, limit: 1 }));
      expect(response.status, JSON.stringify(own).slice(0, 60)).toBe(status);
      await response.text();
    }
  });
});

describe('a gene', () => {
  it('filters by its body, its start sites and as the nearest, with every other filter', async () => {
    const { genes } = await service.json('/api/v1/genes?limit=60');
    let found = 0;
    for (const { symbol, id, chrom, start, end } of genes.slice(0, 60)) {
      const window = 50_000;
      const near = await service.json(`/api/v1/genes/${id}/ccres?by=tss&window=${window}&limit=10000`);
      const ids = (elements: Json[]) => elements.map(({ accession }) => accession);
      const tss = `gene=${encodeURIComponent(symbol)}&geneBy=tss&window=${window}`;
      if (near.alternatives.length > 0) continue;
      expect(ids(await all(tss)), symbol).toEqual(ids(near.elements));
      const body = await service.json(`/api/v1/genes/${id}/ccres?by=body&limit=10000`);
      expect(ids(await all(`gene=${id}&geneBy=body`))).toEqual(ids(body.elements));
      const distal = near.elements.filter((own: Json) => own.class === 'dELS');
      expect(ids(await all(`${tss}&class=dELS`))).toEqual(ids(distal));
      const region = `${chrom}:${start + 1}-${end}`;
      const shared = near.elements.filter((own: Json) => own.start < end && own.end > start);
      expect(ids(await all(`${tss}&region=${region}`))).toEqual(ids(shared));
      const nearest = (await all(`gene=${id}`)).filter(({ tssDistance }) => tssDistance <= 5000);
      expect(ids(await all(`gene=${id}&window=5000`))).toEqual(ids(nearest));
      const byBody = await service.json(
        '/api/v1/ccres',
        post({ filter: { gene: { names: [id], by: 'tss', window } }, limit: 10_000 }),
      );
      expect(ids(byBody.elements)).toEqual(ids(near.elements));
      found += distal.length + shared.length + nearest.length;
      if (found > 100) break;
    }
    expect(found).toBeGreaterThan(100);
  });
});

describe('many questions at once', () => {
  /** Several sets each, and pages from nothing to half a megabyte. */
  function questions(count: number): string[] {
    const random = seeded(5);
    return Array.from({ length: count }, () => {
      const [least, leastZ, bp] = [
        random.int(0, 300) / 100,
        random.int(-100, 200) / 100,
        random.int(0, 5000),
      ];
      const filters = [
        `maxZ.DNase=${least},`,
        `z=${column}:${leastZ},`,
        `tssDistance=${bp},`,
        'class=dELS,pELS',
      ].filter(() => random.chance(0.6));
      const facets = random.chance(0.5) ? `facets=class,chrom,histogram.z.${column}:-5,5,20` : '';
      return [`limit=${random.pick([0, 10, 1000])}`, 'sort=-maxZ.DNase', facets, ...filters]
        .filter((part) => part !== '')
        .join('&');
    });
  }

  it('have the answers that each has alone, with others that leave in the middle', async () => {
    const asked = questions(40);
    const alone: string[] = [];
    for (const query of asked) alone.push(await (await get(query)).text());
    expect(new Set(alone).size).toBeGreaterThan(30);
    for (let round = 0; round < 3; round++) {
      const leavers = asked.map(async (query, i) => {
        const signal = AbortSignal.timeout(1 + (i % 9));
        await service
          .get(`/api/v1/ccres?${query}`, { signal })
          .then((answer) => answer.text())
          .catch(() => {});
      });
      expect(await Promise.all(asked.map(async (query) => (await get(query)).text()))).toEqual(alone);
      await Promise.all(leavers);
    }
  });
});
