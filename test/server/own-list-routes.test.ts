/** A visitor's own list over HTTP: what is read of it, under which address, and that it answers as the study whose leads it has. */

import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openState } from '../../src/server/lists/state-store.ts';
import { scratchDirectory } from '../build/run-cli.ts';
import { annotatedRegistry } from './annotated-registry.ts';
import { type Running, running } from './simulated.ts';

interface Snp {
  readonly lead: string;
  readonly id: string;
  readonly chrom: string;
  readonly start: number;
}

const scratch = scratchDirectory();
let service: Running;
let forgetful: Running;
let study: { id: string; population: string };
let snps: Snp[];
let leads: string[];

beforeAll(async () => {
  const { registry } = await annotatedRegistry();
  service = await running([registry], { state: openState(path.join(scratch, 'state')) });
  forgetful = await running([registry]);
  [study] = (await service.json('/api/v1/gwas/studies?tested=true')).studies;
  ({ snps } = await service.json(`/api/v1/gwas/studies/${study.id}/blocks?limit=10000`));
  leads = [...new Set(snps.map(({ lead }) => lead))];
});
afterAll(async () => {
  await service.app.close();
  await forgetful.app.close();
});

const sent = (body: string, type = 'text/plain') => ({
  method: 'POST',
  body,
  headers: { 'content-type': type },
});
const read = (body: string, from = service) => from.json('/api/v1/gwas/lists', sent(body));

