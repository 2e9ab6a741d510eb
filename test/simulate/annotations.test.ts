import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readBed } from '../../src/formats/bed.ts';
import { readNarrowPeak } from '../../src/formats/narrow-peak.ts';
import { parseYaml } from '../../src/formats/yaml.ts';
import { annotationTexts, CONSERVATION, SEQUENCE } from '../../src/simulate/annotation/annotation-files.ts';
import { conservationRuns, conservedOf } from '../../src/simulate/annotation/conservation.ts';
import { transcriptsOf } from '../../src/simulate/build-inputs.ts';
import { buildFiles } from '../../src/simulate/file-task.ts';
import { layOut } from '../../src/simulate/layout.ts';
import { scratch } from '../formats/scratch.ts';
import {
  correlationOf,
  coverOf,
  elementsOf,
  genome,
  listOf,
  meanOf,
  paths,
  tableOf,
  textOf,
} from './texts.ts';

const { file } = scratch();
const elements = elementsOf('truth/elements.tsv');
const genes = new Map(tableOf('truth/genes.tsv').map((row) => [row.gene!, row]));
const known = new Set(genome.plan.biosamples.map(({ name }) => name));

describe('annotations.yaml of the mini genome', () => {
  it('lists files that are there, under the keys of the contract', () => {
    const config = parseYaml(textOf('annotations.yaml'), 'annotations.yaml').value as Record<string, unknown>;
    expect(Object.keys(config)).toEqual(
      'genes expression tss_expression variants ld gwas peaks intervals links functional orthologs conservation previous signals reference'.split(
        ' ',
      ),
    );
    const there = new Set([...paths, CONSERVATION, SEQUENCE, ...buildFiles('first')]);
    const named = [
      ...JSON.stringify(config).matchAll(/"((?:annotations|previous)\/[^"]+|genes\.gtf\.gz)"/g),
    ].map((m) => m[1]!);
    expect(named.length).toBeGreaterThan(23);
    expect(named.filter((path) => !there.has(path))).toEqual([]);
    const biosamples = [...textOf('annotations.yaml').matchAll(/biosample: "([^"]+)"/g)].map((m) => m[1]!);
    expect(biosamples.filter((name) => !known.has(name))).toEqual([]);
  });

  it('is the same for the same seed, as all that it lists', () => {
    const again = layOut(1);
    for (const [path, text] of annotationTexts(again)) {
      if ([...text(again)].join('') !== textOf(path)) expect(path).toBe('the same');
    }
    const digest = (made: typeof again) => {
      const [run] = conservationRuns(made);
      return createHash('sha256').update(run!.values.subarray(0, run!.length)).digest('hex');
    };
    expect(digest(again)).toBe(digest(genome));
    const other = layOut(2);
    expect(digest(other)).not.toBe(digest(genome));
    for (const path of ['annotations/variants.tsv.gz', 'annotations/firstToSecond.over.chain.gz']) {
      expect([...annotationTexts(other).get(path)!(other)].join('')).not.toBe(textOf(path));
    }
  });
});

describe('the aliases of the mini genome', () => {
  const aliases = tableOf('annotations/aliases.tsv');

  it('are of genes of the GTF but for a few, one name of two genes', () => {
    const symbols = new Set([...genes.values()].map((row) => row.name!));
    const own = aliases.filter((row) => symbols.has(row.symbol!));
    expect(aliases.length - own.length).toBe(3);
    expect(new Set(own.map((row) => row.symbol)).size).toBeGreaterThan(genes.size / 4);
    expect(own.filter((row) => symbols.has(row.alias!))).toEqual([]);
    const seen = new Set<string>();
    const shared = own.filter(({ alias }) => seen.size === seen.add(alias!).size);
    expect(shared.length).toBe(1);
  });
});

