import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ORDER_OF_ZERO, readAllcalls, readFdrBed } from '../../src/formats/allcalls.ts';
import { readBed } from '../../src/formats/bed.ts';
import { readNarrowPeak } from '../../src/formats/narrow-peak.ts';
import { parseTable } from '../../src/formats/table.ts';
import { readTss } from '../../src/formats/tss.ts';
import { parseYaml } from '../../src/formats/yaml.ts';
import * as inputs from '../../src/simulate/build-inputs.ts';
import * as sheets from '../../src/simulate/build-sheets.ts';
import { peaksText } from '../../src/simulate/dhs-calls.ts';
import { layOut } from '../../src/simulate/layout.ts';
import { signalRuns } from '../../src/simulate/signal-tracks.ts';
import { simulate } from '../../src/simulate/simulate.ts';
import { mistakeOf, scratch } from '../formats/scratch.ts';

const { dir, file } = scratch();
const genome = layOut(1);
const { biosamples, datasets } = genome.plan;
const joined = (pieces: Iterable<string>) => [...pieces].join('');

function digestOf(seed: number): string {
  const made = layOut(seed);
  const hash = createHash('sha256');
  hash
    .update(joined(inputs.truthElementsText(made)))
    .update(joined(inputs.gtfText(made)))
    .update(joined(inputs.consensusText(made)));
  hash.update(inputs.blacklistText(made)).update(joined(inputs.previousText(made, 'rdhs')));
  for (const dataset of datasets.slice(0, 3)) {
    if (dataset.peaksFormat !== undefined) hash.update(joined(peaksText(made, dataset)));
    for (const run of signalRuns(made, dataset)) {
      hash.update(run.values.subarray(0, run.length)).update(run.starts.subarray(0, run.length));
    }
  }
  return hash.digest('hex');
}

describe('the mini genome', () => {
  it('is the same for the same seed', () => {
    expect(digestOf(3)).toBe(digestOf(3));
    expect(digestOf(3)).not.toBe(digestOf(4));
  });

  it('has 30 biosamples of all 15 availability groups, and data sets of all three formats', () => {
    expect(biosamples.length).toBe(30);
    expect(new Set(biosamples.map((biosample) => biosample.group)).size).toBe(15);
    expect(new Set(datasets.map((dataset) => dataset.peaksFormat))).toEqual(
      new Set(['hotspot2-allcalls', 'dhs', 'narrowPeak', undefined]),
    );
    expect(new Set(datasets.map((dataset) => dataset.file)).size).toBe(datasets.length);
  });

  it('has elements of every class, in order, apart, at the distance from TSSs that their class asks for', () => {
    const counts = new Map<string, number>();
    for (const element of genome.elements) {
      counts.set(element.planted, (counts.get(element.planted) ?? 0) + 1);
      const before = element.index === 0 ? undefined : genome.elements.at(element.index - 1);
      if (before?.chrom === element.chrom) expect(element.start).toBeGreaterThanOrEqual(before.end);
      const centre = Math.floor((element.start + element.end) / 2);
      let nearest = Number.POSITIVE_INFINITY;
      for (const gene of genome.genes) {
        if (gene.chrom === element.chrom) nearest = Math.min(nearest, Math.abs(gene.tss - centre));
      }
      const zone = nearest <= 200 ? 'tss' : nearest <= 2000 ? 'proximal' : 'distal';
      const expected = element.planted === 'PLS' ? 'tss' : element.planted === 'pELS' ? 'proximal' : 'distal';
      if (zone !== expected) expect([element.index, zone]).toEqual([element.index, expected]);
    }
    expect([...counts.keys()].sort()).toEqual([
      'CTCF-only',
      'DNase-H3K4me3',
      'DNase-only',
      'PLS',
      'dELS',
      'pELS',
    ]);
    expect(genome.genes.length).toBeGreaterThanOrEqual(500);
    expect(genome.elements.count - counts.get('DNase-only')!).toBeGreaterThan(9000);
  });

  it('has book-ended and clustered elements', () => {
    const { start, end } = genome.elements;
    const gaps = Array.from(start.subarray(1), (next, i) => next - end[i]!);
    expect(gaps.filter((gap) => gap === 0).length).toBeGreaterThan(50);
    expect(gaps.filter((gap) => gap > 0 && gap < 100).length).toBeGreaterThan(50);
  });

  it('has no more than a sixth of its elements active in a biosample, so that Z-scores tell them', () => {
    for (const i of biosamples.keys()) {
      const active = [...genome.elements].filter(({ index }) => genome.elements.isActive(index, i)).length;
      expect(active / genome.elements.count).toBeLessThan(1 / 6);
      expect(active).toBeGreaterThan(500);
    }
  });
});

