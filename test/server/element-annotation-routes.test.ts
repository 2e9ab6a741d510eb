/** What hangs on elements, over HTTP: peaks, intervals, functional assays, conservation, orthologs and links, against the raw files. */

import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAnnotations } from '../../src/annotation/annotations.ts';
import { GENES } from '../../src/annotation/genes/gene-table.ts';
import { LINKS, type Link } from '../../src/annotation/links/link-table.ts';
import { floatToSix } from '../../src/formats/six-digits.ts';
import { rowsOf, tableOf } from '../annotation/element-case.ts';
import { annotatedRegistry } from './annotated-registry.ts';
import { type Running, running, simulatedRegistry } from './simulated.ts';

let service: Running;
let genome: string;
let registry: string;
/** chrom, start, end, rDHS. */
let elements: string[][];
let classOf: Map<string, string>;
const api = (url: string) => service.json(`/api/v1/${url}`);
const textOf = async (url: string) => (await service.get(`/api/v1/${url}`)).text();
const linesOf = async (url: string) => (await textOf(url)).trimEnd().split('\n');
const problem = async (url: string) => {
  const response = await service.get(`/api/v1/${url}`);
  return {
    status: response.status,
    ...(JSON.parse(await response.text()) as { detail: string; parameter?: string }),
  };
};
const shared = (a: readonly (string | undefined)[], b: readonly (string | undefined)[]) =>
  a[0] === b[0] ? Math.min(Number(a[2]), Number(b[2])) - Math.max(Number(a[1]), Number(b[1])) : 0;
/** The first element that shares a base with one of the rows. */
const elementWith = (rows: readonly string[][]) =>
  elements.find((own) => rows.some((row) => shared(own, row) > 0))!;

beforeAll(async () => {
  ({ genome, registry } = await annotatedRegistry());
  service = await running([registry]);
  elements = rowsOf(path.join(registry, 'rDHSs.bed'));
  classOf = new Map(rowsOf(path.join(registry, 'cCREs.unfiltered.bed')).map((row) => [row[3]!, row[5]!]));
});
afterAll(() => service.app.close());

describe('peaks over HTTP', () => {
  it('are n of N experiments a target, those with most first', async () => {
    const sheet = tableOf(path.join(genome, 'annotations', 'tf-peaks.tsv'));
    const files = sheet.map(({ file }) => rowsOf(path.join(genome, 'annotations', file!)));
    const element = elementWith(files[0]!);
    const { targets, total, registry: of } = await api(`ccres/${element[3]}/peaks`);
    expect(of.id).toBe('mini');
    const names = [...new Set(sheet.map(({ target }) => target))];
    expect(total).toBe(names.length);
    for (const { target, experiments, overlapping } of targets) {
      const own = [...sheet.keys()].filter((i) => sheet[i]!.target === target);
      expect(experiments).toBe(own.length);
      expect(overlapping).toBe(own.filter((i) => files[i]!.some((row) => shared(element, row) > 0)).length);
    }
    expect(targets[0].overlapping).toBeGreaterThan(0);
    const { target } = sheet[0]!;
    const { experiments } = await api(`ccres/${element[3]}/peaks/experiments?target=${target}`);
    expect(experiments.map((own: { file: string }) => own.file)).toEqual(
      sheet.filter((row) => row.target === target).map(({ file }) => file),
    );
    expect(experiments[0]).toMatchObject({ isOverlapping: true, peaks: files[0]!.length });
    const none = await api(`ccres/${element[3]}/peaks/experiments?target=${target}&overlapping=false`);
    expect(none.total).toBe(
      experiments.filter((own: { isOverlapping: boolean }) => !own.isOverlapping).length,
    );
  });

  it('have their files as a list, in every format', async () => {
    const sheet = tableOf(path.join(genome, 'annotations', 'tf-peaks.tsv'));
    const { sets, targets } = await api('peaks');
    expect(sets.map((own: { experiment: string }) => own.experiment)).toEqual(
      sheet.map((row) => row.experiment),
    );
    expect(targets.length).toBe(new Set(sheet.map(({ target }) => target)).size);
    const lines = await linesOf('peaks?kind=tf&format=tsv');
    expect(lines[0]).toBe('target\tkind\texperiment\tbiosample\tfile\tpeaks\telements');
    expect(lines.length - 1).toBe(sets.filter((own: { kind: string }) => own.kind === 'tf').length);
    expect(await problem('peaks?target=NOPE')).toMatchObject({ status: 404, parameter: 'target' });
    expect(await problem('peaks?kind=x')).toMatchObject({ status: 400, parameter: 'kind' });
  });
});