describe('the expression of the mini genome', () => {
  const samples = tableOf('annotations/expression-samples.tsv');
  const matrix = tableOf('annotations/expression.tsv.gz');
  const truth = new Map(tableOf('truth/expression.tsv').map((row) => [row.gene!, row]));
  const effects = new Map(tableOf('truth/links.tsv').map((row) => [`${row.gene} ${row.element}`, row]));

  it('has a row a gene and a column a sample, of biosamples of the registry but for one', () => {
    expect(matrix.map((row) => row.gene_id)).toEqual([...genes.keys()]);
    expect(Object.keys(matrix[0]!).slice(1)).toEqual(samples.map((row) => row.sample));
    const foreign = new Set(samples.map((row) => row.biosample!).filter((name) => !known.has(name)));
    expect(foreign.size).toBe(1);
    expect(samples.filter((row) => row.replicate === '2').length).toBeGreaterThan(8);
    expect(new Set(samples.map((row) => row.assay))).toEqual(
      new Set(['total RNA-seq', 'polyA plus RNA-seq']),
    );
  });

  it('follows the promoter and the linked elements of each gene', () => {
    const [expected, found]: [number[], number[]] = [[], []];
    let zeroRows = 0;
    for (const row of matrix) {
      const { silent, biosamples, enhancers } = truth.get(row.gene_id!)!;
      const values = samples.map(({ sample }) => Number(row[sample!]));
      if (silent === 'yes') {
        zeroRows++;
        expect(Math.max(...values)).toBe(0);
        continue;
      }
      const on = new Set(listOf(biosamples!));
      const links = listOf(enhancers!).map((id) => elements.get(id)!);
      const inOn: { value: number; gain: number }[] = [];
      for (const [i, { biosample }] of samples.entries()) {
        if (!known.has(biosample!)) continue;
        if (!on.has(biosample!)) {
          if (values[i]! > 0.15) expect([row.gene_id, biosample, values[i]]).toEqual('silent');
          continue;
        }
        const active = links.filter((element) => element.biosamples.has(biosample!));
        const gain = active.reduce(
          (sum, { id }) => sum + Number(effects.get(`${row.gene_id} ${id}`)!.log2Effect),
          0,
        );
        inOn.push({ value: Math.log2(values[i]!), gain });
      }
      // What differs between genes is not the links' doing: each gene about its own mean.
      const [value, gain] = [meanOf(inOn.map((one) => one.value)), meanOf(inOn.map((one) => one.gain))];
      for (const one of inOn) {
        expected.push(one.gain - gain);
        found.push(one.value - value);
      }
    }
    expect(zeroRows).toBeGreaterThan(20);
    expect(correlationOf(expected, found)).toBeGreaterThan(0.9);
  });

  it('of TSSs has a row a transcript of the GTF, most of it at the first', () => {
    const rampage = tableOf('annotations/rampage.tsv.gz');
    const sheet = tableOf('annotations/rampage-samples.tsv');
    const sums = new Map(
      rampage.map((row) => [
        row.transcript_id!,
        sheet.reduce((sum, { sample }) => sum + Number(row[sample!]), 0),
      ]),
    );
    const all = [...transcriptsOf(genome)].map(({ transcripts }) => transcripts);
    expect([...sums.keys()]).toEqual(all.flat().map(({ id }) => id));
    const loudest = all.filter((list) => list.every(({ id }) => sums.get(id)! <= sums.get(list[0]!.id)!));
    expect(loudest.length / all.length).toBeGreaterThan(0.9);
  });
});

describe('the peaks of factors', () => {
  it('lie in elements of their rule, but for strays and noise', async () => {
    const cover = coverOf(elements.values());
    const truth = new Map(tableOf('truth/tf.tsv').map((row) => [row.experiment!, row]));
    for (const { file: name, target, biosample, experiment, format } of tableOf('annotations/tf-peaks.tsv')) {
      expect([format, known.has(biosample!)]).toEqual(['narrowPeak', true]);
      const text = textOf(`annotations/${name}`);
      const table = await readNarrowPeak(file(`${experiment}.narrowPeak`, text));
      expect(table.count).toBe(Number(truth.get(experiment!)!.peaks));
      let inElements = 0;
      let ofRule = 0;
      for (const line of text.trimEnd().split('\n')) {
        const cells = line.split('\t');
        const hits = cover(cells[0]!, Number(cells[1]) + Number(cells[9]));
        const active = hits.filter((element) => element.biosamples.has(biosample!));
        if (active.length > 0) inElements++;
        const ctcf = target === 'CTCF' || target === 'RAD21';
        if (
          active.some((one) =>
            ctcf ? one.isCtcfBound : target === 'POLR2A' ? one.class === 'PLS' : /ELS$/.test(one.class),
          )
        )
          ofRule++;
      }
      expect(inElements / table.count, name).toBeGreaterThan(0.85);
      expect(ofRule / table.count, name).toBeGreaterThan(0.7);
    }
  });
});