describe('the files of the mini genome', () => {
  it('are read by the readers of their formats', async () => {
    const tss = await readTss(file('genes.gtf', joined(inputs.gtfText(genome))));
    expect([tss.fromBasicTags, tss.count > genome.genes.length]).toEqual(['basic', true]);
    for (const text of [joined(inputs.consensusText(genome)), inputs.blacklistText(genome)]) {
      expect((await readBed(file('x.bed', text))).count).toBeGreaterThan(20);
    }
    const rdhs = joined(inputs.previousText(genome, 'rdhs'));
    const ccre = joined(inputs.previousText(genome, 'ccre'));
    expect((await readBed(file('rdhs.bed', rdhs))).names?.at(0)).toMatch(/^EH38D\d{7}$/);
    expect((await readBed(file('ccre.bed', ccre))).names?.at(0)).toMatch(/^EH38E\d{7}$/);
    const table = parseTable(sheets.datasetsText(genome.plan), 'datasets.tsv', {
      required: ['biosample', 'zscore'],
    });
    expect(table.rows.length).toBe(datasets.length);
    expect(
      parseTable(sheets.biosamplesText(genome.plan), 'b.tsv', { required: ['biosample', 'tissue'] }).rows
        .length,
    ).toBe(30);
    expect(parseYaml(sheets.registryYaml(genome.plan), 'registry.yaml').value).toMatchObject({
      scheme: 'encode3',
    });
  });

  it('hold calls in order, with rates below the smallest double', async () => {
    const calls = datasets.filter((dataset) => dataset.peaksFormat === 'hotspot2-allcalls');
    const table = await readAllcalls(file('a.bed', joined(peaksText(genome, calls[0]!))));
    let largest = 0;
    for (let i = 0; i < table.count; i++) {
      largest = Math.max(largest, table.order[i]!);
      expect(table.fdr[i]).toBeLessThanOrEqual(0.05);
      if (i > 0 && table.chrom[i] === table.chrom[i - 1])
        expect(table.start[i]).toBeGreaterThanOrEqual(table.end[i - 1]!);
    }
    expect(largest).toBeGreaterThan(1000);
    expect(largest).toBeLessThan(ORDER_OF_ZERO);
    const dhs = datasets.find((dataset) => dataset.peaksFormat === 'dhs')!;
    expect((await readFdrBed(file('d.bed', joined(peaksText(genome, dhs))))).count).toBeGreaterThan(1000);
    const peaks = datasets.find((dataset) => dataset.peaksFormat === 'narrowPeak')!;
    expect((await readNarrowPeak(file('n.bed', joined(peaksText(genome, peaks))))).count).toBeGreaterThan(
      1000,
    );
  });

  it('have signals in order, apart, and inside their chromosomes', () => {
    for (const dataset of [datasets[0]!, datasets.find((candidate) => candidate.assay === 'H3K27ac')!]) {
      for (const run of signalRuns(genome, dataset)) {
        const size = genome.plan.chroms.sizes[genome.plan.chroms.index.get(run.chrom)!]!;
        let wrong = run.length > 0 && run.ends[run.length - 1]! > size ? 1 : 0;
        for (let i = 0; i < run.length; i++) {
          if (run.ends[i]! <= run.starts[i]! || (i > 0 && run.starts[i]! < run.ends[i - 1]!)) wrong++;
          if (!(run.values[i]! >= 0)) wrong++;
        }
        expect([run.chrom, wrong]).toEqual([run.chrom, 0]);
      }
    }
  });

  it('do not replace files of another kind', async () => {
    file('precious.txt', 'x');
    const mistake = await mistakeOf(simulate(dir));
    expect([mistake.code, mistake.message]).toEqual([
      'CONFLICT',
      `${dir}: holds files that are no simulated genome, expected an empty directory; choose another --out`,
    ]);
    expect((await mistakeOf(simulate(file('a-file', 'x')))).code).toBe('IO');
    const earlier = path.join(dir, 'earlier');
    mkdirSync(path.join(earlier, 'truth'), { recursive: true });
    writeFileSync(path.join(earlier, 'chrom.sizes'), 'chr1\t100\n');
    expect((await mistakeOf(simulate(earlier))).message).toMatch(/holds a simulation of another size/);
  });
});
