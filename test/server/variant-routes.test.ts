/** Variants over HTTP against the raw files: by place and id, in every format, what they hit, their linkage, who reports them. */

import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NaiveGwas, type NaiveVariant, tableOf } from '../annotation/naive-gwas.ts';
import { seeded } from '../genome/random.ts';
import { annotatedRegistry } from './annotated-registry.ts';
import { type Running, running, simulatedRegistry } from './simulated.ts';

let service: Running;
let naive: NaiveGwas;
let all: readonly NaiveVariant[];
let genome: string;
const random = seeded(4);

beforeAll(async () => {
  const made = await annotatedRegistry();
  genome = made.genome;
  naive = new NaiveGwas(genome, made.registry);
  all = [...naive.variants.values()].sort((a, b) =>
    a.chrom === b.chrom ? a.pos - b.pos : a.chrom < b.chrom ? -1 : 1,
  );
  service = await running([made.registry]);
});
afterAll(() => service.app.close());

const viewOf = ({ id, chrom, pos, ref, alt, maf }: NaiveVariant) => {
  const element = naive.elementOf(id);
  return {
    ...{ id, chrom, start: pos - 1, end: pos, location: `${chrom}:${pos}-${pos}`, ref, alt },
    maf: expect.closeTo(maf, 6),
    tssDistance: expect.any(Number),
    accession: element?.accession ?? null,
    rdhs: element?.rdhs ?? null,
  };
};

/** Of the studies of the catalogue: study accession to the r2 of the closest variant that it reports. */
function reportsOf(id: string): Map<string, number> {
  const rows = tableOf(path.join(genome, 'annotations', 'gwas-catalog.tsv'));
  const found = new Map<string, number>();
  for (const row of rows) {
    const study = naive.studies.find(({ accession }) => accession === row['STUDY ACCESSION'])!;
    const r2 = row.SNPS === id ? 1 : (naive.partners(study.population, id).get(row.SNPS!) ?? 0);
    const key = `${study.author}-${study.pubmed}-${study.trait}`.replaceAll(' ', '_');
    if (r2 > 0.7) found.set(key, Math.max(r2, found.get(key) ?? 0));
  }
  return found;
}

describe('variants of a list', () => {
  const posted = (body: unknown, query = '') =>
    service.get(`/api/v1/variants${query}`, {
      method: 'POST',
      headers: { 'content-type': typeof body === 'string' ? 'text/plain' : 'application/json' },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });

  it('are those of its ids, each once and in its order, with those that are not there', async () => {
    const some = [...all].sort(() => random.int(-1, 1)).slice(0, 300);
    const ids = [...some.map(({ id }) => id), 'rs999999999999', some[0]!.id];
    const answer = (await (await posted({ ids }, '?limit=10000')).json()) as Record<string, unknown>;
    expect(answer.variants).toEqual(some.map(viewOf));
    expect(answer.notFound).toEqual(['rs999999999999']);
    const text = await posted(ids.slice(0, 50).join('\n'), '?format=tsv');
    expect((await text.text()).trimEnd().split('\n')).toHaveLength(51);
  });

  it('are refused where they are too many, or none', async () => {
    const many = Array.from({ length: 20_001 }, (_, i) => `rs${i}`);
    expect((await posted(many.join('\n'))).status).toBe(413);
    expect((await posted({ ids: [] })).status).toBe(400);
  });
});

