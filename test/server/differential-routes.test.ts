/** Differences between two groups of biosamples over HTTP, against R on what the files say. */

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rowsFromR } from '../analysis/statistics/r.ts';
import { naiveExperiments, naiveRow } from '../annotation/naive-expression.ts';
import { needs } from '../registry/tools.ts';
import { annotatedRegistry } from './annotated-registry.ts';
import { type Running, running } from './simulated.ts';

interface Column {
  assay: string;
  biosample: string;
  base: string;
}
interface Difference {
  rdhs: string;
  id: string;
  class: string;
  start: number;
  chrom: string;
  assay: string;
  meanA: number;
  meanB: number;
  highA: number;
  highB: number;
  experimentsA: number;
  experimentsB: number;
  change: number;
  p: number | null;
  fdr: number | null;
}

let service: Running;
let genome: string;
let registry: string;
let columns: Column[];
/** rDHSs in the order of the columns. */
let rdhs: string[];
let classes: Map<string, string>;
let a: string[];
let b: string[];

const api = (url: string, init?: RequestInit) => service.json(`/api/v1/differential/${url}`, init);
const post = (url: string, body: object) =>
  api(url, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } });
const problem = async (url: string) => {
  const response = await service.get(`/api/v1/differential/${url}`);
  return {
    status: response.status,
    ...(JSON.parse(await response.text()) as { detail: string; parameter?: string }),
  };
};
const rowsOf = (file: string) =>
  readFileSync(path.join(registry, file), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t'));
const query = (group: readonly string[]) => encodeURIComponent(group.join(';'));
const groups = () => `a=${query(a)}&b=${query(b)}`;
const columnOf = (assay: string, biosample: string) =>
  columns.find((own) => own.assay === assay && own.biosample === biosample);
const zOf = (assay: string, biosample: string) => {
  const bytes = readFileSync(path.join(registry, 'zscores', `${columnOf(assay, biosample)!.base}.z.f32`));
  return new Float32Array(new Uint8Array(bytes).buffer);
};
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
/** p of Welch's test for lines of n values of a and the rest of b; NaN where R finds no variance. */
const welch = (pairs: readonly (readonly [readonly number[], readonly number[]])[]) =>
  rowsFromR(
    '{k <- x[1]; v <- x[-1]; tryCatch(t.test(v[(k + 1):length(v)], v[1:k])$p.value, error = function(e) -1)}',
    pairs.map(([x, y]) => [x.length, ...x, ...y]),
  ).map(([p]) => (p! < 0 ? Number.NaN : p!));

beforeAll(async () => {
  ({ genome, registry } = await annotatedRegistry());
  service = await running([registry]);
  columns = JSON.parse(readFileSync(path.join(registry, 'zscores', 'manifest.json'), 'utf8')).columns;
  rdhs = rowsOf('rDHSs.bed').map((row) => row[3]!);
  classes = new Map(rowsOf('cCREs.bed').map((row) => [row[3]!, row[5]!.replace(',CTCF-bound', '')]));
  const whole = [...new Set(columns.map(({ biosample }) => biosample))].filter((name) =>
    ['DNase', 'H3K4me3', 'H3K27ac'].every((assay) => columnOf(assay, name) !== undefined),
  );
  [a, b] = [whole.slice(0, 3), whole.slice(3, 7)];
});
afterAll(() => service.app.close());

describe('elements that differ between two groups', () => {
  it('have the means of their Z, the difference, and the p of Welch that R gives', async ({ skip }) => {
    needs(skip, 'r-base-core', 'Rscript', '--version');
    const found = await api(`ccres?${groups()}&assay=DNase&only=all&limit=10000`);
    expect(found.total).toBe(classes.size);
    expect(found.groups).toEqual([{ assay: 'DNase', a, b }]);
    const [first, second] = [a, b].map((group) => group.map((name) => zOf('DNase', name)));
    const valuesOf = (group: readonly Float32Array[], row: number) => group.map((z) => Math.max(-3, z[row]!));
    const elements = found.elements as Difference[];
    const pairs = elements.map((own) => {
      const row = rdhs.indexOf(own.rdhs);
      return [valuesOf(first!, row), valuesOf(second!, row)] as const;
    });
    for (const [i, [x, y]] of pairs.entries()) {
      const own = elements[i]!;
      expect(own.meanA).toBeCloseTo(mean(x), 4);
      expect(own.meanB).toBeCloseTo(mean(y), 4);
      expect(own.change).toBeCloseTo(mean(y) - mean(x), 4);
    }
    const expected = welch(pairs);
    for (const [i, p] of expected.entries()) {
      if (Number.isNaN(p)) expect(elements[i]!.p).toBeNull();
      else expect(elements[i]!.p! / p).toBeCloseTo(1, 4);
    }
    const known = elements.flatMap(({ p }) => p ?? []);
    expect(found.tested).toBe(known.length);
    const [fdr] = rowsFromR('p.adjust(x, "BH")', [known]);
    const shown = elements.flatMap((own) => (own.p === null ? [] : [own.fdr!]));
    for (const [i, rate] of fdr!.entries()) expect(shown[i]! / rate).toBeCloseTo(1, 4);
  });

  it('are by class as SCREEN had them: H3K4me3 of PLS, H3K27ac of ELS, where a biosample is high', async () => {
    const found = await api(`ccres?${groups()}&limit=10000`);
    const elements = found.elements as Difference[];
    const isHigh = (assay: string, name: string) => {
      const bits = readFileSync(path.join(registry, 'zscores', `${columnOf(assay, name)!.base}.high.bits`));
      return (row: number) => ((bits[row >> 3]! >> (row & 7)) & 1) === 1;
    };
    const highOf = (assay: string, group: readonly string[]) => group.map((name) => isHigh(assay, name));
    const expected = rdhs.flatMap((name, row) => {
      const own = classes.get(name);
      const assay = own === 'PLS' ? 'H3K4me3' : own === 'pELS' || own === 'dELS' ? 'H3K27ac' : undefined;
      return assay === undefined ? [] : [{ name, row, assay }];
    });
    const tests = Object.fromEntries(
      ['H3K4me3', 'H3K27ac'].map((assay) => [assay, { a: highOf(assay, a), b: highOf(assay, b) }]),
    );
    const shown = expected.flatMap(({ name, row, assay }) => {
      const [highA, highB] = [tests[assay]!.a, tests[assay]!.b].map(
        (of) => of.filter((high) => high(row)).length,
      );
      return highA! + highB! === 0 ? [] : [[name, assay, highA, highB]];
    });
    expect(shown.length).toBeGreaterThan(100);
    expect(shown.length).toBeLessThan(expected.length);
    expect(elements.map((own) => [own.rdhs, own.assay, own.highA, own.highB])).toEqual(shown);
  });

  it('of two single biosamples have a difference and no p', async () => {
    const [x, y] = [a[0]!, b[0]!];
    const url = `ccres?a=${query([x])}&b=${query([y])}&assay=DNase&only=all&limit=50`;
    const { elements, tested } = await api(url);
    expect(tested).toBe(0);
    for (const own of elements as Difference[]) {
      expect([own.p, own.fdr]).toEqual([null, null]);
      expect(own.change).toBeCloseTo(own.meanB - own.meanA, 4);
    }
  });

  it('are those of a region or around a gene, and may be sorted by change or p, in every format', async () => {
    const url = `ccres?${groups()}&assay=DNase&only=all`;
    const all = (await api(`${url}&limit=10000`)).elements as Difference[];
    const { chrom, start } = all[50]!;
    const region = (await api(`${url}&region=${chrom}:${start + 1}-${start + 300_000}`))
      .elements as Difference[];
    expect(region.map((own) => own.rdhs)).toEqual(
      all
        .filter((own) => own.chrom === chrom && own.start < start + 300_000 && own.start >= start)
        .map((own) => own.rdhs),
    );
    const { genes } = await service.json('/api/v1/genes?limit=20');
    const gene = genes[10];
    const around = (await api(`${url}&gene=${gene.symbol}&window=100000&limit=10000`))
      .elements as Difference[];
    const end = (own: Difference) => (own as unknown as { end: number }).end;
    expect(around.map((own) => own.rdhs)).toEqual(
      all
        .filter(
          (own) =>
            own.chrom === gene.chrom && own.start < gene.end + 100_000 && end(own) > gene.start - 100_000,
        )
        .map((own) => own.rdhs),
    );
    const byChange = (await api(`${url}&sort=change&limit=10000`)).elements as Difference[];
    const sizes = byChange.map(({ change }) => Math.abs(change));
    expect(sizes).toEqual([...sizes].sort((x, y) => y - x));
    const byP = ((await api(`${url}&sort=p&limit=10000`)).elements as Difference[]).map(({ p }) => p ?? 2);
    expect(byP).toEqual([...byP].sort((x, y) => x - y));
    const cursor = await api(`${url}&sort=p&limit=40`);
    const next = (await api(`${url}&sort=p&limit=40&cursor=${cursor.next}`)).elements as Difference[];
    expect(next.map(({ p }) => p ?? 2)).toEqual(byP.slice(40, 80));
    for (const format of ['tsv', 'bed', 'ndjson']) {
      const text = await (await service.get(`/api/v1/differential/${url}&format=${format}`)).text();
      expect(text.trimEnd().split('\n').length - Number(format === 'tsv')).toBe(all.length);
    }
  });

  it('are the same for a body as for an address, and mistakes name their parameter', async () => {
    const own = await api(`ccres?${groups()}&limit=20`);
    expect(await post('ccres', { a, b, limit: '20' })).toEqual(own);
    const [x] = a;
    expect(await problem(`ccres?a=${query([x!])}&b=nobody`)).toMatchObject({ status: 404, parameter: 'b' });
    expect(await problem(`ccres?a=;&b=${query(b)}`)).toMatchObject({ status: 400, parameter: 'a' });
    expect(await problem(`ccres?a=${query(a)}&b=${query(a)}`)).toMatchObject({ status: 400, parameter: 'b' });
    expect(await problem(`ccres?${groups()}&assay=H9`)).toMatchObject({ status: 400, parameter: 'assay' });
    expect(await problem(`ccres?${groups()}&window=5`)).toMatchObject({ status: 400, parameter: 'window' });
    expect(await problem(`ccres?${groups()}&gene=NOBODY`)).toMatchObject({ status: 404, parameter: 'gene' });
    expect(await problem(`ccres?${groups()}&sort=x`)).toMatchObject({ status: 400, parameter: 'sort' });
    expect(await problem(`ccres?a=${query(a)}`)).toMatchObject({ status: 400, parameter: 'b' });
  });
});

describe('genes that differ between two groups', () => {
  const textOf = (name: string) => readFileSync(path.join(genome, 'annotations', name));

  it('have the means of their TPM, the fold change, and the p of Welch that R gives', async ({ skip }) => {
    needs(skip, 'r-base-core', 'Rscript', '--version');
    const matrix = gunzipSync(textOf('expression.tsv.gz')).toString();
    const sheet = textOf('expression-samples.tsv').toString();
    const row = naiveRow(matrix, sheet, matrix.split('\n')[1]!.split('\t')[0]!);
    const names = [...new Set(row.map(({ biosample }) => biosample))];
    const [x, y] = [names.slice(0, 4), names.slice(4, 9)];
    const found = await api(`genes?a=${query(x)}&b=${query(y)}&limit=10000`);
    const genes = found.genes as Difference[];
    expect(found.total).toBe(matrix.trimEnd().split('\n').length - 1);
    const pairs = genes.map(({ id }) => {
      const own = naiveExperiments(naiveRow(matrix, sheet, id));
      return [x, y].map((group) =>
        own.filter(({ biosample }) => group.includes(biosample)).map(({ value }) => value),
      );
    });
    for (const [i, [p, q]] of pairs.entries()) {
      const own = genes[i]!;
      expect([own.experimentsA, own.experimentsB]).toEqual([p!.length, q!.length]);
      expect(own.meanA).toBeCloseTo(mean(p!), 2);
      expect(own.change).toBeCloseTo(Math.log2((mean(q!) + 1) / (mean(p!) + 1)), 4);
    }
    const logs = (values: readonly number[]) => values.map((value) => Math.log2(value + 1));
    const expected = welch(pairs.map(([p, q]) => [logs(p!), logs(q!)]));
    for (const [i, p] of expected.entries()) {
      if (Number.isNaN(p)) expect(genes[i]!.p).toBeNull();
      else expect(genes[i]!.p! / p).toBeCloseTo(1, 3);
    }
    const known = genes.flatMap(({ p }) => p ?? []);
    expect([found.tested, known.length > 100]).toEqual([known.length, true]);
    const [fdr] = rowsFromR('p.adjust(x, "BH")', [known]);
    const shown = genes.flatMap((own) => (own.p === null ? [] : [own.fdr!]));
    for (const [i, rate] of fdr!.entries()) expect(shown[i]! / rate).toBeCloseTo(1, 4);
  });

  it('find those that the simulation turned off in one of the groups', async () => {
    const truth = readFileSync(path.join(genome, 'truth', 'expression.tsv'), 'utf8')
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => line.split('\t'));
    const on = new Map(
      truth.map(([gene, , , , biosamples]) => [gene!, new Set((biosamples ?? '').split('; '))]),
    );
    const { experiments, genes } = await api(`genes?${groups()}&sort=change&limit=30`);
    expect(experiments.a.length).toBeGreaterThan(0);
    for (const { id, change } of genes as Difference[]) {
      const [low, high] = change > 0 ? [a, b] : [b, a];
      const share = (group: readonly string[]) =>
        group.filter((name) => on.get(id)!.has(name)).length / group.length;
      expect(share(high), id).toBeGreaterThan(share(low) - 0.01);
    }
  });

  it('refuse groups without expression, and give the same for a body', async () => {
    const own = await api(`genes?${groups()}&type=protein_coding&limit=20`);
    expect(await post('genes', { a, b, type: 'protein_coding', limit: '20' })).toEqual(own);
    expect(await problem(`genes?${groups()}&assay=nothing`)).toMatchObject({ status: 400, parameter: 'a' });
  });
});
