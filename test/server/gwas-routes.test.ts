/** Studies and enrichment over HTTP: what was planted is found, one's own list has the answer of the study that it is. */

import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NaiveGwas, type NaiveStudy, tableOf } from '../annotation/naive-gwas.ts';
import { annotatedRegistry } from './annotated-registry.ts';
import { type Running, running } from './simulated.ts';

let service: Running;
let naive: NaiveGwas;
let genome: string;
let registry: string;

beforeAll(async () => {
  ({ genome, registry } = await annotatedRegistry());
  naive = new NaiveGwas(genome, registry);
  service = await running([registry]);
});
afterAll(() => service.app.close());

const idOf = ({ author, pubmed, trait }: NaiveStudy) => `${author}-${pubmed}-${trait}`.replaceAll(' ', '_');
const studyOf = (accession: string) => naive.studies.find((own) => own.accession === accession)!;
const post = (body: string | object, query = '') => ({
  url: `/api/v1/gwas/enrichment${query}`,
  init: {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    headers: { 'content-type': typeof body === 'string' ? 'text/plain' : 'application/json' },
  },
});

interface Row {
  readonly biosample: string;
  readonly state: string;
  readonly observed: number | null;
  readonly fold: number | null;
  readonly p: number | null;
  readonly fdr: number | null;
}

describe('studies', () => {
  it('are found by words and populations, each with its totals', async () => {
    const { total, studies } = await service.json('/api/v1/gwas/studies');
    expect(total).toBe(naive.studies.length);
    expect(studies.map((own: { id: string }) => own.id)).toEqual(naive.studies.map(idOf).sort());
    const ids = async (query: string) =>
      (await service.json(`/api/v1/gwas/studies?${query}`)).studies.map((own: { id: string }) => own.id);
    expect(await ids('q=blood+trait')).toEqual(
      naive.studies.filter(({ trait }) => /blood/i.test(trait)).map(idOf),
    );
    expect(await ids('population=AFR')).toEqual(
      naive.studies.filter(({ population }) => population === 'AFR').map(idOf),
    );
    expect((await ids('tested=true')).sort()).toEqual(
      naive.studies
        .filter(({ leads }) => leads.length > 25)
        .map(idOf)
        .sort(),
    );
    for (const study of naive.studies) {
      const own = await service.json(`/api/v1/gwas/studies/${encodeURIComponent(idOf(study))}`);
      expect(own.study).toMatchObject({
        id: idOf(study),
        trait: study.trait,
        population: study.population,
        leads: study.leads.length,
        ldBlocks: naive.blocks(study).size,
      });
      expect(own.parameters).toEqual({
        maxP: 1e-6,
        r2: 0.7,
        assay: 'H3K27ac',
        controls: 500,
        minLeads: 25,
        seed: 1,
      });
      expect(own.panel.snps).toBe(naive.variants.size);
      expect(own.test === null).toBe(study.leads.length <= 25);
      expect(await service.json(`/api/v1/gwas/studies/${study.accession}`)).toEqual(own);
    }
  });

  it('list their associations, the variants of their LD blocks, and the cCREs that these hit', async () => {
    for (const study of naive.studies.slice(0, 4)) {
      const url = `/api/v1/gwas/studies/${encodeURIComponent(idOf(study))}`;
      const blocks = naive.blocks(study);
      const { snps, total } = await service.json(`${url}/blocks?limit=10000`);
      expect(total).toBe([...blocks.values()].reduce((sum, block) => sum + block.size, 0));
      const found = new Map<string, Map<string, number>>();
      for (const { lead, id, r2, isLead, rdhs } of snps) {
        if (!found.has(lead)) found.set(lead, new Map());
        found.get(lead)!.set(id, r2);
        expect(isLead).toBe(study.leads.includes(id));
        expect(rdhs).toBe(naive.elementOf(id)?.rdhs ?? null);
      }
      expect([...found.keys()].sort()).toEqual([...blocks.keys()].sort());
      for (const [lead, block] of blocks) expect(found.get(lead)).toEqual(block);
      const associations = await service.json(`${url}/associations?limit=10000`);
      expect(associations.total).toBe(study.associations);
      const hit = new Map<string, string[]>();
      for (const block of blocks.values()) {
        for (const id of block.keys()) {
          const ccre = naive.elementOf(id)?.ccre;
          if (ccre !== undefined) hit.set(ccre, [...(hit.get(ccre) ?? []), id]);
        }
      }
      const { ccres } = await service.json(`${url}/ccres?limit=10000`);
      expect(
        new Map(
          ccres.map((own: { accession: string; snps: { id: string }[] }) => [
            own.accession,
            own.snps.map((snp) => snp.id).sort(),
          ]),
        ),
      ).toEqual(new Map([...hit].map(([ccre, ids]) => [ccre, ids.sort()])));
      // In a biosample: those alone that have a high mark there, as the element itself says.
      const biosample = 'liver tissue, female adult (53 years)';
      const active = await service.json(
        `${url}/ccres?limit=10000&biosample=${encodeURIComponent(biosample)}`,
      );
      expect(active).toMatchObject({ biosample, ofAll: hit.size });
      const expected: string[] = [];
      for (const ccre of hit.keys()) {
        const { biosamples } = await service.json(`/api/v1/ccres/${ccre}/biosamples`);
        const { z } = biosamples.find((own: { biosample: string }) => own.biosample === biosample);
        if (['DNase', 'H3K4me3', 'H3K27ac'].some((assay) => z[assay].state === 'high')) expected.push(ccre);
      }
      expect(active.ccres.map((own: { accession: string }) => own.accession).sort()).toEqual(expected.sort());
    }
  });
});

