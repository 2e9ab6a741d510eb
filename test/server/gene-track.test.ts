/** Genes and rsIDs for genome browsers: a bigBed of the annotation's genes, named in the configurations, and variants found by name. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBigBed } from '../../src/formats/bbi/bigbed.ts';
import { openByteSource } from '../../src/formats/byte-source.ts';
import { annotatedRegistry } from './annotated-registry.ts';
import { type Running, running, simulatedRegistry } from './simulated.ts';

let service: Running;

beforeAll(async () => {
  service = await running([(await annotatedRegistry()).registry]);
}, 120_000);
afterAll(() => service.app.close());

describe('the bigBed of genes', () => {
  it('has every gene of the registry, with symbol, strand, exons, id and type', async () => {
    const tsv = await (await service.get('/api/v1/genes?format=tsv&exons=true')).text();
    const [head, ...rows] = tsv
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t'));
    const genes = rows.map((cells) => Object.fromEntries(head!.map((name, i) => [name, cells[i]!])));
    expect(genes.length).toBeGreaterThan(10);
    const source = await openByteSource(`${service.address}/files/mini/tracks/genes.bigBed`);
    const bigBed = await openBigBed(source);
    const { chromSizes } = await sizes();
    const found: string[] = [];
    for (const { name, sizeBp } of bigBed.chroms) {
      const { start: starts, end: ends, rest } = await bigBed.readRows(name, 0, sizeBp);
      for (const [i, start] of starts.entries()) {
        found.push([name, start, ends[i], rest.at(i)].join('\t'));
      }
    }
    const expected = genes.map((gene) => {
      const { chrom, start, end, id, symbol, strand, type, exonStarts, exonEnds } = gene;
      const last = Math.min(Number(end), chromSizes.get(chrom!)!);
      const starts = exonStarts!.split(',').map(Number);
      const ends = exonEnds!.split(',').map(Number);
      expect([starts[0], ends.at(-1)], id).toEqual([Number(start), last]);
      const thick = gene.codingStart === 'NA' ? [start, start] : [gene.codingStart, gene.codingEnd];
      const blocks = [
        starts.length,
        starts.map((at, i) => ends[i]! - at),
        starts.map((at) => at - starts[0]!),
      ];
      return [chrom, start, last, symbol, 0, strand, ...thick, 0, ...blocks, id, type].join('\t');
    });
    expect(genes.filter(({ codingStart }) => codingStart === 'NA').length).toBeGreaterThan(3);
    expect(expected.some((row) => /\t[3-9]\t\d+,\d+,\d+/.test(row))).toBe(true);
    expect(found.sort()).toEqual(expected.sort());
    await source.close();
  });

  it('comes by ranges, and a registry without genes says so', async () => {
    const url = '/files/mini/tracks/genes.bigBed';
    const whole = Buffer.from(await (await service.get(url)).arrayBuffer());
    const part = await service.get(url, { headers: { range: 'bytes=64-163' } });
    expect(part.status).toBe(206);
    expect(Buffer.from(await part.arrayBuffer()).equals(whole.subarray(64, 164))).toBe(true);
    const plain = await running([(await simulatedRegistry()).registry]);
    try {
      const [{ id }] = (await plain.json('/api/v1/registries')).registries;
      const response = await plain.get(`/files/${id}/tracks/genes.bigBed`);
      expect(response.status).toBe(404);
      expect(((await response.json()) as { detail: string }).detail).toMatch(/has no annotation `genes`/);
      expect(JSON.stringify(await plain.json('/api/v1/browser/igv.json'))).not.toContain('genes.bigBed');
    } finally {
      await plain.app.close();
    }
  });

  it('is the first track of igv.js and JBrowse', async () => {
    const url = `${service.address}/files/mini/tracks/genes.bigBed`;
    const igv = await service.json('/api/v1/browser/igv.json');
    expect(igv.tracks[0]).toMatchObject({
      id: 'genes',
      name: 'Genes',
      url,
      type: 'annotation',
      format: 'bigbed',
    });
    const jbrowse = await service.json('/api/v1/browser/jbrowse.json');
    expect(jbrowse.tracks[0]).toMatchObject({
      trackId: 'genes',
      adapter: { type: 'BigBedAdapter', bigBedLocation: { uri: url } },
    });
    expect(jbrowse.defaultSession.views[0].init.tracks[0]).toBe('genes');
  });
});

describe('a browser’s search', () => {
  it('finds variants by rsID, in any case', async () => {
    const { variants } = await service.json('/api/v1/variants?region=chr1&limit=1');
    const [{ id, chrom, start, end }] = variants;
    for (const q of [id, id.toUpperCase(), ` ${id} `]) {
      const { results } = await service.json(`/api/v1/browser/locus?q=${encodeURIComponent(q)}`);
      expect(results[0]).toMatchObject({ name: id, chrom, start, end, firstBase: start + 1 });
    }
    expect((await service.json('/api/v1/browser/locus?q=rs4294967295')).results).toEqual([]);
  });
});

async function sizes() {
  const text = await (await service.get('/files/mini/reference/chrom.sizes')).text();
  const chromSizes = new Map(
    text
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t'))
      .map(([name, size]) => [name!, Number(size)]),
  );
  return { chromSizes };
}