describe('intervals over HTTP', () => {
  it('have the share of the element that each state covers', async () => {
    const element = elements[40]!;
    const { intervals, states } = await api(`ccres/${element[3]}/intervals`);
    const expected = ['blood', 'brain'].flatMap((tissue) =>
      rowsOf(path.join(genome, 'annotations', `segments-${tissue}-1.bed.gz`))
        .filter((row) => shared(element, row) > 0)
        .map((row) => [row[3], Number(row[1]), shared(element, row), row[8]]),
    );
    expect(
      intervals.map((own: { name: string; start: number; overlapBp: number; rgb: string }) => [
        own.name,
        own.start,
        own.overlapBp,
        own.rgb,
      ]),
    ).toEqual(expected);
    const total = states.reduce((sum: number, { fraction }: { fraction: number }) => sum + fraction, 0);
    expect(total).toBeCloseTo(2, 10);
    const { label, biosample } = intervals[0];
    const one = await api(
      `ccres/${element[3]}/intervals?label=${label}&biosample=${encodeURIComponent(biosample)}`,
    );
    expect(one.states.every((own: { biosample: string }) => own.biosample === biosample)).toBe(true);
    const bed = await linesOf(`ccres/${element[3]}/intervals?format=bed`);
    expect(bed[0]!.split('\t').length).toBe(9);
  });
});

describe('functional assays and conservation over HTTP', () => {
  it('are the rows of their tables', async () => {
    const file = path.join(genome, 'annotations', 'vista.tsv');
    const rows = tableOf(file);
    const element = elementWith(rowsOf(file).slice(1));
    const { tested } = await api(`ccres/${element[3]}/functional?assay=VISTA`);
    const expected = rows
      .filter((row) => shared(element, [row.chrom, row.start, row.end]) > 0)
      .map((row) => ({
        name: row.id,
        active: row.result === 'positive',
        location: `${row.chrom}:${Number(row.start) + 1}-${row.end}`,
        overlapBp: shared(element, [row.chrom, row.start, row.end]),
        values: { id: row.id, result: row.result, tissues: row.tissues },
      }));
    expect(tested).toMatchObject(expected);
    expect(tested.length).toBe(expected.length);
    const [, line] = await linesOf(`ccres/${element[3]}/functional?assay=VISTA&format=tsv`);
    expect(JSON.parse(line!.split('\t').at(-1)!)).toEqual(expected[0]!.values);
  });

  it('has scores with the bases that they cover', async () => {
    const { scores } = await api(`ccres/${elements[5]![3]}/conservation`);
    expect(scores).toEqual([expect.objectContaining({ name: 'simulated phyloP' })]);
    const [{ mean0, mean, coveredFraction }] = scores;
    if (mean !== null) expect(mean * coveredFraction).toBeCloseTo(mean0, 4);
  });
});

describe('orthologs over HTTP', () => {
  it('say which elements, where the element lies, and why it does not', async () => {
    const seen = new Set<string>();
    for (const element of elements.filter((_, i) => i % 37 === 0)) {
      const { orthologs, lifted, assembly } = await api(`ccres/${element[3]}/orthologs`);
      seen.add(lifted.state);
      expect(lifted.state === 'notTried').toBe(!classOf.has(element[3]!));
      expect((lifted.reason === null) === (lifted.state !== 'unlifted')).toBe(true);
      expect((lifted.location === null) === (lifted.state !== 'lifted')).toBe(true);
      for (const own of orthologs) {
        seen.add('ortholog');
        expect(own.assembly).toBe(assembly);
        expect(own.chrom).toBe(lifted.chrom);
        expect(own.start < lifted.end && own.end > lifted.start).toBe(true);
      }
    }
    expect([...seen].sort()).toEqual(['lifted', 'notTried', 'ortholog', 'unlifted']);
  });
});