describe('enrichment', () => {
  it('is found where it was planted, the least p first; biosamples without the assay have no number', async () => {
    for (const { study, role, biosamples } of tableOf(path.join(genome, 'truth', 'gwas.tsv'))) {
      const url = `/api/v1/gwas/studies/${encodeURIComponent(idOf(studyOf(study!)))}/enrichment`;
      const answer = await service.json(url);
      const rows: Row[] = answer.biosamples;
      expect(answer.isTested).toBe(role !== 'small');
      if (role === 'small') {
        expect(answer.total).toBe(0);
        continue;
      }
      const tested = rows.filter(({ state }) => state === 'tested');
      expect(
        rows
          .slice(tested.length)
          .every(({ state, p, fold }) => state === 'notAssayed' && p === null && fold === null),
      ).toBe(true);
      expect(rows.length).toBeGreaterThan(tested.length);
      for (let i = 1; i < tested.length; i++) expect(tested[i]!.p!).toBeGreaterThanOrEqual(tested[i - 1]!.p!);
      if (role !== 'enriched') continue;
      for (const name of biosamples!.split('; ')) {
        const place = tested.findIndex(({ biosample }) => biosample === name);
        expect(place).toBeLessThan(3);
        expect(tested[place]!.fdr).toBeLessThan(0.05);
      }
    }
  });

  it('is there as a whole table, in pages and in one piece', async () => {
    const page = await service.json('/api/v1/gwas/enrichment?limit=10000');
    const tested = naive.studies.filter(({ leads }) => leads.length > 25);
    const biosamples = tableOf(path.join(registry, 'biosamples.tsv'));
    expect(page.total).toBe(tested.length * biosamples.length);
    expect(page.enrichment.length).toBe(page.total);
    const second = await service.json('/api/v1/gwas/enrichment?offset=13&limit=30');
    expect(second.enrichment).toEqual(page.enrichment.slice(13, 43));
    const tsv = await (await service.get('/api/v1/gwas/enrichment?format=tsv')).text();
    const [header, ...rows] = tsv
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t'));
    expect(rows.length).toBe(page.total);
    for (const [i, row] of rows.entries()) {
      const own = Object.fromEntries(header!.map((name, k) => [name, row[k]!]));
      expect(own.study).toBe(page.enrichment[i].study);
      expect(own.p === 'NA' ? null : Number(own.p)).toBe(page.enrichment[i].p);
      expect(own.state).toBe(page.enrichment[i].state);
    }
    expect((await service.get('/api/v1/gwas/enrichment?format=parquet')).status).toBe(200);
  });

  it('of one’s own list is that of the study with these leads, whatever the list is written as', async () => {
    const study = naive.studies[0]!;
    const expected = await service.json(`/api/v1/gwas/studies/${encodeURIComponent(idOf(study))}/enrichment`);
    const strong = (
      await service.json(`/api/v1/gwas/studies/${encodeURIComponent(idOf(study))}/blocks?limit=10000`)
    ).snps;
    const ids: string[] = [
      ...new Set<string>(
        strong
          .filter((own: { isLead: boolean; id: string; lead: string }) => own.isLead && own.id === own.lead)
          .map((own: { id: string }) => own.id),
      ),
    ];
    const place = (id: string) => naive.variants.get(id)!;
    const lists: [string, string | object][] = [
      ['ids in JSON', { ids: [...ids, 'rs1'] }],
      ['ids as text', `${ids.slice(0, 5).join(' ')}\n${ids.slice(5).join(',')}\nrs1\n`],
      ['places', { ids: [...ids.map((id) => `${place(id).chrom}:${place(id).pos}`), 'rs1'] }],
      [
        'BED',
        `track name=x\n${ids.map((id) => `${place(id).chrom}\t${place(id).pos - 1}\t${place(id).pos}\n`).join('')}chr1\t0\t1\trs1\n`,
      ],
      ['BED with names', `${ids.map((id) => `chr1\t5\t6\t${id}\n`).join('')}chr1\t0\t1\trs1\n`],
      [
        'VCF',
        `##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\n${ids.map((id, i) => `${place(id).chrom.slice(3)}\t${place(id).pos}\t${i % 2 ? '.' : id}\tA\tC\n`).join('')}1\t1\trs1\tA\tC\n`,
      ],
    ];
    for (const [what, body] of lists) {
      const { url, init } = post(body, '?population=EUR');
      const answer = await service.json(url, init);
      expect(answer, what).toMatchObject({
        parameters: { r2: 0.7, assay: 'H3K27ac', controls: 500, minLeads: 25, seed: 1 },
        population: 'EUR',
        leads: { given: ids.length + 1, absent: 1, repeated: 0, tested: ids.length },
        notFound: ['rs1'],
        meanControlGroups: ids.length,
        missingControls: 0,
        warning: null,
        isTested: true,
        whyNot: null,
      });
      expect(answer.biosamples, what).toEqual(expected.biosamples);
    }
    const other = post({ ids }, '?seed=2&controls=50&population=AFR&minLeads=10&r2=0.5');
    const again = await service.json(other.url, other.init);
    expect(again.parameters).toEqual({ r2: 0.5, assay: 'H3K27ac', controls: 50, minLeads: 10, seed: 2 });
    expect(again.biosamples).not.toEqual(expected.biosamples);
    expect(await service.json(other.url, other.init)).toEqual(again);
    expect(expected.warning).toBeNull();
    const about = await service.json(`/api/v1/gwas/studies/${encodeURIComponent(idOf(study))}`);
    expect(about.test).toMatchObject({ meanControlGroups: ids.length, warning: null });
    const few = post({ ids: ids.slice(0, 10) });
    expect(await service.json(few.url, few.init)).toMatchObject({
      isTested: false,
      total: 0,
      biosamples: [],
      whyNot: '10 of the 10 lead SNPs are in the panel; a test needs more than 25',
    });
  });

  it('refuses lists and parameters that do not fit', async () => {
    const cases: [string | object, string, number, string | undefined][] = [
      ['', '', 400, 'body'],
      [{ ids: [] }, '', 400, 'body'],
      [{ id: ['rs1'] }, '', 400, undefined],
      [{ ids: [1] }, '', 400, undefined],
      ['chr1\t5\t6\nchr1\t9\t8\n', '', 400, 'body'],
      ['##fileformat=VCFv4.2\nchr1\tx\trs1\n', '', 400, 'body'],
      ['rs1', '?population=SAS', 400, 'population'],
      ['rs1', '?controls=1', 400, 'controls'],
      ['rs1', '?controls=2.5', 400, 'controls'],
      ['rs1', '?seed=-1', 400, 'seed'],
      ['rs1', '?r2=2', 400, 'r2'],
      ['rs1', '?assay=H3K9me3', 400, 'assay'],
      [`${'rs1 '.repeat(100_001)}`, '', 413, 'body'],
      ['chr1\t0\t9000000\n'.repeat(50), '?controls=10000', 400, undefined],
      ['chr1\t0\t9000000\n'.repeat(200), '?controls=2', 400, undefined],
    ];
    for (const [body, query, status, parameter] of cases) {
      const { url, init } = post(body, query);
      const problem = (await (await service.get(url, init)).json()) as Record<string, unknown>;
      expect(problem, `${JSON.stringify(body).slice(0, 60)} ${query}`).toMatchObject({
        status,
        ...(parameter === undefined ? {} : { parameter }),
      });
    }
    for (const url of ['nobody', 'nobody/blocks', 'nobody/enrichment']) {
      expect((await service.get(`/api/v1/gwas/studies/${url}`)).status).toBe(404);
    }
    const study = encodeURIComponent(idOf(naive.studies[0]!));
    expect((await service.get(`/api/v1/gwas/studies/${study}/ccres?biosample=nobody`)).status).toBe(404);
  });
});
