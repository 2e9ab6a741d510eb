/** Addresses of earlier SCREENs, as papers and the ENCODE portal have them. */

import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scratchDirectory } from '../build/run-cli.ts';
import { type Running, running, simulatedRegistry } from './simulated.ts';

let service: Running;
let accession: string;

beforeAll(async () => {
  const { registry } = await simulatedRegistry();
  accession = readFileSync(path.join(registry, 'cCREs.bed'), 'utf8').split('\n')[0]!.split('\t')[4]!;
  service = await running([registry], { pages: 'none' });
});
afterAll(() => service.app.close());

const led = async (url: string) => {
  const response = await service.get(url, { redirect: 'manual' });
  return [response.status, response.headers.get('location')];
};

describe('an old address, without pages,', () => {
  const cases: [string, string][] = [
    ['/search/?q=EH38E1516972&assembly=GRCh38', '/api/v1/search?q=EH38E1516972&registry=GRCh38'],
    [
      '/search?q=chr11%3A5205263-5381894&assembly=GRCh38&uuid=4ff0&cart',
      '/api/v1/search?q=chr11%3A5205263-5381894&registry=GRCh38',
    ],
    [
      '/search/results/topTissues?q=SOX4+enhancer&assembly=mm10',
      '/api/v1/search?q=SOX4+enhancer&registry=mm10',
    ],
    [
      '/search?assembly=GRCh38&chromosome=chr11&start=5205263&end=5381894',
      '/api/v1/ccres?region=chr11%3A5205263-5381894&registry=GRCh38',
    ],
    ['/search?assembly=GRCh38&gene=SOX4&nearTSS=f', '/api/v1/genes/SOX4?registry=GRCh38'],
    ['/search?assembly=GRCh38&snpid=rs9466027', '/api/v1/variants/rs9466027?registry=GRCh38'],
    ['/search?assembly=GRCh38&accessions=EH38E1516972', '/api/v1/ccres/EH38E1516972?registry=GRCh38'],
    [
      '/search?accessions=EH38E1516972,EH38E1516973',
      '/api/v1/ccres?accession=EH38E1516972%2CEH38E1516973&scope=rDHSs',
    ],
    ['/', '/api'],
    ['/search', '/api'],
    ['/search?q=a&q=b', '/api/v1/search?q=a'],
    ['/geApp/?gene=BAP1&assembly=GRCh38', '/api/v1/genes/BAP1/expression?registry=GRCh38'],
    ['/deApp/?gene=Bap1&assembly=mm10', '/api/v1/genes/Bap1/expression?registry=mm10'],
    ['/gwasApp/?assembly=GRCh38', '/api/v1/gwas/studies?registry=GRCh38'],
    ['/ldr/', '/api/v1/biosamples'],
    ['/index/about', '/api'],
    ['/downloads', '/api'],
    ['/GRCh38/ccre/EH38E1516972', '/api/v1/ccres/EH38E1516972?registry=GRCh38'],
    ['/GRCh38/ccre/EH38E1516972/genes', '/api/v1/ccres/EH38E1516972?registry=GRCh38'],
    ['/mm10/gene/Sox4/expression', '/api/v1/genes/Sox4?registry=mm10'],
    ['/GRCh38/variant/rs9466027', '/api/v1/variants/rs9466027?registry=GRCh38'],
    [
      '/GRCh38/region/chr12:53380176-53416446/ccres',
      '/api/v1/ccres?region=chr12%3A53380176-53416446&registry=GRCh38',
    ],
    [
      '/GRCh38/gwas/36810956-GCST90296476-astrocytoma',
      '/api/v1/gwas/studies/36810956-GCST90296476-astrocytoma?registry=GRCh38',
    ],
    ['/GRCh38/gwas', '/api/v1/gwas/studies?registry=GRCh38'],
    ['/GRCh38/bed/peaks.bed/overview', '/api'],
  ];
  it.each(cases)('%s leads to what answers it', async (url, target) => {
    expect(await led(url)).toEqual([301, target]);
  });

  it('leads to an answer', async () => {
    const { element } = await service.json(`/GRCh38/ccre/${accession}`);
    expect(element.accession).toBe(accession);
    expect((await service.json(`/search/?q=${accession}&assembly=GRCh38`)).total).toBe(1);
    expect(
      (await service.json('/search?assembly=hg38&chromosome=chr1&start=1&end=100000')).total,
    ).toBeGreaterThan(0);
  });

  it('leads nowhere else, whatever is typed', async () => {
    for (const url of [
      '/GRCh38/ccre/%2F%2Fevil.example',
      '/search?q=%0d%0aSet-Cookie:x',
      '/GRCh38/gene/..%2f..%2fapi',
    ]) {
      const [status, target] = await led(url);
      expect(status).toBe(301);
      expect(target).toMatch(/^\/api\/v1\/(ccres\/%2F%2Fevil|search\?q=|genes\/\.\.%2F)/);
    }
  });

  it('of another kind is none', async () => {
    for (const url of [
      '/GRCh38/nothing/x',
      '/elsewhere/ccre/EH38E1516972',
      '/GRCh38/constructor/x',
      '/api/v1/none',
      '/x/gwas',
    ]) {
      const response = await service.get(url, { redirect: 'manual' });
      expect([url, response.status]).toEqual([url, 404]);
      expect(await response.json()).toMatchObject({
        detail: expect.stringMatching(/is no address of this service/),
      });
    }
  });
});

