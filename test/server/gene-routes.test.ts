/** Genes over HTTP, against the files that they come from. */

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rowsFromR } from '../analysis/statistics/r.ts';
import { type NaiveExons, naiveExons } from '../annotation/naive-exons.ts';
import {
  naiveByBiosample,
  naiveExperiments,
  naiveRow,
  naiveTissues,
} from '../annotation/naive-expression.ts';
import { needs } from '../registry/tools.ts';
import { annotatedRegistry } from './annotated-registry.ts';
import { type Running, running, simulatedRegistry } from './simulated.ts';

let service: Running;
let genome: string;
let registry: string;
let genes: {
  id: string;
  symbol: string;
  type: string;
  chrom: string;
  start: number;
  end: number;
  strand: string;
}[];
let starts: { gene: string; transcript: string; chrom: string; position: number }[];
let exons: ReturnType<typeof naiveExons>;
let elements: { chrom: string; start: number; end: number; id: string }[];
let matrix: string;
let sheet: string;

const attribute = (text: string, key: string) => new RegExp(`${key} "([^"]*)"`).exec(text)?.[1] ?? '';
const textOf = (name: string) => {
  const bytes = readFileSync(path.join(genome, name));
  return (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
};
const api = (url: string) => service.json(`/api/v1/${url}`);
const problem = async (url: string) => {
  const response = await service.get(`/api/v1/${url}`);
  return {
    status: response.status,
    ...(JSON.parse(await response.text()) as { detail: string; parameter?: string }),
  };
};
const gap = (a: { start: number; end: number }, b: { start: number; end: number }) =>
  a.start < b.end && b.start < a.end ? 0 : Math.max(b.start - a.end, a.start - b.end) + 1;
const asAnswered = ({ exons: own, coding }: NaiveExons) => ({ exons: own, coding: coding ?? null });
const siteOf = ({ position }: { position: number }) => ({ start: position - 1, end: position });

beforeAll(async () => {
  ({ genome, registry } = await annotatedRegistry());
  service = await running([registry]);
  const rows = textOf('genes.gtf.gz')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split('\t'));
  genes = rows
    .filter(([, , feature]) => feature === 'gene')
    .map(([chrom, , , start, end, , strand, , text]) => ({
      id: attribute(text!, 'gene_id'),
      symbol: attribute(text!, 'gene_name'),
      type: attribute(text!, 'gene_type'),
      chrom: chrom!,
      start: Number(start) - 1,
      end: Number(end),
      strand: strand!,
    }));
  starts = rows
    .filter(([, , feature, , , , , , text]) => feature === 'transcript' && text!.includes('tag "basic"'))
    .map(([chrom, , , start, end, , strand, , text]) => ({
      gene: attribute(text!, 'gene_id'),
      transcript: attribute(text!, 'transcript_id'),
      chrom: chrom!,
      position: Number(strand === '-' ? end : start),
    }));
  exons = naiveExons(textOf('genes.gtf.gz'));
  elements = readFileSync(path.join(registry, 'cCREs.bed'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t'))
    .map(([chrom, start, end, , id]) => ({ chrom: chrom!, start: Number(start), end: Number(end), id: id! }));
  matrix = textOf('annotations/expression.tsv.gz');
  sheet = textOf('annotations/expression-samples.tsv');
});
afterAll(() => service.app.close());

describe('the list of genes', () => {
  it('has every gene, in every format', async () => {
    const page = await api('genes?limit=10000');
    expect(page.types).toEqual([...new Set(page.genes.map((gene: { type: string }) => gene.type))].sort());
    expect(page.total).toBe(genes.length);
    expect(new Set(page.genes.map(({ id }: { id: string }) => id))).toEqual(
      new Set(genes.map(({ id }) => id)),
    );
    for (const { location, length, name, tau, topTissue, ...gene } of page.genes) {
      expect(gene).toEqual(genes.find(({ id }) => id === gene.id));
      expect(location).toBe(`${gene.chrom}:${gene.start + 1}-${gene.end}`);
      expect(length).toBe(gene.end - gene.start);
      expect(name).toBeNull();
      const expected = naiveTissues(naiveRow(matrix, sheet, gene.id));
      if (Number.isNaN(expected.tau)) expect([tau, topTissue]).toEqual([null, null]);
      else {
        expect(tau).toBeCloseTo(expected.tau, 5);
        const means = [...expected.tissues].sort(([, a], [, b]) => b.mean - a.mean);
        expect(expected.tissues.get(topTissue)!.mean).toBeCloseTo(means[0]![1].mean, 6);
      }
    }
    for (const format of ['tsv', 'bed', 'ndjson']) {
      const lines = (await (await service.get(`/api/v1/genes?format=${format}`)).text())
        .trimEnd()
        .split('\n');
      expect(lines.length - Number(format === 'tsv')).toBe(genes.length);
    }
    expect((await service.get('/api/v1/genes?format=parquet')).status).toBe(200);
  });

  it('has the exons of all transcripts of a gene together where they are asked for', async () => {
    const page = await api('genes?limit=10000&exons=true');
    for (const { id, chrom, exons: own, coding } of page.genes) {
      expect({ exons: own, coding }, id).toEqual(asAnswered(exons.byGene.get(`${id} ${chrom}`)!));
    }
    const tsv = await (await service.get('/api/v1/genes?format=tsv&exons=true')).text();
    const rows = tsv
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t'));
    const places = ['id', 'chrom', 'exonStarts', 'exonEnds', 'codingStart', 'codingEnd'].map((name) =>
      rows[0]!.indexOf(name),
    );
    for (const cells of rows.slice(1)) {
      const [id, chrom, ...found] = places.map((at) => cells[at]!);
      const { exons: own, coding } = exons.byGene.get(`${id} ${chrom}`)!;
      expect(found, id).toEqual([
        own.map(({ start }) => start).join(','),
        own.map(({ end }) => end).join(','),
        String(coding?.start ?? 'NA'),
        String(coding?.end ?? 'NA'),
      ]);
    }
    expect(page.genes.some(({ exons: own }: { exons: unknown[] }) => own.length > 3)).toBe(true);
    expect(page.genes.some(({ coding }: { coding: unknown }) => coding === null)).toBe(true);
    expect(await problem('genes?exons=yes')).toMatchObject({ status: 400, parameter: 'exons' });
  });

  it('is narrowed by place, type and the beginning of a name', async () => {
    const region = { chrom: 'chr1', start: 1_000_000, end: 1_500_000 };
    const inside = genes.filter((gene) => gene.chrom === region.chrom && gap(gene, region) === 0);
    expect(inside.length).toBeGreaterThan(3);
    const names = ({ genes: found }: { genes: { id: string }[] }) => found.map(({ id }) => id).sort();
    expect(names(await api('genes?region=chr1:1,000,001-1,500,000'))).toEqual(
      inside.map(({ id }) => id).sort(),
    );
    expect(names(await api('genes?region=chr1:1,000,001-1,500,000&type=protein_coding'))).toEqual(
      inside
        .filter(({ type }) => type === 'protein_coding')
        .map(({ id }) => id)
        .sort(),
    );
    expect(names(await api('genes?prefix=gene12&limit=10000'))).toEqual(
      genes
        .filter(({ symbol }) => symbol.startsWith('GENE12'))
        .map(({ id }) => id)
        .sort(),
    );
    const [one, other] = [genes[3]!.id, genes[7]!.id.replace(/\.\d+$/, '')];
    const named = await api(`genes?ids=${one},${other},${genes[1]!.symbol},nobody,${one}`);
    expect(named.genes.map(({ id, name }: { id: string; name: string }) => [id, name])).toEqual([
      [genes[3]!.id, one],
      [genes[7]!.id, other],
    ]);
    expect(await problem('genes?type=pc')).toMatchObject({ status: 400, parameter: 'type' });
    expect(await problem('genes?region=nowhere:1-2')).toMatchObject({ status: 400, parameter: 'region' });
    expect(await problem('genes?prefx=a')).toMatchObject({ status: 400, parameter: 'prefx' });
  });
});

describe('one gene', () => {
  it('is found by id, with and without version, and by symbol, and has its start sites and tissues', async () => {
    const gene = genes[5]!;
    for (const [name, foundBy] of [
      [gene.id, 'id'],
      [gene.id.replace(/\.\d+$/, '').toLowerCase(), 'id'],
      [gene.symbol.toLowerCase(), 'symbol'],
    ]) {
      const answer = await api(`genes/${name}`);
      expect(answer).toMatchObject({ gene, foundBy, alternatives: [] });
      expect(
        answer.startSites
          .map(({ transcript, chrom, end }: Record<string, unknown>) => [transcript, chrom, end])
          .sort(),
      ).toEqual(
        starts
          .filter((own) => own.gene === gene.id)
          .map(({ transcript, chrom, position }) => [transcript, chrom, position])
          .sort(),
      );
      for (const { transcript, chrom, exons: own, coding } of answer.startSites) {
        expect({ exons: own, coding }).toEqual(asAnswered(exons.byTranscript.get(`${transcript} ${chrom}`)!));
      }
      const { tissues } = naiveTissues(naiveRow(matrix, sheet, gene.id));
      expect(answer.expression.tissues.length).toBe(tissues.size);
      for (const { tissue, meanLog10, max } of answer.expression.tissues) {
        expect(meanLog10).toBeCloseTo(tissues.get(tissue)!.mean, 4);
        expect(max / Math.max(1e-9, tissues.get(tissue)!.max)).toBeCloseTo(Number(max > 0), 4);
      }
    }
    expect(await problem('genes/NOSUCHGENE')).toMatchObject({ status: 404, parameter: 'id' });
  });

  it('is missing with the reason where the registry has no genes', async () => {
    const plain = await running([(await simulatedRegistry()).registry]);
    try {
      const response = await plain.get('/api/v1/genes');
      expect(response.status).toBe(404);
      expect(await response.text()).toMatch(/has no annotation `genes`; name it in annotations\.yaml/);
    } finally {
      await plain.app.close();
    }
  });
});

interface Experiment {
  experiment: string;
  biosample: string;
  tissue: string;
  assay: string;
  sampleType: string | null;
  value: number;
  log10: number;
  replicates: { value: number; log10: number }[];
}

describe('expression of a gene', () => {
  const loud = () =>
    genes.filter(({ id }) => naiveRow(matrix, sheet, id).some(({ value }) => value! > 10)).slice(0, 5);

  it('is that of the matrix: replicates, their mean, and its logarithm', async () => {
    for (const { id } of loud()) {
      const row = naiveRow(matrix, sheet, id);
      const { experiments, total, unit } = await api(`genes/${id}/expression`);
      const expected = naiveExperiments(row);
      expect([total, unit]).toEqual([expected.length, 'TPM']);
      for (const own of experiments as Experiment[]) {
        const { value, biosample, tissue } = expected.find(
          ({ experiment }) => experiment === own.experiment,
        )!;
        expect(own).toMatchObject({ biosample, tissue });
        expect(own.value).toBeCloseTo(value, 3);
        expect(own.log10).toBeCloseTo(Math.log10(value + 1), 5);
        const samples = row.filter(({ experiment }) => experiment === own.experiment);
        expect(own.replicates.map((one) => one.value)).toEqual(
          samples.map((one) => Number(one.value!.toPrecision(6))),
        );
      }
    }
  });

  it('has three views: by experiment, by tissue, and the highest of each tissue', async () => {
    for (const { id } of loud()) {
      const view = async (name: string) =>
        (await api(`genes/${id}/expression?view=${name}`)).experiments as Experiment[];
      const [byExperiment, byTissue, maxima] = await Promise.all(
        ['experiment', 'tissue', 'tissueMax'].map(view),
      );
      expect(byExperiment!.map(({ value }) => value)).toEqual(
        byExperiment!.map(({ value }) => value).sort((a, b) => b - a),
      );
      const order = [...new Set(byTissue!.map(({ tissue }) => tissue))];
      // A tissue stands together.
      expect(byTissue!.map(({ tissue }) => order.indexOf(tissue))).toEqual(
        byTissue!.map(({ tissue }) => order.indexOf(tissue)).sort((a, b) => a - b),
      );
      const highest = order.map((tissue) =>
        Math.max(...byExperiment!.filter((own) => own.tissue === tissue).map(({ value }) => value)),
      );
      expect(highest).toEqual([...highest].sort((a, b) => b - a));
      expect(maxima!.map(({ tissue, value }) => [tissue, value])).toEqual(
        order.map((tissue, i) => [tissue, highest[i]]),
      );
    }
    expect(await problem(`genes/${genes[0]!.id}/expression?view=x`)).toMatchObject({
      status: 400,
      parameter: 'view',
    });
  });

  it('is narrowed by assay, tissue and type of biosample', async () => {
    const { id } = genes[0]!;
    const all = (await api(`genes/${id}/expression`)).experiments as Experiment[];
    for (const [parameter, key] of [
      ['assay', 'assay'],
      ['tissue', 'tissue'],
      ['sampleType', 'sampleType'],
    ] as const) {
      const value = all[3]![key]!;
      const some = (await api(`genes/${id}/expression?${parameter}=${encodeURIComponent(value)}`))
        .experiments;
      expect(some).toEqual(all.filter((own) => own[key] === value));
      expect(some.length).toBeLessThan(all.length);
    }
  });

  it('of two genes stands side by side by biosample, with their correlation', async ({ skip }) => {
    needs(skip, 'r-base-core', 'Rscript', '--version');
    const [a, b] = loud();
    const { biosamples, correlation } = await api(`genes/compare?a=${a!.symbol}&b=${b!.id}`);
    const [first, second] = [a!, b!].map(({ id }) => naiveByBiosample(naiveRow(matrix, sheet, id)));
    expect(new Map(biosamples.map((own: Record<string, unknown>) => [own.biosample, true])).size).toBe(
      first!.size,
    );
    for (const own of biosamples) {
      expect(own.log10A).toBeCloseTo(first!.get(own.biosample)!, 4);
      expect(own.log10B).toBeCloseTo(second!.get(own.biosample)!, 4);
    }
    const names = [...first!.keys()];
    const values = [...names.map((name) => first!.get(name)!), ...names.map((name) => second!.get(name)!)];
    const test = '{n <- length(x) / 2; t <- cor.test(x[1:n], x[-(1:n)]); c(t$estimate, t$p.value)}';
    const [[r, p]] = rowsFromR(test, [values]) as [[number, number]];
    expect(correlation.n).toBe(names.length);
    expect(correlation.r).toBeCloseTo(r, 6);
    expect(correlation.p / p).toBeCloseTo(1, 4);
  });

  it('of its start sites is that of the matrix of transcripts', async () => {
    const rpm = textOf('annotations/rampage.tsv.gz');
    const samples = textOf('annotations/rampage-samples.tsv');
    const gene = genes.find(({ id }) => starts.filter((own) => own.gene === id).length > 1)!;
    const { values, withoutValues } = await api(`genes/${gene.id}/tss`);
    expect(withoutValues).toEqual([]);
    const own = starts.filter((site) => site.gene === gene.id);
    expect(new Set(values.map(({ transcript }: { transcript: string }) => transcript))).toEqual(
      new Set(own.map(({ transcript }) => transcript)),
    );
    for (const { transcript, position } of own) {
      const expected = naiveExperiments(naiveRow(rpm, samples, transcript));
      const found = values.filter((row: { transcript: string }) => row.transcript === transcript);
      expect(found.length).toBe(expected.length);
      for (const row of found) {
        expect(row).toMatchObject({ start: position - 1, end: position });
        expect(row.value).toBeCloseTo(
          expected.find(({ experiment }) => experiment === row.experiment)!.value,
          3,
        );
      }
    }
    expect(
      (await (await service.get(`/api/v1/genes/${gene.id}/tss?format=bed`)).text()).trimEnd().split('\n')
        .length,
    ).toBe(values.length);
  });
});

describe('elements and genes near each other', () => {
  const sitesOf = new Map<string, { start: number; end: number }[]>();
  const sites = (id: string) => {
    const own = sitesOf.get(id) ?? starts.filter(({ gene }) => gene === id).map(siteOf);
    sitesOf.set(id, own);
    return own;
  };

  it('are the elements in a window of the start sites, or in the body', async () => {
    for (const gene of genes.slice(10, 14)) {
      const near = await api(`genes/${gene.id}/ccres?window=50000&limit=10000`);
      const body = await api(`genes/${gene.id}/ccres?by=body&limit=10000`);
      const distance = (element: (typeof elements)[number]) =>
        Math.min(...sites(gene.id).map((site) => gap(element, site)));
      const shown = ({ elements: found }: { elements: { accession: string; distance: number }[] }) =>
        found.map((own) => [own.accession, own.distance]);
      const here = elements.filter(({ chrom }) => chrom === gene.chrom);
      const pair = (own: (typeof elements)[number]) => [own.id, distance(own)];
      expect(shown(near)).toEqual(here.filter((own) => distance(own) <= 50_000).map(pair));
      expect(shown(body)).toEqual(here.filter((own) => gap(own, gene) === 0).map(pair));
    }
  });

  it('are those to which a gene is among the nearest, and nearest genes of an element by both anchors', async () => {
    for (const to of ['tss', 'body'] as const) {
      for (const anchor of ['edge', 'centre'] as const) {
        const nearest = (element: (typeof elements)[number], most: number, type?: string) => {
          const centre = Math.floor((element.start + element.end) / 2);
          const from = anchor === 'edge' ? element : { start: centre, end: centre + 1 };
          return genes
            .filter((gene) => gene.chrom === element.chrom && (type === undefined || gene.type === type))
            .map((gene) => ({
              id: gene.id,
              start: gene.start,
              distance: Math.min(...(to === 'body' ? [gene] : sites(gene.id)).map((span) => gap(from, span))),
            }))
            .sort((a, b) => a.distance - b.distance || a.start - b.start)
            .slice(0, most);
        };
        for (const element of [elements[0]!, elements[200]!, elements.at(-1)!]) {
          for (const type of [undefined, 'protein_coding']) {
            const url = `ccres/${element.id}/genes?to=${to}&anchor=${anchor}&most=4${type === undefined ? '' : `&type=${type}`}`;
            const found = (await api(url)).genes as { id: string; distance: number }[];
            expect(
              found.map(({ id, distance }) => [id, distance]),
              url,
            ).toEqual(nearest(element, 4, type).map(({ id, distance }) => [id, distance]));
          }
        }
        for (const gene of [genes[0]!, genes[40]!, genes[200]!, genes.at(-1)!]) {
          const window = gene === genes[200] ? 20_000 : 3_000_000;
          const found = (
            await api(
              `genes/${gene.id}/ccres?by=nearest&window=${window}&most=2&to=${to}&anchor=${anchor}&limit=10000`,
            )
          ).elements;
          const expected = elements
            .filter(({ chrom }) => chrom === gene.chrom)
            .flatMap((element) =>
              nearest(element, 2)
                .filter(({ id, distance }) => id === gene.id && distance <= window)
                .map(({ distance }) => [element.id, distance]),
            );
          expect(
            found.map((own: { accession: string; distance: number }) => [own.accession, own.distance]),
          ).toEqual(expected);
        }
      }
    }
    const [element] = elements;
    const within = (await api(`ccres/${element!.id}/genes?within=100000&most=50`)).genes;
    for (const { distance } of within) expect(distance).toBeLessThanOrEqual(100_000);
    expect(await problem(`ccres/${element!.id}/genes?anchor=middle`)).toMatchObject({
      status: 400,
      parameter: 'anchor',
    });
    expect(await problem(`ccres/${element!.id}/genes?assay=H9K9`)).toMatchObject({ status: 400 });
    expect(await problem(`genes/${genes[0]!.id}/ccres?window=10000001`)).toMatchObject({
      status: 400,
      parameter: 'window',
    });
    expect(await problem(`ccres/${element!.id}/genes?most=0`)).toMatchObject({
      status: 400,
      parameter: 'most',
    });
  });

  it('have the correlation of activity and expression that R gives', async ({ skip }) => {
    needs(skip, 'r-base-core', 'Rscript', '--version');
    for (const assay of ['H3K27ac', 'DNase']) {
      const element = elements[120]!;
      const [pair] = (await api(`ccres/${element.id}/genes?most=1&type=protein_coding&assay=${assay}`)).genes;
      const expression = naiveByBiosample(naiveRow(matrix, sheet, pair.id));
      const { biosamples } = await api(`ccres/${element.id}/biosamples`);
      const both = (
        biosamples as { biosample: string; z: Record<string, { state: string; z: number | null }> }[]
      ).flatMap(({ biosample, z }) => {
        const own = z[assay]!;
        const value = expression.get(biosample);
        if (own.state === 'notAssayed' || value === undefined) return [];
        return [[Math.max(-3, own.z ?? -10), value] as const];
      });
      const test = '{n <- length(x) / 2; t <- cor.test(x[1:n], x[-(1:n)]); c(t$estimate, t$p.value)}';
      const [[r, p]] = rowsFromR(test, [[...both.map(([z]) => z), ...both.map(([, value]) => value)]]) as [
        [number, number],
      ];
      expect(pair.correlation.n).toBe(both.length);
      expect(pair.correlation.r).toBeCloseTo(r, 4);
      expect(pair.correlation.p / p).toBeCloseTo(1, 2);
      const activity = await api(`genes/${pair.id}/activity?accession=${element.id}&assay=${assay}`);
      expect(activity.correlation).toEqual(pair.correlation);
      const measured = activity.biosamples.filter(
        (own: { z: number | null; log10: number | null }) => own.z !== null && own.log10 !== null,
      );
      expect(measured.length).toBe(both.length);
      // High is as the registry has it, as everywhere.
      const there = (await api(`ccres/${element.id}/biosamples?limit=10000`)).biosamples;
      const states = new Map<string, string>(
        there.map(({ key, z }: { key: string; z: Record<string, { state: string }> }) => [
          key,
          z[assay]!.state,
        ]),
      );
      for (const { key, state } of activity.biosamples) expect(state).toBe(states.get(key) ?? 'notAssayed');
      // The same pair from the gene's side.
      const own = (
        await api(`genes/${pair.id}/ccres?window=9000000&assay=${assay}&limit=10000`)
      ).elements.find(({ accession }: { accession: string }) => accession === element.id);
      expect(own?.correlation ?? pair.correlation).toEqual(pair.correlation);
    }
  });
});