describe('links over HTTP', () => {
  let all: Link[];
  let idOf: (gene: number) => string;

  beforeAll(() => {
    const annotations = openAnnotations(registry);
    const [links, genes] = [annotations.get(LINKS)!, annotations.get(GENES)!];
    all = links.links(0, links.count);
    idOf = (gene) => genes.gene(gene).id;
  });

  it('of an element have genes by confidence, with their evidence', async () => {
    const [first] = tableOf(path.join(genome, 'annotations', 'crispr.tsv')).filter(
      ({ significant, chrom, start, end }) =>
        significant === 'TRUE' && elements.some((own) => shared(own, [chrom, start, end]) > 150),
    );
    const { chrom, start, end, gene_id, guide, effect_size } = first!;
    const element = elements.find((own) => shared(own, [chrom, start, end]) > 150)!;
    const { links, total } = await api(`ccres/${element[3]}/links`);
    expect(links.length).toBe(total);
    const confidences = links.map((link: { confidence: number }) => link.confidence);
    expect([...confidences].sort((a, b) => b - a)).toEqual(confidences);
    const link = links.find((own: { gene: { id: string } }) => own.gene.id === gene_id);
    expect(link.confidence).toBeGreaterThan(0.5);
    expect(link.evidence).toContainEqual(
      expect.objectContaining({
        method: 'CRISPR',
        family: 'perturbation',
        name: guide,
        effect: Number(effect_size),
        isNegative: false,
      }),
    );
    const sure = await api(`ccres/${element[3]}/links?minConfidence=${link.confidence}`);
    expect(sure.total).toBe(confidences.filter((own: number) => own >= link.confidence).length);
    const tsv = await linesOf(`ccres/${element[3]}/links?format=tsv`);
    expect(tsv.length).toBe(total + 1);
    expect(tsv[0]!.split('\t').slice(7, 9)).toEqual(['confidence', 'distance']);
  });

  it('of a gene have elements by confidence, on pages', async () => {
    const { gene } = all.find(({ confidence }) => confidence > 0.9)!;
    const own = all.filter((link) => link.gene === gene);
    own.sort((a, b) => b.confidence - a.confidence || a.link - b.link);
    const page = await api(`genes/${idOf(gene)}/links?limit=3`);
    expect(page.total).toBe(own.length);
    const next = await api(`genes/${idOf(gene)}/links?limit=4&cursor=${page.next}`);
    const found = [...page.links, ...next.links].map((link) => [link.element.rdhs, link.confidence]);
    expect(found).toEqual(
      own.slice(0, 7).map(({ element, confidence }) => [elements[element]![3], floatToSix(confidence)]),
    );
    const sure = await api(`genes/${idOf(gene)}/links?minConfidence=0.5`);
    expect(sure.total).toBe(own.filter(({ confidence }) => confidence >= 0.5).length);
    expect((await linesOf(`genes/${idOf(gene)}/links?format=bed`)).length).toBe(own.length);
  });

  it('are there as a whole, in every format, filtered and on pages', async () => {
    const kept = all.filter(({ confidence }) => confidence >= 0.4);
    const keyOf = ({ element, gene }: Link) => `${elements[element]![3]} ${idOf(gene)}`;
    const page = await api('links?minConfidence=0.4&offset=10&limit=50');
    expect(page.total).toBe(kept.length);
    expect(page.links.map((own: { rdhs: string; geneId: string }) => `${own.rdhs} ${own.geneId}`)).toEqual(
      kept.slice(10, 60).map(keyOf),
    );
    const ndjson = (await linesOf('links?minConfidence=0.4&format=ndjson')).map((line) => JSON.parse(line));
    expect(ndjson.map((own) => `${own.rdhs} ${own.geneId}`)).toEqual(kept.map(keyOf));
    const whole = await service.get('/api/v1/links?format=tsv');
    expect(Number(whole.headers.get('x-total'))).toBe(all.length);
    expect((await whole.text()).trimEnd().split('\n').length).toBe(all.length + 1);
    const deep = await api(`links?offset=${all.length - 2}`);
    expect([deep.links.length, deep.next]).toEqual([2, null]);
    expect(await problem('links?minConfidence=2')).toMatchObject({ status: 400, parameter: 'minConfidence' });
  });
});

describe('a registry without these annotations', () => {
  it('says of each how to add it', async () => {
    const plain = await running([(await simulatedRegistry()).registry]);
    try {
      for (const name of ['peaks', 'intervals', 'functional', 'conservation', 'orthologs', 'links']) {
        const response = await plain.get(`/api/v1/ccres/${elements[0]![3]}/${name}`);
        expect(response.status).toBe(404);
        expect(await response.text()).toContain(`no annotation \`${name}\`; name it in annotations.yaml`);
      }
    } finally {
      await plain.app.close();
    }
  });
});