describe('an old address, with pages,', () => {
  const scratch = scratchDirectory();
  let withPages: Running;
  let asAssembly: Running;
  beforeAll(async () => {
    const { registry } = await simulatedRegistry();
    // A registry may be called as its assembly, or have a name that must be escaped.
    const [other, named] = [path.join(scratch, 'my own'), path.join(scratch, 'GRCh38')];
    for (const place of [other, named]) symlinkSync(registry, place, 'dir');
    const pages = path.join(scratch, 'web');
    mkdirSync(pages);
    writeFileSync(path.join(pages, 'index.html'), 'the page');
    withPages = await running([other, registry], { pages });
    asAssembly = await running([registry, named], { pages });
  });
  afterAll(() => Promise.all([withPages, asAssembly].map(({ app }) => app.close())));
  const ledFrom = async (from: Running, url: string, accept = 'text/html,*/*') => {
    const response = await from.get(url, { redirect: 'manual', headers: { accept } });
    return [response.status, response.headers.get('location')];
  };

  const cases: [string, string][] = [
    ['/search/?q=EH38E1516972&assembly=GRCh38', '/my%20own/search?q=EH38E1516972'],
    ['/search/results/topTissues?q=SOX4+enhancer&assembly=mini', '/mini/search?q=SOX4+enhancer'],
    [
      '/search?assembly=GRCh38&chromosome=chr11&start=5205263&end=5381894',
      '/my%20own/elements?region=chr11%3A5205263-5381894',
    ],
    ['/search?assembly=mm10&gene=SOX4&nearTSS=f', '/my%20own/gene/SOX4'],
    ['/search?assembly=hg38&snpid=rs9466027', '/my%20own/variant/rs9466027'],
    ['/search?accessions=EH38E1516972', '/my%20own/element/EH38E1516972'],
    [
      '/search?accessions=EH38E1516972,EH38E1516973',
      '/my%20own/elements?accession=EH38E1516972%2CEH38E1516973&scope=rDHSs',
    ],
    ['/search', '/'],
    ['/search?assembly=GRCh38', '/my%20own'],
    ['/geApp/?gene=BAP1&assembly=GRCh38', '/my%20own/gene/BAP1/expression'],
    ['/geApp/', '/'],
    ['/deApp/?assembly=mm10', '/my%20own/differential'],
    ['/gwasApp/?assembly=GRCh38', '/my%20own/gwas'],
    ['/ldr/', '/my%20own/biosamples'],
    ['/index/about', '/'],
    ['/downloads', '/my%20own/downloads'],
    ['/about/versions', '/my%20own/methods'],
    ['/GRCh38/ccre/EH38E1516972/genes', '/my%20own/element/EH38E1516972'],
    ['/mini/ccre/EH38E1516972', '/mini/element/EH38E1516972'],
    ['/GRCh38/gene/SOX4', '/my%20own/gene/SOX4'],
    ['/GRCh38/gene/SOX4/ccres', '/my%20own/gene/SOX4/elements'],
    ['/mini/gene/SOX4/transcript-expression', '/mini/gene/SOX4/tss'],
    ['/GRCh38/gene/SOX4/conservation', '/my%20own/gene/SOX4'],
    ['/hg19/variant/rs9466027', '/my%20own/variant/rs9466027'],
    ['/GRCh38/region/chr12:53380176-53416446/ccres', '/my%20own/elements?region=chr12%3A53380176-53416446'],
    ['/GRCh38/gwas', '/my%20own/gwas'],
    ['/GRCh38/gwas/36810956-GCST90296476-a', '/my%20own/gwas/36810956-GCST90296476-a'],
    ['/GRCh38/bed/peaks.bed/overview', '/my%20own/bed'],
    ['/GRCh38/ccre/%2F%2Fevil.example', '/my%20own/element/%2F%2Fevil.example'],
  ];
  it.each(cases)('%s leads to the page of it', async (url, target) => {
    expect(await ledFrom(withPages, url)).toEqual([301, target]);
  });

  it('leads to the registry that is called as the assembly, or of it', async () => {
    expect(await ledFrom(asAssembly, '/GRCh38/ccre/EH38E1516972')).toEqual([
      301,
      '/GRCh38/element/EH38E1516972',
    ]);
    expect(await ledFrom(asAssembly, '/hg38/ccre/EH38E1516972')).toEqual([301, '/mini/element/EH38E1516972']);
    expect(await ledFrom(asAssembly, '/GRCh38/gene/SOX4/ccres')).toEqual([301, '/GRCh38/gene/SOX4/elements']);
  });

  it('that is one of ours too is the page itself', async () => {
    for (const url of [
      '/mini/gene/SOX4',
      '/mini/gene/SOX4/expression',
      '/mini/gene/SOX4/tss',
      '/mini/gene/SOX4/elements',
      '/mini/gene/SOX4/browser',
      '/mini/gwas',
      '/mini/gwas/study',
      '/mini/variant/rs1',
      '/mini/bed/0123',
      '/my%20own/gene/SOX4',
    ])
      expect([url, await ledFrom(withPages, url)]).toEqual([url, [200, null]]);
    expect(await ledFrom(asAssembly, '/GRCh38/gene/SOX4/expression')).toEqual([200, null]);
  });

  it('leads programs to the answer of the API', async () => {
    const json = 'application/json';
    expect(await ledFrom(withPages, '/', json)).toEqual([301, '/api']);
    for (const [url, target] of [
      ['/GRCh38/ccre/EH38E1516972', '/api/v1/ccres/EH38E1516972?registry=GRCh38'],
      ['/mini/gene/SOX4', '/api/v1/genes/SOX4?registry=mini'],
      ['/search?q=SOX4', '/api/v1/search?q=SOX4'],
      ['/mini/gwas', '/api/v1/gwas/studies?registry=mini'],
    ] as const)
      expect(await ledFrom(withPages, url, json)).toEqual([301, target]);
    const { headers } = await withPages.get('/search?q=SOX4', { redirect: 'manual' });
    expect(headers.get('vary')).toMatch(/accept(,|$)/);
  });

  it('of another kind is the page that says so', async () => {
    for (const url of [
      '/GRCh38/nothing/x',
      '/elsewhere/ccre/EH38E1516972',
      '/GRCh38/constructor/x',
      '/x/gwas',
    ])
      expect([url, await ledFrom(withPages, url)]).toEqual([url, [200, null]]);
    expect((await ledFrom(withPages, '/api/v1/none'))[0]).toBe(404);
  });
});