describe('variants', () => {
  it('are all of the file, in every format, and those of places, once each', async () => {
    const ndjson = await (await service.get('/api/v1/variants?format=ndjson')).text();
    expect(
      ndjson
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual(all.map(viewOf));
    const bed = await (await service.get('/api/v1/variants?format=bed')).text();
    expect(bed).toBe(all.map(({ id, chrom, pos }) => `${chrom}\t${pos - 1}\t${pos}\t${id}\n`).join(''));
    for (let i = 0; i < 20; i++) {
      const places = Array.from({ length: random.int(1, 3) }, () => {
        const { chrom, pos } = random.pick(all);
        return { chrom, from: pos, to: pos + random.int(0, 200_000) };
      });
      const region = places.map(({ chrom, from, to }) => `${chrom}:${from}-${to}`).join(';');
      const inside = all.filter(({ chrom, pos }) =>
        places.some((own) => own.chrom === chrom && own.from <= pos && pos <= own.to),
      );
      const page = await service.json(`/api/v1/variants?region=${region}&limit=10000`);
      expect(page.total).toBe(inside.length);
      expect(page.variants.map((own: { id: string }) => own.id)).toEqual(inside.map(({ id }) => id));
    }
    const [a, b] = [all[5]!, all[900]!];
    const named = await service.json(`/api/v1/variants?id=${b.id},rs1,${a.id.toUpperCase()}`);
    expect(named.variants).toEqual([viewOf(b), viewOf(a)]);
    expect(named.notFound).toEqual(['rs1']);
    const prefix = a.id.slice(0, 7);
    const begun = await service.json(`/api/v1/variants?prefix=${prefix}&limit=1000`);
    expect(begun.variants.map((own: { id: string }) => own.id).sort()).toEqual(
      all
        .map(({ id }) => id)
        .filter((id) => id.startsWith(prefix))
        .sort(),
    );
  });

  it('say what they hit, what is near, what they are linked with, and who reports them or a proxy', async () => {
    const leads = naive.studies.flatMap((study) => study.leads);
    const chosen = [
      ...random.shuffled(leads).slice(0, 15),
      ...random
        .shuffled([...all])
        .slice(0, 25)
        .map(({ id }) => id),
    ];
    for (const id of chosen) {
      const own = naive.variants.get(id)!;
      const found = await service.json(`/api/v1/variants/${id}?within=5000`);
      expect(found.variant).toEqual(viewOf(own));
      expect(found.element?.rdhs).toBe(naive.elementOf(id)?.rdhs);
      const near = naive.elements
        .filter(({ chrom, ccre }) => chrom === own.chrom && ccre !== undefined)
        .map((element) => ({
          ccre: element.ccre!,
          distance: Math.max(0, element.start - own.pos + 1, own.pos - element.end),
        }))
        .filter(({ distance }) => distance <= 5000)
        .sort((a, b) => a.distance - b.distance || (a.ccre < b.ccre ? -1 : 1));
      expect(
        found.nearby.map((one: { distance: number; element: { accession: string } }) => [
          one.element.accession,
          one.distance,
        ]),
      ).toEqual(near.map(({ ccre, distance }) => [ccre, distance]));
      expect(found.ld.map(({ population }: { population: string }) => population)).toEqual(['EUR', 'AFR']);
      for (const { population, partners } of found.ld) {
        expect(new Map(partners.map((one: { id: string; r2: number }) => [one.id, one.r2]))).toEqual(
          new Map(naive.partners(population, id)),
        );
      }
      expect(new Map(found.studies.map((one: { study: string; r2: number }) => [one.study, one.r2]))).toEqual(
        reportsOf(id),
      );
    }
  });

  it('stand at their elements, with their distance and studies', async () => {
    for (const { ccre, chrom, start, end } of random
      .shuffled(naive.elements.filter((own) => own.ccre))
      .slice(0, 40)) {
      const found = await service.json(`/api/v1/ccres/${ccre}/variants?within=3000`);
      const near = all
        .filter((own) => own.chrom === chrom)
        .map((own) => ({ own, distance: Math.max(0, own.pos - end, start - own.pos + 1) }))
        .filter(({ distance }) => distance <= 3000)
        .sort((a, b) => a.distance - b.distance || a.own.pos - b.own.pos);
      expect(found.variants).toEqual(
        near.map(({ own, distance }) => ({ ...viewOf(own), distance, studies: expect.any(Array) })),
      );
      for (const { id, studies } of found.variants) {
        expect(studies.map((one: { study: string }) => one.study).sort()).toEqual(
          [...reportsOf(id).keys()].sort(),
        );
      }
      const inside = await service.json(`/api/v1/ccres/${ccre}/variants`);
      expect(inside.total).toBe(near.filter(({ distance }) => distance === 0).length);
    }
  });

  it('refuse what does not fit, and say how to add them', async () => {
    const cases: [string, number, string][] = [
      ['/variants/rs1', 404, 'id'],
      ['/variants/nothing', 404, 'id'],
      [`/variants/${all[0]!.id}?within=x`, 400, 'within'],
      [`/variants/${all[0]!.id}?within=1000001`, 400, 'within'],
      ['/variants?region=chr77:1-2', 400, 'region'],
      ['/variants?region=chr1:1-2&id=rs1', 400, 'id'],
      ['/variants?colour=red', 400, 'colour'],
      ['/ccres/EH38E9999999/variants', 404, 'accession'],
    ];
    for (const [url, status, parameter] of cases) {
      const response = await service.get(`/api/v1${url}`);
      expect(await response.json(), url).toMatchObject({ status, parameter });
    }
    const plain = await running([(await simulatedRegistry()).registry]);
    try {
      for (const url of ['/variants', '/gwas/studies', '/gwas/studies/x', '/gwas/enrichment']) {
        const problem = (await (await plain.get(`/api/v1${url}`)).json()) as {
          status: number;
          detail: string;
        };
        expect(problem.status).toBe(404);
        expect(problem.detail).toMatch(/has no annotation `(variants|gwas)`; name it in annotations\.yaml/);
      }
    } finally {
      await plain.app.close();
    }
  });
});