describe('the links', () => {
  const rows = tableOf('truth/link-rows.tsv');
  const planted = new Set(tableOf('truth/links.tsv').map((row) => `${row.gene} ${row.element}`));

  it('come from planted pairs, and from noise', () => {
    for (const row of rows.filter(({ element }) => element !== '')) {
      if (!planted.has(`${row.gene} ${row.element}`)) expect(row).toEqual('a planted pair');
    }
    for (const name of new Set(rows.map((row) => row.file!))) {
      const own = rows.filter((row) => row.file === name);
      const noise = own.filter(({ element }) => element === '').length / own.length;
      expect(noise, name).toBeGreaterThan(0.1);
      expect(noise, name).toBeLessThan(0.55);
    }
  });

  it('by Hi-C have one anchor at the element and one at the TSS', () => {
    const hic = paths.filter((path) => path.endsWith('.bedpe.gz'));
    expect(hic.length).toBe(2);
    for (const path of hic) {
      const loops = textOf(path).trimEnd().split('\n').slice(1);
      const truth = rows.filter((row) => path.endsWith(`/${row.file}`));
      expect(loops.length).toBe(truth.length);
      for (const [i, line] of loops.entries()) {
        const cells = line.split('\t');
        expect([cells.length, cells[6], cells[0]]).toEqual([10, truth[i]!.name, cells[3]]);
        const holds = (at: number) =>
          [1, 4].some(
            (k) =>
              Number(cells[k]) <= at && at <= Number(cells[k + 1]) && Number(cells[k]) < Number(cells[k + 1]),
          );
        expect(holds(Number(genes.get(truth[i]!.gene!)!.tss))).toBe(true);
        const element = elements.get(truth[i]!.element!);
        if (element !== undefined) expect(holds((element.start + element.end) >> 1)).toBe(true);
      }
    }
  });

  it('by eQTL have a variant in the element, and by CRISPR a place over it', () => {
    const variants = new Map(tableOf('annotations/variants.tsv.gz').map((row) => [row.id!, row]));
    const eqtls = tableOf('annotations/eqtl.tsv');
    const crispr = tableOf('annotations/crispr.tsv');
    expect(eqtls.length).toBeGreaterThan(50);
    for (const [i, row] of rows.filter((one) => one.file === 'eqtl.tsv').entries()) {
      const { variant_id: id, pos, chrom } = eqtls[i]!;
      expect([id, pos, chrom]).toEqual([row.name, variants.get(id!)!.pos, variants.get(id!)!.chrom]);
      const element = elements.get(row.element!);
      if (element === undefined) continue;
      expect(element.start < Number(pos) && Number(pos) <= element.end).toBe(true);
    }
    const called = { yes: 0, no: 0, planted: 0 };
    for (const [i, row] of rows.filter((one) => one.file === 'crispr.tsv').entries()) {
      const { start, end, significant, biosample } = crispr[i]!;
      const element = elements.get(row.element!);
      if (element === undefined) called.no += significant === 'TRUE' ? 1 : 0;
      else {
        called.planted++;
        if (significant === 'TRUE') called.yes++;
        expect(Number(start) <= element.start && Number(end) >= element.end).toBe(true);
        expect(element.biosamples.has(biosample!)).toBe(true);
      }
    }
    expect(called.yes / called.planted).toBeGreaterThan(0.8);
    expect(called.no).toBeLessThan(called.planted / 10);
  });
});

describe('the functional assays', () => {
  it('find enhancers active more often than other places', () => {
    const truth = tableOf('truth/functional.tsv');
    const share = (assay: string, isWanted: (element: string) => boolean) => {
      const own = truth.filter((row) => row.assay === assay && isWanted(row.element!));
      expect(own.length).toBeGreaterThan(15);
      return own.filter((row) => row.active === 'yes').length / own.length;
    };
    const isEnhancer = (id: string) => /ELS$/.test(elements.get(id)?.class ?? '');
    expect(share('VISTA', isEnhancer)).toBeGreaterThan(2.5 * share('VISTA', (id) => !isEnhancer(id)));
    const { name } = genome.plan.biosamples[0]!;
    const isOpen = (id: string) => elements.get(id)?.biosamples.has(name) ?? false;
    expect(share('MPRA', isOpen)).toBeGreaterThan(3 * share('MPRA', (id) => !isOpen(id)));
    const vista = tableOf('annotations/vista.tsv');
    expect(vista.map((row) => row.result === 'positive')).toEqual(vista.map((row) => row.tissues !== '---'));
    const tissues = vista.flatMap((row) => (row.result === 'positive' ? listOf(row.tissues!) : []));
    expect(tissues.filter((text) => !/^\w+\[[1-5]\/5\]$/.test(text))).toEqual([]);
    const mpra = tableOf('annotations/mpra.tsv');
    for (const row of mpra) {
      const ratio = Math.log2(Number(row.outputCount) / Number(row.inputCount));
      expect(Math.abs(ratio - Number(row.log2FoldChange))).toBeLessThan(0.05);
    }
  });
});

describe('what lies along the genome', () => {
  it('has segments that cover each main chromosome without gap or overlap', async () => {
    for (const path of paths.filter((one) => one.includes('segments-'))) {
      const text = textOf(path);
      expect((await readBed(file('segments.bed', text))).count).toBeGreaterThan(1000);
      const reached = new Map<string, number>();
      const states = new Set<string>();
      for (const line of text.trimEnd().split('\n')) {
        const [chrom, start, end, state] = line.split('\t') as [string, string, string, string];
        if (Number(start) !== (reached.get(chrom) ?? 0)) expect([path, line]).toEqual('no gap');
        reached.set(chrom, Number(end));
        states.add(state);
      }
      const { names, sizes } = genome.plan.chroms;
      expect([...reached]).toEqual(names.slice(0, 5).map((name, i) => [name, sizes[i]]));
      expect(states.size).toBe(6);
    }
  });

  it('is conserved at conserved elements, and about zero elsewhere', () => {
    const conserved = conservedOf(genome);
    const [run] = conservationRuns(genome);
    const [inside, outside]: [number[], number[]] = [[], []];
    const { from, to } = genome.elements.rangeOf(0);
    let element = from;
    for (let i = 0; i < run!.length; i++) {
      while (element < to && genome.elements.end[element]! <= run!.starts[i]!) element++;
      const isIn = element < to && genome.elements.start[element]! <= run!.starts[i]!;
      (isIn && conserved[element] === 1 ? inside : outside).push(run!.values[i]!);
    }
    expect(meanOf(inside)).toBeGreaterThan(0.8);
    expect(Math.abs(meanOf(outside))).toBeLessThan(0.02);
  });
});
