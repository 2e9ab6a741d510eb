/** What biosamples carry an element, how they lie to each other, and how many elements a tissue has: against the registry's files. */

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { annotatedRegistry } from './annotated-registry.ts';
import { type Running, running } from './simulated.ts';

let service: Running;
let registry: string;
const tableOf = (file: string) => {
  const [header, ...rows] = readFileSync(path.join(registry, file), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t'));
  return rows.map((row) => Object.fromEntries(header!.map((name, i) => [name, row[i]!])));
};

beforeAll(async () => {
  ({ registry } = await annotatedRegistry());
  service = await running([registry]);
});
afterAll(() => service.app.close());

describe('the specificity of an element', () => {
  it('is made of its biosamples by the formula of tau', async () => {
    const elements = tableOf('elements.tsv').map(({ rDHS, tau }) => ({ rDHS, tau }));
    for (const { rDHS, tau } of elements.filter((_, i) => i % 1500 === 0)) {
      const answer = await service.json(`/api/v1/ccres/${rDHS}/specificity`);
      const shares: number[] = answer.biosamples.map(({ share }: { share: number }) => share);
      expect(shares.length).toBe(tableOf('biosamples.tsv').filter(({ DNase }) => DNase !== 'NA').length);
      expect(shares).toEqual([...shares].sort((a, b) => b - a));
      if (tau === 'NA') {
        expect([answer.tau, shares[0]]).toEqual([null, 0]);
        continue;
      }
      expect(answer.tau).toBe(Number(tau));
      const sum = shares.reduce((total, share) => total + 1 - share, 0) / (shares.length - 1);
      expect(sum).toBeCloseTo(Number(tau), 3);
    }
  });
});

describe('the embedding', () => {
  it('has a point for every column of Z-scores, and tells how it was made', async () => {
    const { points, total, assays, parameters } = await service.json('/api/v1/biosamples/embedding');
    const manifest = JSON.parse(readFileSync(path.join(registry, 'zscores/manifest.json'), 'utf8'));
    const columns: string[] = manifest.columns.map(
      (own: { assay: string; biosample: string }) => `${own.assay} ${own.biosample}`,
    );
    expect(
      points.map((own: { assay: string; biosample: string }) => `${own.assay} ${own.biosample}`).sort(),
    ).toEqual(columns.sort());
    expect([total, parameters.method, parameters.seed]).toEqual([columns.length, 'UMAP', 1]);
    const own = await service.json(`/api/v1/biosamples/embedding?assay=${assays[0]}`);
    expect(new Set(own.points.map(({ assay }: { assay: string }) => assay))).toEqual(new Set([assays[0]]));
    expect((await service.get('/api/v1/biosamples/embedding?assay=nothing')).status).toBe(400);
  });
});

describe('the facet of tissues', () => {
  it('counts elements that are high in any biosample of each', async () => {
    const biosamples = tableOf('biosamples.tsv').filter(({ DNase }) => DNase !== 'NA');
    const isHigh = new Map(
      biosamples.map(({ key, tissue }) => {
        const rows = readFileSync(path.join(registry, 'biosamples', `${key}.bed`), 'utf8')
          .trimEnd()
          .split('\n');
        // In a biosample with DNase, Low-DNase is what is not high.
        return [key, { tissue, high: rows.map((row) => !row.includes('\tLow-DNase\t')) }] as const;
      }),
    );
    const { facets } = await service.json('/api/v1/ccres?facets=tissue.DNase&limit=1');
    const expected = new Map<string, boolean[]>();
    for (const { tissue, high } of isHigh.values()) {
      const any = expected.get(tissue!);
      expected.set(tissue!, any === undefined ? high : any.map((own, i) => own || high[i]!));
    }
    expect(facets['tissue.DNase']).toEqual(
      [...expected].map(([name, high]) => ({ name, count: high.filter(Boolean).length })),
    );
  });
});