describe('a list that is sent', () => {
  it('is told line by line: found, unknown here, repeated, not readable', async () => {
    const [a, b, c] = leads;
    const text = `# mine\n${a}\n${b} ${a}\nrs999999999\nrs12x\n\n${c},${b}\nchr1:1\n`;
    expect(await read(text)).toMatchObject({
      kind: 'ids',
      entries: 8,
      found: 3,
      variants: 3,
      unknown: {
        count: 2,
        lines: [
          { line: 4, text: 'rs999999999' },
          { line: 8, text: 'chr1:1' },
        ],
      },
      repeated: {
        count: 2,
        lines: [
          { line: 3, text: a },
          { line: 7, text: b },
        ],
      },
      unreadable: {
        count: 1,
        lines: [
          {
            line: 5,
            text: 'rs12x',
            message: 'has "rs12x", expected rs and digits, or a place such as chr1:1000',
          },
        ],
      },
    });
    const bed = `track name=x\n${snps[0]!.chrom}\t${snps[0]!.start}\t${snps[0]!.start + 1}\nchr1\t9\t8\nchr1\tx\n`;
    expect(await read(bed)).toMatchObject({
      kind: 'BED',
      entries: 3,
      found: 1,
      unreadable: {
        count: 2,
        lines: [
          { line: 3, message: 'has "9" and "8", expected a start and an end beyond it' },
          { line: 4, text: 'chr1\tx' },
        ],
      },
    });
    const vcf = `##fileformat=VCFv4.2\n#CHROM\tPOS\tID\nchr1\tten\trs1\n${snps[0]!.chrom}\t5\t${leads[0]}\n`;
    expect(await read(vcf)).toMatchObject({
      kind: 'VCF',
      entries: 2,
      found: 1,
      unreadable: { lines: [{ line: 3, message: 'has "ten" for POS, expected a position from 1 on' }] },
    });
    expect(await read('# nothing\n')).toMatchObject({ entries: 0, id: null, address: null });
  });

  it('has an address that stands for its text, as JSON too; without --state it has none', async () => {
    const text = leads.join('\n');
    const one = await read(text);
    expect(one.address).toBe(`/api/v1/gwas/lists/${one.id}`);
    expect(await (await service.get(one.text)).text()).toBe(text);
    expect(await service.json(one.address)).toEqual(one);
    const json = sent(JSON.stringify({ ids: leads }), 'application/json');
    expect((await service.json('/api/v1/gwas/lists', json)).id).toBe(one.id);
    expect((await read(`${text}\n`)).id).not.toBe(one.id);
    expect(await read(text, forgetful)).toEqual({
      ...one,
      ...{ id: null, address: null, text: null, enrichment: null, blocks: null, ccres: null },
    });
    const unkept = await service.json('/api/v1/gwas/lists?keep=false', sent('rs1'));
    expect(unkept).toMatchObject({ entries: 1, id: null, address: null });
    expect((await service.get('/api/v1/gwas/lists?keep=no', sent('rs1'))).status).toBe(400);
    for (const url of [one.address, one.text, one.enrichment, one.blocks, one.ccres]) {
      expect((await forgetful.get(url)).status).toBe(404);
      expect((await service.get(url.replace(one.id, 'a'.repeat(26)))).status).toBe(404);
    }
  });

  it('answers as the study that has these leads, kept or sent with each question', async () => {
    const text = leads.join('\n');
    const { id } = await read(text);
    const query = `population=${study.population}&limit=10000`;
    const own = (name: string, more = '') => service.json(`/api/v1/gwas/lists/${id}/${name}?${query}${more}`);
    const ofStudy = (name: string, more = '') =>
      service.json(`/api/v1/gwas/studies/${study.id}/${name}?limit=10000${more}`);
    const unreported = (rows: object[]) =>
      rows.map((row) => ({ ...row, isLead: undefined, leadMinusLog10P: undefined }));
    expect(unreported((await own('blocks')).snps)).toEqual(unreported((await ofStudy('blocks')).snps));
    const enrichment = await own('enrichment');
    expect(enrichment.biosamples).toEqual((await ofStudy('enrichment')).biosamples);
    const biosample = `&biosample=${encodeURIComponent(enrichment.biosamples[0].biosample)}`;
    for (const more of ['', biosample]) {
      const [mine, theirs] = [await own('ccres', more), await ofStudy('ccres', more)];
      expect(mine).toEqual(theirs);
      expect(mine.total).toBeGreaterThan(0);
    }
    // The second time it is remembered, and the same; other parameters are another test.
    expect(await own('enrichment')).toEqual(enrichment);
    expect((await own('enrichment', '&seed=2')).biosamples).not.toEqual(enrichment.biosamples);
    for (const name of ['enrichment', 'blocks', 'ccres']) {
      expect(await forgetful.json(`/api/v1/gwas/${name}?${query}`, sent(text))).toEqual(await own(name));
    }
    const bed = await service.get(`/api/v1/gwas/lists/${id}/blocks?${query}&format=bed`);
    expect((await bed.text()).trimEnd().split('\n').length).toBe(snps.length);
  });

  it('opens a block only for leads that no earlier one stands for', async () => {
    const linked = snps.find(({ id, lead }) => id !== lead)!;
    const { id } = await read(`${linked.lead}\n${linked.id}\n`);
    const { snps: rows } = await service.json(
      `/api/v1/gwas/lists/${id}/blocks?population=${study.population}&limit=10000`,
    );
    expect(new Set(rows.map((own: Snp) => own.lead))).toEqual(new Set([linked.lead]));
  });

  it('is refused where nothing fits', async () => {
    // The chromosome so often that its variants are more than a list may have.
    const overall = `${snps[0]!.chrom}\t0\t200000000\n`.repeat(19_000);
    for (const [url, body, status] of [
      ['/api/v1/gwas/lists', 'rs1 '.repeat(20_001), 413],
      ['/api/v1/gwas/blocks', '', 400],
      ['/api/v1/gwas/blocks?population=SAS', 'rs1', 400],
      ['/api/v1/gwas/blocks?r2=2', 'rs1', 400],
      ['/api/v1/gwas/ccres?biosample=nobody', 'rs1', 404],
      ['/api/v1/gwas/ccres', 'chr1\t9\t10\nchr1\t9\t8\n', 400],
      ['/api/v1/gwas/lists', overall, 413],
      ['/api/v1/gwas/blocks', overall, 413],
      ['/api/v1/gwas/ccres', overall, 413],
    ] as const) {
      expect((await service.get(url, sent(body))).status, url).toBe(status);
    }
  });
});

describe('a cCRE that is hit', () => {
  it('has its class in the biosample, the symbol of its nearest TSS and the gene of its best link', async () => {
    const [{ biosample }] = (await service.json(`/api/v1/gwas/studies/${study.id}/enrichment`)).biosamples;
    const { ccres } = await service.json(
      `/api/v1/gwas/studies/${study.id}/ccres?limit=5&biosample=${encodeURIComponent(biosample)}`,
    );
    for (const own of ccres) {
      const url = `/api/v1/ccres/${own.accession}`;
      const { biosamples } = await service.json(`${url}/biosamples?limit=10000`);
      expect(own.classThere).toBe(
        biosamples.find((one: { biosample: string }) => one.biosample === biosample).class,
      );
      const { links } = await service.json(`${url}/links?limit=1`);
      const [best] = links;
      expect(own.linkedGene).toEqual(
        best === undefined
          ? null
          : { id: best.gene.id, symbol: best.gene.symbol, confidence: best.confidence },
      );
      const nearest = await service.json(`/api/v1/genes/${own.nearestGene}`);
      expect(own.nearestSymbol).toBe(nearest.gene.symbol);
      const { variant } = await service.json(`/api/v1/variants/${own.snps[0].id}`);
      expect(own.snps[0].location).toBe(variant.location);
    }
  });
});
